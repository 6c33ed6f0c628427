"""Can the data be trusted? Checks of what an import brings: nothing is mended here, everything is counted and said."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from merilo.intake.compute import Computed, Known
from merilo.intake.findings import deals, files, history, people, revenue, words
from merilo.intake.findings.ground import Check, Ground
from merilo.intake.prepare import Prepared
from merilo.sources.raw import Finding

__all__ = ["CHECKS", "Check", "findings"]

CHECKS: tuple[Check, ...] = (
    *files.CHECKS,
    *deals.CHECKS,
    *history.CHECKS,
    *people.CHECKS,
    *revenue.CHECKS,
    *words.CHECKS,
)
"""Every check, in the order in which their findings are shown."""


def findings(con: DuckDBPyConnection, prepared: Prepared, computed: Computed, known: Known) -> list[Finding]:
    """What the owner of the data should know, the files' own findings first."""
    ground = Ground(con, prepared, computed, known)
    return [finding for check in CHECKS for finding in check.run(ground)]
