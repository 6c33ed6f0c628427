"""Did it move? One person before and after a day, against the others in the same weeks, and against mere recovery.

Let u be a person's level against the others (`merilo.insight.others.levels`) in three windows: the long baseline b, the
short stretch s just before the day, and the time a after it. Somebody is coached *because* s was bad, and a bad stretch
that was bad luck ends by itself (regression to the mean; Barnett, van der Pols & Dobson 2005, Int. J. Epidemiol. 34,
215–220). So a is never held against s, but against what b and s together foretell of a:

    b = L + e_b,  s = L + δ_s + e_s,  a = L + δ_a + e_a,   L ~ N(m, τ_L²)
    forecast = E(a | b, s),   the best linear predictor (Robinson 1991, Statist. Sci. 6, 15–32)
    effect = a − forecast,    variance = Var(L + δ_a | b, s) + Var(e_a)

The variances of e are those of chance (`levels`). How far people move of themselves, Var(δ_s), Var(δ_a), and how much
of a deviation stays, Cov(δ_s, δ_a), are learned by moments from the others: the same three windows at this day and at
earlier ones, when nothing was agreed with them (placebo windows). Without such movements the forecast is the mean of b
and s weighted by their precision: the stretch counts for no more than its weeks.

A real break before the day (an illness, a new territory) does not end by itself. It has a chance of 5 % beforehand and
a size N(0, break²); Bayes' rule says from s − b how likely it was, and the forecast mixes both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.insight.beta import student_quantile
from merilo.insight.intervals import CONFIDENCE, Interval
from merilo.insight.others import Floats, Levels, Measure, Ordinary, Panel, levels, ordinary

BASELINE_WEEKS, STRETCH_WEEKS, AFTER_WEEKS = 44, 8, 26
FEWEST_BEFORE, FEWEST_AFTER, FEWEST_OTHERS = 6, 2, 2
_POWER = 0.8416  # the normal quantile of 80 %
_BREAK_CHANCE, _BREAK = 0.05, 0.5
_FLAT = 1e4  # variance of a level of which nothing is known beforehand
_KNOWN_PEOPLE = 5  # from so many others on their levels say where a person's own may lie
_LONGEST_WAIT = 104
_WORTH_PART = 0.2  # a change that is worth seeing: a fifth,
_WORTH = 0.4  # or this much log odds, which is ten points around one half


class Moved(StrEnum):
    """What the data say: it rose, it fell, it did not move by anything worth seeing, or that cannot be told."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Windows:
    """The weeks (columns of the panel) of the baseline, of the stretch before the day, and of the time after it."""

    baseline: slice
    stretch: slice
    after: slice

    @classmethod
    def around(cls, last_before: int, first_after: int, end: int) -> Windows | None:
        """From the first week not before any more, the first after and the end; None when too little lies before."""
        if last_before < FEWEST_BEFORE or end <= first_after:
            return None
        stretch = last_before - min(STRETCH_WEEKS, last_before // 3)
        baseline = slice(max(0, stretch - BASELINE_WEEKS), stretch)
        return cls(baseline, slice(stretch, last_before), slice(first_after, min(end, first_after + AFTER_WEEKS)))

    def earlier(self, weeks: int) -> Windows | None:
        """The same windows so many weeks earlier, the baseline shortened where data begin; None when none is left."""
        stretch, after = self.stretch.start - weeks, self.after.start - weeks
        if stretch < min(12, self.stretch.start):
            return None
        return Windows(
            slice(max(0, stretch - BASELINE_WEEKS), stretch),
            slice(stretch, self.stretch.stop - weeks),
            slice(after, self.after.stop - weeks),
        )


@dataclass(frozen=True)
class BeforeAfter:
    """What became of it. Values are in the KPI's own unit per unit below the line; `n…` weeks with anything below.

    `change`: of a share in its own units (0.05: five points), else as a part of what was to be expected (0.2: a fifth
    more), with its 95 % interval; None where it cannot be computed. `expected`: the value that was to be expected
    without any effect. `others_change`: how the others moved from the baseline on, in the same units. `lasting`: which
    part of the difference between stretch and baseline was expected to last. `broken`: how likely the stretch was a
    real break. `worth`: the change that is worth seeing; `weeks_more`: after how many more weeks it would be seen four
    times of five (0: it would be by now; None: never within two years).
    """

    moved: Moved
    weeks_before: int
    weeks_after: int
    others: int
    before: float | None = None
    stretch: float | None = None
    after: float | None = None
    expected: float | None = None
    change: float | None = None
    interval: Interval | None = None
    others_change: float | None = None
    lasting: float | None = None
    broken: float | None = None
    worth: float | None = None
    weeks_more: int | None = None


@dataclass(frozen=True)
class _Drift:
    """How people move of themselves: variances of δ_s and δ_a, their covariance; where levels lie; windows seen."""

    stretch: float
    after: float
    shared: float
    middle: float
    between: float
    seen: int


@dataclass(frozen=True)
class _Forecast:
    """What was to be expected of the level after the day, and how unsure that is; see BeforeAfter."""

    level: float
    variance: float
    lasting: float
    broken: float


@dataclass(frozen=True)
class _Three:
    """Everyone's levels and their variances in the three windows: arrays of three × people."""

    level: Floats
    variance: Floats

    @classmethod
    def of(cls, found: tuple[Levels, Levels, Levels]) -> _Three:
        return cls(np.stack([one.level for one in found]), np.stack([one.variance for one in found]))

    def among(self, people: npt.NDArray[np.bool_]) -> _Three:
        """Of these people, and only those with a level in every window."""
        chosen = people & np.isfinite(self.level).all(0)
        return _Three(self.level[:, chosen], self.variance[:, chosen])


def before_after(panel: Panel, person: int, windows: Windows) -> BeforeAfter:
    """Hold one person (a row of the panel) after a day against what was to be expected; all other rows are the others.

    It cannot be told with fewer than two others, with nothing before or after, or as long as the interval of the
    change holds both nothing and a change worth seeing.
    """
    usual = ordinary(panel)
    found = _three(usual, windows)
    everyone = _Three.of(found)
    others = np.arange(len(panel.above)) != person
    n = everyone.among(others).level.shape[1]
    silent = _silent(panel, person, windows, n, found)
    mine = everyone.level[:, person], everyone.variance[:, person]
    if n < FEWEST_OTHERS or silent.weeks_after < FEWEST_AFTER or not np.isfinite(mine).all():
        return silent
    drift = _drift(usual, windows, others)
    forecast = _forecast(*mine, drift, _BREAK * _unit(usual))
    return _judged(silent, usual, forecast, (mine[0][2], mine[1][2]), drift)


def _three(usual: Ordinary, windows: Windows) -> tuple[Levels, Levels, Levels]:
    return levels(usual, windows.baseline), levels(usual, windows.stretch), levels(usual, windows.after)


def _silent(panel: Panel, person: int, windows: Windows, n: int, found: tuple[Levels, ...]) -> BeforeAfter:
    """What is known without any judgement: weeks, others, and the values themselves."""
    weeks = panel.below[person] > 0
    before = int(weeks[windows.baseline].sum() + weeks[windows.stretch].sum())
    b, s, a = (_known(one.value[person]) for one in found)
    moved = _between([_known(one.others[person]) for one in found[::2]], panel.measure)
    after = int(weeks[windows.after].sum())
    return BeforeAfter(Moved.CANNOT_TELL, before, after, n, before=b, stretch=s, after=a, others_change=moved)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _between(ends: list[float | None], measure: Measure) -> float | None:
    before, after = ends
    if before is None or after is None or (measure is not Measure.SHARE and before <= 0):
        return None
    return after - before if measure is Measure.SHARE else after / before - 1


def _unit(usual: Ordinary) -> float:
    """What one unit of log odds is at the pooled share, p(1 − p); logarithms are their own unit."""
    if not usual.added:
        return 1.0
    pooled = float(usual.panel.above.sum() / usual.panel.below.sum())
    return pooled * (1 - pooled)


def _drift(usual: Ordinary, windows: Windows, others: npt.NDArray[np.bool_]) -> _Drift:
    """Moments over the others, at this day and at earlier ones: E(d_s²) = Var δ_s + v_s + v_b, and so on.

    d_s = s − b and d_a = a − b; the baseline's chance v_b is in both. Each is weighted by the inverse of its own chance
    variance (DerSimonian & Laird 1986, Control. Clin. Trials 7, 177–188); what comes out below nothing is nothing.
    """
    length = windows.after.stop - windows.after.start
    step = max(windows.stretch.stop - windows.stretch.start, length)
    placebos = [windows.earlier(back) for back in range(0, windows.after.start, step)]
    seen = [_Three.of(_three(usual, one)).among(others) for one in placebos if one]
    (b, s, a), (vb, vs, va) = np.hstack([t.level for t in seen]), np.hstack([t.variance for t in seen])
    stretch = max(0.0, _average((s - b) ** 2 - vs - vb, vs + vb))
    after = max(0.0, _average((a - b) ** 2 - va - vb, va + vb))
    shared = _average((s - b) * (a - b) - vb, np.sqrt((vs + vb) * (va + vb)))
    shared = min(max(0.0, shared), math.sqrt(stretch * after))
    middle, between = _spread_of_people(seen[0])
    return _Drift(stretch, after, shared, middle, between, len(b))


def _average(values: Floats, variance: Floats) -> float:
    return float((values / variance).sum() / (1 / variance).sum())


def _spread_of_people(now: _Three) -> tuple[float, float]:
    """Mean and variance of people's true levels before; nothing is presumed of a person where few others are known."""
    level, variance = now.level[0], now.variance[0]
    middle = _average(level, variance)
    n = len(level)
    if n < _KNOWN_PEOPLE:
        return middle, _FLAT
    return middle, max(0.0, _average((level - middle) ** 2 * n / (n - 1) - variance, variance))


def _forecast(level: Floats, variance: Floats, drift: _Drift, size: float) -> _Forecast:
    """Both cases, nothing broke and something did, weighted by how likely each made the stretch."""
    usual = _predicted(level, variance, drift, 0.0)
    broke = _predicted(level, variance, drift, size**2)
    apart = level[1] - level[0]
    chance = variance[0] + variance[1] + drift.stretch
    odds = _BREAK_CHANCE / (1 - _BREAK_CHANCE) * math.sqrt(chance / (chance + size**2))
    odds *= math.exp(min(500.0, apart**2 / 2 * (1 / chance - 1 / (chance + size**2))))
    broken = odds / (1 + odds)
    mean = (1 - broken) * usual.level + broken * broke.level
    spread = sum(
        share * (one.variance + (one.level - mean) ** 2) for share, one in ((1 - broken, usual), (broken, broke))
    )
    lasting = (1 - broken) * usual.lasting + broken * broke.lasting
    return _Forecast(mean, spread, lasting, broken)


def _predicted(level: Floats, variance: Floats, drift: _Drift, broke: float) -> _Forecast:
    """E(L + δ_a | b, s) and its variance, for normal L, δ and e; a break adds to δ_s and stays in δ_a."""
    between = drift.between
    seen = np.array([[between + variance[0], between],
                     [between, between + drift.stretch + broke + variance[1]]])  # fmt: skip
    with_it = np.array([between, between + drift.shared + broke])
    weights = np.linalg.solve(seen, with_it)
    mean = drift.middle + weights @ (level[:2] - drift.middle)
    left = between + drift.after + broke - weights @ with_it
    return _Forecast(float(mean), max(0.0, float(left)), float(weights[1]), 0.0)


def _judged(
    silent: BeforeAfter, usual: Ordinary, forecast: _Forecast, after: tuple[float, float], drift: _Drift
) -> BeforeAfter:
    """The change with its interval, and what follows from it."""
    level, chance = after
    effect, t = level - forecast.level, student_quantile((1 + CONFIDENCE) / 2, max(1, drift.seen - 1))
    half = t * math.sqrt(forecast.variance + chance)
    worth = _WORTH * _unit(usual) if usual.added else math.log1p(_WORTH_PART)
    low, high = effect - half, effect + half
    expected = _expected(silent, usual, forecast.level, level)
    return replace(
        silent,
        moved=_moved(low, high, worth),
        expected=expected,
        change=_shown(usual, effect),
        interval=Interval(_shown(usual, low), _shown(usual, high)),
        lasting=forecast.lasting,
        broken=forecast.broken,
        worth=_shown(usual, worth),
        weeks_more=_weeks_more(silent.weeks_after, chance, forecast.variance, worth / (t + _POWER)),
    )


def _expected(known: BeforeAfter, usual: Ordinary, forecast: float, level: float) -> float | None:
    """The value that the forecast level stands for: the person's own, less the effect."""
    if known.after is None:
        return None
    if usual.added:
        return known.after - (level - forecast)
    return known.after * math.exp(forecast - level) if known.after > 0 else None


def _moved(low: float, high: float, worth: float) -> Moved:
    if low > 0:
        return Moved.UP
    if high < 0:
        return Moved.DOWN
    return Moved.SAME if -worth < low and high < worth else Moved.CANNOT_TELL


def _shown(usual: Ordinary, effect: float) -> float:
    return effect if usual.added else math.expm1(effect)


def _weeks_more(weeks: int, chance: float, variance: float, deviation: float) -> int | None:
    """How many more such weeks until the standard error is no larger than `deviation`.

    A change w is seen with a power of 80 % when its standard error is w / (t + 0.84). The variance of the time after
    falls as 1 / weeks, that of the forecast stays. The size is fixed beforehand: the power at the size just seen says
    nothing new (Hoenig & Heisey 2001, Am. Statist. 55, 19–24).
    """
    room = deviation**2 - variance
    if room <= 0:
        return None
    more = max(0, math.ceil(chance * weeks / room - weeks))
    return more if more <= _LONGEST_WAIT else None
