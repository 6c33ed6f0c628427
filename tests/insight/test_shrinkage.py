from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from merilo.insight.shrinkage import (
    Shrunk,
    moderated_variances,
    shrink_means,
    shrink_rates,
    shrink_shares,
)

HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
"""Of 18 players' first 45 times at bat in 1970 (Efron & Morris 1975, table 1), Clemente first, Alvis last."""
JAMES_STEIN = [0.294, 0.289, 0.284, 0.280, 0.275, 0.275, 0.270, 0.266, 0.261, 0.261] + [0.256] * 5 + [
    0.252, 0.247, 0.242]  # fmt: skip
"""What became of them (Efron & Morris 1977, Scientific American 236(5), 119–127): .265 + .212 × (own − .265)."""

counts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=12).filter(
    lambda pairs: any(more for _k, more in pairs)
)


def _shares(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    k, more = np.array(pairs, dtype=float).T
    return k, k + more


def test_the_baseball_players_of_efron_and_morris() -> None:
    own = HITS / 45
    noise = own.mean() * (1 - own.mean()) / 45
    by_mean = shrink_means(own, np.full(18, noise))
    assert by_mean.weight == pytest.approx(np.full(18, 1 - 15 * noise / ((own - own.mean()) ** 2).sum()), abs=0.01)
    assert by_mean.value == pytest.approx(np.array(JAMES_STEIN), abs=0.002)
    by_share = shrink_shares(HITS, np.full(18, 45))
    assert by_share.value == pytest.approx(np.array(JAMES_STEIN), abs=0.003)
    # What they hit in the rest of the season, of which nobody's first 45 were a good measure.
    assert (by_share.low[0], by_share.high[0]) == pytest.approx((0.215, 0.376), abs=0.01)
    assert by_share.low[0] < 0.346 < by_share.high[0]


def test_given_its_spread_a_share_is_the_beta_posterior() -> None:
    """Many groups tell the spread well; the likelihood is maximised here by other means over the same numbers."""
    rng = np.random.default_rng(5)
    n = rng.integers(20, 200, 400)
    k = rng.binomial(n, rng.beta(6, 14, 400))
    best = minimize(
        lambda p: -stats.betabinom.logpmf(k, n, *np.exp(p)).sum(), np.log([5.0, 10.0]), method="Nelder-Mead"
    )
    a, b = np.exp(best.x)
    found = shrink_shares(k, n)
    assert found.pooled == pytest.approx(a / (a + b), abs=0.002)
    assert found.spread == pytest.approx(stats.beta.std(a, b), rel=0.03)
    assert found.weight == pytest.approx(n / (n + a + b), abs=0.02)
    assert found.value == pytest.approx((a + k) / (a + b + n), abs=0.004)
    assert found.low == pytest.approx(stats.beta.ppf(0.025, a + k, b + n - k), abs=0.01)
    assert found.high == pytest.approx(stats.beta.ppf(0.975, a + k, b + n - k), abs=0.01)


def test_given_its_spread_a_rate_is_the_gamma_posterior() -> None:
    rng = np.random.default_rng(6)
    e = rng.uniform(2, 20, 400)
    k = rng.poisson(e * rng.gamma(8, 2.5 / 8, 400))

    def cost(p: np.ndarray) -> float:
        shape, mean = np.exp(p)
        return -float(stats.nbinom.logpmf(k, shape, shape / (shape + mean * e)).sum())

    shape, mean = np.exp(minimize(cost, np.log([5.0, 2.0]), method="Nelder-Mead").x)
    found = shrink_rates(k, e)
    assert found.pooled == pytest.approx(mean, rel=0.01)
    assert found.spread == pytest.approx(mean / np.sqrt(shape), rel=0.03)
    posterior = shape + k, shape / mean + e
    assert found.value == pytest.approx(posterior[0] / posterior[1], rel=0.03)
    assert found.low == pytest.approx(stats.gamma.ppf(0.025, posterior[0], scale=1 / posterior[1]), rel=0.06)


def test_the_intervals_hold_the_truth_of_a_small_team() -> None:
    """Twelve sellers, thirty first meetings each: their true rates are inside about as often as is said."""
    rng, inside = np.random.default_rng(7), []
    for _team in range(300):
        true = 2.5 * np.exp(rng.normal(0, 0.3, 12))
        found = shrink_rates(rng.poisson(true * 12), np.full(12, 12.0))
        inside.append(((found.low <= true) & (true <= found.high)).mean())
    assert 0.92 <= np.mean(inside) <= 0.97


def test_equals_are_mostly_seen_as_equals() -> None:
    rng = np.random.default_rng(8)
    found = [shrink_shares(rng.binomial(40, 0.3, 12), np.full(12, 40)) for _team in range(300)]
    assert np.mean([one.proven for one in found]) < 0.06
    assert np.mean([one.spread == 0 for one in found]) > 0.5


@settings(max_examples=60, deadline=None)
@given(counts)
def test_a_shrunk_share_lies_between_its_own_and_the_pooled(pairs: list[tuple[int, int]]) -> None:
    k, n = _shares(pairs)
    _lies_between(shrink_shares(k, n), np.where(n > 0, k / np.maximum(n, 1), np.nan))


@settings(max_examples=60, deadline=None)
@given(counts)
def test_a_shrunk_rate_lies_between_its_own_and_the_pooled(pairs: list[tuple[int, int]]) -> None:
    k, e = np.array(pairs, dtype=float).T
    _lies_between(shrink_rates(k, e), np.where(e > 0, k / np.maximum(e, 1), np.nan))


def _lies_between(found: Shrunk, own: np.ndarray) -> None:
    own = np.where(np.isnan(own), found.pooled, own)
    low, high = np.minimum(own, found.pooled), np.maximum(own, found.pooled)
    assert ((found.value >= low - 1e-9) & (found.value <= high + 1e-9)).all()
    assert ((found.low <= found.value) & (found.value <= found.high)).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    if found.spread == 0:
        assert found.value == pytest.approx(np.full(len(own), found.pooled))


@settings(max_examples=40, deadline=None)
@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    k, n = _shares(pairs)
    order = list(range(len(k)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = shrink_shares(k, n), shrink_shares(k[order], n[order])
    assert other.value == pytest.approx(one.value[order], abs=1e-9)
    assert other.high == pytest.approx(one.high[order], abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(counts, st.floats(0.01, 100))
def test_a_rate_has_the_unit_of_its_exposure(pairs: list[tuple[int, int]], unit: float) -> None:
    k, e = np.array(pairs, dtype=float).T
    one, other = shrink_rates(k, e), shrink_rates(k, e * unit)
    assert other.value * unit == pytest.approx(one.value, rel=1e-6, abs=1e-12)
    assert other.high * unit == pytest.approx(one.high, rel=1e-4, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=9), st.floats(0.01, 50), st.floats(-20, 20))
def test_a_mean_keeps_to_the_unit_and_the_zero_of_its_scale(own: list[float], unit: float, shift: float) -> None:
    y, v = np.array(own), np.linspace(0.5, 2, len(own))
    one, other = shrink_means(y, v), shrink_means(y * unit + shift, v * unit**2)
    assert other.value == pytest.approx(one.value * unit + shift, abs=1e-5 * unit + 1e-9)
    assert other.low == pytest.approx(one.low * unit + shift, abs=1e-4 * unit + 1e-9)


def test_with_many_cases_everyone_has_his_own_value() -> None:
    own = np.array([0.1, 0.2, 0.3, 0.6])
    found = shrink_shares(own * 1_000_000, np.full(4, 1_000_000))
    assert found.value == pytest.approx(own, abs=1e-4)
    assert (found.high - found.low < 0.003).all()
    assert shrink_rates(own * 1e6, np.full(4, 1e6)).value == pytest.approx(own, abs=1e-4)


def test_more_cases_of_the_same_share_count_more() -> None:
    found = shrink_shares([2, 20, 200, 10, 60], [10, 100, 1000, 20, 100])
    assert (np.diff(found.weight[:3]) > 0).all()
    assert (np.diff((found.high - found.low)[:3]) < 0).all()


def test_who_has_no_cases_gets_the_pooled_value_and_the_widest_interval() -> None:
    for found in (shrink_shares([5, 30, 0, 50], [50, 100, 0, 90]), shrink_rates([5, 30, 0, 50], [9, 9, 0, 9]),
                  shrink_means([1.0, 4.0, 99.0, 7.0], [0.1, 0.1, np.inf, 0.1])):  # fmt: skip
        assert (found.weight[2], found.value[2]) == (0, pytest.approx(found.pooled))
        assert np.argmax(found.high - found.low) == 2


def test_one_group_alone_has_its_own_value_and_interval() -> None:
    """30 of 100: Jeffreys' interval is .217 to .395; ours differs from it by less than a hundredth."""
    found = shrink_shares([30], [100])
    assert (found.value[0], found.spread, found.proven) == (pytest.approx(0.3), 0, False)
    assert (found.low[0], found.high[0]) == pytest.approx((0.217, 0.395), abs=0.01)


def test_nothing_ever_succeeded_is_no_proof_that_nothing_can() -> None:
    found = shrink_shares([0, 0, 0], [10, 20, 30])
    assert found.value == pytest.approx(np.zeros(3))
    assert (found.low == 0).all()
    assert (found.high > 0.01).all()


@pytest.mark.parametrize("seed", [22, 33, 45])
def test_no_rounding_decides_whether_there_is_any_spread(seed: int) -> None:
    """50 equals of 5 to 60 cases whose likelihood is nearly flat at no spread.

    By differences of log beta functions it was either way, by the order of the groups: values 3 to 7 % apart.
    """
    rng = np.random.default_rng(seed)
    n = rng.integers(5, 60, 50)
    k = rng.binomial(n, 0.3)
    order = rng.permutation(50)
    one, other = shrink_shares(k, n), shrink_shares(k[order], n[order])
    assert one.spread == other.spread == 0
    assert one.value[order] == pytest.approx(other.value, rel=1e-12)


def test_parts_of_events_are_between_whole_ones() -> None:
    """Whole counts are added factor by factor, others by gamma functions; both say the same."""
    k, e = np.array([3.0, 8.0, 14.0, 40.0]), np.array([10.0, 12.0, 20.0, 30.0])
    whole, nearly = shrink_rates(k, e), shrink_rates(k, e, dispersion=1 + 1e-9)
    assert whole.value == pytest.approx(nearly.value, rel=1e-6)
    assert whole.spread == pytest.approx(nearly.spread, rel=1e-6)


def test_bunched_events_count_as_fewer() -> None:
    k, e = np.array([100.0, 130, 170]), np.full(3, 10.0)
    alone, bunched = shrink_rates(k, e), shrink_rates(k, e, dispersion=4)
    assert (bunched.weight < alone.weight).all()
    assert (bunched.high - bunched.low > alone.high - alone.low).all()


def test_few_cases_take_their_variance_from_all() -> None:
    """Pooled s² = (1·0 + 9·20)/10 = 18; two equal cases get (10·18 + 0)/11, ten get (180 + 180)/19; one (180)/10."""
    assert moderated_variances([2, 10, 1], [0.0, 20.0, np.nan]) == pytest.approx([180 / 11, 360 / 19, 18])


def test_draws_are_of_the_posterior_and_the_same_each_time() -> None:
    found = shrink_shares([5, 30, 50], [50, 100, 90])
    drawn = found.draws(20_000, np.random.default_rng(1))
    assert drawn.mean(0) == pytest.approx(found.value, abs=0.003)
    assert np.quantile(drawn, 0.975, axis=0) == pytest.approx(found.high, abs=0.01)
    assert (drawn == found.draws(20_000, np.random.default_rng(1))).all()


@pytest.mark.parametrize(("k", "n"), [([1], [0]), ([3], [2]), ([-1], [2]), ([1, 2], [3])])
def test_impossible_counts_are_refused(k: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match=r"successes|two numbers"):
        shrink_shares(k, n)


def test_means_without_any_known_variance_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        shrink_means([1.0], [np.inf])
