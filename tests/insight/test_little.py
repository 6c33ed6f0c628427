"""Little's law, Kaplan–Meier's mean and a chain of stages against figures that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.insight.chain import Known
from merilo.insight.little import Moves, Stay, hold, stay, visits
from tests.insight.test_logrank import _DRUG, _DRUG_ENDED


def test_the_leukaemia_drug_has_its_published_mean_and_median() -> None:
    """Mean up to 35 weeks 23.29, standard error 2.83, median 23 (Klein & Moeschberger 2003, example 4.3)."""
    found = stay(_DRUG, _DRUG_ENDED)
    assert (round(found.mean, 2), round(found.error, 2), found.median, found.ended) == (23.29, 2.83, 23.0, 9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_where_all_have_left_it_is_the_plain_mean(days: list[int]) -> None:
    """And its standard error that of the mean with n below the line: √(Σ(x − x̄)²/n²)."""
    found = stay(days, [True] * len(days))
    assert found.mean == pytest.approx(np.mean(days))
    assert found.error == pytest.approx(np.std(days) / np.sqrt(len(days)))


def test_who_is_still_there_makes_the_stay_longer_not_shorter() -> None:
    """Ten left after 10 days, ten are still there after 10: half stay longer than that, the mean of the ten is 10."""
    assert stay([10] * 20, [True] * 10 + [False] * 10).mean == pytest.approx(10)
    assert stay([10] * 10 + [30] * 10, [True] * 10 + [False] * 10).mean == pytest.approx(20)
    assert stay([10] * 10 + [30] * 10, [True] * 10 + [False] * 10).median == 10
    assert stay([5, 6], [False, False]) == Stay(0.0, 0.0, None, 0)


def test_a_chain_worked_out_by_hand() -> None:
    """All begin in A; from A 80 % to B, 20 % lost; from B 25 % back to A, 50 % won, 25 % lost.

    Visits: a = 1 + b/4, b = 0.8·a, so a = 1.25, b = 1; half of b is won: ½ a case.
    """
    n = 10**7
    moves = Moves(
        began=np.array([n, 0.0]),
        to=np.array([[0.0, 0.8 * n], [0.25 * n, 0.0]]),
        won=np.array([0.0, 0.5 * n]),
        lost=np.array([0.2 * n, 0.25 * n]),
    )
    found = visits(moves, size=50)
    assert found.expected.mean(axis=0) == pytest.approx([1.25, 1.0], rel=1e-3)
    assert found.won.mean(axis=0) == pytest.approx([0.0, 0.5], rel=1e-3)


def test_few_moves_leave_more_open_than_many() -> None:
    def spread(n: float) -> float:
        moves = Moves(np.array([n]), np.zeros((1, 1)), np.array([0.3 * n]), np.array([0.7 * n]))
        return float(visits(moves).won.std())

    assert spread(20) > 2 * spread(200) > 0


def test_a_stage_that_nothing_is_known_to_leave_does_not_hold_forever() -> None:
    moves = Moves(np.array([5.0, 0.0]), np.array([[0.0, 5.0], [5.0, 0.0]]), np.zeros(2), np.zeros(2))
    assert np.isfinite(visits(moves).expected).all()


def test_what_stands_there_is_what_comes_times_how_long_it_stays() -> None:
    """Half a deal a day for 14 days: 7 stand there; by Poisson's chance 2 to 13 with 2.5 % outside on either side."""
    inflow = Known(0.5).draws(np.random.default_rng(0), 100_000)
    found = hold(inflow, Stay(14.0, 0.0, 14.0, 50), tail=0.025)
    assert found.should.median == pytest.approx(7.0)
    assert (found.least, found.most) == (2.0, 13.0)


def test_what_is_not_known_widens_what_chance_may_do() -> None:
    inflow = Known(5.0).draws(np.random.default_rng(0), 50_000)
    sure, unsure = (hold(inflow, Stay(20.0, error, None, 50), tail=0.025) for error in (0.0, 4.0))
    assert unsure.least < sure.least < 100 < sure.most < unsure.most


def test_the_number_there_is_poisson_however_long_deals_stay() -> None:
    """1 a day, lognormal stays of 10 days in the mean: over 4,000 independent days mean and variance are 10 (M/G/∞)."""
    rng = np.random.default_rng(1)
    there = []
    for _look in range(4000):
        ages = rng.uniform(0, 300, rng.poisson(300))
        there.append(int((rng.lognormal(np.log(10) - 0.32, 0.8, len(ages)) > ages).sum()))
    assert np.mean(there) == pytest.approx(10, abs=0.25)
    assert np.var(there) == pytest.approx(10, rel=0.1)


def test_the_share_that_never_left_is_told() -> None:
    """Of ten, eight left after 3 days and two were still there after 100: the mean grows with the time one looks."""
    found = stay([3] * 8 + [100] * 2, [True] * 8 + [False] * 2)
    assert (found.staying, found.mean) == (pytest.approx(0.2), pytest.approx(3 + 0.2 * 97))
    assert stay([3] * 8, [True] * 8).staying == 0.0
