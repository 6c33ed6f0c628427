"""Scores against examples by hand, definitions summed up directly, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from merilo.insight.forecast.scores import (
    LEAST,
    QUANTILES,
    Bands,
    Calibration,
    Chances,
    Fault,
    Score,
    blocks_of,
    calibration,
    errors,
    score,
    spans_apart,
    within,
)
from merilo.insight.intervals import Interval


def _points(*said: float) -> np.ndarray:  # type: ignore[type-arg]
    """Forecasts that are sure of one value."""
    return np.repeat(np.array(said)[:, None], len(QUANTILES), axis=1)


def _scored(actual: np.ndarray, quantiles: np.ndarray, naive: dict[str, np.ndarray], block: int) -> Score:  # type: ignore[type-arg]
    return score(actual, quantiles, np.tile([0.5, 0.8], (len(actual), 1)), naive, block, apart=float(len(actual)))


def _calibrated(chance: np.ndarray, won: np.ndarray, age: np.ndarray) -> Calibration | None:  # type: ignore[type-arg]
    return calibration(Chances(chance, won, age, np.arange(len(chance))))


def test_errors_by_hand_a_zero_actual_does_no_harm() -> None:
    """
    said   | 4 | 2 | 1 | nothing
    actual | 5 | 0 | 1 | 7          wMAPE (1 + 2 + 0)/6 = 0.5, bias (−1 + 2 + 0)/6 = 1/6
    """
    found = errors(np.array([4, 2, 1, np.nan]), np.array([5.0, 0, 1, 7]))
    assert (found.n, found.wmape, found.bias) == (3, 0.5, pytest.approx(1 / 6))
    assert errors(np.array([2.0]), np.array([0.0])).wmape is None


def test_pinball_loss_and_crps_of_a_sure_forecast_are_half_and_whole_the_absolute_error() -> None:
    """The quantiles are symmetric: the mean of q·(A − Q) over 0.05 … 0.95 is (A − Q)/2."""
    found = _scored(np.array([10.0, 4.0]), _points(7, 8), {}, 1)
    assert (found.pinball, found.crps) == pytest.approx((1.75, 3.5))


def test_the_crps_of_a_normal_forecast_is_the_closed_form() -> None:
    """σ·(z(2Φ(z) − 1) + 2φ(z) − 1/√π) (Gneiting and Raftery 2007, eq. 21); nineteen quantiles come within 8 %."""
    for z in (-1.0, 0.3, 1.5):
        quantiles = 5 + 2 * stats.norm.ppf(QUANTILES)[None, :]
        exact = 2 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))
        assert _scored(np.array([5 + 2 * z]), quantiles, {}, 1).crps == pytest.approx(exact, rel=0.08)


def test_coverage_counts_the_ends_of_the_bands_and_none_outside() -> None:
    """Quantiles 5, 10, … 95: the 80 % band is [10, 90], the 50 % band [25, 75]."""
    quantiles = np.repeat(100 * QUANTILES[None, :], 4, axis=0)
    found = _scored(np.array([10.0, 90.0, 50.0, 91.0]), quantiles, {}, 1).bands
    assert found == Bands(4, 0.25, 0.75, 0.5, 0.8, 4.0)


def test_how_sure_a_coverage_is_counts_spans_that_share_no_day() -> None:
    """3 of 4: Clopper and Pearson's interval is 19.4 % to 99.4 %; forty forecasts that count as four say no more."""
    for n in (4, 40):
        interval = Bands(n, 0.5, 0.75, 0.5, 0.8, 4.0).interval_80
        assert interval
        assert (interval.low, interval.high) == pytest.approx((0.1941, 0.9937), abs=1e-4)
    all_four = Bands(4, 0.5, 1.0, 0.5, 0.8, 4.0).interval_80
    assert all_four == Interval(pytest.approx(0.025 ** (1 / 4)), 1.0)
    assert Bands(4, 0.5, 0.75, 0.5, 0.8).interval_80 is None
    assert Bands(0, math.nan, math.nan, math.nan, math.nan, 0.0).interval_80 is None
    assert Bands(4, 0.5, 0.75, math.nan, math.nan, 4.0).fault_80 is None


def test_bands_are_at_fault_only_beyond_chance() -> None:
    """30 of 50: 45.2 % to 73.6 % (Clopper and Pearson); of 5 in 50 not the least can be said against 80 %."""
    assert Bands(50, 0.4, 0.6, 0.5, 0.8, 50.0).fault_80 is Fault.NARROW
    assert Bands(50, 0.4, 0.6, 0.5, 0.7, 50.0).fault_80 is None
    assert Bands(50, 0.4, 0.6, 0.5, 0.8, 5.0).fault_80 is None
    assert Bands(50, 0.6, 0.98, 0.5, 0.8, 50.0).fault_80 is Fault.WIDE
    assert Bands(50, 0.4, 0.6, 0.5, 0.8).fault_80 is None


def test_as_many_spans_count_as_tell_as_much_without_sharing_days() -> None:
    """Five spans of 7 days begun a day apart share 6, 5, 4, 3: 5² / (5 + 2(4·36 + 3·25 + 2·16 + 9) / 49) = 1.60.

    Begun 10 days apart each counts, whatever lies between; a second company shares nothing; the same month seen twice
    is one.
    """

    def apart(after: list[int], days: int = 7) -> float:
        return spans_apart(np.array(after, dtype=np.int64), np.array(after, dtype=np.int64) + days)

    assert apart([0, 1, 2, 3, 4]) == pytest.approx(25 / (5 + 2 * 260 / 49))
    assert apart([0, 10, 20]) == pytest.approx(3)
    assert apart([0, 10, 20, 0, 1]) == pytest.approx(3 + 4 / (2 + 2 * 36 / 49))
    assert apart([0, 0, 59, 59], 31) == pytest.approx(2)
    assert apart([3]) == 1
    assert apart([]) == 0


def test_squares_of_errors_whose_spans_overlap_vary_as_those_of_so_many_apart() -> None:
    """The mean square of sums over 91 days, begun every 18: its variance over 4,000 drawn histories is 2 / n."""
    after = np.arange(0, 33 * 18, 18)
    drawn = np.random.default_rng(7).normal(size=(4000, int(after[-1]) + 91))
    sums = np.cumsum(np.pad(drawn, ((0, 0), (1, 0))), axis=1)
    squares = ((sums[:, after + 91] - sums[:, after]) ** 2 / 91).mean(axis=1)
    assert 2 / squares.var() == pytest.approx(spans_apart(after, after + 91), rel=0.08)


def test_what_lies_within_of_whole_numbers_is_more_than_the_band_is_named_for() -> None:
    """Poisson numbers of mean 3: percentiles 10, 25, 75, 90 are 1, 2, 4, 5; P(1..5) = 0.866, P(2..4) = 0.616."""
    quantiles = stats.poisson.ppf(QUANTILES, 3.0)
    numbers = np.arange(40)
    inside = within(numbers.astype(float), np.tile(quantiles, (40, 1)))
    assert stats.poisson.pmf(numbers, 3.0) @ inside == pytest.approx([0.6161, 0.8663], abs=1e-4)


def test_the_noise_of_chances_is_that_of_their_shares() -> None:
    """Ten bins of 100 deals of chance ½ each: E|k/100 − ½| = 0.0398; all of ten deals together: E|k/10 − ½| = 0.123."""
    apart = np.arange(1000)
    half, won, age = np.full(1000, 0.5), np.arange(1000) % 2 == 0, np.zeros(1000, dtype=np.int64)
    alone, by_tens = (calibration(Chances(half, won, age, each)) for each in (apart, apart // 10))
    assert alone is not None
    assert by_tens is not None
    assert alone.error == 0
    assert (alone.noise, by_tens.noise) == (pytest.approx(0.0398, rel=0.05), pytest.approx(0.1230, rel=0.05))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_the_noise_is_the_mean_deviation_of_poisson_numbers_summed_up_directly(actual: list[int]) -> None:
    found = _scored(np.array(actual, dtype=float), _points(*[1.0] * len(actual)), {}, 1).noise
    numbers = np.arange(200)
    direct = sum(float(stats.poisson.pmf(numbers, rate) @ abs(numbers - rate)) for rate in actual)
    assert math.isnan(found) if not sum(actual) else found == pytest.approx(direct / sum(actual))


def test_skill_is_against_the_naive_method_that_comes_nearest_on_the_days_of_which_it_speaks() -> None:
    """
    actual 10 on ten days; the model says 12 (off by 2), one method 14 (off by 4), another 9 on the last eight days
    skill against the first: 1 − 2/4 = 0.5; against the other: 1 − 16/8 = −1
    """
    actual = np.full(10, 10.0)
    other = np.array([np.nan] * 2 + [9.0] * 8)
    found = _scored(actual, _points(*[12.0] * 10), {"a": np.full(10, 14.0), "b": other, "c": np.full(10, np.nan)}, 1)
    assert (found.best, found.skill, found.loses, set(found.naive)) == ("b", pytest.approx(-1), True, {"a", "b"})
    assert found.naive["b"].n == 8
    assert _scored(actual, _points(*[12.0] * 10), {"a": np.full(10, 14.0)}, 1).skill == pytest.approx(0.5)


def test_the_interval_of_skill_comes_from_blocks_is_seeded_and_wider_when_errors_go_together() -> None:
    rng = np.random.default_rng(0)
    actual = np.full(60, 10.0)
    off = np.repeat(rng.choice([0.5, 4.0], 12), 5)  # five days in a row err alike
    naive = {"a": actual + 3}
    apart, together = (_scored(actual, _points(*(actual + off)), naive, block).skill_interval for block in (1, 5))
    assert apart is not None
    assert together is not None
    assert apart.low < 1 - off.mean() / 3 < apart.high
    assert together.high - together.low > 1.5 * (apart.high - apart.low)
    assert _scored(actual, _points(*(actual + off)), naive, 5).skill_interval == together
    few = _scored(actual[: LEAST - 1], _points(*actual[: LEAST - 1]), {"a": actual[: LEAST - 1] + 3}, 1)
    assert (few.skill, few.skill_interval, few.too_few) == (1.0, None, True)


def test_the_auc_is_the_share_of_pairs_in_the_right_order_worked_by_hand() -> None:
    """Won: 0.8, 0.4; lost: 0.6, 0.4, 0.1. Pairs: 0.8 beats all 3; 0.4 beats 0.1, ties 0.4: (3 + 1.5)/6 = 0.75.

    Of the same age only: (0.8 | 0.6, 0.4) = 2 of 2 and (0.4 | 0.1) = 1 of 1: 1.0
    """
    chance = np.array([0.8, 0.4, 0.6, 0.4, 0.1])
    won = np.array([True, True, False, False, False])
    found = _calibrated(chance, won, np.array([0, 1, 0, 0, 1]))
    assert found is not None
    assert (found.auc, found.auc_alike) == (pytest.approx(0.75), 1.0)
    alone = _calibrated(np.array([0.5]), np.array([True]), np.array([0]))
    assert alone is not None
    assert (alone.auc, alone.auc_alike) == (None, None)


def test_the_brier_score_is_reliability_less_resolution_plus_uncertainty() -> None:
    """Murphy 1973: with two chances said, 0.2 (won 1 of 5) and 0.6 (won 4 of 5), and half won in all:

    reliability (0 + 0.2²)/2 = 0.02; resolution 0.3² = 0.09; uncertainty 0.25; Brier 0.02 − 0.09 + 0.25 = 0.18
    """
    chance = np.repeat([0.2, 0.6], 5)
    won = np.array([True] + [False] * 4 + [True] * 4 + [False])
    found = _calibrated(chance, won, np.zeros(10, dtype=np.int64))
    assert found is not None
    assert (found.brier, found.brier_of_all, found.won) == (pytest.approx(0.18), pytest.approx(0.25), 5)


def test_bins_hold_equally_many_deals_and_the_exact_interval_of_their_share() -> None:
    """Ten bins of ten; of the first none was won: Clopper-Pearson 0 to 1 − 0.025^(1/10) = 0.308."""
    chance = np.linspace(0, 1, 100)
    found = _calibrated(chance, chance > 0.5, np.zeros(100, dtype=np.int64))
    assert found is not None
    assert [each.n for each in found.bins] == [10] * 10
    assert found.bins[0].interval == Interval(0.0, pytest.approx(1 - 0.025**0.1))
    assert found.error == pytest.approx(np.mean([abs(each.said - each.came) for each in found.bins]))
    assert _calibrated(np.zeros(0), np.zeros(0, bool), np.zeros(0, dtype=np.int64)) is None


def test_forecasts_overlap_as_often_as_their_span_has_spacings() -> None:
    assert [blocks_of(*pair) for pair in ((7, 7), (28, 7), (91, 14), (3, 7))] == [1, 4, 7, 1]
