"""Records of any source: those of the journal from its rows, as of this moment; those of others from the facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.core.sql import literal, quoted
from merilo.core.workspace import Workspace
from merilo.facts.parquet import instant, rows_of
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


@dataclass(frozen=True)
class OthersDeals:
    """Deals of other systems: some of each stage; of all of them, by stage, their number and amounts by currency."""

    deals: tuple[Record, ...] = ()
    sums: Mapping[str, tuple[int, Mapping[str, Decimal]]] = field(default_factory=dict)


def deals_of_others(seen: Seen, pipeline: str, sellers: Sequence[str], recent: datetime, most: int) -> OthersDeals:
    """The deals of a pipeline that are open or were closed since `recent`; the largest `most` of each stage.

    Of `sellers` alone where any are named, as far as the person sees them.
    """
    snapshot = snapshot_of(seen.place)
    if snapshot is None or not snapshot.files("deals"):
        return OthersDeals()
    held = (
        f"SELECT * FROM ({rows_of(TABLES['deals'], snapshot.files('deals'))}) WHERE pipeline = {literal(pipeline)} "
        f"AND source <> {literal(SOURCE)} AND {_of(seen, sellers)} AND (status = 'open' OR "
        f"coalesce(closed_at, modified_at, created_at, observed_at) >= {instant(recent.isoformat())})"
    )
    largest = f"row_number() OVER (PARTITION BY stage ORDER BY amount DESC NULLS LAST, id) <= {int(most)}"
    sums: dict[str, tuple[int, dict[str, Decimal]]] = {}
    for row in asked(f"SELECT stage, currency, count(*) AS n, sum(amount) AS amount FROM ({held}) GROUP BY ALL"):
        n, amounts = sums.get(row["stage"], (0, {}))
        known = {} if row["amount"] is None else {row["currency"] or "": row["amount"]}
        sums[row["stage"]] = n + row["n"], amounts | known
    rows = asked(f"SELECT * FROM ({held}) QUALIFY {largest} ORDER BY amount DESC NULLS LAST, id")
    return OthersDeals(tuple(_record(Kind.DEAL, row) for row in rows), sums)


def _of(seen: Seen, sellers: Sequence[str]) -> str:
    """The condition that a deal is of one of these sellers (of anybody, where none is named) whom the person sees."""
    if seen.reach.everything and not sellers:
        return "true"
    allowed = sellers if seen.reach.everything else seen.reach.sellers & frozenset(sellers or seen.reach.sellers)
    return f"seller IN ({', '.join(literal(seller) for seller in sorted(allowed)) or 'NULL'})"


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
    with _database().cursor() as con:
        con.execute("SET TimeZone = 'UTC'")
        # By way of Arrow: DuckDB's own rows need another package for moments.
        rows: list[dict[str, Any]] = con.sql(query).to_arrow_table().to_pylist()
    return rows


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One of the whole process: making one takes longer than most questions."""
    return duckdb.connect()


def _record(kind: Kind, row: dict[str, Any]) -> Record:
    fields = {name: row.get(name) for name in KINDS[kind].names}
    at = row["modified_at"] or row.get("created_at") or row["observed_at"] or _LONG_AGO
    made = row.get("created_at") or row["observed_at"]
    return Record(kind, row["id"], 0, fields, made, row["source"], at, row["source"], deleted=False)
