from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, norm, poisson

from merilo.insight.shrinkage import Family
from merilo.insight.standing import Counted, below_asked, below_colleagues, scatter, shift, times_apart

RATE, SHARE = Family.RATE, Family.SHARE


def _rates(of: list[float], over: float = 12.0, *, higher: bool = True) -> Counted:
    return Counted(RATE, np.array(of, dtype=float), np.full(len(of), over), higher)


def test_below_equals_is_below_their_middle() -> None:
    """Seven colleagues with 30 cases over 12 each: τ = 0, y = √(30.375/12) = 1.5910; his 10: √(10.375/12) = 0.9298.
    v = 1/48, of their mean 1/(7·48): z = −0.6612/√(1/48 + 1/336) = −4.285.
    """
    chance = below_colleagues(_rates([30, 30, 30, 30, 10, 30, 30, 30]))
    assert chance[4] == pytest.approx(norm.cdf(-4.285), rel=0.01)
    assert (chance[[0, 1, 2, 3, 5, 6, 7]] > 0.5).all()


def test_who_has_least_of_colleagues_who_differ_is_still_one_of_them() -> None:
    """From 20 to 60 cases: 20 are half of the middle, but so differ the others too."""
    chance = below_colleagues(_rates([20, 25, 30, 35, 40, 45, 50, 55, 60]))
    assert chance[0] > 0.2
    alike = below_colleagues(_rates([20, 40, 41, 39, 40, 42, 38, 40, 40]))
    assert alike[0] < 0.01


def test_of_unlike_work_nothing_is_said() -> None:
    """Half decide 40 % of cases, half, who only decline, none: neither group is a fault."""
    won, closed = np.array([40.0] * 6 + [0.0] * 6), np.full(12, 100.0)
    assert (below_colleagues(Counted(SHARE, won, closed)) > 0.5).all()


def test_less_is_better_turns_it_round() -> None:
    chance = below_colleagues(_rates([30, 30, 30, 30, 60, 30, 30], higher=False))
    assert int(np.argmin(chance)) == 4
    assert chance[4] < 1e-3


def test_of_nobody_known_nothing_is_known() -> None:
    found = below_colleagues(Counted(RATE, np.array([3.0, 4.0, 5.0, 0.0]), np.array([9.0, 9.0, 9.0, 0.0])))
    assert np.isfinite(found).tolist() == [True, True, True, False]
    assert np.isnan(below_colleagues(_rates([3, 4]))).all()


def test_chances_of_equals_are_no_smaller_than_they_say() -> None:
    rng = np.random.default_rng(3)
    rates = np.concatenate([below_colleagues(_rates(list(rng.poisson(25, 12)))) for _team in range(600)])
    shares = np.concatenate(
        [below_colleagues(Counted(SHARE, rng.binomial(60, 0.3, 12).astype(float), np.full(12, 60.0)))
         for _team in range(600)]
    )  # fmt: skip
    for chances in (rates, shares):
        for level in (0.001, 0.01, 0.05):
            assert (chances <= level).mean() <= level * 1.15 + 0.0005


def test_cases_when_everybody_had_few_are_no_own_fault() -> None:
    """All slip 10 % in the first and 30 % in the second quarter. He has 20 and 80 cases, the others 50 and 50: he
    slips 26 %, they 20 %; arcsin √.26 − arcsin √.20 = 0.0714.
    """
    of = np.array([[2.0, 24.0], [5.0, 15.0], [5.0, 15.0]])
    over = np.array([[20.0, 80.0], [50.0, 50.0], [50.0, 50.0]])
    assert times_apart(of, over)[0] == pytest.approx(np.arcsin(np.sqrt(0.26)) - np.arcsin(np.sqrt(0.2)), abs=1e-3)


def test_a_fall_by_hand() -> None:
    """90 cases in three times before, 10 after, nobody else: of 100 cases a quarter should have come after. The
    binomial test of 10 of 100 at ¼ has the mid-p chance P(X < 10) + P(X = 10)/2.
    """
    counted = Counted(RATE, np.array([[30.0, 30.0, 30.0, 10.0]]), np.ones((1, 4)))
    found = shift(counted, None, [False, False, False, True], [True, True, True, False])
    assert found.expected[0] == pytest.approx(30)
    assert found.chance[0] == pytest.approx(binom.cdf(9, 100, 0.25) + binom.pmf(10, 100, 0.25) / 2, rel=0.25)
    assert found.size[0] == pytest.approx(90)


def test_what_happens_to_all_is_nobody_s_fall() -> None:
    """His 30 become 15, and so do the others' 300: what was expected is 15, and the chance about one half."""
    own = Counted(RATE, np.array([[30.0, 30.0, 15.0]]), np.ones((1, 3)))
    others = Counted(RATE, np.array([[300.0, 300.0, 150.0]]), np.full((1, 3), 10.0))
    found = shift(own, others, [False, False, True], [True, True, False])
    assert found.expected[0] == pytest.approx(15)
    assert found.chance[0] == pytest.approx(0.5, abs=0.05)
    alone = shift(own, None, [False, False, True], [True, True, False])
    assert alone.chance[0] < 0.01


def test_a_share_moves_with_the_others_logit() -> None:
    """50 % before and the others from 50 % to 20 %: 20 % is to be expected of him."""
    own = Counted(SHARE, np.array([[500.0, 200.0]]), np.array([[1000.0, 1000.0]]))
    others = Counted(SHARE, np.array([[5000.0, 2000.0]]), np.array([[10000.0, 10000.0]]))
    found = shift(own, others, [False, True], [True, False])
    assert found.expected[0] == pytest.approx(0.2, abs=0.001)
    assert found.chance[0] == pytest.approx(0.5, abs=0.05)


def test_scatter_without_reason_before_makes_a_fall_less_sure() -> None:
    calm = Counted(RATE, np.array([[30.0, 30.0, 30.0, 15.0]]), np.ones((1, 4)))
    wild = Counted(RATE, np.array([[10.0, 50.0, 30.0, 15.0]]), np.ones((1, 4)))
    chances = [shift(each, None, [False] * 3 + [True], [True] * 3 + [False]).chance[0] for each in (calm, wild)]
    assert chances[0] < 0.02
    assert chances[1] > 0.2


def _last_of_five(family: Family, of: NDArray[np.float64], over: NDArray[np.float64]) -> NDArray[np.float64]:
    """The last time of five against those before, in the light of the others."""
    own, others = Counted(family, of, over), Counted(family, of.sum(0) - of, over.sum(0) - over)
    return shift(own, others, np.arange(5) == 4, np.arange(5) < 4).chance


def test_chances_of_a_level_that_did_not_change_are_no_smaller_than_they_say() -> None:
    rng = np.random.default_rng(4)
    levels = rng.uniform(0.7, 1.3, 12)[:, None]
    rates, shares = [], []
    for _team in range(600):
        of = rng.poisson(np.array([12, 9, 15, 12, 8]) * levels).astype(float)
        over = np.ones_like(of)
        rates.append(_last_of_five(RATE, of, over))
        over = np.full_like(of, 30.0)
        shares.append(
            _last_of_five(SHARE, rng.binomial(30, np.array([3, 4, 5, 6, 6]) / 15 * levels).astype(float), over)
        )
    for found in (rates, shares):
        chances = np.concatenate(found)
        for level in (0.001, 0.01, 0.05):
            assert (chances <= level).mean() <= level * 1.2 + 0.0006
            assert (chances <= level).mean() >= level * 0.5 - 0.0006


def test_what_is_asked() -> None:
    """Asked for 4 a time over 9, 36 cases; he has 20: P(X < 20) + P(X = 20)/2 of Poisson's law."""
    found = below_asked(_rates([20, 36, 20], over=9.0), np.array([4.0, 4.0, np.nan]))
    assert found[0] == pytest.approx(poisson.cdf(19, 36) + poisson.pmf(20, 36) / 2, rel=0.05)
    assert found[1] == pytest.approx(0.5, abs=0.03)
    assert np.isnan(found[2])


@pytest.mark.parametrize("family", [RATE, SHARE])
def test_scatter_of_chance_is_about_one_and_few_who_changed_do_not_count(family: Family) -> None:
    rng, plain, changed = np.random.default_rng(5), [], []
    for _team in range(60):
        over = np.full((12, 8), 60.0)
        level = np.full((12, 8), 0.4)
        of = [rng.poisson(over * level), rng.binomial(60, level)][family is SHARE].astype(float)
        plain.append(scatter(family, of, over))
        of[0, 4:] *= 0.3
        of[1, 4:] = np.minimum(of[1, 4:] * 2, 60)
        changed.append(scatter(family, of, over))
    assert 1 <= np.mean(plain) < 1.2
    assert np.mean(changed) < 1.5


def test_scatter_beyond_chance_is_seen() -> None:
    """Negative binomial with a variance three times the mean."""
    rng = np.random.default_rng(6)
    found = [
        scatter(RATE, rng.negative_binomial(15, 1 / 3, (20, 8)).astype(float), np.ones((20, 8))) for _team in range(40)
    ]
    assert np.mean(found) == pytest.approx(3, rel=0.15)


def test_scatter_of_too_little_is_one() -> None:
    assert scatter(RATE, np.ones((3, 8)) * 50, np.ones((3, 8))) == 1
    assert scatter(RATE, np.eye(12, 8), np.ones((12, 8))) == 1
