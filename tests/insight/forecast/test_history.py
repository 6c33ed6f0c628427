"""How a deal was on a past day: by what had been told by its end."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.insight.forecast.history import LOST, NEVER, OPEN, WON, History, Steps, Told, days
from tests.insight.forecast.companies import FIRST, deals_at, eventful, events, history, told


def _on(days_: list[int], deal: int = 0) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    return np.full(len(days_), deal), FIRST + np.array(days_)


def test_a_value_is_that_of_the_last_change_by_then_else_what_the_next_one_found() -> None:
    """
    deal | changes of the amount      | on day 2 | 3   | 5   | 9
      0  | day 3: 50 → 80, 5: 80 → 100 |   50     | 80  | 100 | 100
      1  | none, it is 100             |  100     | 100 | 100 | 100
    """
    known = history([(0, OPEN, None)] * 2, 9, amount_told=told([(0, 5, 80, 100), (0, 3, 50, 80)]))
    assert list(known.amount_then(*_on([2, 3, 5, 9]))) == [50, 80, 100, 100]
    assert list(known.amount_then(*_on([2, 3, 5, 9], deal=1))) == [100] * 4


def test_two_changes_on_a_day_stand_in_the_order_in_which_they_happened() -> None:
    known = history([(0, OPEN, None)], 9, amount_told=told([(0, 3, 50, 80), (0, 3, 80, 100)]))
    assert list(known.amount_then(*_on([2, 3]))) == [50, 100]


def test_a_reopened_deal_is_open_again_and_its_first_end_was_known_then() -> None:
    """
    day   | 4    | 5    | 7    | 8    | 20   | 21
    told  |      | lost |      | open |      | won
    open  | yes  | no   | no   | yes  | yes  | no
    """
    changes = told([(0, 5, OPEN, LOST), (0, 8, LOST, OPEN), (0, 21, OPEN, WON)])
    known = history([(0, WON, 21)], 30, status_told=changes)
    assert list(known.open_at(*_on([4, 5, 7, 8, 20, 21]))) == [True, False, False, True, True, False]
    assert [(int(s[0]), int(c[0])) for s, c in (known.ended(FIRST + day) for day in (4, 7, 8, 21))] == [
        (OPEN, NEVER), (LOST, FIRST + 5), (OPEN, NEVER), (WON, FIRST + 21)]  # fmt: skip


def test_a_closing_of_which_no_change_is_told_is_known_from_its_day_on() -> None:
    known = history([(0, WON, 5), (0, OPEN, None)], 30, status_told=told([]))
    assert list(known.open_at(*deals_at(4, 0, 1))) == [True, True]
    assert list(known.open_at(*deals_at(5, 0, 1))) == [False, True]


def test_touches_are_counted_up_to_the_day_and_since_another() -> None:
    touched = events([(0, 1), (0, 3), (0, 3), (0, 8), (1, 3)])
    deal, day = deals_at(3, 0, 1)
    assert list(touched.count(deal, day)) == [3, 1]
    assert list(touched.count(deal, day, day - 1)) == [2, 1]


def test_what_is_no_day_never_comes() -> None:
    assert list(days(np.array(["1970-01-03", "NaT"], dtype="datetime64[D]"))) == [2, NEVER]


def test_a_step_done_later_was_open_and_one_written_later_was_not_there() -> None:
    steps = Steps(*(np.array(column) for column in ([0, 0], [FIRST, FIRST + 6], [FIRST + 9] * 2, [FIRST + 7] * 2)))
    cut = history([(0, OPEN, None)], 30, steps=steps).cut(FIRST + 5).steps
    assert (list(cut.made), list(cut.done)) == ([FIRST], [NEVER])


def _same(one: History, other: History) -> bool:
    def flat(value: object) -> list[object]:
        if isinstance(value, (Told, Steps)):
            return [list(getattr(value, field.name)) for field in fields(value)]
        return [np.nan_to_num(value, nan=-9.0).tolist() if isinstance(value, np.ndarray) else value]

    return all(flat(getattr(one, f.name)) == flat(getattr(other, f.name)) for f in fields(History))


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(0, 120), st.integers(0, 120))
def test_cutting_twice_is_cutting_once_at_the_earlier_day(seed: int, one: int, other: int) -> None:
    whole = eventful(seed, 40, 120)
    early, late = FIRST + min(one, other), FIRST + max(one, other)
    assert _same(whole.cut(late).cut(early), whole.cut(early))
    assert _same(whole.cut(whole.upto), whole)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(0, 120))
def test_nothing_in_a_cut_history_is_later_than_the_day(seed: int, day: int) -> None:
    cut = eventful(seed, 40, 120).cut(FIRST + day)
    later = [cut.created, cut.closed[cut.closed < NEVER], cut.steps.made, cut.steps.done[cut.steps.done < NEVER]]
    later += [each.day for each in (cut.stage_told, cut.amount_told, cut.expected_told, cut.seller_told)]
    later += [each.day for each in (cut.status_told, cut.touched, cut.met)]
    assert all((each <= FIRST + day).all() for each in later)
