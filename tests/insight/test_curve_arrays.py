"""The same numbers as `Curve`, which is itself held against tables of papers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.insight.curve_arrays import chances_many, medians_many
from merilo.insight.incidence import Slots, slots
from merilo.insight.intervals import Interval
from merilo.insight.survival import Curve, Followed

# Ages repeat, as days do; some cases enter late, and some end before they were known.
_CASE = st.tuples(st.sampled_from([0, 0, 0, 3, 8]), st.integers(-1, 30), st.integers(0, 2))
_GROUPS = st.lists(st.lists(_CASE, max_size=25), min_size=1, max_size=6)


def _slots(groups: list[list[tuple[int, int, int]]]) -> tuple[Slots, list[Followed]]:
    apart = [Followed.of([c[1] for c in g], [c[2] for c in g], [c[0] for c in g]) for g in groups]
    whole = Followed.pooled(apart)
    return slots(whole.entry, whole.exit, whole.outcome, np.array([len(g) for g in groups])), apart


def _same(
    found: tuple[np.ndarray, tuple[np.ndarray, np.ndarray]], said: list[tuple[float | None, Interval | None]]
) -> None:
    value, (low, high) = found
    expected = [(v, i.low, i.high) if i else (v, math.nan, math.nan) for v, i in said]
    for got, wanted in zip(zip(value, low, high, strict=True), expected, strict=True):
        numbers = [math.nan if each is None else each for each in wanted]
        assert list(got) == pytest.approx(numbers, nan_ok=True, rel=1e-9, abs=1e-9)


def _chance(cases: Followed, within: float | None) -> tuple[float | None, Interval | None]:
    curve = cases.curve
    age = math.inf if within is None else within
    if not cases.seen_from_start or not (curve.settled if within is None else curve.knows(age)):
        return None, None
    return curve.share(age), curve.interval(age)


def _median(cases: Followed, *, of_all: bool) -> tuple[float | None, Interval | None]:
    curve: Curve = cases.curve
    if not cases.seen_from_start or not (of_all or curve.settled):
        return None, None
    return curve.quantile(0.5, of_all=of_all), curve.quantile_interval(0.5, of_all=of_all)


@settings(max_examples=300, deadline=None)
@given(_GROUPS, st.sampled_from([None, 0, 5, 12.5, 40]))
def test_chances(groups: list[list[tuple[int, int, int]]], within: float | None) -> None:
    found, apart = _slots(groups)
    _same(chances_many(found, within), [_chance(cases, within) for cases in apart])


@settings(max_examples=300, deadline=None)
@given(groups=_GROUPS, of_all=st.booleans())
def test_medians(groups: list[list[tuple[int, int, int]]], *, of_all: bool) -> None:
    found, apart = _slots(groups)
    _same(medians_many(found, of_all=of_all), [_median(cases, of_all=of_all) for cases in apart])


def test_what_stands_before_a_group_does_not_change_it() -> None:
    """Halves and tenths that are just reached were missed or not by the order of groups: one running sum went through
    all of them, and its rounding into each. In a scorecard of 500 sellers one median in ten was another every time.
    """
    rng = np.random.default_rng(1)
    lengths = rng.integers(6, 60, 3000)
    of = np.repeat(np.arange(len(lengths)), lengths)
    ages, outcome = rng.integers(0, 40, len(of)).astype(float), rng.choice([0, 1, 2], len(of)).astype(np.int8)
    order = rng.permutation(len(lengths))
    cases = np.concatenate([np.flatnonzero(of == group) for group in order])
    none = np.zeros(len(of))
    one = slots(none, ages, outcome, lengths)
    other = slots(none, ages[cases], outcome[cases], lengths[order])
    for many in (lambda found: medians_many(found, of_all=True), lambda found: chances_many(found, 30)):
        (value, ends), (again, ends_again) = many(one), many(other)
        assert np.array_equal(value[order], again, equal_nan=True)
        assert all(np.array_equal(a[order], b, equal_nan=True) for a, b in zip(ends, ends_again, strict=True))
    alone = slots(none[of == 7], ages[of == 7], outcome[of == 7], lengths[7:8])
    assert np.array_equal(medians_many(alone, of_all=True)[0], medians_many(one, of_all=True)[0][7:8], equal_nan=True)


def test_a_median_by_hand() -> None:
    """Ten deals won on the days 1 to 10: half of them by day 5; another group still waits for most: not told."""
    days = [(0, day, 1) for day in range(1, 11)]
    waiting = [(0, 3, 1), *[(0, 20, 0)] * 9]
    found, _apart = _slots([days, waiting, []])
    value, _ends = medians_many(found, of_all=False)
    assert value[0] == 5
    assert np.isnan(value[1:]).all()
