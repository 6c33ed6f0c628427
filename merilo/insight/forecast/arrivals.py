"""Deals that do not exist yet: how many will be opened on each day to come, and how soon such deals are won.

The level of arrivals is that of weighted past weeks, its half-life chosen by how well each would have told the weeks
that followed so far (Poisson likelihood); a trend is estimated from the last year, drawn towards none, damped, because
trends seldom go on (Gardner and McKenzie 1985), and only followed where following it would have told more. A deal is
won on a day with the chance that it is still open times the rate of its age on such a day, with lost as competing end
(on even days the cumulative incidence of Aalen-Johansen), by pipeline where it has wins enough, of recent births more
than of old.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from merilo.insight.forecast.history import LOST, NONE, WON, Floats, History, Ints
from merilo.insight.forecast.landmarks import HALF_LIFE
from merilo.insight.forecast.rhythm import Calendar, Rhythm, rhythm

_HALF_LIVES = (4.0, 8.0, 16.0, 32.0, 64.0)  # weeks
_NEXT, _NEXT_FEW = 12, 4  # weeks that a level has to tell, and where there are few
_MANY = 30
_TREND_SD, _DAMPED = 0.01, 0.9  # of the logarithm, a week
_YEAR = 52
_SHARES = 60.0  # half-life in days of who opens deals
_AGES = 366
_ENOUGH = 25
_WORTH = 2.0  # how much more likely what came must be with a trend, as a logarithm


@dataclass(frozen=True)
class Ripening:
    """How often deals of each age in days are won, and lost, on a day of weight one."""

    won: Floats
    lost: Floats

    def incidence(self, wins: Floats, losses: Floats) -> Floats:
        """The chance to be won at each age, of deals (rows) the days of whose ages weigh so much."""
        ages = wins.shape[1]
        a, b = self.won[:ages] * wins, self.lost[:ages] * losses
        either = a + b
        still = np.cumprod(1.0 - np.minimum(either, 1.0), axis=1)
        before = np.concatenate([np.ones((len(wins), 1)), still[:, :-1]], axis=1)
        found: Floats = before * a / np.maximum(either, 1.0)
        return found


@dataclass(frozen=True)
class Arrivals:
    """Deals to come. `level`: a weighted day; `trend`: of its logarithm, a week; `spread`: the variance of a month's
    arrivals around what was told, beyond chance, as a share of it squared.

    `cells`: who (code of the seller) opens them in which pipeline, with the `share` of each; `ripening[pipeline]`: how
    soon its deals are won and lost; `ending`: the days on which deals are won, and lost.
    """

    level: float
    trend: float
    spread: float
    days: Rhythm
    cells: Ints
    share: Floats
    ripening: dict[int, Ripening]
    ending: tuple[Rhythm, Rhythm]

    def opened(self, after: int, last: int) -> Floats:
        """The deals expected to be opened on each day after `after`, up to `last`."""
        ahead = np.arange(1, last - after + 1)
        weeks = (ahead - 1) // 7 + 1
        damped = self.trend * _DAMPED * (1 - _DAMPED**weeks) / (1 - _DAMPED)
        expected: Floats = self.level * self.days.on(after + ahead) * np.exp(damped)
        return expected

    def won(self, after: int, ends: Ints) -> Floats:
        """Expected wins of deals opened after the day `after`, by cell, up to each of the days `ends`."""
        last = int(ends[-1])
        opened = self.opened(after, last)
        ages = min(len(opened), _AGES)
        # Which day ahead, from 0 on, a deal of each day's has each age on; past the last one nothing is asked.
        day = np.arange(len(opened))[:, None] + np.arange(ages)
        asked = day < len(opened)
        wins, losses = (own.on(after + 1 + day) for own in self.ending)
        found = np.zeros((len(self.cells), len(ends)))
        for pipeline in np.unique(self.cells[:, 1]):
            won = opened[:, None] * self.ripening[int(pipeline)].incidence(wins, losses)
            daily = np.cumsum(np.bincount(day[asked], won[asked], minlength=len(opened)))
            mine = self.cells[:, 1] == pipeline
            found[mine] = self.share[mine, None] * daily[ends - after - 1]
        return found


def arrivals(
    history: History,
    ended: tuple[Ints, Ints],
    calendar: Calendar,
    span: tuple[int, int],
    ending: tuple[Rhythm, Rhythm],
) -> Arrivals:
    """What is to come after the last day of `span`, from what was known then; closings are recorded from its first on.

    `ending`: the days on which deals are won, and lost.
    """
    known = span[1]
    seen = np.flatnonzero(history.created <= known)
    born = history.created[seen]
    first = max(int(born.min()), calendar.first) if len(born) else known
    daily = np.bincount(np.clip(born - calendar.first, 0, len(calendar) - 1), minlength=len(calendar))
    exposed = (np.arange(calendar.first, calendar.first + len(calendar)) >= first).astype(float)
    days = rhythm(calendar, daily, exposed, known)
    level, trend, spread = _level(born, days, first, known)
    cells, share = _cells(history, seen, known)
    return Arrivals(level, trend, spread, days, cells, share, _ripenings(history, ended, seen, span, ending), ending)


def _level(born: Ints, days: Rhythm, first: int, known: int) -> tuple[float, float, float]:
    """The level a weighted day, its trend a week, and how far months strayed from what was told beyond chance."""
    weeks = (known - first + 1) // 7
    if weeks < 1:
        weight = float(days.between(np.array([first - 1]), np.array([known]))[0])
        return (len(born) / weight if weight else 0.0), 0.0, 0.25
    ends = known - 7 * np.arange(weeks)[::-1]
    counts = np.array([((born > end - 7) & (born <= end)).sum() for end in ends], dtype=float)
    weights = np.maximum(days.between(ends - 7, ends), 0.05)
    half_life, trend, spread = _told_best(counts, weights)
    return _smoothed(counts, weights, half_life), trend, spread


def _smoothed(counts: Floats, weights: Floats, half_life: float) -> float:
    fading = 0.5 ** (np.arange(len(counts))[::-1] / half_life)
    return float((fading @ counts + 1e-9) / (fading @ weights))


def _told_best(counts: Floats, weights: Floats) -> tuple[float, float, float]:
    """The half-life whose level would have told the coming weeks best, the trend if it would have told more with it,
    and how far they strayed from it beyond chance.
    """
    following = _NEXT if len(counts) >= _MANY else _NEXT_FEW
    origins = range(4, len(counts) - following + 1)
    if len(origins) < 4:
        return 16.0, 0.0, 0.05
    happened = np.array([counts[origin : origin + following].sum() for origin in origins])
    coming = np.array([weights[origin : origin + following].sum() for origin in origins])
    tried = []
    for half_life in _HALF_LIVES:
        levels = [_smoothed(counts[:origin], weights[:origin], half_life) for origin in origins]
        tried.append((_likely(happened, coming * levels), half_life, coming * levels))
    best = max(tried, key=lambda each: each[0])
    growth = np.array([_grown(_trend(counts[:origin], weights[:origin]), following) for origin in origins])
    with_trend = best[2] * growth
    follows = _likely(happened, with_trend) > best[0] + _WORTH
    followed = with_trend if follows else best[2]
    beyond = float(((happened - followed) ** 2 - happened).sum() / max((followed**2).sum(), 1e-9))
    return best[1], _trend(counts, weights) if follows else 0.0, float(np.clip(beyond, 0.0005, 1.0))


def _likely(happened: Floats, told: Floats) -> float:
    return float((happened * np.log(np.maximum(told, 1e-9)) - told).sum())


def _grown(trend: float, weeks: int) -> float:
    """What a damped trend makes of the mean of so many weeks."""
    ahead = np.arange(1, weeks + 1)
    return float(np.exp(trend * _DAMPED * (1 - _DAMPED**ahead) / (1 - _DAMPED)).mean())


def _trend(counts: Floats, weights: Floats) -> float:
    """The slope of the logarithm a week over the last year, by Newton steps, with a normal prior."""
    counts, weights = counts[-_YEAR:], weights[-_YEAR:]
    if len(counts) < 12 or counts.sum() < 30:
        return 0.0
    week = np.arange(len(counts)) - (len(counts) - 1) / 2
    base, slope = float(np.log(counts.sum() / weights.sum())), 0.0
    # Weeks vary more than chance alone: the excess takes weight from the slope.
    mean = weights * np.exp(base)
    excess = max(1.0, float(((counts - mean) ** 2 / mean).mean()))
    for _step in range(20):
        mean = weights * np.exp(base + slope * week)
        gradient = (week @ (counts - mean)) / excess - slope / _TREND_SD**2
        slope += float(gradient / ((week**2 @ mean) / excess + 1 / _TREND_SD**2))
        base = float(np.log(counts.sum() / (weights @ np.exp(slope * week))))
    return float(slope)


def _cells(history: History, seen: Ints, known: int) -> tuple[Ints, Floats]:
    """Who opened how large a share of late, in which pipeline; those who have left open nothing any more."""
    lately = seen[history.created[seen] > known - 365]
    if not len(lately):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    seller = history.seller_then(lately, np.full(len(lately), known))
    gone = history.left_by(known)
    stays = ~gone[seller + 1]
    lately, seller = (lately[stays], seller[stays]) if stays.any() else (lately, np.full(len(lately), NONE))
    fading = 0.5 ** ((known - history.created[lately]) / _SHARES)
    cells, own = np.unique(np.stack([seller, history.pipeline[lately]], axis=1), axis=0, return_inverse=True)
    share = np.bincount(own.ravel(), fading)
    return cells, share / share.sum()


def _ripenings(
    history: History, ended: tuple[Ints, Ints], seen: Ints, span: tuple[int, int], ending: tuple[Rhythm, Rhythm]
) -> dict[int, Ripening]:
    status, closed = ended[0][seen], ended[1][seen]
    created = history.created[seen]
    of_all = _ripening(created, status, closed, span, ending)
    found = {}
    for pipeline in np.unique(history.pipeline[seen]):
        own = history.pipeline[seen] == pipeline
        enough = (status[own] == WON).sum() >= _ENOUGH
        found[int(pipeline)] = _ripening(created[own], status[own], closed[own], span, ending) if enough else of_all
    return found


def _ripening(
    created: Ints, status: Ints, closed: Ints, span: tuple[int, int], ending: tuple[Rhythm, Rhythm]
) -> Ripening:
    """The rates of each age: its ends over the weights of the days on which deals had that age, recent births more.

    Deals are opened, won and lost on working days, so by plain days each age would have weekends of its own, and times
    the weight of the day on which it falls working days would count twice. Deals born before closings were recorded are
    followed from then on (left truncation).
    """
    since, known = span
    followed = closed >= since
    created, status, closed = created[followed], status[followed], closed[followed]
    if not len(created):
        return Ripening(np.zeros(_AGES), np.zeros(_AGES))
    over = np.minimum(closed, known)
    weight = 0.5 ** ((known - created) / HALF_LIFE)
    age = np.clip(over - created, 0, _AGES - 1)
    first = int(created.min())
    there = _there(created - first, (np.clip(since - created, 0, _AGES - 1), age), weight)
    rates = []
    for end, days in zip((WON, LOST), ending, strict=True):
        own = (closed <= known) & (over - created < _AGES) & (status == end)
        weights = days.on(np.arange(first, first + len(there) + _AGES))
        exposed = (there * np.lib.stride_tricks.sliding_window_view(weights, _AGES)[: len(there)]).sum(axis=0)
        rates.append(np.bincount(age[own], weight[own], minlength=_AGES) / np.maximum(exposed, 1e-12))
    return Ripening(*rates)


def _there(birth: Ints, ages: tuple[Ints, Ints], weight: Floats) -> Floats:
    """The weight of the deals born on each day that were followed at each age: from the first to the last of `ages`."""
    n, width = int(birth.max()) + 1, _AGES + 1
    first, last = ages
    begin = np.bincount(birth * width + first, weight, minlength=n * width)
    over = np.bincount(birth * width + last + 1, weight, minlength=n * width)
    found: Floats = np.cumsum((begin - over).reshape(n, width), axis=1)[:, :_AGES]
    return found
