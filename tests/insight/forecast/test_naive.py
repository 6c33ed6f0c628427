"""The naive methods worked out by hand; none of them knows what came later."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.history import OPEN, WON, History
from merilo.insight.forecast.naive import LABELS, naive, wins
from tests.insight.forecast.companies import FIRST, history, told


def _said(known: History, day: int, after: int, last: int) -> dict[str, tuple[float, float]]:
    return dict(naive(known, FIRST + day, wins(known, FIRST + day), FIRST + after, FIRST + last))


def test_run_rate_last_period_and_last_year_by_hand() -> None:
    """One win of 100 a day on days 0 to 363, two a day from 364 on; known on day 400, asked for days 401 to 407.

    run rate: 28 days before = 56 wins, a quarter of it = 14; last period: days 394–400 = 14; last year: days 37–43 = 7
    """
    days = [*range(364), *np.repeat(np.arange(364, 420), 2).tolist()]
    said = _said(history([(day, WON, day) for day in days], 419), 400, 400, 407)
    assert said == {"run_rate": (14, 1400), "last_period": (14, 1400), "last_year": (7, 700)}
    assert set(said) < set(LABELS)


def test_a_method_without_the_days_that_it_needs_says_nothing() -> None:
    """Known on day 20 of the history: 28 days of run rate are not there, the last seven are."""
    said = _said(history([(day, WON, day) for day in range(60)], 59), 20, 20, 27)
    assert said == {"last_period": (7, 700)}


def test_a_rest_of_a_period_has_its_own_length() -> None:
    """From within a period: after day 40 up to day 50, run rate 28 · 10/28 = 10."""
    said = _said(history([(day, WON, day) for day in range(60)], 59), 40, 40, 50)
    assert said["run_rate"] == pytest.approx((10, 1000))


def _weighed(known: History, day: int) -> tuple[float, float] | None:
    return _said(known, day, day, day + 30).get("crm_weighted")


def test_the_weighted_pipeline_is_what_is_expected_to_close_by_the_chance_of_its_stage() -> None:
    """
    deal | amount | stage | chance | expected on | counts for the 30 days after day 50
      0  |  100   | Talk  |  0.1   | 60          | 0.1 and 10
      1  |  300   | Offer |  0.5   | 40 (late)   | 0.5 and 150: at once
      2  |  900   | Offer |  0.5   | 99          | no
    """
    known = history(
        [(0, OPEN, None)] * 3, 50, amount=np.array([100.0, 300, 900]), stage=np.array([0, 1, 1]),
        expected=FIRST + np.array([60.0, 40, 99]), stage_chance=np.array([0.1, 0.5, 1, 0]),
    )  # fmt: skip
    assert _weighed(known, 50) == pytest.approx((0.6, 160))


def test_the_weighted_pipeline_of_a_past_day_does_not_know_that_a_deal_is_won_by_now() -> None:
    """Won on day 60, stage "Won" (chance 1) and expected on day 60 as it stands now: on day 50 that was not so. Without
    a history nothing can be said of day 50; with one, it was in "Offer" and expected on day 55.
    """
    facts = {"stage": np.array([2]), "expected": np.array([FIRST + 60.0]), "stage_chance": np.array([0.1, 0.5, 1, 0])}
    assert _weighed(history([(0, WON, 60)], 90, **facts), 50) is None
    changes = {
        "stage_told": told([(0, 20, 0, 1), (0, 60, 1, 2)]),
        "expected_told": told([(0, 30, FIRST + 40, FIRST + 55), (0, 60, FIRST + 55, FIRST + 60)]),
        "amount_told": told([(0, 5, 50, 80), (0, 60, 80, 100)]),
    }
    assert _weighed(history([(0, WON, 60)], 90, **facts, **changes), 50) == pytest.approx((0.5, 40))


def test_a_win_counts_for_what_it_brought_as_known_and_no_amount_for_nothing() -> None:
    known = history([(0, WON, 5), (0, WON, 6)], 9, amount=np.array([70.0, np.nan]))
    assert wins(known, FIRST + 9).between(FIRST + 4, FIRST + 9) == (2.0, 70.0)
    assert wins(known, FIRST + 5).between(FIRST + 4, FIRST + 9) == (1.0, 70.0)
