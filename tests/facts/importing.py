"""Small imports for the tests of the fact store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from merilo.core.time import Calendar
from merilo.facts.engines import open_engine
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.facts.writer import Change, Writer

Row = dict[str, Any]
KEY = ("source", "source_id")


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def session() -> duckdb.DuckDBPyConnection:
    """An importer's own DuckDB session (opening a whole DuckDB takes 30 ms)."""
    return _database().cursor()


def relation(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row], name: str = "incoming") -> frozenset[str]:
    """Make the temp table `name` of the rows (`source` is "crm" unless said); returns its fact columns."""
    rows = [{"source": "crm", **row} for row in rows]
    columns = list(dict.fromkeys(column for row in rows for column in row)) or list(KEY)
    schema = pa.schema([TABLES[table].arrow.field(column).with_nullable(True) for column in columns])
    con.register("handed_over", pa.Table.from_pylist(rows, schema=schema))
    con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM handed_over')
    con.unregister("handed_over")
    return frozenset(columns) - set(KEY)


def put(writer: Writer, table: str, rows: Iterable[Row], **how: Any) -> Change:
    """Upsert the rows, all their columns given unless said."""
    with session() as con:
        given = how.pop("given", None)
        columns = relation(con, table, rows)
        return writer.upsert(table, con, "incoming", columns if given is None else frozenset(given), **how)


def imported(store: FactStore, table: str, rows: Iterable[Row], **how: Any) -> Change:
    """One import of one table."""
    with store.writing(label="test") as writer:
        change = put(writer, table, rows, **how)
        writer.commit()
    return change


def deal(source_id: str, **columns: Any) -> Row:
    """An open deal."""
    return {"source_id": source_id, "status": "open", **columns}


def at(day: int, month: int = 1) -> datetime:
    """Noon UTC of a day of 2026."""
    return datetime(2026, month, day, 12, tzinfo=UTC)


def rows(
    store: FactStore, table: str, *columns: str, known_at: Any = None, state: int | None = None
) -> list[tuple[Any, ...]]:
    """The table's rows as tuples of the columns (default: all), sorted by id; `state` by number."""
    snapshot = store.snapshot(None if state is None else store.state(state))
    with open_engine("duckdb", snapshot, Calendar(), known_at) as engine:
        found = engine.execute(engine.facts[table].order_by("id"))
    wanted = columns or tuple(found.column_names)
    return [tuple(row[column] for column in wanted) for row in found.to_pylist()]


def tables(store: FactStore, *names: str, known_at: Any = None, state: int | None = None) -> list[list[Row]]:
    """All rows of several tables, read by one engine."""
    snapshot = store.snapshot(None if state is None else store.state(state))
    with open_engine("duckdb", snapshot, Calendar(), known_at) as engine:
        return [engine.execute(engine.facts[name].order_by("id")).to_pylist() for name in names]
