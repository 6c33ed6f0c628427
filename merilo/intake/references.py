"""Rows that other rows name: sellers and accounts that no file lists get a row of their own, the rest is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from merilo.core.sql import literal, quoted
from merilo.facts.schema import TABLES
from merilo.intake.assemble import Final

STUBBED = ("sellers", "accounts")
"""A seller or an account is somebody even where all that is known of him is his name."""

_EXAMPLES = 5


@dataclass(frozen=True)
class Dangling:
    """References of one column to rows that nobody has."""

    column: str
    table: str
    rows: int
    values: int
    examples: tuple[str, ...]


def stubs(con: DuckDBPyConnection, source: str, finals: Mapping[str, Final], table: str) -> str | None:
    """A relation of `source, source_id, name` for every seller (or account) that is named and not listed; else None.

    Those that the store knows are among them: `insert_missing` leaves them as they are.
    """
    named = [
        f"SELECT DISTINCT {quoted(column)} AS id FROM {final.relation}" for final, column in _referring(finals, table)
    ]
    if table == "sellers" and "deal_changes" in finals:
        changes = f"FROM {finals['deal_changes'].relation} WHERE field = 'seller'"
        named += [f"SELECT DISTINCT {column} AS id {changes}" for column in ('"old"', '"new"')]
    if not named:
        return None
    listed = "SELECT NULL LIMIT 0"
    if table in finals:
        listed = f"SELECT source || ':' || source_id FROM {finals[table].relation}"
    relation, name = f"_stubs_{table}", f"substr(id, {len(source) + 2})"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {literal(source)} AS source, {name} AS source_id, "
        f"{name} AS name FROM (SELECT DISTINCT id FROM ({' UNION ALL '.join(named)}) "
        f"WHERE id IS NOT NULL AND id NOT IN ({listed}))"
    )
    return relation


def _referring(finals: Mapping[str, Final], table: str) -> list[tuple[Final, str]]:
    return [
        (final, column.name)
        for final in finals.values()
        for column in TABLES[final.table].own_columns
        if column.refers_to == table and column.name in final.columns
    ]


def dangling(con: DuckDBPyConnection, finals: Mapping[str, Final], known: Mapping[str, str]) -> list[Dangling]:
    """References to leads, deals and contacts that are neither in this import nor in the store.

    `known` maps a table to a SELECT of its stored rows.
    """
    found = []
    for table in TABLES:
        if table in STUBBED:
            continue
        for final, column in _referring(finals, table):
            ids = f"SELECT id FROM ({known[table]})"
            if table in finals:
                ids += f" UNION ALL SELECT source || ':' || source_id FROM {finals[table].relation}"
            found += _dangling_of(con, final, column, ids)
    return found


def _dangling_of(con: DuckDBPyConnection, final: Final, column: str, ids: str) -> list[Dangling]:
    name, table = quoted(column), TABLES[final.table].column(column).refers_to
    rows = con.execute(
        f"SELECT coalesce(sum(n), 0)::BIGINT, count(*), min(id, {_EXAMPLES}) FROM (SELECT {name} AS id, count(*) AS n "
        f"FROM {final.relation} WHERE {name} IS NOT NULL GROUP BY 1) WHERE id NOT IN ({ids})"
    ).fetchall()
    number, values, examples = rows[0]
    if not number:
        return []
    return [Dangling(f"{final.table}.{column}", table, number, values, tuple(examples or ()))]
