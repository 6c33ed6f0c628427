"""From entries to fact tables: parts of one entry put together, entries of one table merged by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import literal, quoted
from merilo.facts.schema import TABLES
from merilo.intake.apply import Repeats, Typed, count, settle_ids
from merilo.intake.mapping import Entry


@dataclass(frozen=True)
class Part:
    """All rows of one entry, over all its files: one row per id."""

    entry: Entry
    relation: str
    columns: tuple[str, ...]
    repeats: Repeats
    rows: int
    typed: tuple[Typed, ...]


@dataclass(frozen=True)
class Final:
    """All rows that this import has for one fact table, one per id, ready for the store.

    `given` are the fact columns that the source speaks of; columns with `_` are for checks. `deleted` is a relation
    with the ids of rows that are marked as deleted at the source; empty when there are none. `unique`: no id occurs
    twice, as was counted.
    """

    table: str
    relation: str
    columns: tuple[str, ...]
    rows: int
    parts: tuple[Part, ...] = ()
    merged: int = 0
    deleted: str = ""
    unique: bool = False

    @property
    def given(self) -> frozenset[str]:
        """The columns that the store shall take over."""
        return frozenset(name for name in self.columns if not name.startswith("_"))


def put_together(con: DuckDBPyConnection, number: int, typed: Sequence[Typed]) -> Part:
    """One entry's rows from all the files it reads; every id once."""
    first = typed[0]
    if len(typed) > 1:
        relation = f"_part_{number}"
        # File numbers of different raw tables must not meet, or equal lines of two files would count as one file's.
        selects = [
            f"SELECT * REPLACE (_row + {n} * {1 << 40} AS _row, _file + {n} * 1000000 AS _file) FROM {each.relation}"
            for n, each in enumerate(typed)
        ]
        con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {' UNION ALL BY NAME '.join(selects)}")
        first = Typed(first.plan, relation, 0, 0)
    settled = settle_ids(con, first)
    rows = count(con, settled.relation)
    return Part(first.plan.bound.entry, settled.relation, first.columns, settled.repeats, rows, tuple(typed))


def merge(con: DuckDBPyConnection, source: str, parts: Sequence[Part]) -> Final:
    """The entries of one fact table as one relation: where a later entry has the row, its columns win."""
    table = parts[0].entry.to
    relation, columns, total = parts[0].relation, parts[0].columns, parts[0].rows
    for number, part in enumerate(parts[1:], 1):
        into = f"_merged_{table}_{number}"
        con.execute(f"CREATE OR REPLACE TEMP TABLE {into} AS {_joined(relation, columns, part)}")
        relation, columns = into, tuple(dict.fromkeys([*columns, *part.columns]))
        total += part.rows
    final, deleted, where = f"_final_{table}", "", ""
    if "deleted" in columns:
        columns, deleted, where = (
            tuple(c for c in columns if c != "deleted"),
            f"_deleted_{table}",
            "WHERE deleted IS NOT TRUE",
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {deleted} AS SELECT {literal(source + ':')} || source_id AS id "
            f"FROM {relation} WHERE deleted"
        )
    listed = ", ".join(quoted(name) for name in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {final} AS SELECT {literal(source)} AS source, source_id, {listed}, _row "
        f"FROM {relation} {where}"
    )
    merged = total - count(con, relation)
    return Final(table, final, columns, count(con, final), tuple(parts), merged, deleted, unique=True)


def _joined(relation: str, columns: tuple[str, ...], part: Part) -> str:
    cells = []
    for name in dict.fromkeys([*columns, *part.columns, "_row"]):
        old, new = f"a.{quoted(name)}", f"b.{quoted(name)}"
        if name in columns and name in part.columns:
            cells.append(f"CASE WHEN b.source_id IS NULL THEN {old} ELSE {new} END AS {quoted(name)}")
        elif name == "_row":
            cells.append("coalesce(a._row, b._row) AS _row")
        else:
            cells.append(old if name in columns else new)
    return (
        f"SELECT coalesce(a.source_id, b.source_id) AS source_id, {', '.join(cells)} "
        f"FROM {relation} a FULL JOIN {part.relation} b ON a.source_id = b.source_id"
    )


@dataclass(frozen=True)
class Lacking:
    """Rows that only an entry with some of the columns has, so that one that every row needs is empty."""

    rows: int = 0
    examples: tuple[str, ...] = ()


def without_lacking(con: DuckDBPyConnection, final: Final) -> tuple[Final, Lacking]:
    """Leave out the rows of merged entries that lack a required column; they are counted."""
    required = [column.name for column in TABLES[final.table].own_columns if column.required]
    doubtful = [name for name in required if any(name not in part.columns for part in final.parts)]
    doubtful = [name for name in doubtful if name in final.columns and len(final.parts) > 1]
    lacking = " OR ".join(f"{quoted(name)} IS NULL" for name in doubtful) or "false"
    ids = (
        con.execute(f"SELECT source_id FROM {final.relation} WHERE {lacking} ORDER BY 1").fetchall() if doubtful else []
    )
    if not ids:
        return final, Lacking()
    relation = f"_whole_{final.table}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT * FROM {final.relation} WHERE NOT ({lacking})")
    whole = replace(final, relation=relation, rows=final.rows - len(ids))
    return whole, Lacking(len(ids), tuple(str(row[0]) for row in ids[:5]))
