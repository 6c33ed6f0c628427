"""From a target back through ratios: exact where they are exact, narrower with more data, and known posteriors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from merilo.insight.chain import Known, Pace, Portion, Range, Size, Step, back, won_of_open

_COUNTS = st.integers(1, 400)


def _steps(n: int) -> list[Step]:
    """40 % of deals won, 75 % of first meetings become deals, 25 touches per first meeting; known from `n` cases."""
    return [
        Step("wins", Size(1000.0, 800.0 / math.sqrt(n))),
        Step("deals", Portion(0.4 * n, n)),
        Step("first_meetings", Portion(0.75 * n, n), Portion(0.9 * n, n)),
        Step("touches", Pace(n, 25.0 * n)),
    ]


def test_exact_ratios_give_the_exact_answer() -> None:
    """60,000 of 1,000 each: 60 wins; of 40 %: 150 deals; 90 % of them from 75 %: 180 meetings; × 25: 4,500 touches."""
    steps = [
        Step("wins", Known(1000.0)),
        Step("deals", Known(0.4)),
        Step("first_meetings", Known(0.75), Known(0.9)),
        Step("touches", Known(1 / 25)),
    ]
    needs = {name: Range.of(draws) for name, draws in back(60_000.0, steps).items()}
    expected = {"wins": 60.0, "deals": 150.0, "first_meetings": 180.0, "touches": 4500.0}
    assert {name: (each.low, each.median, each.high) for name, each in needs.items()} == {
        name: pytest.approx((value, value, value)) for name, value in expected.items()
    }


def test_with_very_many_cases_the_answer_is_that_of_exact_ratios() -> None:
    needs = back(60_000.0, _steps(10**8))
    assert Range.of(needs["touches"]).low == pytest.approx(4500, rel=2e-3)
    assert Range.of(needs["touches"]).high == pytest.approx(4500, rel=2e-3)


@settings(max_examples=25, deadline=None)
@given(n=st.integers(20, 400))
def test_more_data_make_every_range_narrower(n: int) -> None:
    few, many = back(60_000.0, _steps(n)), back(60_000.0, _steps(4 * n))
    for name in few:
        wide, narrow = Range.of(np.log(few[name])), Range.of(np.log(many[name]))
        assert narrow.high - narrow.low < wide.high - wide.low


@settings(max_examples=25, deadline=None)
@given(n=_COUNTS, target=st.floats(1.0, 1e9))
def test_twice_the_target_asks_for_exactly_twice_as_much(n: int, target: float) -> None:
    once, twice = back(target, _steps(n)), back(2 * target, _steps(n))
    for name in once:
        np.testing.assert_allclose(twice[name], 2 * once[name])


def test_what_is_reached_needs_nothing() -> None:
    assert {name: draws.max() for name, draws in back(-5.0, _steps(50)).items()} == dict.fromkeys(
        ("wins", "deals", "first_meetings", "touches"), 0.0
    )


def test_a_what_if_changes_only_what_follows_from_it() -> None:
    """Wins come before the win rate; deals, meetings and touches all shrink by what it gained, draw by draw."""
    steps = _steps(30)
    better = [steps[0], Step("deals", Known(0.8)), *steps[2:]]
    before, after = back(60_000.0, steps), back(60_000.0, better)
    np.testing.assert_array_equal(before["wins"], after["wins"])
    np.testing.assert_allclose(before["touches"] / after["touches"], before["deals"] / after["deals"])


@given(successes=st.integers(0, 50), more=st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_a_portion_is_the_beta_posterior(successes: int, more: int) -> None:
    portion = Portion(successes, successes + more)
    drawn = portion.draws(np.random.default_rng(1), 20_000)
    true = stats.beta(successes + 0.5, more + 0.5)
    assert portion.middle == pytest.approx(true.mean())
    assert drawn.mean() == pytest.approx(true.mean(), abs=5 * true.std() / math.sqrt(20_000))


def test_a_pace_is_the_gamma_posterior() -> None:
    """12 events in 30 weeks: Gamma(12.5)/30; its quartiles by scipy."""
    drawn = Pace(12, 30.0).draws(np.random.default_rng(1), 200_000)
    true = stats.gamma(12.5, scale=1 / 30)
    assert np.percentile(drawn, [25, 50, 75]) == pytest.approx(true.ppf([0.25, 0.5, 0.75]), rel=0.01)
    assert Pace(12, 30.0).middle == pytest.approx(true.mean())


def test_a_size_keeps_mean_and_standard_error() -> None:
    drawn = Size(500.0, 100.0).draws(np.random.default_rng(1), 400_000)
    assert (drawn.mean(), drawn.std()) == (pytest.approx(500, rel=0.002), pytest.approx(100, rel=0.01))
    assert drawn.min() > 0


def test_open_deals_bring_their_chance_times_their_amount() -> None:
    """Ten deals of 100 at 30 %, known exactly: 300 in the mean, standard deviation 100·√(10·0.21) = 145."""
    chance = Portion(0.3e9, 1e9)
    won = won_of_open([chance] * 10, np.full(10, 100.0), size=200_000)
    assert won.mean() == pytest.approx(300, abs=2)
    assert won.std() == pytest.approx(100 * math.sqrt(10 * 0.21), rel=0.02)


def test_what_is_not_known_of_a_stage_is_not_known_of_all_its_deals() -> None:
    """One of two deals was won: Beta(1.5, 1.5), variance 1/16; 100 deals share it: sd ≈ 100·√(1/16 + …/100)."""
    won = won_of_open([Portion(1, 2)] * 100, np.ones(100), size=100_000)
    # Var = 100²·Var(p) + 100·E[p(1−p)] = 625 + 100 · (1/4 − 1/16) = 643.75
    assert won.var() == pytest.approx(643.75, rel=0.03)


def test_no_open_deals_bring_nothing() -> None:
    assert won_of_open([], np.array([])).tolist() == [0.0] * 4000
