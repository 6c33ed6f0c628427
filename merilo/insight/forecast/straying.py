"""How far forecasts of the past strayed beyond chance: what bands have to allow for besides it.

A model that has learned the past knows how far it strayed from that past, but not how far from what comes next: habits
change, and so does what an average deal brings. So the forecasts whose spans are over are held against what came. With
F forecast and A come, Σ((A − F)² − V) / ΣF² is the variance of a factor that all wins of a span have in common, with V
the variance that a forecast has without it (of open deals Σp(1 − p), of those to come Poisson's and that of their own
number). The same of the amount is the variance of the product of that factor and another one, of what wins bring:
1 + v(amount) = (1 + v(wins)) (1 + v(what they bring)); so it is told too where both go wrong together.
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
_BRING_BEFORE = 0.05**2
"""Of what the average win brings, before any forecast is over: it moves by a twentieth."""
_MOST = 1.0


@dataclass(frozen=True)
class Past:
    """One forecast whose span is over: made at the end of day `origin`, of the `days` after it.

    `said`: wins and their amount as forecast; `noise`: the variance of both without what all wins have in common.
    """

    origin: int
    days: int
    said: tuple[float, float]
    noise: tuple[float, float]


@dataclass(frozen=True)
class Straying:
    """By length in `days` (ascending): the variances of the two common factors, of all `wins` and of what they `bring`,
    and from how many spans apart `n`.
    """

    days: Ints
    wins: Floats
    bring: Floats
    n: Floats

    def with_wins(self, days: Ints, before: Floats) -> Floats:
        """The variance of the factor of wins for spans of such lengths, with what was thought `before`."""
        return self._with(self.wins, days, before)

    def with_bring(self, days: Ints) -> Floats:
        """The same of the factor of what wins bring."""
        return self._with(self.bring, days, np.full(len(days), _BRING_BEFORE))

    def _with(self, told: Floats, days: Ints, before: Floats) -> Floats:
        if not len(self.days):
            return before
        n = np.interp(days, self.days, self.n)
        found: Floats = (n * np.interp(days, self.days, told) + _BEFORE * before) / (n + _BEFORE)
        return found


UNTRIED = Straying(np.zeros(0, dtype=np.int64), *np.zeros((3, 0)))
"""Of a company of which no forecast is over."""


def straying(past: Iterable[Past], came: Wins, known: int) -> Straying:
    """What is known at the end of a day of how far forecasts strayed; `came`: the wins known then."""
    over = [each for each in past if each.origin + each.days <= known and each.said[0] > 0]
    lengths = sorted({each.days for each in over})
    own = [[each for each in over if each.days == days] for days in lengths]
    told = [_of_length(each, came) for each in own]
    begun = [np.array([each.origin for each in past]) for past in own]
    apart = [spans_apart(after, after + days) for days, after in zip(lengths, begun, strict=True)]
    wins, bring = (np.array([both[which] for both in told]) for which in (0, 1))
    return Straying(np.array(lengths, dtype=np.int64), wins, bring, np.array(apart, dtype=np.float64))


def _of_length(past: Sequence[Past], came: Wins) -> tuple[float, float]:
    happened, unknown = (np.array(rows) for rows in zip(*(_came(each, came) for each in past), strict=True))
    said, noise = (np.array([getattr(each, name) for each in past]) for name in ("said", "noise"))
    told = np.isfinite(happened) & (said > 0)  # what is not known says nothing
    beyond = ((happened - said) ** 2 - noise - unknown).sum(axis=0, where=told)
    wins, amount = np.clip(beyond / np.maximum((said**2).sum(axis=0, where=told), 1e-9), 0.0, _MOST)
    return float(wins), max((1.0 + float(amount)) / (1.0 + float(wins)) - 1.0, 0.0)


def _came(span: Past, came: Wins) -> tuple[tuple[float, float], tuple[float, float]]:
    """The n wins, and what they brought if those of unknown amount are like the k others (nan: fewer than half are
    known); and how much more the latter varies for it: (n²/k − n) × the variance of the known ones.
    """
    worth = came.worth[(came.day > span.origin) & (came.day <= span.origin + span.days)]
    known = worth[np.isfinite(worth)]
    n, k = len(worth), len(known)
    if 2 * k < n:
        return (float(n), float("nan")), (0.0, 0.0)
    return (float(n), n * float(known.mean()) if k else 0.0), (0.0, (n * n / k - n) * float(known.var()) if k else 0.0)
