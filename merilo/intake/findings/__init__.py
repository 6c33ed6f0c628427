"""Can the data be trusted? Checks of what an import brings: nothing is mended here, everything is counted and said."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from merilo.intake.compute import Computed, Known
from merilo.intake.prepare import Prepared
from merilo.sources.raw import Finding

__all__ = ["findings"]


def findings(con: DuckDBPyConnection, prepared: Prepared, computed: Computed, known: Known) -> list[Finding]:
    """All findings."""
    return [finding for raw in prepared.raws for finding in raw.findings]
