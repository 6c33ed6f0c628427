"""The judgement of the sample held against the rows: what does not fit, which words mean nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import quoted
from merilo.facts.schema import Kind
from merilo.intake.formats.columns import ColumnProfile
from merilo.intake.formats.parsing import Parsed, expression, select
from merilo.intake.formats.sampling import CHECKED_ROWS, spread_condition

_LISTED = 200


def check(con: DuckDBPyConnection, relation: str, profiles: Mapping[str, ColumnProfile]) -> dict[str, ColumnProfile]:
    """The profiles with their misfits and empty words, over all rows or CHECKED_ROWS of a long relation."""
    if not profiles:
        return {}
    rows = max(profile.rows for profile in profiles.values())
    source = f"(SELECT * FROM {quoted(relation)} WHERE {spread_condition(rows, CHECKED_ROWS)})"
    parsed = {column: _as_judged(profile) for column, profile in profiles.items()}
    read = select(source, parsed, keep=())
    counts = ", ".join(
        f"count(*) FILTER (WHERE {quoted(column + suffix)})" for column in parsed for suffix in _SUFFIXES
    )
    row = con.execute(f"SELECT {counts} FROM ({read})").fetchone()
    assert row is not None  # noqa: S101 - an aggregate without groups gives exactly one row
    return {
        column: _with_details(con, source, profile, parsed[column], misfit=row[2 * i], empty=row[2 * i + 1])
        for i, (column, profile) in enumerate(profiles.items())
    }


_SUFFIXES = ("__failed", "__emptied")


def _as_judged(profile: ColumnProfile) -> Parsed:
    """How the column is read as what it was judged to be; as text while a question about it is open."""
    dates, numbers = profile.dates, profile.numbers
    dated = profile.kind in {Kind.TIME, Kind.DAY} and dates is not None and not dates.ambiguous
    counted = profile.kind in {Kind.NUMBER, Kind.COUNT, Kind.MONEY} and numbers is not None and not numbers.ambiguous
    kind = profile.kind if dated or counted or profile.kind in {Kind.FLAG, Kind.CURRENCY} else Kind.TEXT
    return expression(kind if kind is not Kind.COUNT else Kind.NUMBER, profile.name, profile, time_zone="UTC")


def _with_details(
    con: DuckDBPyConnection, source: str, profile: ColumnProfile, parsed: Parsed, *, misfit: int, empty: int
) -> ColumnProfile:
    return replace(
        profile,
        filled=profile.filled - empty,
        empty=profile.empty + empty,
        misfit_count=misfit,
        misfits=_listed(con, source, profile.name, parsed, "failed") if misfit else (),
        empty_words=_listed(con, source, profile.name, parsed, "emptied") if empty else (),
    )


def _listed(
    con: DuckDBPyConnection, source: str, column: str, parsed: Parsed, what: str
) -> tuple[tuple[str, int], ...]:
    """The values that failed or were emptied, most frequent first."""
    name = quoted(column)
    read = select(source, {"__read": parsed}, keep=(column,))
    grouped = f"SELECT {name}, count(*) FROM ({read}) WHERE __read__{what} GROUP BY 1"
    found = con.execute(f"{grouped} ORDER BY 2 DESC, 1 LIMIT {_LISTED}").fetchall()
    return tuple((str(value), int(count)) for value, count in found)
