"""Rows that an importer hands over: checked and given their ids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import duckdb

from merilo.core.errors import DataError
from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.facts.parquet import SQL_TYPE
from merilo.facts.schema import FactTable, Kind

KEY = ("source", "source_id")
_OURS = ("id", "observed_at")
_serial = count()


@dataclass(frozen=True)
class Incoming:
    """A checked relation: `view` has the columns `id`, `source`, `source_id` and `columns`, typed as declared."""

    view: str
    columns: tuple[str, ...]
    rows: int
    sources: tuple[str, ...]


@contextmanager
def taken_in(
    con: duckdb.DuckDBPyConnection, table: FactTable, relation: str, *, unique: bool = False
) -> Iterator[Incoming]:
    """Check the relation and give it an id column; raises DataError for what its caller should have prevented.

    `unique`: the caller knows that no id occurs twice.
    """
    columns = _known_columns(con, table, relation)
    with temporary(con, "VIEW", "incoming", _typed(table, relation, columns)) as view:
        rows, sources = _check_keys(con, view, relation, unique=unique)
        yield Incoming(view, columns, rows, sources)


@contextmanager
def temporary(con: duckdb.DuckDBPyConnection, kind: str, name: str, select: str) -> Iterator[str]:
    """A temporary TABLE or VIEW of the SELECT's rows, gone afterwards; yields its name."""
    unique = f"merilo_{name}_{next(_serial)}"
    con.execute(f"CREATE TEMP {kind} {unique} AS {select}")
    try:
        yield unique
    finally:
        con.execute(f"DROP {kind} {unique}")


def _typed(table: FactTable, relation: str, columns: tuple[str, ...]) -> str:
    cast = [f"CAST({quoted(name)} AS {SQL_TYPE[table.column(name).kind]}) AS {quoted(name)}" for name in columns]
    keys = ["source || ':' || source_id AS id", "source", "source_id"]
    return f"SELECT {', '.join(keys + cast)} FROM {quoted(relation)}"


def _known_columns(con: duckdb.DuckDBPyConnection, table: FactTable, relation: str) -> tuple[str, ...]:
    # The engine describes a view's column `phone` as `Phone` where a table below has it so. Case means nothing.
    described = con.execute(f"DESCRIBE SELECT * FROM {quoted(relation)}").fetchall()
    types = {row[0].lower(): row[1] for row in described}
    declared = [column for column in table.columns if column.name not in _OURS]
    _refuse(relation, _("lacks the columns {names}"), [name for name in KEY if name not in types])
    allowed = {column.name for column in table.columns}
    foreign = [name for name in types if name not in allowed and not name.startswith("_")]
    _refuse(relation, _("has columns that {table} has not: {names}").replace("{table}", table.name), foreign)
    # A TIMESTAMP without zone would silently be read in the session's zone.
    clocks = [c.name for c in declared if c.kind is Kind.TIME and types.get(c.name) in ("TIMESTAMP", "DATE")]
    _refuse(relation, _("has times without a time zone: {names}"), clocks)
    return tuple(column.name for column in declared if column.name in types and column.name not in KEY)


def _refuse(relation: str, problem: str, names: list[str]) -> None:
    if names:
        what = problem.format(names=", ".join(names))
        raise DataError(_("The relation {relation} {problem}.").format(relation=relation, problem=what))


def _check_keys(
    con: duckdb.DuckDBPyConnection, view: str, relation: str, *, unique: bool
) -> tuple[int, tuple[str, ...]]:
    """Count rows and sources. Hashes of the keys are counted first: text keys only if two hashes are equal."""
    ids = "count(*)" if unique else "count(DISTINCT hash(source, source_id))"
    filled = "count(*) FILTER (WHERE source IS NOT NULL AND source_id IS NOT NULL)"
    rows, distinct, empty, sources = con.execute(
        f"SELECT count(*), {ids}, count(*) - {filled}, list(DISTINCT source) FROM {view}"
    ).fetchall()[0]
    if empty:
        _refuse(relation, _("has rows without source or source_id: {names}"), [str(empty)])
    _refuse(relation, _("has a source with a colon in its name: {names}"), [s for s in sources or () if ":" in s])
    if distinct < rows:
        twice = con.execute(f"SELECT id FROM {view} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 5").fetchall()
        _refuse(relation, _("has several rows with one id: {names}"), [row[0] for row in twice])
    return rows, tuple(sorted(sources or ()))
