"""The factors of a deal on a day: what had happened by its end, in bands."""

from __future__ import annotations

import numpy as np

from merilo.insight.forecast.history import NEVER, OPEN, Steps
from merilo.insight.forecast.standing import BY_NAME, FACTORS, standing, usual_amounts, with_amounts
from tests.insight.forecast.companies import FIRST, deals_at, events, history, told


def _codes(known: object, name: str, *days: int) -> list[int]:
    return [int(standing(known, *deals_at(day, 0)).codes[name][0]) for day in days]  # type: ignore[arg-type]


def test_age_and_time_in_the_stage_are_counted_from_opening_and_from_the_last_move() -> None:
    """
    day               | 0 | 3 | 4 | 30 | 31 | 400
    age (3, 7, … 365) | 0 | 0 | 1 |  5 |  5 |  12
    stay (2, 5, …)    | 0 | 1 | 1 |  0 |  0 |  10   moved to Offer on day 30
    """
    known = history([(0, OPEN, None)], 500, stage=np.array([1]), stage_told=told([(0, 30, 0, 1)]))
    assert _codes(known, "age", 0, 3, 4, 30, 31, 400) == [0, 0, 1, 5, 5, 12]
    assert _codes(known, "stay", 0, 3, 4, 30, 31, 400) == [0, 1, 1, 0, 0, 10]


def test_a_touch_of_tomorrow_is_not_there_today() -> None:
    """
    day                              | 9 | 10 | 13 | 14 | 38 | 39
    since the touch of day 10        | – | ≤3 | ≤3 | ≤7 | ≤28| ≤56
    in the last four weeks, and ever | 0 | 1  | 1  | 1  | 0  | 0
    """
    known = history([(0, OPEN, None)], 90, touched=events([(0, 10)]), met=events([(0, 10)]))
    assert _codes(known, "last_touch", 9, 10, 13, 14, 38, 39) == [0, 1, 1, 2, 4, 5]
    assert _codes(known, "touches_lately", 9, 10, 37, 38) == [0, 1, 1, 0]
    assert _codes(known, "touches", 9, 10, 38) == [0, 1, 1]
    assert _codes(known, "last_meeting", 9, 10, 18) == [0, 1, 2]


def test_the_next_step_is_open_overdue_or_none_as_on_the_day() -> None:
    """Written on day 5, due on day 8, done on day 12; another written on day 20, due on day 30, never done."""
    columns = ([0, 0], [FIRST + 5, FIRST + 20], [FIRST + 8, FIRST + 30], [FIRST + 12, NEVER])
    known = history([(0, OPEN, None)], 90, steps=Steps(*(np.array(column) for column in columns)))
    assert _codes(known, "next_step", 4, 5, 8, 9, 11, 12, 20, 31) == [0, 1, 1, 2, 2, 0, 1, 2]


def test_pushes_are_those_by_then_and_a_day_pulled_in_is_none() -> None:
    changes = [(0, 5, FIRST + 20, FIRST + 40), (0, 9, FIRST + 40, FIRST + 30), (0, 12, FIRST + 30, FIRST + 60)]
    known = history([(0, OPEN, None)], 90, expected=np.array([FIRST + 60.0]), expected_told=told(changes))
    assert _codes(known, "pushes", 4, 5, 11, 12) == [0, 1, 1, 2]
    # Days to the expected day: on day 5 35 (≤ 60), on day 11 19 (≤ 30), on day 61 −1, on day 62 −2 (≤ −1, > −31).
    assert _codes(known, "due", 5, 11, 61, 62) == [6, 5, 2, 2]


def test_stepping_back_is_seen_until_the_next_move() -> None:
    known = history([(0, OPEN, None)], 90, stage_told=told([(0, 3, 0, 1), (0, 6, 1, 0), (0, 9, 0, 1)]))
    assert _codes(known, "moved_back", 2, 3, 6, 8, 9) == [0, 0, 1, 1, 0]


def test_amounts_are_held_against_the_usual_one_of_their_pipeline() -> None:
    """Usual: 100 in the first pipeline, 1,000 in the second. ln(1000 / 100) = 2.3, ln(300 / 1000) = −1.2."""
    amount = np.array([100.0, 100.0, 1000.0, 1000.0, 300.0, 1000.0, np.nan])
    pipeline = np.array([0, 0, 0, 1, 1, 1, 1])
    known = history([(0, OPEN, None)] * 7, 9, amount=amount, pipeline=pipeline, pipelines=("A", "B"))
    rows = standing(known, *deals_at(9, *range(7)))
    usual = usual_amounts(rows)
    assert list(usual[1:]) == [100, 1000]
    assert list(with_amounts(rows, usual).codes["amount"]) == [3, 3, 5, 3, 2, 3, 0]


def test_every_factor_has_a_code_of_every_deal_within_its_levels() -> None:
    known = history([(0, OPEN, None), (2, OPEN, None)], 9)
    rows = standing(known, *deals_at(9, 0, 1))
    rows = with_amounts(rows, usual_amounts(rows))
    assert set(rows.codes) == set(BY_NAME) == {factor.name for factor in FACTORS}
    assert all(codes.min() >= 0 and codes.max() < rows.levels[name] for name, codes in rows.codes.items())
