"""The same numbers as the functions for one group, which are themselves held against tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.insight.interval_arrays import Ends, PairSums, mean_many, medians, poisson_many, ratio_many, wilson_many
from merilo.insight.intervals import (
    Interval,
    Pairs,
    mean_interval,
    median_interval,
    poisson_interval,
    ratio_interval,
    wilson,
)
from merilo.insight.spread import Values


def _same(found: Ends, expected: list[Interval | None]) -> None:
    low = [np.nan if each is None else each.low for each in expected]
    high = [np.nan if each is None else each.high for each in expected]
    assert found[0] == pytest.approx(low, nan_ok=True, rel=1e-9, abs=1e-12)
    assert found[1] == pytest.approx(high, nan_ok=True, rel=1e-9, abs=1e-12)


def test_shares_and_rates() -> None:
    k, n = np.array([0, 5, 10, 0, 3.0]), np.array([10, 10, 10, 0, 400.0])
    pairs = [(int(a), int(b)) for a, b in zip(k, n, strict=True)]
    _same(wilson_many(k, n), [wilson(*pair) for pair in pairs])
    _same(poisson_many(k, n), [poisson_interval(*pair) for pair in pairs])


def test_means_and_ratios() -> None:
    n, mean, variance = np.array([0, 1, 2, 30.0]), np.array([0, 4, 5, 6.0]), np.array([np.nan, np.nan, 2, 9.0])
    _same(mean_many(n, mean, variance), [None, None, mean_interval(2, 5, 2), mean_interval(30, 6, 9)])
    rng = np.random.default_rng(2)
    sums = [(rng.uniform(1, 9, size), rng.uniform(1, 9, size)) for size in (1, 2, 5, 40)]
    rows = [(len(y), y.sum(), x.sum(), y @ y, y @ x, x @ x) for y, x in sums]
    pairs = PairSums(*np.array(rows, dtype=float).T)
    _same(ratio_many(pairs), [ratio_interval(Pairs(*row)) for row in rows])


def test_cases_of_one_ratio_leave_no_doubt_of_it() -> None:
    """Σ(y − R·x)² is rounding there, by the order in which an engine adds: it was 0 or 4e−8 of the ratio."""
    x = np.random.default_rng(3).uniform(10, 9e5, 200)
    y = 0.98 * x
    ends = set()
    for step in range(20):
        a, b = np.roll(y, step), np.roll(x, step)
        sums = [len(a), *(sum(each) for each in (a, b, a * a, a * b, b * b))]
        low, high = ratio_many(PairSums(*np.array([sums], dtype=float).T))
        said = ratio_interval(Pairs(*sums))
        ends |= {float(low[0]), float(high[0]), said.low if said else 0.0, said.high if said else 0.0}
    assert max(ends) - min(ends) < 1e-13


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.floats(-9, 9), max_size=30), min_size=1, max_size=6))
def test_medians(groups: list[list[float]]) -> None:
    values = [Values(np.array(group, dtype=float)) for group in groups]
    flat = np.concatenate([each.value for each in values])
    middle, ends = medians(flat, np.array([each.n for each in values]))
    expected = [np.nan if each.quantile(0.5) is None else each.quantile(0.5) for each in values]
    assert middle == pytest.approx(expected, nan_ok=True)
    _same(ends, [median_interval(each) if each.n else None for each in values])
