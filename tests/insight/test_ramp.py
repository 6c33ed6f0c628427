"""How new people grow: learned exactly where it is exact, and a straight line else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.ramp import MONTHS, learned, straight


def _weeks(level: float, shares: list[float]) -> tuple[list[int], list[float], list[float]]:
    """52 weeks of one person: `shares` of the level by month, then the whole."""
    days = [7 * week for week in range(52)]
    events = [level * (shares[day // 30] if day // 30 < len(shares) else 1.0) for day in days]
    return days, events, [1.0] * 52


def test_what_earlier_hires_did_is_learned_whatever_their_own_level() -> None:
    """Levels 10, 20 and 90 a week; half in the first two months, 80 % in the third, then all."""
    shares = [0.5, 0.5, 0.8, 1.0, 1.0, 1.0]
    rows = [
        (who, *row) for who, level in enumerate((10.0, 20.0, 90.0)) for row in zip(*_weeks(level, shares), strict=True)
    ]
    who, day, events, exposure = zip(*rows, strict=True)
    ramp = learned(who, day, events, exposure)
    assert ramp is not None
    assert ramp.shares == pytest.approx(shares)
    assert (ramp.persons, ramp.days) == (3, 30 * MONTHS)
    assert [ramp.share(day) for day in (0, 59, 60, 500)] == pytest.approx([0.5, 0.5, 0.8, 1.0])


def test_two_are_too_few_to_learn_from_and_so_are_those_not_watched_long_enough() -> None:
    days, events, exposure = _weeks(10.0, [0.5])
    assert learned([0] * 52 + [1] * 52, days * 2, events * 2, exposure * 2) is None
    young = [day < 100 for day in days]
    few = [(who, day) for who in range(5) for day, there in zip(days, young, strict=True) if there]
    assert learned([w for w, _d in few], [d for _w, d in few], [1.0] * len(few), [1.0] * len(few)) is None


def test_a_month_of_many_is_no_more_than_the_full_level_and_it_never_falls() -> None:
    rows = [(who, *row) for who in range(3) for row in zip(*_weeks(10.0, [0.6, 1.5, 0.7]), strict=True)]
    who, day, events, exposure = zip(*rows, strict=True)
    ramp = learned(who, day, events, exposure)
    assert ramp is not None
    assert ramp.shares == pytest.approx((0.6, 1, 1, 1, 1, 1))


def test_the_line_asks_the_middle_of_each_month() -> None:
    """Over 120 days: 1/8, 3/8, 5/8, 7/8, then all."""
    ramp = straight(120)
    assert [ramp.share(day) for day in (0, 30, 89, 119, 120)] == [0.125, 0.375, 0.625, 0.875, 1.0]
    assert ramp.persons == 0


@given(days=st.integers(1, 400))
def test_a_line_never_falls_and_ends_at_the_full_level(days: int) -> None:
    shares = np.array([straight(days).share(day) for day in range(days + 2)])
    assert (np.diff(shares) >= 0).all()
    assert (shares > 0).all()
    assert shares[-1] == 1.0
