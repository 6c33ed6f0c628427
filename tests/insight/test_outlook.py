"""The chances of those who are still open, by age and by the state in which they were then."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.outlook import outlook, outlook_from
from merilo.insight.survival import Followed

_CASES = st.lists(
    st.tuples(st.integers(0, 80), st.sampled_from([0, 1, 2]), st.integers(0, 60)), min_size=1, max_size=40
)


def test_the_chance_of_an_open_deal_is_that_of_those_who_were_open_then() -> None:
    """
    ten deals: 2 won on day 5, 2 lost on day 8, 3 won on day 20, 3 lost on day 60
    open past 0: 10, ever won 5/10, within 30 days 5/10; past 10: 6, 3/6 and 3/6; past 30: 3, none
    """
    cases = Followed.of([5, 5, 8, 8, 20, 20, 20, 60, 60, 60], [1, 1, 2, 2, 1, 1, 1, 2, 2, 2])
    found = outlook(cases, (0, 10, 30, 60, 90), (10, 30))
    assert [(o.age, o.n) for o in found] == [(0, 10), (10, 6), (30, 3)]
    assert [o.ever for o in found] == pytest.approx([0.5, 0.5, 0.0])
    assert [within[0] if (within := o.within[10]) else None for o in found] == pytest.approx([0.2, 0.5, 0.0])


def test_where_the_data_end_too_soon_a_chance_is_not_told() -> None:
    cases = Followed.of([10.0] * 5 + [40.0] * 5, [1] * 5 + [0] * 5)
    (young, *_others) = outlook(cases, (0,), (30, 90))
    assert young.within[30] is not None
    assert (young.within[90], young.ever) == (None, None)


def test_the_chance_in_a_state_is_that_of_those_who_were_in_it_at_the_age() -> None:
    """
    Four deals enter a stage: three at age 0, of which two leave it at age 5; one at age 20.
    1 lost on day 8 (left at 5), 2 won on day 30 (left at 5), 3 lost on day 40 (stays), 4 won on day 60 (came at 20).
    At age 0: deals 1-3, one of three won. At age 10: deal 3 alone, lost. At age 25: 3 and 4, half of them won.
    """
    cases = Followed.of([8, 30, 40, 60], [2, 1, 2, 1])
    since, until = np.array([0.0, 0.0, 0.0, 20.0]), np.array([5.0, 5.0, math.inf, math.inf])
    found = outlook_from(cases, since, until, (0, 10, 25))
    assert [(each.age, each.n) for each in found] == [(0, 3), (10, 1), (25, 2)]
    assert [each.ever for each in found] == pytest.approx([1 / 3, 0.0, 0.5])


@given(_CASES)
def test_two_states_one_after_the_other_share_the_deals_of_every_age(cases: list[tuple[int, int, int]]) -> None:
    """Each deal is in the one until some age and in the other from then on: together they are all deals."""
    days, ends, moved = (list(each) for each in zip(*cases, strict=True))
    followed = Followed.of(days, ends)
    begin, middle, end = np.zeros(len(days)), np.array(moved, dtype=float), np.full(len(days), math.inf)
    ages = (0, 10, 30, 60)
    first, then = outlook_from(followed, begin, middle, ages), outlook_from(followed, middle, end, ages)
    whole = outlook_from(followed, begin, end, ages)
    assert whole == outlook(followed, ages)
    for each in whole:
        assert each.n == sum(part.n for part in (*first, *then) if part.age == each.age)
