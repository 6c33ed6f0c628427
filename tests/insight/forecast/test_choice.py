"""The model stands until a naive method was nearer to what came."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.backtest import Backtest, Kind, Tried
from merilo.insight.forecast.choice import MODEL, choose
from merilo.insight.forecast.model import Step
from merilo.insight.forecast.scores import QUANTILES


def _record(model: float, rate: float, days: tuple[int, ...] = (7, 28), n: int = 12) -> Backtest:
    """Ten came each time; the model and the run rate said so much, the run rate not at the first origin."""
    said, nobody = np.full((2, len(QUANTILES)), model), np.zeros((2, 2, 2))
    tried = [
        Tried(Kind(days=span), 7 * place, 7 * place, 7 * place + span, (10.0, 10.0), said, np.ones((2, 2)),
              (model, model), 10.0, {"run_rate": (rate, rate)} if place else {}, Step.EVERYTHING, 0, nobody)
        for span in days for place in range(n)
    ]  # fmt: skip
    return Backtest(7 * np.arange(n), tuple(tried))


def test_the_model_stands_when_it_is_nearer_and_gives_way_when_it_is_not() -> None:
    assert choose(_record(11, 13), 28, 0).method == MODEL
    lost = choose(_record(14, 12), 28, 0)
    assert (lost.method, lost.days) == ("run_rate", 28)
    assert lost.score is not None
    assert lost.score.loses


def test_the_spread_of_a_naive_point_is_what_came_of_such_points() -> None:
    """Ten came where twelve were said, always: of 24 said, 20 come."""
    lost = choose(_record(14, 12), 7, 0)
    assert lost.quantiles(24.0, QUANTILES) == pytest.approx(np.full(len(QUANTILES), 20.0))
    assert choose(_record(11, 13), 7, 0).quantiles(24.0, QUANTILES) == pytest.approx(np.full(len(QUANTILES), 24.0))


def test_the_nearest_length_decides_and_where_nothing_or_little_was_tried_the_model_stands_unproven() -> None:
    assert [choose(_record(11, 13), days, 0).days for days in (5, 10, 20, 91)] == [7, 7, 28, 28]
    assert choose(Backtest(np.zeros(0, dtype=np.int64), ()), 28, 0).score is None
    few = choose(_record(14, 12, n=6), 28, 0)
    assert few.method == MODEL
    assert few.score is not None
    assert few.score.too_few
