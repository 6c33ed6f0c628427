"""Records of any source: those of the journal from its rows, as of this moment; those of others from the facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.core.sql import literal, quoted
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.snapshot import Snapshot
from merilo.facts.store import FactStore
from merilo.people.journal.kinds import KINDS, SOURCE, Kind
from merilo.people.journal.records import Record, find
from merilo.reports.access import refused
from merilo.reports.journal.rights import sees
from merilo.reports.seen import Seen

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def record(seen: Seen, kind: Kind, number: str) -> Record:
    """The record of that id, of whatever source; raises NotAllowedError where there is none, or none for this person.

    `ours` says whether the journal keeps it; what another system keeps is shown and changed there.
    """
    found = known(seen.place, kind, number)
    if found is None or not sees(seen, found):
        raise refused()
    return found


def known(place: Workspace, kind: Kind, number: str) -> Record | None:
    """The record of that id whoever may see it; None where there is none."""
    if number.startswith(f"{SOURCE}:"):
        return find(kind, number)
    return next(iter(of_facts(place, kind, "id", [number])), None)


def of_facts(place: Workspace, kind: Kind, column: str, values: Iterable[str]) -> list[Record]:
    """The records of other sources than the journal whose `column` has one of these values."""
    snapshot = snapshot_of(place)
    among = ", ".join(literal(value) for value in values)
    table = KINDS[kind].table
    if snapshot is None or not among or not snapshot.files(table):
        return []
    rows = rows_of(TABLES[table], snapshot.files(table))
    where = f"{quoted(column)} IN ({among}) AND source <> {literal(SOURCE)}"
    return [_record(kind, row) for row in asked(f"SELECT * FROM ({rows}) WHERE {where} ORDER BY id")]


def snapshot_of(place: Workspace) -> Snapshot | None:
    """The facts as they are now; None where there are none yet."""
    try:
        return FactStore.open(place.facts).snapshot()
    except WorkspaceError:
        if (place.facts / "states").is_dir():
            raise
        return None


def asked(query: str) -> list[dict[str, Any]]:
    """The rows of a query as plain dicts; moments in UTC."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        # By way of Arrow: DuckDB's own rows need another package for moments.
        rows: list[dict[str, Any]] = con.sql(query).to_arrow_table().to_pylist()
    return rows


def _record(kind: Kind, row: dict[str, Any]) -> Record:
    fields = {name: row.get(name) for name in KINDS[kind].names}
    at = row["modified_at"] or row.get("created_at") or row["observed_at"] or _LONG_AGO
    made = row.get("created_at") or row["observed_at"]
    return Record(kind, row["id"], 0, fields, made, row["source"], at, row["source"], deleted=False)
