"""The data: what is connected, what each import brought, how far each KPI can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.snapshot import Snapshot
from merilo.facts.states import State
from merilo.facts.store import FactStore
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
LATEST = 30
"""So many imports are shown; `merilo history` has them all."""


@dataclass(frozen=True)
class Source:
    """A connection: rows by fact table, when it was first known and when something new last came."""

    name: str
    rows: Mapping[str, int]
    first: datetime
    latest: datetime | None

    @property
    def total(self) -> int:
        """All its rows."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Brought:
    """One state of the facts: what its import changed, by table (tables without a change are left out)."""

    number: int
    at: datetime
    label: str
    import_id: str
    source: str
    tables: tuple[Record, ...]
    rejected: int
    rejects_there: bool


@dataclass(frozen=True)
class DataPage:
    """All of it; `trust` is None as long as it is being computed. `more`: imports that are not listed."""

    sources: tuple[Source, ...]
    tables: tuple[tuple[str, int], ...]
    history: tuple[Brought, ...]
    more: int
    trust: tuple[Record, ...] | None


def data_page(seen: Seen) -> DataPage:
    """What is there; a workspace without facts has empty parts."""
    try:
        store = FactStore.open(seen.place.facts)
    except WorkspaceError:
        return DataPage((), (), (), 0, None)
    snapshot = store.snapshot()
    states = [state for state in store.states() if state.number]
    rows = _rows(snapshot)
    tables = tuple((table, sum(count for (name, _source), count in rows.items() if name == table)) for table in TABLES)
    return DataPage(
        sources=_sources(snapshot.state, rows),
        tables=tuple(each for each in tables if each[1]),
        history=tuple(_brought(seen, state) for state in reversed(states[-LATEST:])),
        more=max(0, len(states) - LATEST),
        trust=_trust(seen),
    )


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


def _sources(state: State, rows: Mapping[tuple[str, str], int]) -> tuple[Source, ...]:
    return tuple(
        Source(
            name, {table: count for (table, source), count in rows.items() if source == name}, first,
            state.latest.get(name),
        )
        for name, first in sorted(state.sources.items())
    )  # fmt: skip


def _brought(seen: Seen, state: State) -> Brought:
    summary = state.summary
    changed = ("new", "changed", "deleted", "rejected")
    tables = tuple(table for table in summary.get("tables", ()) if any(table[name] for name in changed))
    return Brought(
        state.number, state.committed_at, state.label, state.import_id, str(summary.get("source", "")), tables,
        int(summary.get("rejected", 0)), (seen.place.rejects / f"{state.import_id}.csv").is_file(),
    )  # fmt: skip


def _trust(seen: Seen) -> tuple[Record, ...] | None:
    sheet = Prepared(seen.place).sheet("trust")
    return tuple(sheet.content) if sheet and sheet.content is not None else None
