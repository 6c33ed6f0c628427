from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from merilo.insight.ordering import above_probabilities, apart, ranks, told_apart
from merilo.insight.shrinkage import shrink_means, shrink_rates, shrink_shares


def test_the_probability_of_being_above_is_that_of_the_posteriors() -> None:
    """P(θ₁ > θ₂) = ∫ f₁(x) F₂(x) dx of the two beta (gamma) posteriors."""
    shares = shrink_shares([8, 30, 44], [40, 80, 90])
    one, other = (stats.beta(shares.first[i], shares.second[i]) for i in (1, 0))
    exact = integrate.quad(lambda x: one.pdf(x) * other.cdf(x), 0, 1)[0]
    assert told_apart(shares, 1, 0) == pytest.approx(exact, abs=0.005)
    rates = shrink_rates([8, 30, 44], [10, 20, 20])
    one, other = (stats.gamma(rates.first[i], scale=1 / rates.second[i]) for i in (1, 0))
    exact = integrate.quad(lambda x: one.pdf(x) * other.cdf(x), 0, 10)[0]
    assert told_apart(rates, 1, 0) == pytest.approx(exact, abs=0.01)


def test_two_normal_posteriors_by_hand() -> None:
    found = shrink_means([0.0, 100.0, 50.0], [1.0, 1.0, 1.0])
    difference = (found.value[1] - found.value[2]) / np.hypot(found.second[1], found.second[2])
    assert told_apart(found, 1, 2) == pytest.approx(stats.norm.cdf(difference))


def test_above_and_below_add_up_to_one() -> None:
    chance = above_probabilities(shrink_shares([8, 30, 44, 3], [40, 80, 90, 4]))
    assert chance + chance.T == pytest.approx(np.ones((4, 4)))


def test_those_who_cannot_be_told_apart_share_their_places() -> None:
    """Three of about 10 %, one of 50 %, one of 90 %, each of 200: places 3–5, 2 and 1."""
    found = ranks(shrink_shares([20, 22, 19, 100, 180], [200] * 5))
    assert found.best.tolist() == [3, 3, 3, 2, 1]
    assert found.worst.tolist() == [5, 5, 5, 2, 1]


def test_of_few_cases_there_is_no_order_however_different_they_look() -> None:
    """Own shares of 0 to 60 % of five cases each."""
    shrunk = shrink_shares([0, 1, 2, 3, 1], [5] * 5)
    found = ranks(shrunk)
    assert (found.best.tolist(), found.worst.tolist()) == ([1] * 5, [5] * 5)
    assert apart(shrunk).tolist() == [0] * 5


def test_who_stands_apart_is_said_by_its_side() -> None:
    shrunk = shrink_rates([30, 100, 104, 98, 101, 190], [10.0] * 6)
    assert apart(shrunk).tolist() == [-1, 0, 0, 0, 0, 1]


def test_a_team_of_equals_is_left_alone() -> None:
    """In at most about one of twenty teams of twelve equals is anyone placed above another."""
    rng = np.random.default_rng(3)
    found = [ranks(shrink_rates(rng.poisson(30, 12), np.full(12, 12.0))) for _team in range(400)]
    assert np.mean([(one.best > 1).any() for one in found]) <= 0.06


def test_nearly_all_that_is_said_of_unequal_sellers_is_true() -> None:
    rng, wrong, said = np.random.default_rng(4), 0, 0
    for _team in range(300):
        true = 2.5 * np.exp(rng.normal(0, 0.25, 12))
        shrunk = shrink_rates(rng.poisson(true * 12), np.full(12, 12.0))
        above = above_probabilities(shrunk) >= 0.95 if shrunk.proven else np.zeros((12, 12), dtype=bool)
        wrong += int((above & (true[:, None] < true[None, :])).sum())
        said += int(above.sum())
    assert said > 2000
    assert wrong / said < 0.05


@pytest.mark.parametrize("sure", [0.8, 0.95, 0.99])
def test_the_surer_it_must_be_the_wider_the_places(sure: float) -> None:
    shrunk = shrink_shares([20, 40, 30, 60, 55], [100] * 5)
    strict, given = ranks(shrunk, 0.999), ranks(shrunk, sure)
    assert (given.worst - given.best <= strict.worst - strict.best).all()
    assert (given.best <= given.worst).all()
