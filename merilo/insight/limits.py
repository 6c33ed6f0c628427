"""Natural limits: what a series may do without anything having changed, and the signals that something has.

Every point is held against what the points before it foretell (Quesenberry's Q charts 1991, J. Qual. Tech. 23, for
short runs): counts by the gamma-Poisson, shares by the beta-binomial predictive distribution, both wider where the
series varies more than chance; amounts by XmR: x̄ ± 2.66 × the mean moving range (Shewhart; Wheeler, Understanding
Variation), which is x̄ ± 3·R̄/1.128, a little wider while it rests on few points. What all others of the group did in
the same week is expected of everybody, so one is not accused of what happened to all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.base import Base, Forecast
from merilo.insight.change import Change, Level, change, change_point
from merilo.insight.predictive import Floats, Tails
from merilo.insight.rules import LOWER, SHIFTS, Bools, Rule, Rules, Watch
from merilo.insight.series import Kind, Stack, dispersion, togetherness

RULES = Rules()


@dataclass(frozen=True)
class Signal:
    """The rule that spoke, at which point, since which point, which way (−1 down, 1 up).

    `chance`: how likely chance alone gives this point (outside), or a change of level as large as that seen when the
    signal was given, wherever the series is cut.
    """

    rule: Rule
    at: int
    since: int
    direction: int
    chance: float

    @property
    def shift(self) -> bool:
        """Whether the level has moved, so that limits begin anew at `since`."""
        return self.rule is not Rule.OUTSIDE


@dataclass(frozen=True)
class Chart:
    """One series with its limits. Values are counts, shares or amounts per point; NaN where there is no point, or not
    yet a limit. `shifts`: the first points of new levels.
    """

    value: Floats
    middle: Floats
    low: Floats
    high: Floats
    shifts: tuple[int, ...]
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class Charts:
    """Many series (rows) watched over the same points (columns).

    `mean`, `spread`, `freedom`: what was expected of each point (see `Forecast`), NaN before there are limits.
    `weight`: sizes times season and what all others did. `tails`: how far out each point lies.
    """

    stack: Stack
    rules: Rules
    mean: Floats
    spread: Floats
    freedom: Floats
    weight: Floats
    tails: Tails
    dispersion: Floats
    variation: Floats
    signals: tuple[tuple[Signal, ...], ...]

    def chart(self, series: int) -> Chart:
        """One series as it is drawn: the smallest and largest value of each point that is not outside."""
        size, mean = self.stack.size[series], self.mean[series]
        low, high = (self._edges(series, side) for side in (-1, 1))
        unit = size if self.stack.kind is Kind.SHARES else np.ones_like(size)
        value = np.where(size > 0, self.stack.value[series] / np.where(unit > 0, unit, 1.0), np.nan)
        unit = np.where(unit > 0, unit, np.nan)
        shifts = tuple(signal.since for signal in self.signals[series] if signal.shift)
        return Chart(value, mean, low / unit, high / unit, shifts, self.signals[series])

    def _edges(self, series: int, side: int) -> Floats:
        """The limit of every point on one side; NaN where there is none."""
        drawn = np.isfinite(self.mean[series])
        tables = (table[series, drawn] for table in (self.mean, self.spread, self.freedom))
        edges = np.full(len(drawn), np.nan)
        forecast = Forecast(self.stack.kind, *tables)
        edges[drawn] = _edge(forecast, self.stack.size[series, drawn], self.rules.outside, side)
        return edges

    def level(self, series: int, first: int, end: int, *, plainly: bool = False) -> Level:
        """The level of a series from point `first` to before `end`: what all others did and the season taken out, or
        `plainly` as it was.
        """
        there = self.stack.there[series, first:end]
        weight = (self.stack.size if plainly else self.weight)[series, first:end][there]
        value = float(self.stack.value[series, first:end][there].sum())
        return Level(self.stack.kind, value, float(weight.sum()), float((weight**2).sum()), int(there.sum()),
                     float(self.dispersion[series]), float(self.variation[series]))  # fmt: skip

    def standing(self, series: int, sure: float = 0.01, least: float = 0.1) -> tuple[Signal, Change] | None:
        """The shift that holds to the end, against the level before it; None when the level never moved.

        Shifts that all points known by now do not bear out (chance above `sure`), or of less than `least`, are first
        taken back, the weakest first: a small step must not hide the large one before it. Steps in the same direction
        within a few points of each other are one shift.
        """
        shifts = self._borne_out([signal for signal in self.signals[series] if signal.shift], series, (sure, least))
        if not shifts:
            return None
        first = len(shifts) - 1
        while first and self._one_step(shifts[first - 1], shifts[first]):
            first -= 1
        return shifts[first], self._moved(shifts[: first + 1], series, first)

    def _borne_out(self, shifts: list[Signal], series: int, sure: tuple[float, float]) -> list[Signal]:
        while shifts:
            moved = [self._moved(shifts, series, place) for place in range(len(shifts))]
            doubts = [1.0 if _small(each, sure[1]) else each.chance for each in moved]
            weakest = int(np.argmax(doubts))
            if doubts[weakest] <= sure[0]:
                break
            shifts = shifts[:weakest] + shifts[weakest + 1 :]
        return shifts

    def _moved(self, shifts: list[Signal], series: int, place: int) -> Change:
        """What one of these shifts changed: from the one before it, to the one after it."""
        begun = shifts[place - 1].since if place else 0
        end = shifts[place + 1].since if place + 1 < len(shifts) else self.stack.value.shape[1]
        sides = self.level(series, begun, shifts[place].since), self.level(series, shifts[place].since, end)
        return change(*sides, places=int(self.stack.there[series].sum()))

    def _one_step(self, earlier: Signal, later: Signal) -> bool:
        return earlier.direction == later.direction and later.since - earlier.since < self.rules.run


def _small(moved: Change, least: float) -> bool:
    return moved.ratio is not None and abs(moved.ratio - 1) < least


def watch(stack: Stack, rules: Rules = RULES) -> Charts:
    """Every series against its own past, point after point; limits begin anew where a shift is confirmed.

    A point without size is no point. The first `rules.least` points only teach. A point outside is not learnt from.
    """
    return _Watching(stack, rules).run()


class _Watching:
    """The state of `watch`: bases, rules, and what has been written down so far."""

    def __init__(self, stack: Stack, rules: Rules) -> None:
        self.stack, self.rules = stack, rules
        series, points = stack.value.shape
        self.dispersion, self.together = dispersion(stack), togetherness(stack)
        self.base, self.watch = Base(stack.kind, self.dispersion), Watch(series, rules)
        self.begun = np.zeros(series, dtype=np.int64)
        self.signals: list[list[Signal]] = [[] for _each in range(series)]
        self.mean, self.spread, self.freedom = (np.full((series, points), np.nan) for _each in range(3))
        self.lower, self.upper = np.full((series, points), np.nan), np.full((series, points), np.nan)
        self.weight = np.broadcast_to(stack.weight, stack.value.shape).astype(np.float64)
        members = None if stack.group is None else np.bincount(stack.group)[stack.group]
        self.compared = np.zeros(series, dtype=np.bool_) if members is None else members >= 3

    def run(self) -> Charts:
        """Go through all points."""
        for point in range(self.stack.value.shape[1]):
            self._see(point)
        kept = tuple(tuple(signals) for signals in self.signals)
        return Charts(self.stack, self.rules, self.mean, self.spread, self.freedom, self.weight,
                      Tails(self.lower, self.upper), self.dispersion, self.base.variation, kept)  # fmt: skip

    def _see(self, point: int) -> None:
        value, there = self.stack.value[:, point], self.stack.there[:, point]
        ready = there & (self.base.points >= self._least)
        factor, doubt = self._others(point, ready)
        forecast = self.base.forecast(self.weight[:, point], factor, doubt)
        tails = forecast.tails(value, self.stack.size[:, point])
        self._write(point, forecast, tails, ready)
        self.weight[:, point] *= factor
        spoken = self.watch.see(tails, self._step(forecast, point), ready)
        outside = spoken[Rule.OUTSIDE].any(axis=0)
        self.base.add(value, self.weight[:, point], there & ~outside)
        self._signal(point, spoken, tails)

    @property
    def _least(self) -> npt.NDArray[np.int64]:
        """How many points teach first: at the very beginning some, after a shift what showed it is enough."""
        return np.where(self.begun > 0, 1, self.rules.least)

    def _others(self, point: int, ready: Bools) -> tuple[Floats, Floats]:
        """F = (1 + τ²·X)/(1 + τ²·M), what all others of the group had (X) over what was expected of them (M), shrunk
        to 1 as far as such common moves are rare, and its relative variance τ²/(1 + τ²·X); who varies more counts less.

        A week in which the others are three deviations away from what is usual speaks for itself: there
        τ² = (X/M − 1)² − 1/M. Who is himself far out this week says nothing about the others: a second look leaves
        him out.
        """
        one = np.ones(len(ready))
        if self.stack.group is None or not self.compared.any():
            return one, np.zeros(len(ready))
        value, size, weight = (t[:, point] for t in (self.stack.value, self.stack.size, self.weight))
        plain = self.base.forecast(weight, one, np.zeros(len(ready)))
        expected = plain.mean * (size if self.stack.kind is Kind.SHARES else 1.0)
        trust = np.where(ready & self.compared, 1 / (1 + plain.deviation(size) ** 2 / np.maximum(expected, 1e-9)), 0.0)
        for _look in range(2):
            factor, doubt = self._factor(self.stack.group, value * trust * 2, expected * trust * 2)
            far = np.abs(self.base.forecast(weight, factor, doubt).tails(value, size).z) > 3
            trust = np.where(far, 0.0, trust)
        return np.where(self.compared, factor, 1.0), np.where(self.compared, doubt, 0.0)

    def _factor(self, group: npt.NDArray[np.int64], had: Floats, expected: Floats) -> tuple[Floats, Floats]:
        others_had = np.bincount(group, had)[group] - had
        others_expected = np.bincount(group, expected)[group] - expected
        apart = np.where(others_expected > 0, others_had / np.maximum(others_expected, 1e-9) - 1, 0.0) ** 2
        noise = 1 / np.maximum(others_expected, 1e-9)
        tau = np.where(apart > 9 * noise, np.maximum(self.together, apart - noise), self.together)
        factor = (1 + tau * others_had) / (1 + tau * others_expected)
        return factor, tau / (1 + tau * others_had)

    def _step(self, forecast: Forecast, point: int) -> Floats:
        """The change that the cumulative sum looks for, in standard deviations of this point; at most one."""
        size = self.stack.size[:, point]
        whole = np.abs(forecast.mean) * (size if self.stack.kind is Kind.SHARES else 1.0)
        steps = self.rules.change * whole / np.maximum(forecast.deviation(size), 1e-9)
        return np.clip(np.nan_to_num(steps, nan=1.0), 0.25, 1.0)

    def _write(self, point: int, forecast: Forecast, tails: Tails, ready: Bools) -> None:
        for table, column in ((self.mean, forecast.mean), (self.spread, forecast.spread),
                              (self.freedom, forecast.freedom), (self.lower, tails.lower),
                              (self.upper, tails.upper)):  # fmt: skip
            table[:, point] = np.where(ready, column, np.nan)

    def _signal(self, point: int, spoken: dict[Rule, Bools], tails: Tails) -> None:
        """Write down what was said: a shift once, else the point outside; then begin anew after a shift."""
        both = np.stack(tuple(tails))
        said = np.stack([spoken[rule] for rule in (*SHIFTS, Rule.OUTSIDE)]).any(axis=0)
        for side, series in zip(*np.nonzero(said), strict=True):
            direction = -1 if side == LOWER else 1
            rule = next((rule for rule in SHIFTS if spoken[rule][side, series]), Rule.OUTSIDE)
            if rule is Rule.OUTSIDE:
                self.signals[series].append(Signal(rule, point, point, direction, float(both[side, series])))
            else:
                self._shift(int(series), point, rule, direction)

    def _shift(self, series: int, point: int, rule: Rule, direction: int) -> None:
        begun = int(self.begun[series])
        points = begun + np.flatnonzero(self.stack.there[series, begun : point + 1])
        value, weight = self.stack.value[series, points], self.weight[series, points]
        since = change_point(self.stack.kind, value, weight, direction)
        dispersion, variation = float(self.dispersion[series]), float(self.base.variation[series])
        if min(weight[:since].sum(), weight[since:].sum()) <= 0:  # nothing to hold a level against
            self.watch.forget(np.array([series]))
            return
        sides = [Level(self.stack.kind, float(v.sum()), float(w.sum()), float((w**2).sum()), len(v),
                       dispersion, variation)
                 for v, w in ((value[:since], weight[:since]), (value[since:], weight[since:]))]  # fmt: skip
        chance = change(*sides, places=len(points)).chance
        self.signals[series].append(Signal(rule, point, int(points[since]), direction, chance))
        self.base.begin(series, value[since:], weight[since:])
        self.watch.forget(np.array([series]))
        self.begun[series] = points[since]


def _edge(forecast: Forecast, size: Floats, tail: float, side: int) -> Floats:
    """The last value on that side that is not outside: whole cases, or any amount; by halving."""
    deviation = forecast.deviation(size)
    middle = forecast.mean * (size if forecast.kind is Kind.SHARES else 1.0)
    if forecast.kind is Kind.AMOUNTS:
        from scipy.special import stdtrit  # noqa: PLC0415 - half a second that most commands need not pay

        edge: Floats = middle + side * deviation * stdtrit(forecast.freedom, 1 - tail)
        return edge
    top = size if forecast.kind is Kind.SHARES else np.ceil(middle + 40 * deviation + 40)
    inside, outside = np.floor(middle), np.where(side < 0, -1.0, top + 1)
    while (np.abs(outside - inside) > 1).any():
        half = np.where(np.abs(outside - inside) > 1, np.floor((inside + outside) / 2), inside)
        tails = forecast.tails(np.maximum(half, 0.0), size)
        far = (tails.lower if side < 0 else tails.upper) <= tail
        moving = np.abs(outside - inside) > 1
        outside, inside = np.where(moving & far, half, outside), np.where(moving & ~far, half, inside)
    return inside
