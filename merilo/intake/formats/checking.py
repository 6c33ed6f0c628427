"""The judgement of the sample held against the rows: what does not fit, which words mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from merilo.facts.schema import Kind
from merilo.intake.formats.cells import is_empty_sql, trimmed_sql
from merilo.intake.formats.date_sql import day_sql
from merilo.intake.formats.dates import DateFormat
from merilo.intake.formats.number_sql import decimal_sql
from merilo.intake.formats.numbers import NumberFormat
from merilo.intake.formats.quoting import identifier
from merilo.intake.formats.sampling import CHECKED_ROWS, spread_condition

_LISTED = 200


@dataclass(frozen=True)
class Question:
    """A column as judged: what its values should be."""

    column: str
    kind: Kind
    dates: DateFormat | None
    numbers: NumberFormat | None
    more_empty: tuple[str, ...]
    blanks: str  # blank characters seen at the edges of values


@dataclass(frozen=True)
class Checked:
    """Rows of a column that are empty words or do not fit, with the values, most frequent first."""

    empty_count: int = 0
    misfit_count: int = 0
    empty_words: tuple[tuple[str, int], ...] = ()
    misfits: tuple[tuple[str, int], ...] = ()


def check(con: DuckDBPyConnection, relation: str, rows: int, questions: Sequence[Question]) -> dict[str, Checked]:
    """Hold each column against its judgement, over all rows, or over CHECKED_ROWS spread over a long relation."""
    if not questions:
        return {}
    source = f"{identifier(relation)} WHERE {spread_condition(rows, CHECKED_ROWS)}"
    tests = [test for question in questions for test in (_is_empty_word(question), _is_misfit(question))]
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in tests)
    row = con.execute(f"SELECT {counts} FROM {source}").fetchall()[0]
    assert row is not None  # noqa: S101 - an aggregate without groups gives exactly one row
    return {
        question.column: _details(con, source, question, row[2 * i], row[2 * i + 1])
        for i, question in enumerate(questions)
    }


def _details(con: DuckDBPyConnection, source: str, question: Question, empty: int, misfit: int) -> Checked:
    return Checked(
        empty,
        misfit,
        _listed(con, source, question.column, _is_empty_word(question)) if empty else (),
        _listed(con, source, question.column, _is_misfit(question)) if misfit else (),
    )


def _listed(con: DuckDBPyConnection, source: str, column: str, test: str) -> tuple[tuple[str, int], ...]:
    """Values that pass the test, most frequent first."""
    sql = (
        f"SELECT {identifier(column)}, count(*) FROM {source} AND {test} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_LISTED}"
    )
    return tuple((str(value), int(count)) for value, count in con.execute(sql).fetchall())


def _is_empty_word(question: Question) -> str:
    return is_empty_sql(trimmed_sql(question.column, question.blanks), question.kind, question.more_empty)


def _is_misfit(question: Question) -> str:
    """SQL that is true for a filled value that does not fit; never true where no reading is settled."""
    text = trimmed_sql(question.column, question.blanks)
    value = _reading(question, text)
    if not value:
        return "false"
    filled = f"{text} IS NOT NULL AND NOT {is_empty_sql(text, question.kind, question.more_empty)}"
    return f"CASE WHEN ({value}) IS NULL THEN {filled} ELSE false END"


def _reading(question: Question, text: str) -> str:
    if question.kind in {Kind.TIME, Kind.DAY} and question.dates and question.dates.formats:
        return day_sql(text, question.dates.formats, "UTC")
    if question.kind in {Kind.NUMBER, Kind.COUNT, Kind.MONEY} and question.numbers and not question.numbers.ambiguous:
        return decimal_sql(text, question.numbers)
    return ""
