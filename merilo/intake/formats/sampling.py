"""Rows to look at: short runs of rows spread evenly over a relation, the same ones every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from merilo.core.sql import quoted

SAMPLE_ROWS = 10_000
CHECKED_ROWS = 200_000
_RUNS = 40
# Columns with fewer values than this in the sample are looked at again, only where they are filled.
_SPARSE = 1_000


@dataclass(frozen=True)
class Sample:
    """Values of a column with their counts in the rows looked at, empty cells left out; `filled` counts all rows."""

    rows: int
    filled: int
    values: Counter[str]


def spread_condition(rows: int, wanted: int) -> str:
    """SQL that is true for about `wanted` of a relation's rows, in runs spread evenly; true for all of a short one."""
    if rows <= wanted:
        return "true"
    step = rows // _RUNS
    return f"_row % {step} < {wanted // _RUNS}"


def take_sample(con: DuckDBPyConnection, relation: str, columns: Sequence[str]) -> dict[str, Sample]:
    """A sample of each column, and how many rows of the whole relation are filled."""
    if not columns:
        return {}
    counts = ", ".join(f"count({quoted(column)})" for column in columns)
    row = con.execute(f"SELECT count(*), {counts} FROM {quoted(relation)}").fetchall()[0]
    assert row is not None  # noqa: S101 - an aggregate without groups gives exactly one row
    rows, filled = row[0], dict(zip(columns, row[1:], strict=True))
    names = ", ".join(map(quoted, columns))
    condition = spread_condition(rows, SAMPLE_ROWS)
    spread: pa.Table = con.sql(f"SELECT {names} FROM {quoted(relation)} WHERE {condition}").to_arrow_table()
    return {
        column: Sample(
            rows, filled[column], _values(con, relation, column, spread.column(i).to_pylist(), filled[column])
        )
        for i, column in enumerate(columns)
    }


def _values(con: DuckDBPyConnection, relation: str, column: str, spread: list[str | None], filled: int) -> Counter[str]:
    values = Counter(value for value in spread if value is not None)
    if values.total() >= min(filled, _SPARSE):
        return values
    name = quoted(column)
    found = con.execute(
        f"SELECT {name} FROM {quoted(relation)} WHERE {name} IS NOT NULL LIMIT {SAMPLE_ROWS}"
    ).fetchall()
    return Counter(value for (value,) in found)
