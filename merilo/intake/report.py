"""What an import did, in numbers that add up: every row read is accounted for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from merilo.sources.raw import Finding


@dataclass(frozen=True)
class TableReport:
    """One fact table. `read` = `left_out` + `rejected` + `repeated` + `merged` + rows that reached the facts.

    `left_out` rows did not meet the mapping's conditions, `repeated` ones had the id of another row of their file,
    `merged` ones met a row of another file with their id. The rows that reached the facts are `new`, `changed`,
    `unchanged` or `stale` (older than what is known); `derived` of them follow from other rows (a closing date gives
    a change, and so do two imports compared) and `stubs` are sellers or accounts that are only named, so neither was
    read. `deleted` are gone at the source, or told now by the source itself instead of by comparison.
    """

    table: str
    read: int = 0
    left_out: int = 0
    rejected: int = 0
    repeated: int = 0
    merged: int = 0
    derived: int = 0
    stubs: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    deleted: int = 0


@dataclass(frozen=True)
class Repair:
    """A small mending that was done to values, counted and shown. `kind` is a stable word."""

    kind: str
    message: str
    column: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assumption:
    """Something that the data does not say and that was decided. `decided_by`: mapping, data, workspace or policy."""

    kind: str
    message: str
    value: str
    decided_by: str


@dataclass(frozen=True)
class RejectExample:
    """One rejected row: where it stands and why."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """The account of one import (or of what it would do, when `dry_run`).

    `state` is the number of the workspace's state afterwards; None for a dry run. `rejects_path` is empty when nothing
    was rejected. `rejected` counts rows of files, each once.
    """

    import_id: str
    state: int | None
    mapping: str
    source: str
    tables: tuple[TableReport, ...]
    rejected: int
    reject_examples: tuple[RejectExample, ...]
    rejects_path: str
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    assumptions: tuple[Assumption, ...]
    seconds: float
    dry_run: bool = False

    def table(self, name: str) -> TableReport:
        """The account of one fact table; all zero for a table that the import did not touch."""
        return next((table for table in self.tables if table.table == name), TableReport(name))

    def finding(self, kind: str) -> Finding | None:
        """The finding of that kind, if there is one; the first of several."""
        return next((finding for finding in self.findings if finding.kind == kind), None)

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)
