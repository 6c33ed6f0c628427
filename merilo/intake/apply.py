"""Running entries: raw text tables become typed rows of one fact table each, in one pass per entry.

What comes out per fact table is a relation with `source_id`, `_row` and the typed columns, one row per id; what cannot
be used is marked with a code that says which column failed and how (see `merilo/intake/rejects.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import quoted
from merilo.intake.translate import Identity, Plan

NO_ID = -1
_EXAMPLES = 5
_READ_SELDOM = frozenset({"touches", "meetings", "leads", "contacts", "accounts"})
"""Tables with many rows, of which only some columns are looked at before they are written."""


@dataclass(frozen=True)
class Repeats:
    """Rows of one entry with an id that an earlier row has.

    `differing` ids have rows that say different things; `columns` says in which columns, and for how many ids.
    `equal_lines` are lines of a file that equal an earlier one of it; they are kept.
    """

    rows: int = 0
    differing: int = 0
    examples: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    equal_lines: int = 0


@dataclass(frozen=True)
class Typed:
    """One entry's typed rows. `relation` holds all rows that passed the conditions, with `_bad` NULL for usable ones.

    `read` = rows of the raw table, `left_out` by the conditions, `rejected`, `repeats.rows` collapsed, the rest `used`.
    `withheld` is a relation with the ids of rejected rows; empty when there are none. `mended` rows have a cell that
    was trimmed, emptied or otherwise changed before it was read. What `is_view` cannot be changed, see `kept`.
    """

    plan: Plan
    relation: str
    read: int
    left_out: int
    rejected: int = 0
    repeats: Repeats = Repeats()
    withheld: str = ""
    mended: int = 0
    is_view: bool = False

    @property
    def used(self) -> int:
        """Rows that go on."""
        return self.read - self.left_out - self.rejected - self.repeats.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The fact columns that this entry fills."""
        return tuple(value.name for value in self.plan.values)


def empty_code(index: int) -> int:
    """The mark of a row whose required value number `index` is empty."""
    return 2 * index


def unparsed_code(index: int) -> int:
    """The mark of a row whose value number `index` cannot be parsed."""
    return 2 * index + 1


def run_plan(con: DuckDBPyConnection, plan: Plan, relation: str) -> Typed:
    """Make `relation`, the entry's typed rows; nothing is left away yet but what the conditions leave away.

    It is a view where reading the raw cells once more costs less than keeping what was read.
    """
    lazy = plan.table in _READ_SELDOM and not plan.joins and plan.identity is not Identity.CONTENT
    # A name of its own, because a view cannot take the place of a table of an earlier run on the same files.
    relation = f"{relation}_view" if lazy else relation
    con.execute(f"CREATE OR REPLACE TEMP {'VIEW' if lazy else 'TABLE'} {relation} AS {typed_sql(plan)}")
    passed, bad, mended = _one(con, f"SELECT count(*), count(_bad), count(*) FILTER (WHERE _mended) FROM {relation}")
    raw = plan.bound.raw
    typed = Typed(plan, relation, raw.rows, raw.rows - passed, rejected=bad, mended=mended, is_view=lazy)
    return kept(con, typed) if bad else typed


def kept(con: DuckDBPyConnection, typed: Typed) -> Typed:
    """The same rows in a table, which can be changed."""
    if not typed.is_view:
        return typed
    relation = f"{typed.relation}_kept"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT * FROM {typed.relation}")
    return replace(typed, relation=relation, is_view=False)


def typed_sql(plan: Plan) -> str:
    """One SELECT over the raw table: id, typed values and the reject mark."""
    inner = ["_row", "_file", f"{plan.id_sql} AS _id", f"{plan.mended} AS _mended"]
    outer = ["_row", "_file", "_id AS source_id", "_mended"]
    marks = ["WHEN _id IS NULL THEN " + str(NO_ID)] if plan.identity is not Identity.CONTENT else []
    for index, value in enumerate(plan.values):
        inner.append(f"{value.value} AS v{index}")
        outer.append(f"v{index} AS {quoted(value.name)}")
        if value.failed:
            inner.append(f"{value.failed} AS f{index}")
            marks.append(f"WHEN v{index} IS NULL AND f{index} THEN {unparsed_code(index)}")
        if value.required:
            marks.append(f"WHEN v{index} IS NULL THEN {empty_code(index)}")
    bad = f"CASE {' '.join(marks)} END" if marks else "NULL"
    return (
        f"SELECT {', '.join(outer)}, CAST({bad} AS INTEGER) AS _bad FROM (SELECT {', '.join(inner)} "
        f"FROM {plan.source} {' '.join(plan.joins)} WHERE {plan.where})"
    )


def withhold(con: DuckDBPyConnection, typed: Sequence[Typed], rows: str) -> list[Typed]:
    """Take out of all entries of a file the rows that one of them rejects: never half a row.

    `rows` is a relation with the `_row` of each rejected row of that file. Their ids are kept aside: a complete list
    whose row was rejected does not say that the row is gone.
    """
    remaining = []
    for each in (kept(con, one) for one in typed):
        rejected = f"_row IN (SELECT _row FROM {rows})"
        ids = f"{each.relation}_withheld"
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {ids} AS SELECT source_id FROM {each.relation} "
            f"WHERE {rejected} AND source_id IS NOT NULL"
        )
        con.execute(f"DELETE FROM {each.relation} WHERE {rejected}")
        left = count(con, each.relation)
        remaining.append(replace(each, rejected=each.read - each.left_out - left, withheld=ids))
    return remaining


def settle_ids(con: DuckDBPyConnection, typed: Typed) -> Typed:
    """Make every id occur once: number equal lines of one file, keep one of several rows with one id."""
    if not _has_repeats(con, typed):
        return typed
    typed, equal_lines = kept(con, typed), 0
    if typed.plan.identity is Identity.CONTENT:
        equal_lines = _number_equal_lines(con, typed)
        if not _has_repeats(con, typed):
            return replace(typed, repeats=Repeats(equal_lines=equal_lines))
    return replace(typed, repeats=replace(_collapse(con, typed), equal_lines=equal_lines))


def _has_repeats(con: DuckDBPyConnection, typed: Typed) -> bool:
    """Hashes suffice: two ids with one hash only make the next step look in vain."""
    rows, ids = _one(con, f"SELECT count(*), count(DISTINCT hash(source_id)) FROM {typed.relation}")
    return rows != ids


def _number_equal_lines(con: DuckDBPyConnection, typed: Typed) -> int:
    """Equal lines of one file are several facts: the second gets `-2` behind its id, and so on."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _equal AS SELECT _row, row_number() OVER "
        f"(PARTITION BY _file, source_id ORDER BY _row) AS n FROM {typed.relation} WHERE source_id IN "
        f"(SELECT source_id FROM {typed.relation} GROUP BY source_id HAVING count(*) > 1) QUALIFY n > 1"
    )
    con.execute(
        f"UPDATE {typed.relation} AS t SET source_id = t.source_id || '-' || e.n FROM _equal AS e WHERE t._row = e._row"
    )
    return count(con, "_equal")


def _collapse(con: DuckDBPyConnection, typed: Typed) -> Repeats:
    """Keep one row per id: the last (or first) by its own modified time, then by its place in the files."""
    whole = ", ".join(["0", *map(quoted, typed.columns)])
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _several AS SELECT source_id, count(*) AS _n, "
        f"min(hash({whole})) <> max(hash({whole})) AS _differ FROM {typed.relation} WHERE source_id IN "
        f"(SELECT source_id FROM {typed.relation} GROUP BY source_id HAVING count(*) > 1) GROUP BY source_id"
    )
    rows, differing = _one(
        con, "SELECT coalesce(sum(_n - 1), 0)::BIGINT, count(*) FILTER (WHERE _differ) FROM _several"
    )
    if not rows:
        return Repeats()
    columns = _differing_columns(con, typed) if differing else ()
    examples = con.execute(f"SELECT source_id FROM _several WHERE _differ ORDER BY 1 LIMIT {_EXAMPLES}").fetchall()
    _keep_one(con, typed)
    return Repeats(rows, differing, tuple(str(example[0]) for example in examples), columns)


def _differing_columns(con: DuckDBPyConnection, typed: Typed) -> tuple[tuple[str, int], ...]:
    """The columns in which rows of one id differ, and for how many ids."""
    versions = ", ".join(f"min(hash({quoted(c)})) <> max(hash({quoted(c)})) AS {quoted(c)}" for c in typed.columns)
    counts = ", ".join(f"count(*) FILTER (WHERE {quoted(name)})" for name in typed.columns)
    found = _one(
        con,
        f"SELECT {counts} FROM (SELECT {versions} FROM {typed.relation} WHERE source_id IN "
        f"(SELECT source_id FROM _several WHERE _differ) GROUP BY source_id)",
    )
    return tuple((name, n) for name, n in zip(typed.columns, found, strict=True) if n)


def _keep_one(con: DuckDBPyConnection, typed: Typed) -> None:
    """Delete all rows of an id but one: the first or last by modified time, by `order_by`, by place in the files."""
    direction = "DESC" if typed.plan.bound.entry.keep == "last" else "ASC"
    orders = [name for name in typed.columns if name == "modified_at" or name.startswith("_order_")]
    by = ", ".join([*(f"{quoted(name)} {direction} NULLS LAST" for name in orders), f"_row {direction}"])
    con.execute(
        f"DELETE FROM {typed.relation} WHERE _row IN (SELECT _row FROM (SELECT _row, row_number() OVER "
        f"(PARTITION BY source_id ORDER BY {by}) AS place FROM {typed.relation} "
        f"WHERE source_id IN (SELECT source_id FROM _several)) WHERE place > 1)"
    )


def count(con: DuckDBPyConnection, relation: str, where: str = "true") -> int:
    """How many rows of the relation pass the test."""
    return int(_one(con, f"SELECT count(*) FROM {relation} WHERE {where}")[0])


def _one(con: DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = con.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - an aggregate without groups always gives one row
    return row
