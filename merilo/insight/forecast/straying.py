"""How far forecasts of the past strayed beyond chance: what bands have to allow for besides it.

A model that has learned the past knows how far it strayed from that past, but not how far from what comes next: habits
change, and so does what an average deal brings. So the forecasts whose spans are over are held against what came. With
F forecast and A come, Σ((A − F)² − V) / ΣF² is the variance of a factor that all wins of a span have in common, with V
the variance that chance alone makes (Σp(1 − p) of open deals, Poisson's of those to come). Likewise of what the average
win brought, r = (amount / wins come) / (amount / wins forecast): Σ A·((r − 1)² − c² / A) / ΣA, c the coefficient of
variation of what single wins brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from merilo.insight.forecast.history import Floats, Ints
from merilo.insight.forecast.naive import Wins
from merilo.insight.forecast.scores import spans_apart

_BEFORE = 6.0
"""As many spans are needed for the past forecasts to weigh as much as what was thought before."""
_MOST = 1.0


@dataclass(frozen=True)
class Past:
    """One forecast whose span is over: made at the end of day `origin`, of the `days` after it.

    `wins` and `amount` as forecast; `noise`: the variance of the wins by chance alone.
    """

    origin: int
    days: int
    wins: float
    amount: float
    noise: float


@dataclass(frozen=True)
class Straying:
    """By length in `days` (ascending): the variances of the two common factors, and from how many spans apart `n`."""

    days: Ints
    wins: Floats
    amount: Floats
    n: Floats

    def with_wins(self, days: Ints, before: Floats) -> Floats:
        """The variance of the factor of wins for spans of such lengths, with what was thought `before`."""
        return self._with(self.wins, days, before)

    def with_amount(self, days: Ints) -> Floats:
        """The same of the factor of amounts, which was thought not to vary."""
        return self._with(self.amount, days, np.zeros(len(days)))

    def _with(self, told: Floats, days: Ints, before: Floats) -> Floats:
        if not len(self.days):
            return before
        n = np.interp(days, self.days, self.n)
        found: Floats = (n * np.interp(days, self.days, told) + _BEFORE * before) / (n + _BEFORE)
        return found


def straying(past: Iterable[Past], came: Wins, known: int) -> Straying:
    """What is known at the end of a day of how far forecasts strayed; `came`: the wins known then."""
    over = [each for each in past if each.origin + each.days <= known and each.wins > 0]
    lengths = sorted({each.days for each in over})
    own = [[each for each in over if each.days == days] for days in lengths]
    told = [_of_length(each, came) for each in own]
    begun = [np.array([each.origin for each in past]) for past in own]
    apart = [spans_apart(after, after + days) for days, after in zip(lengths, begun, strict=True)]
    wins, amount = (np.array([both[which] for both in told]) for which in (0, 1))
    return Straying(np.array(lengths, dtype=np.int64), wins, amount, np.array(apart, dtype=np.float64))


def _of_length(past: Sequence[Past], came: Wins) -> tuple[float, float]:
    said, noise = np.array([each.wins for each in past]), np.array([each.noise for each in past])
    happened, told, dear = np.zeros((3, len(past)))
    for place, each in enumerate(past):
        worth = came.worth[(came.day > each.origin) & (came.day <= each.origin + each.days)]
        happened[place] = len(worth)
        worth = worth[worth > 0]  # what is not known says nothing
        if len(worth) > 1 and each.amount > 0:
            ratio = worth.mean() / (each.amount / each.wins)
            told[place] = len(worth)
            dear[place] = len(worth) * (ratio - 1) ** 2 - worth.var(ddof=1) / worth.mean() ** 2
    of_wins = ((happened - said) ** 2 - noise).sum() / (said**2).sum()
    of_amount = dear.sum() / max(float(told.sum()), 1.0)
    return float(np.clip(of_wins, 0.0, _MOST)), float(np.clip(of_amount, 0.0, _MOST))
