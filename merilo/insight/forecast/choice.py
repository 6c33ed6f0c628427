"""Which method to believe for so many days ahead: the model, or a naive one that was nearer to what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from merilo.insight.forecast.backtest import Backtest, Kind
from merilo.insight.forecast.history import Floats
from merilo.insight.forecast.scores import Score

MODEL = "model"
_LEAST_RATIOS = 8


@dataclass(frozen=True)
class Choice:
    """The `method` for spans of about `days` days, the score that it was chosen by (None: nothing could be tried), and
    what actuals were over what the method said, on past days.
    """

    method: str
    days: int
    score: Score | None
    ratios: Floats

    def quantiles(self, point: float, at: Floats) -> Floats:
        """The spread of a naive point: by what came of such points so far."""
        found: Floats = point * (
            np.quantile(self.ratios, at) if len(self.ratios) >= _LEAST_RATIOS else np.ones_like(at)
        )
        return found


def method_of(score: Score | None) -> str:
    """The method that a score speaks for: the model until a naive one was nearer to what came, or nothing is known."""
    return score.best if score and score.best and score.loses and not score.too_few else MODEL


def choose(record: Backtest, days: int, measure: int) -> Choice:
    """The method for the number of wins (measure 0) or their amount (1) within so many days ahead.

    The length that was tried and is nearest (as a ratio) decides. The model stands unless a naive method was nearer to
    what came; where nothing could be tried it stands too, unproven.
    """
    tried = sorted({each.days for each in record.kinds if each.days})
    if not tried:
        return Choice(MODEL, days, None, np.zeros(0))
    nearest = min(tried, key=lambda each: abs(np.log(each / max(days, 1))))
    score = record.score(Kind(days=nearest), measure)
    method = method_of(score)
    if method == MODEL:
        return Choice(MODEL, nearest, score, np.zeros(0))
    own = [each for each in record.tried if each.kind == Kind(days=nearest) and method in each.naive]
    told = np.array([(each.actual[measure], each.naive[method][measure]) for each in own])
    ratios = told[told[:, 1] > 0, 0] / told[told[:, 1] > 0, 1]
    return Choice(method, nearest, score, ratios)


def counted_on(n: float, share: float, at: Floats) -> Floats:
    """Quantiles of a count to come in `share` of the time in which `n` were counted.

    Negative binomial: the Poisson count of a rate that is Gamma(n + ½) of one unit of time (Jeffreys' prior).
    """
    found: Floats = nbinom.ppf(at, n + 0.5, 1.0 / (1.0 + share))
    return found
