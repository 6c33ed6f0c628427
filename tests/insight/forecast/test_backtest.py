"""The record of forecasts: on a company whose truth is known bands hold, chances are kept, and nothing is peeked at."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from merilo.insight.forecast.backtest import MOST, Backtest, Kind, backtest, origins_of
from merilo.insight.forecast.history import LOST, WON, History
from merilo.insight.forecast.scores import QUANTILES, Calibration, Score
from tests.insight.forecast.companies import FIRST, calendar, history, with_truth

_MONTHS = FIRST + np.arange(24, 600, 30)


@cache
def _record() -> tuple[History, Backtest]:
    """Forty weekly origins of 2,000 deals in two stages, whose rates never change."""
    known = with_truth()
    origins = known.upto - 7 - 7 * np.arange(40)[::-1]
    return known, backtest(known, calendar(known), {"month": _MONTHS}, origins, (7, 28))


def _score(kind: Kind, measure: int = 0) -> Score:
    found = _record()[1].score(kind, measure)
    assert found is not None
    return found


def _calibration(days: int) -> Calibration:
    found = _record()[1].calibration(days)
    assert found is not None
    return found


@pytest.mark.parametrize(("days", "measure", "most"), [(7, 0, 0.95), (28, 0, 0.9), (7, 1, 0.9), (28, 1, 0.9)])
def test_bands_hold_what_they_promise(days: int, measure: int, most: float) -> None:
    """Nine wins a week are whole numbers: of those from the tenth to the ninetieth percentile a band holds 87 %."""
    bands = _score(Kind(days=days), measure).bands
    assert 0.70 <= bands.within_80 <= most
    assert bands.within_80 == pytest.approx(bands.promised_80, abs=0.12)  # of forty weeks: two standard errors
    assert abs(_score(Kind(days=days), measure).model.bias or 0.0) < 0.08


@pytest.mark.parametrize(("days", "measure"), [(7, 0), (28, 0), (7, 1), (28, 1)])
def test_the_bands_of_sellers_hold_what_they_promise(days: int, measure: int) -> None:
    """Of whole numbers a band promises more than it is named for, and holds as much more: within two standard errors
    of as many spans apart as there are of each seller.
    """
    apart = (_score(Kind(days=days)).bands.apart or 0) * len(_record()[0].sellers)
    found = _record()[1].seller_bands(Kind(days=days), measure)
    assert found is not None
    assert found.n == (40 if days == 7 else 37) * len(_record()[0].sellers)  # the last three saw no 28 days yet
    assert found.promised_80 >= 0.79
    assert found.within_80 == pytest.approx(found.promised_80, abs=0.05)
    assert found.within_50 == pytest.approx(found.promised_50, abs=2 * (0.25 / apart) ** 0.5)


@pytest.mark.parametrize("days", [7, 28])
def test_chances_are_kept_and_deals_are_told_apart(days: int) -> None:
    """Within 28 days an offered deal is won with 0.06/0.09 · (1 − e^−2.52) = 0.61; one not offered with less."""
    found = _calibration(days)
    assert found.error <= 0.04
    assert found.brier < found.brier_of_all
    assert (found.auc or 0) > 0.6
    assert days == 7 or found.bins[-1].said == pytest.approx(0.61, abs=0.06)


def test_the_sum_of_chances_is_what_came() -> None:
    found = _record()[1].chances[28]
    assert found.chance.sum() == pytest.approx(found.won.sum(), rel=0.05)


def test_no_method_is_nearer_than_the_model_by_more_than_chance() -> None:
    found = _score(Kind(days=28))
    assert found.skill is not None
    assert found.skill > -0.05
    assert (found.model.wmape or 1) < 1.6 * found.noise


def test_a_forecast_rises_from_quantile_to_quantile_and_knows_what_has_been_won_in_its_period() -> None:
    known, record = _record()
    assert all((np.diff(each.quantiles) >= 0).all() for each in record.tried)
    late = [each for each in record.tried if each.kind == Kind(period="month", third=3)]
    so_far = known.closed[known.status == WON]
    assert late
    for each in late:
        assert each.quantiles[0, 0] >= ((so_far > each.after) & (so_far <= each.origin)).sum()


def test_origins_lie_about_a_week_apart_on_every_weekday_and_further_where_the_history_is_long() -> None:
    known = history([(day, WON, day + 1) for day in range(200)], 201)
    found = origins_of(known, (7, 28))
    assert (found[-1], set(np.diff(found).tolist()), set((found % 7).tolist())) == (known.upto - 7, {8}, set(range(7)))
    assert found[0] >= FIRST + 42
    for days in (2000, 2240):  # forty spans of the latter are of eight whole weeks
        long = origins_of(history([(day, WON, day + 1) for day in range(days)], days + 1), (7,))
        assert len(long) <= MOST
        assert set((long % 7).tolist()) == set(range(7))
    assert not len(origins_of(history([(day, LOST, day + 1) for day in range(200)], 201)))


def test_a_span_in_which_nothing_was_won_is_forecast_and_scored() -> None:
    """One win a day for 100 days, then none for 30: the zeros count as errors, and nothing is divided by them."""
    known = history(
        [(day, WON, day + 3) for day in range(100)] + [(day, LOST, day + 3) for day in range(100, 130)], 135
    )
    record = backtest(known, calendar(known), {}, FIRST + np.array([60, 80, 110, 120]), (7,))
    found = record.score(Kind(days=7), 0)
    assert found is not None
    assert [each.actual[0] for each in record.tried] == [7, 7, 0, 0]
    assert found.model.wmape is not None
    assert np.isfinite(found.model.wmape)
    assert record.tried[0].quantiles.shape == (2, len(QUANTILES))
