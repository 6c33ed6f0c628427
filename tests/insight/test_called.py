"""The record of calls: worked by hand, laws, and intervals that hold what they say."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.called import ENOUGH, Leaning, added, record


def test_bias_and_error_are_ratios_of_sums_and_a_period_of_nothing_counts_in_them() -> None:
    """
    called 120  80  50 | actual 100 100  0: F − A = 20 −20 50; bias 50/200, error 90/200.
    The mean of the ratios (+20 %, −20 %, none) would say that there is no bias.
    """
    found = record([120, 80, 50], [100, 100, 0])
    assert (found.n, found.nothing, found.bias, found.error) == (3, 1, 0.25, 0.45)
    assert found.leaning is Leaning.TOO_FEW
    # s² = Σ(y − R·x)² · n/(n−1): y − R·x = −5, −45, 50 -> 4550 · 3/2, over 200, times t(2) = 4.30265
    assert found.bias_interval is not None
    half = 4.30265 * np.sqrt(4550 * 1.5) / 200
    assert found.bias_interval.high == pytest.approx(0.25 + half, abs=1e-4)


def test_where_nothing_came_at_all_there_is_no_ratio() -> None:
    found = record([5, 7], [0, 0])
    assert (found.bias, found.error, found.bias_interval, found.leaning) == (None, None, None, Leaning.TOO_FEW)
    assert record([], []).n == 0


def test_money_has_no_unit_and_bias_is_never_beyond_the_error() -> None:
    rng = np.random.default_rng(1)
    called, actual = rng.lognormal(size=(2, 40))
    one, other = record(called, actual), record(called * 90, actual * 90)
    assert (one.bias, one.error) == (pytest.approx(other.bias), pytest.approx(other.error))
    assert abs(one.bias or 0) <= (one.error or 0)


def test_a_second_figure_is_judged_on_the_same_periods() -> None:
    """|F1 − A| = 20 20 20 20 20 20, |F2 − A| = 10 12 8 10 12 8: 60 of 600 nearer, in every period."""
    actual, off = np.full(6, 100.0), np.array([10, -12, 8, -10, 12, -8])
    found = added(actual + 20, actual + off, actual)
    assert (found.first, found.second, found.gain) == (0.2, 0.1, pytest.approx(0.1))
    assert found.leaning is Leaning.HIGH
    assert added(actual + off, actual + 20, actual).leaning is Leaning.LOW


@pytest.mark.parametrize("n", [ENOUGH, 24])
def test_the_interval_holds_the_true_bias_about_as_often_as_it_says(n: int) -> None:
    rng = np.random.default_rng(n)
    hit = 0
    for _each in range(400):
        actual = rng.lognormal(0, 0.5, n)
        found = record(1.2 * actual * rng.lognormal(-0.045, 0.3, n), actual)
        assert found.bias_interval is not None
        hit += found.bias_interval.low <= 0.2 <= found.bias_interval.high
    assert 0.88 <= hit / 400 <= 0.98
