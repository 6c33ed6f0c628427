"""The log-rank test against published figures, and the search for a change against its own laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.insight.logrank import changed, largest_p, logrank

# Remission of 42 children with leukaemia, in weeks (Freireich et al. 1963; Klein & Moeschberger 2003, table 1.2).
_DRUG = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
_DRUG_ENDED = [True] * 9 + [False] * 12
_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_leukaemia_trial_has_its_published_chi_square() -> None:
    """χ² = 16.79 with 21 and 9 relapses where 10.75 and 19.25 were expected (R: survdiff of survival)."""
    found = logrank(_DRUG + _PLACEBO, _DRUG_ENDED + [True] * 21, [False] * 21 + [True] * 21)
    assert (found.observed, round(found.expected, 2), round(found.chi2, 2)) == (21, 10.75, 16.79)
    assert found.p == pytest.approx(4.17e-5, rel=0.01)


def test_it_is_worked_out_by_hand() -> None:
    """Days 1 and 2 against 1+ and 3: at day 1 one of four, half of them of the second; at 2 one of two; at 3 the last.

    E = 2/4 + 1/2 + 1 = 2; V = 1/4 + 1/4 + 0 = 1/2; O = 1: χ² = 1 / (1/2) = 2.
    """
    found = logrank([1, 2, 1, 3], [True, True, False, True], [False, False, True, True])
    assert (found.observed, found.expected, found.chi2) == (1, 2.0, pytest.approx(2.0))
    assert found.p == pytest.approx(math.erfc(1.0))


@settings(max_examples=40, deadline=None)
@given(
    cases=st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.booleans()), min_size=2, max_size=40),
    times=st.integers(2, 9),
)
def test_neither_the_order_of_the_groups_nor_the_unit_of_time_matters(
    cases: list[tuple[int, bool, bool]], times: int
) -> None:
    days, ended, second = (np.array(column) for column in zip(*cases, strict=True))
    found = logrank(days, ended, second)
    assert logrank(days, ended, ~second).chi2 == pytest.approx(found.chi2, abs=1e-9)
    assert logrank(days * times, ended, second).chi2 == pytest.approx(found.chi2, abs=1e-9)


def test_of_nothing_there_is_nothing_to_say() -> None:
    assert logrank([5, 6], [False, False], [True, False]).p == 1.0
    assert logrank([5, 6], [True, True], [True, True]).chi2 == 0.0


@pytest.mark.parametrize(("square", "low", "chance"), [(8.85, 0.15, 0.05), (12.35, 0.15, 0.01), (7.17, 0.15, 0.10)])
def test_the_largest_of_many_has_the_published_critical_values(square: float, low: float, chance: float) -> None:
    """Andrews 1993, table I, one parameter, π₀ = 0.15."""
    assert largest_p(math.sqrt(square), low, 1 - low) == pytest.approx(chance, rel=0.05)


def test_looking_at_one_share_only_is_the_plain_test() -> None:
    assert largest_p(1.959964, 0.4, 0.4) == pytest.approx(0.05, rel=1e-4)
    assert largest_p(0.5, 0.1, 0.9) == 1.0


def _stays(rng: np.random.Generator, n: int, since: int, factor: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`n` cases come over 700 days and stay about 14 days, `factor` times as long from `since` on; seen to day 700."""
    came = np.sort(rng.integers(0, 700, n))
    days = rng.lognormal(math.log(14), 0.7, n) * np.where(came >= since, factor, 1.0)
    left = 700 - came
    return came, np.minimum(days, left), days <= left


@pytest.mark.parametrize("seed", range(5))
def test_a_change_is_found_near_its_day(seed: int) -> None:
    came, days, ended = _stays(np.random.default_rng(seed), 300, 460, 3.0)
    found = changed(came, days, ended)
    assert found is not None
    assert abs(found.since - 460) <= 21
    assert found.earliest <= found.since <= found.latest
    assert found.longer == pytest.approx(3.0, rel=0.5)
    assert found.p < 1e-6
    assert found.test.chi2 == pytest.approx(logrank(days, ended, came >= found.since).chi2)


def test_without_a_change_few_are_called_one() -> None:
    """1,000 series of 150 stays without any change: p < 5 % in at most 6 % of them (the form of χ² is cautious)."""
    rng = np.random.default_rng(5)
    found = [changed(*_stays(rng, 150, 0, 1.0)) for _ in range(1000)]
    called = [each.p < 0.05 for each in found if each is not None]
    assert len(called) == 1000
    assert 0.005 < np.mean(called) < 0.06


def test_shorter_stays_are_told_from_longer_ones() -> None:
    found = changed(*_stays(np.random.default_rng(2), 400, 350, 0.4))
    assert found is not None
    assert found.longer < 1


def test_too_few_are_not_looked_through() -> None:
    assert changed([1, 2, 3], [5, 6, 7], [True, True, True]) is None
    assert changed([], [], []) is None
    assert changed([4] * 50, list(range(50)), [True] * 50) is None
