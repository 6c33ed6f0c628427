"""Conditions, tested on the engine itself."""

from __future__ import annotations

import duckdb
import pytest

from merilo.core.sql import quoted
from merilo.intake.conditions import condition_sql
from merilo.intake.mapping import Condition


def _passes(condition: Condition, cell: str | None) -> bool:
    sql = condition_sql([condition], quoted, lambda name: f"TRY_CAST({quoted(name)} AS DOUBLE)")
    return bool(duckdb.execute(f'SELECT {sql} FROM (SELECT $1::VARCHAR AS "c")', [cell]).fetchall()[0][0])


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        (Condition("c", equals=("Won", "Closed Won")), ["won", "CLOSED_WON", "closed  won"], ["lost", None]),
        (Condition("c", not_equals=("Won",)), ["lost", None], ["won", "W o n"]),
        (Condition("c", starts_with="C"), ["C536", "c1", " C2"], ["536C", None]),
        (Condition("c", not_starts_with="C"), ["536C", None], ["C536", "c1"]),
        (Condition("c", above=0), ["0.5", "3"], ["0", "-1", "x", None]),
        (Condition("c", filled=True), ["x"], [None]),
        (Condition("c", filled=False), [None], ["x"]),
    ],
)
def test_a_condition_is_never_unknown(condition: Condition, yes: list[str | None], no: list[str | None]) -> None:
    assert [_passes(condition, cell) for cell in yes] == [True] * len(yes)
    assert [_passes(condition, cell) for cell in no] == [False] * len(no)


def test_no_condition_passes_everything() -> None:
    assert condition_sql([], quoted, quoted) == "true"
