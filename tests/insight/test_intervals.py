"""Numbers named here are of R 4: binom::binom.wilson, qt, pbinom, quantile(type = 7), DescTools::MedianCI(exact)."""

from __future__ import annotations

import math
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.beta import binomial_cdf, regularized_beta, student_cdf, student_quantile
from merilo.insight.intervals import (
    Interval,
    Pairs,
    difference_interval,
    mean_interval,
    median_interval,
    normal_quantile,
    poisson_interval,
    ratio_interval,
    wilson,
)
from merilo.insight.spread import Moments, Values, together

_numbers = st.floats(-1e6, 1e6, allow_nan=False)


def _values(numbers: list[float]) -> Values:
    return Values.of((number, 1) for number in numbers)


@pytest.mark.parametrize(
    ("won", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_published_figures(won: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3."""
    interval = wilson(won, n)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_within_0_and_1_and_mirrors(case: tuple[int, int]) -> None:
    won, n = case
    interval, mirror = wilson(won, n), wilson(n - won, n)
    assert interval is not None
    assert mirror is not None
    assert 0 <= interval.low <= won / n <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirror.high, abs=1e-12)


def test_there_is_no_interval_of_nothing() -> None:
    assert wilson(0, 0) is None
    assert mean_interval(1, 5.0, None) is None
    assert median_interval(_values([1, 2, 3, 4, 5])) is None


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 12.706205), (2, 4.302653), (9, 2.262157), (30, 2.042272), (1000, 1.962339)]
)
def test_student_quantiles_are_those_of_the_tables(freedom: int, quantile: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, abs=5e-7)
    assert student_quantile(0.025, freedom) == pytest.approx(-quantile, abs=5e-7)


@given(st.floats(0.001, 0.999), st.integers(1, 200))
def test_a_student_quantile_has_its_probability(probability: float, freedom: int) -> None:
    assert student_cdf(student_quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-9)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(-1, n), st.just(n))), st.floats(0.01, 0.99))
def test_the_binomial_is_the_sum_of_its_terms(case: tuple[int, int], p: float) -> None:
    k, n = case
    terms = math.fsum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k + 1))
    assert binomial_cdf(k, n, p) == pytest.approx(terms, abs=1e-10)


def test_the_beta_function_mirrors() -> None:
    assert regularized_beta(2.5, 0.7, 0.3) + regularized_beta(0.7, 2.5, 0.7) == pytest.approx(1.0)
    assert (regularized_beta(2, 3, 0.0), regularized_beta(2, 3, 1.0)) == (0.0, 1.0)


def test_the_interval_of_a_mean_is_the_t_interval() -> None:
    """t.test(c(1, 2, 3, 4, 10)): mean 4, 95 % from -0.390 to 8.390."""
    interval = mean_interval(5, 4.0, variance([1, 2, 3, 4, 10]))
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (-0.39, 8.39)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(6, 1, 6), (9, 2, 8), (10, 2, 9), (20, 6, 15), (30, 10, 21), (100, 40, 61)]
)
def test_the_interval_of_a_median_is_that_of_the_tables_of_order_statistics(n: int, low: int, high: int) -> None:
    interval = median_interval(_values([float(rank) for rank in range(1, n + 1)]))
    assert interval is not None
    assert (interval.low, interval.high) == (low, high)


def test_the_interval_of_a_median_does_not_jump_where_the_approximation_begins() -> None:
    exact, approximate = (median_interval(_values([float(i) for i in range(n)])) for n in (1000, 1001))
    assert exact is not None
    assert approximate is not None
    assert abs(exact.low - approximate.low) <= 1
    assert abs(exact.high - approximate.high) <= 2


def test_quantiles_interpolate_as_r_does() -> None:
    """quantile(c(1, 2, 4, 8, 16), c(.25, .5, .75, .9)): 2, 4, 8, 12.8."""
    values = Values.of([(16, 1), (1, 1), (4, 1), (2, 1), (8, 1)])
    assert [values.quantile(q) for q in (0.25, 0.5, 0.75)] == [2, 4, 8]
    assert values.quantile(0.9) == pytest.approx(12.8)
    assert Values.of([]).quantile(0.5) is None
    assert Values.of([]).mean is None


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 5)), min_size=1, max_size=30), st.floats(0, 1))
def test_counted_values_are_the_values_written_out(pairs: list[tuple[int, int]], share: float) -> None:
    written = [float(value) for value, times in pairs for _time in range(times)]
    counted, plain = Values.of(pairs), _values(written)
    assert counted.n == len(written)
    assert counted.mean == pytest.approx(fmean(written))
    assert counted.quantile(share) == pytest.approx(plain.quantile(share))
    assert min(written) <= (counted.quantile(share) or 0.0) <= max(written)


@given(st.lists(st.lists(_numbers, min_size=1, max_size=8), min_size=1, max_size=6))
def test_moments_of_groups_together_are_those_of_all_values(groups: list[list[float]]) -> None:
    everything = [number for group in groups for number in group]
    moments = together(Moments(len(g), fmean(g), variance(g) if len(g) > 1 else None) for g in groups)
    assert moments is not None
    assert moments.n == len(everything)
    assert moments.mean == pytest.approx(fmean(everything), abs=1e-6)
    if len(everything) > 1:
        assert moments.variance == pytest.approx(variance(everything), rel=1e-6, abs=1e-3)
    assert together([]) is None


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)]
)
def test_poisson_gives_the_published_limits(events: int, low: float, high: float) -> None:
    """Exact limits for a Poisson mean as tabled since Garwood (1936), per unit of exposure; halved over two."""
    found = poisson_interval(events, 1)
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)
    over_two = poisson_interval(events, 2)
    assert over_two is not None
    assert (over_two.low, over_two.high) == pytest.approx((found.low / 2, found.high / 2))
    assert poisson_interval(events, 0) is None


def _pairs(rows: list[tuple[float, float]]) -> Pairs:
    above, below = [y for y, _x in rows], [x for _y, x in rows]
    sides = ((above, above), (above, below), (below, below))
    products = [math.fsum(a * b for a, b in zip(*side, strict=True)) for side in sides]
    return Pairs(len(rows), math.fsum(above), math.fsum(below), *products)


def test_the_interval_of_a_ratio_by_hand() -> None:
    """y = 1, 3 over x = 2, 2: R = 1, residuals -1 and 1, √(2/1 · 2)/4 = 0.5, times t(1) = 12.7062."""
    found = ratio_interval(_pairs([(1, 2), (3, 2)]))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((1 - 6.3531, 1 + 6.3531), abs=1e-4)
    assert ratio_interval(_pairs([(1, 2)])) is None
    assert ratio_interval(_pairs([(1, 0), (1, 0)])) is None


@given(st.lists(st.tuples(st.integers(0, 1), st.just(1)), min_size=2, max_size=60))
def test_the_interval_of_a_ratio_over_ones_is_that_of_their_mean(rows: list[tuple[int, int]]) -> None:
    found, hits = ratio_interval(_pairs([(float(y), float(x)) for y, x in rows])), [y for y, _x in rows]
    expected = mean_interval(len(hits), fmean(hits), variance(hits))
    assert found is not None
    assert expected is not None
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize(
    ("was", "now", "low", "high"),
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
    ],
)
def test_the_difference_of_two_shares_is_newcombes_method_10(
    was: tuple[int, int], now: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10, examples a to d."""
    first, second = wilson(*was), wilson(*now)
    assert first is not None
    assert second is not None
    found = difference_interval(was[0] / was[1], first, now[0] / now[1], second)
    assert (round(found.low, 4), round(found.high, 4)) == pytest.approx((low, high), abs=1e-4)


def test_a_difference_is_surer_than_the_two_intervals_laid_end_to_end() -> None:
    found = difference_interval(10, Interval(9, 11), 20, Interval(18, 22))
    assert (found.low, found.high) == pytest.approx((10 - math.sqrt(5), 10 + math.sqrt(5)))


def test_the_normal_quantile_is_that_of_every_table() -> None:
    """qnorm(0.95), qnorm(0.975), qnorm(0.995)"""
    found = [normal_quantile(confidence) for confidence in (0.9, 0.95, 0.99)]
    assert found == pytest.approx([1.644853626951473, 1.959963984540054, 2.575829303548901], abs=1e-12)
