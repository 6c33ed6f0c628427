"""What the values of a column say about it: their shape, how many differ, whether they occur in another table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from merilo.core.sql import quoted
from merilo.facts.schema import Kind
from merilo.intake.formats import ColumnProfile
from merilo.sources.raw import RawTable

WORDS_SEEN = 200
"""So many different values of a column, the most frequent first, are looked at as words."""

SAMPLED_FROM, SAMPLE_ROWS = 300_000, 100_000
"""Of a table with more rows than the first, so many rows are looked at for uniqueness and frequent values."""

_DATE = re.compile(
    r"\d{1,4}([-./])\d{1,2}\1\d{1,4}([ T]\d{1,2}:\d{2}.*)?|\d{4}-\d{2}"
    r"|(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])(T\d+Z?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[-+(]?[^\w\s(+-]?\s?\d[\d\s.,'’\u00a0\u202f]*\s?(k|m|к|тыс\.?|млн\.?)?\s?(%|[^\w\s]|[a-z]{3}|руб\.?)?\)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FLAGS = frozenset(["true", "false", "yes", "no", "y", "n", "да", "нет", "0", "1", "t", "f", "ja", "nein"])
_MAJORITY, _SMALL = 0.9, 4
NOTHING = frozenset(
    ("не закрыта", "не закрыто", "не указано", "не указан", "нет", "n/a", "na", "none", "null", "-", "—", "–")
)
"""Words that people and systems write where there is nothing; in a column of dates or numbers they are empty cells."""


class Shape(StrEnum):
    """What nearly all values of a column look like."""

    EMPTY = "empty"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    EMAIL = "email"
    TEXT = "text"


_BY_KIND = {
    Kind.TIME: Shape.DATE,
    Kind.DAY: Shape.DATE,
    Kind.MONEY: Shape.NUMBER,
    Kind.NUMBER: Shape.NUMBER,
    Kind.COUNT: Shape.NUMBER,
    Kind.FLAG: Shape.FLAG,
}


@dataclass(frozen=True)
class Evidence:
    """One column seen by its values.

    `filled` counts all rows; `distinct` and `looked` (filled cells) are of the rows looked at: all of a small table, a
    sample of a large one. `words` are the most frequent values, all of them where there are no more than WORDS_SEEN.
    """

    shape: Shape
    rows: int
    filled: int
    looked: int
    distinct: int
    words: tuple[str, ...]

    @property
    def unique(self) -> bool:
        """No value occurs twice."""
        return self.looked > 1 and self.distinct >= self.looked

    @property
    def samples(self) -> tuple[str, ...]:
        """Up to three values to show."""
        return self.words[:3]


def look(table: RawTable, con: duckdb.DuckDBPyConnection, profiles: Mapping[str, ColumnProfile]) -> dict[str, Evidence]:
    """The evidence for every column of a raw table, by column name."""
    looked_at = _sampled(table, con)
    return {column: _look_at(table, column, looked_at, con, profiles.get(column)) for column in table.columns}


def _sampled(table: RawTable, con: duckdb.DuckDBPyConnection) -> str:
    """The relation to look at: the table itself, or a seeded sample of it as a temporary table."""
    if table.rows <= SAMPLED_FROM:
        return quoted(table.relation)
    sample = quoted(f"{table.relation}_looked_at")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {sample} AS SELECT * FROM {quoted(table.relation)} "
        f"USING SAMPLE reservoir({SAMPLE_ROWS} ROWS) REPEATABLE (1)"
    )
    return sample


def _look_at(
    table: RawTable, column: str, looked_at: str, con: duckdb.DuckDBPyConnection, profile: ColumnProfile | None
) -> Evidence:
    name, whole = quoted(column), quoted(table.relation)
    looked, distinct = con.execute(f"SELECT count({name}), count(DISTINCT {name}) FROM {looked_at}").fetchall()[0]
    filled = looked if looked_at == whole else con.execute(f"SELECT count({name}) FROM {whole}").fetchall()[0][0]
    # A rare word ("Lost") may miss the sample, so a column of few words is read whole.
    rows = con.execute(
        f"SELECT {name} FROM {whole if distinct <= WORDS_SEEN else looked_at} WHERE {name} IS NOT NULL "
        f"GROUP BY ALL ORDER BY count(*) DESC, {name} LIMIT {WORDS_SEEN}"
    ).fetchall()
    words = tuple(str(row[0]).strip() for row in rows)
    return Evidence(_profiled(profile, words), table.rows, filled, looked, distinct, words)


def _profiled(profile: ColumnProfile | None, words: tuple[str, ...]) -> Shape:
    """The shape by the profile, which has seen more values; what it calls text may still be an e-mail address."""
    shape = _BY_KIND.get(profile.kind) if profile and words else None
    return shape or shape_of(words)


def shape_of(values: tuple[str, ...]) -> Shape:
    """The shape that nearly all values have; text when no shape does."""
    values = tuple(value for value in values if value.casefold() not in NOTHING) or values
    if not values:
        return Shape.EMPTY
    if all(value.casefold() in _FLAGS for value in values):
        return Shape.FLAG
    for shape, pattern in ((Shape.DATE, _DATE), (Shape.NUMBER, _NUMBER), (Shape.EMAIL, _EMAIL)):
        if _nearly_all(sum(bool(pattern.fullmatch(value)) for value in values), len(values)):
            return shape
    return Shape.TEXT


def _nearly_all(fitting: int, of: int) -> bool:
    """Nine of ten; in a small table one slip of the pen among at least four values is none more."""
    return fitting >= _MAJORITY * of or (of >= _SMALL and fitting == of - 1)


def overlap(table: RawTable, column: str, other: RawTable, other_column: str, con: duckdb.DuckDBPyConnection) -> float:
    """Which share of the column's different values occurs in another table's column, 0 to 1."""
    ours, theirs = quoted(column), quoted(other_column)
    found = con.execute(
        f"SELECT count(*), count(*) FILTER (WHERE value IN (SELECT {theirs} FROM {quoted(other.relation)})) "
        f"FROM (SELECT DISTINCT {ours} AS value FROM {quoted(table.relation)} WHERE {ours} IS NOT NULL)"
    ).fetchall()[0]
    return found[1] / found[0] if found[0] else 0.0


def filled_where(
    table: RawTable, column: str, where: str, words: Sequence[str], con: duckdb.DuckDBPyConnection
) -> float:
    """In which share of the rows whose column `where` holds one of `words` the column is filled, 0 to 1."""
    nothing = [*NOTHING]
    found = con.execute(
        f"SELECT count(*), count(*) FILTER (WHERE NOT list_contains(?, lower({quoted(column)}))) "
        f"FROM {quoted(table.relation)} WHERE list_contains(?, trim({quoted(where)}))",
        [nothing, list(words)],
    ).fetchall()[0]
    return found[1] / found[0] if found[0] else 0.0


Seen = Mapping[str, Mapping[str, Evidence]]
"""Evidence by raw table name and column."""
