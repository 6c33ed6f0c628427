"""Futures: their mean is what chances say, they vary as much as told, and the same luck gives the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from merilo.insight.forecast.amounts import Amounts
from merilo.insight.forecast.draws import FUTURES, NewDeals, OpenDeals, Part, Shared, of_new, of_open, shared

_AMOUNTS = Amounts(np.array([1.0]), {-2: np.array([10.0])})


def _rng() -> np.random.Generator:
    return np.random.default_rng(3)


def _shared(winning: list[float], arriving: float, bringing: float = 0.0) -> Shared:
    return shared(_rng(), np.array(winning), arriving, np.full(len(winning), bringing))


def _open(won: list[list[float]], factors: Shared, n: int = 300) -> Part:
    chances = np.repeat(np.array(won), n, axis=0)
    seller = np.arange(len(chances)) % 3 - 1
    deals = OpenDeals(seller, np.zeros(len(chances), dtype=np.int64), np.full(len(chances), 5.0), chances)
    return of_open(_rng(), deals, _AMOUNTS, factors, 3)


@pytest.mark.parametrize("variance", [0.0, 0.1, 0.5])
def test_on_the_average_as_many_are_won_as_the_chances_say_however_much_futures_differ(variance: float) -> None:
    """300 deals of 0.9 and 300 of 0.2 by the first day, 0.95 and 0.5 by the second: 330 and 435 in the mean."""
    factors = _shared([variance, variance], 0.0)
    wins = np.cumsum(_open([[0.9, 0.95], [0.2, 0.5]], factors).wins.sum(axis=0), axis=0)
    assert wins.mean(axis=1) == pytest.approx([330, 435], rel=0.01)


def test_without_common_luck_the_number_of_wins_is_binomial_and_with_it_more() -> None:
    """Variance of 600 chances of 0.3: 600 · 0.3 · 0.7 = 126; a common factor of variance 0.1 adds about 150²·0.1."""
    apart = _open([[0.3]], _shared([0.0], 0.0), 600).wins.sum(axis=(0, 1))
    together = _open([[0.3]], _shared([0.1], 0.0), 600).wins.sum(axis=(0, 1))
    assert apart.var() == pytest.approx(126, rel=0.15)
    assert together.var() > 8 * apart.var()


def test_every_deal_is_won_at_most_once_and_brings_its_amount() -> None:
    part = _open([[0.5, 0.7]], _shared([0.1, 0.3], 0.0))
    assert part.wins.sum(axis=(0, 1)).max() <= 300
    assert (part.amount == 5 * part.wins).all()
    assert part.wins.shape == (3, 2, FUTURES)


def test_deals_to_come_are_poisson_around_what_is_expected_of_each_cell() -> None:
    """Nobody's 4 and the second seller's 9 wins in a span; with arrivals that vary by v: variance 9 + 81 v."""
    cells = np.array([[-1, 0], [1, 0]])
    expected = np.array([[4.0], [9.0]])
    calm = of_new([3], NewDeals(cells, expected), _AMOUNTS, _shared([0.0], 0.0), sellers=3)
    assert calm.wins.mean(axis=2)[:, 0] == pytest.approx([4, 0, 9], rel=0.05)
    assert calm.wins[2].var() == pytest.approx(9, rel=0.15)
    assert (calm.amount == 10 * calm.wins).all()
    wild = of_new([3], NewDeals(cells, expected), _AMOUNTS, _shared([0.0], 0.2), sellers=3)
    assert wild.wins[2].var() == pytest.approx(9 + 81 * 0.2, rel=0.2)
    assert wild.wins[2].mean() == pytest.approx(9, rel=0.02)


def test_common_factors_have_mean_one_and_the_variance_told_and_a_good_future_is_good_for_all_spans() -> None:
    factors = _shared([0.05, 0.2], 0.1)
    assert factors.winning.mean(axis=1) == pytest.approx([1, 1], abs=0.003)
    assert factors.winning.var(axis=1) == pytest.approx([0.05, 0.2], rel=0.05)
    assert np.corrcoef(factors.winning)[0, 1] > 0.98


def test_the_same_luck_gives_the_same_futures_and_no_deal_none() -> None:
    factors = _shared([0.1], 0.1)
    assert (_open([[0.3]], factors).wins == _open([[0.3]], factors).wins).all()
    none = OpenDeals(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, 1)))
    assert not of_open(_rng(), none, _AMOUNTS, factors, 3).wins.any()


def test_what_becomes_of_one_deal_changes_nothing_about_the_others() -> None:
    """The same future with and without a deal of 1,000: they differ by what it brings, all, half or nothing."""
    factors, amounts = (
        _shared([0.1], 0.0),
        Amounts(np.array([0.5, 1.0]), {-2: np.array([10.0])}),
    )
    seller, pipeline = np.zeros(50, dtype=np.int64), np.zeros(50, dtype=np.int64)
    worth = np.append(np.full(49, 7.0), 1000.0)
    chance = np.full((50, 1), 0.4)
    without = np.append(chance[:-1], [[0.0]], axis=0)
    one, other = (
        of_open(_rng(), OpenDeals(seller, pipeline, worth, each), amounts, factors, 2).amount[1, 0]
        for each in (chance, without)
    )
    assert set((one - other).tolist()) == {0.0, 500.0, 1000.0}


def test_what_average_wins_bring_varies_as_much_as_told_and_their_number_does_not() -> None:
    """A factor of variance 0.09 on the amounts: of 300 wins of 5 the sum varies by 0.3² more, its mean stays."""
    steady, moved = (_open([[1.0]], _shared([0.0], 0.0, each)) for each in (0.0, 0.09))
    assert (steady.wins == moved.wins).all()
    sums = moved.amount.sum(axis=(0, 1))
    assert sums.mean() == pytest.approx(1500, rel=0.01)
    assert (sums.std() / sums.mean()) ** 2 == pytest.approx(0.09, rel=0.1)


@pytest.mark.parametrize("times", [0.5, 0.999, 1.001, 1.5])
def test_fewer_new_deals_bring_less_in_every_future_and_more_bring_more(times: float) -> None:
    """The same wins, some left out or some added: 20 expected ones of 10 each become so many times as many."""
    deals, factors = NewDeals(np.array([[0, 0], [1, 0]]), np.array([[12.0], [8.0]])), _shared([0.05], 0.1)
    plain, moved = (of_new([3], replace(deals, times=each), _AMOUNTS, factors, sellers=3) for each in (1.0, times))
    for before, after in ((plain.wins, moved.wins), (plain.amount, moved.amount)):
        assert ((after - before) * (times - 1) >= 0).all()
    assert moved.amount.sum(axis=0).mean() == pytest.approx(200 * times, rel=0.02)
