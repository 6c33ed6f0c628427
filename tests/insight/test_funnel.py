from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.demo.parameters import CORPORATE
from merilo.insight.funnel import Loss, best_of, expected, lost, win_chances
from merilo.insight.intervals import Interval
from merilo.insight.shrinkage import shrink_rates, shrink_shares

N = 4000


def _rng() -> np.random.Generator:
    return np.random.default_rng(1)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 1), st.floats(0, 1e6))
def test_exact_factors_give_the_exact_product(own: float, wanted: float, share: float, money: float) -> None:
    """65 days × (b − o) a day × share × money."""
    found = lost(np.full(9, own), expected(wanted, 9), 65, [np.full(9, share), np.full(9, money)])
    exact = (wanted - own) * 65 * share * money
    assert found.amount == pytest.approx(exact, rel=1e-9, abs=1e-6)
    assert found.interval.low == pytest.approx(exact, rel=1e-9, abs=1e-6)
    less_is_better = lost(np.full(9, own), expected(wanted, 9), 65, [np.full(9, share)], higher=False)
    assert less_is_better.amount == pytest.approx(-(wanted - own) * 65 * share, rel=1e-9, abs=1e-6)


def test_the_interval_is_that_of_the_product() -> None:
    """Means 2 and 3 with relative errors of 10 % and 20 %: the product's is √(.1² + .2² + .1²·.2²) = 22.4 %."""
    rng = _rng()
    own = np.zeros(100_000)
    factors = [rng.normal(2, 0.2, 100_000), rng.normal(3, 0.6, 100_000)]
    found = lost(own, expected(1.0, 100_000), 1, factors)
    assert found.amount == pytest.approx(6, rel=0.005)
    half = (found.interval.high - found.interval.low) / 2
    assert half == pytest.approx(1.96 * 6 * np.sqrt(0.1**2 + 0.2**2 + (0.1 * 0.2) ** 2), rel=0.03)


def test_nothing_is_claimed_of_equals() -> None:
    """Twelve sellers with the same true rate: against their own upper quartile hardly anyone has a loss."""
    rng, accused = _rng(), 0
    for _team in range(100):
        shrunk = shrink_rates(rng.poisson(30, 12), np.full(12, 12.0))
        draws = shrunk.draws(1000, rng)
        benchmark = best_of(shrunk, draws, higher=True)
        accused += sum(lost(draws[:, one], benchmark, 12).certain for one in range(12))
    assert accused / 1200 < 0.01


def test_who_has_fallen_to_a_third_is_found() -> None:
    shrunk = shrink_rates([30, 28, 33, 25, 36, 10, 31, 29], np.full(8, 12.0))
    draws = shrunk.draws(N, _rng())
    benchmark = best_of(shrunk, draws, higher=True)
    found = [lost(draws[:, one], benchmark, 12) for one in range(8)]
    assert [loss.certain for loss in found].index(True) == 5
    assert sum(loss.certain for loss in found) == 1
    assert found[5].amount == pytest.approx((benchmark.value - shrunk.value[5]) * 12, rel=0.02)


def test_a_benchmark_is_made_of_shrunk_values_and_keeps_its_mean() -> None:
    shrunk = shrink_shares([2, 5, 9, 12, 20], [40, 40, 40, 40, 40])
    draws = shrunk.draws(N, _rng())
    high, low = best_of(shrunk, draws, higher=True), best_of(shrunk, draws, higher=False)
    assert high.value == pytest.approx(np.quantile(shrunk.value, 0.75))
    assert high.value < 12 / 40
    assert low.value == pytest.approx(np.quantile(shrunk.value, 0.25))
    assert high.draws.mean() == pytest.approx(high.value)
    assert high.draws.std() > 0
    best = best_of(shrunk, draws, higher=True, share=1.0, among=[True, True, False, False, False])
    assert best.value == pytest.approx(shrunk.value[1])
    with pytest.raises(ValueError, match="needs a group"):
        best_of(shrunk, draws, higher=True, among=[False] * 5)


def test_factors_of_another_number_of_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="same number"):
        lost(np.zeros(5), expected(1, 5), 1, [np.zeros(6)])


def test_the_chance_to_win_of_the_demo_s_corporate_pipeline() -> None:
    """The generator's own exact chance, by the same chain with skips taken as steps forward."""
    moves = CORPORATE.moves(1.0)
    found = win_chances(moves[:, 0] + moves[:, 1], np.zeros(5), moves[:, 2], np.ones(5))
    assert found[0] == pytest.approx(CORPORATE.win_rate(1.0), abs=0.03)
    assert (np.diff(found) > 0).all()


def test_the_chance_to_win_by_hand() -> None:
    """Last stage: 6 of 10 won, 2 back: p₂ = .6 + .2 p₁; first: 5 of 10 move on: p₁ = .5 p₂, so p₂ = .6/.9 = ⅔."""
    assert win_chances([5, 0], [0, 6], [0, 2], [10, 10]) == pytest.approx([1 / 3, 2 / 3])


def test_a_stage_that_nobody_has_left_leads_on() -> None:
    assert win_chances([0, 0], [0, 3], [0, 0], [0, 4]) == pytest.approx([0.75, 0.75])


def test_an_interval_of_what_was_picked_out_is_wider_on_the_scale_of_logarithms() -> None:
    """Exactly lognormal: ln X ~ N(0, ½²) about 1; at 99.9 % the ends are e^(∓3.2905/2)."""
    ends = np.exp([-1.959964 / 2, 1.959964 / 2])
    found = Loss(1.0, Interval(*ends)).widened(0.999)
    assert (found.interval.low, found.interval.high) == pytest.approx(np.exp([-3.290527 / 2, 3.290527 / 2]), rel=1e-5)
    assert Loss(1.0, Interval(*ends)).widened(0.95).interval == Interval(*ends)
    assert Loss(1.0, Interval(-0.5, 2.0)).widened(0.999).interval == Interval(-0.5, 2.0)
