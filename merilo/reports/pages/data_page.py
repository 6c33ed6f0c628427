"""The data: what is connected, what each import brought, how far each KPI can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.snapshot import Snapshot
from merilo.facts.states import State
from merilo.facts.store import FactStore
from merilo.people.imported import Imported, Phase, imports
from merilo.people.journal.kinds import SOURCE
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
LATEST = 30
"""So many imports are shown; `merilo history` has them all."""
_ALL = 1000


@dataclass(frozen=True)
class Source:
    """A connection: rows by fact table, when it was first known and when something new last came.

    `silent`: whole days since then; `by`: who imported it in the browser.
    """

    name: str
    rows: Mapping[str, int]
    first: datetime
    latest: datetime | None
    silent: int
    by: tuple[str, ...]

    @property
    def total(self) -> int:
        """All its rows."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Brought:
    """One state of the facts: what its import changed, by table (tables without a change are left out).

    `by` and `files`: who brought which files in the browser; empty for an import on the command line.
    """

    number: int
    at: datetime
    label: str
    import_id: str
    source: str
    tables: tuple[Record, ...]
    rejected: int
    rejects_there: bool
    by: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class DataPage:
    """What came when; `trust` is None as long as it is being computed. `more`: imports that are not listed."""

    history: tuple[Brought, ...]
    more: int
    trust: tuple[Record, ...] | None


def data_page(seen: Seen) -> DataPage:
    """What is there; a workspace without facts has empty parts."""
    try:
        store = FactStore.open(seen.place.facts)
    except WorkspaceError:
        return DataPage((), 0, None)
    # What people logged is no import: one state a second would drown the others.
    states = [state for state in store.states() if state.number and SOURCE not in state.summary]
    begun = _begun(seen)
    return DataPage(
        history=tuple(_brought(seen, state, begun) for state in reversed(states[-LATEST:])),
        more=max(0, len(states) - LATEST),
        trust=_trust(seen),
    )


def sources(seen: Seen) -> tuple[Source, ...]:
    """The connections with all that each has brought; every row is counted, which takes a moment."""
    try:
        snapshot = FactStore.open(seen.place.facts).snapshot()
    except WorkspaceError:
        return ()
    return _sources(snapshot.state, _rows(snapshot), _begun(seen))


def _rows(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """Rows by table and source."""
    counted: dict[tuple[str, str], int] = {}
    with duckdb.connect() as con:
        for name, table in TABLES.items():
            files = snapshot.files(name)
            if files:
                query = f"SELECT source, count(*) FROM ({rows_of(table, files)}) GROUP BY 1"
                counted |= {(name, source): count for source, count in con.execute(query).fetchall()}
    return counted


def _begun(seen: Seen) -> dict[str, Imported]:
    """The imports that were begun in the browser and are done, by their id among the states."""
    done = [each for each in imports(seen.place, limit=_ALL) if each.report and each.phase is Phase.DONE]
    return {str((each.report or {})["import_id"]): each for each in done}


def _sources(state: State, rows: Mapping[tuple[str, str], int], begun: Mapping[str, Imported]) -> tuple[Source, ...]:
    now = datetime.now(UTC)
    by: dict[str, dict[str, None]] = {}
    for each in begun.values():
        by.setdefault(str((each.report or {})["source"]), {})[each.by] = None
    return tuple(
        Source(
            name, {table: count for (table, source), count in rows.items() if source == name}, first,
            state.latest.get(name), (now - (state.latest.get(name) or first)).days, tuple(by.get(name, ())),
        )
        for name, first in sorted(state.sources.items())
    )  # fmt: skip


def _brought(seen: Seen, state: State, begun: Mapping[str, Imported]) -> Brought:
    summary, own = state.summary, begun.get(state.import_id)
    changed = ("new", "changed", "deleted", "rejected")
    tables = tuple(table for table in summary.get("tables", ()) if any(table[name] for name in changed))
    return Brought(
        state.number, state.committed_at, state.label, state.import_id, str(summary.get("source", "")), tables,
        int(summary.get("rejected", 0)), (seen.place.rejects / f"{state.import_id}.csv").is_file(),
        own.by if own else "", own.files if own else (),
    )  # fmt: skip


def _trust(seen: Seen) -> tuple[Record, ...] | None:
    sheet = Prepared(seen.place).sheet("trust")
    return tuple(sheet.content) if sheet and sheet.content is not None else None
