"""Since when a series has another level, and by how much it changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from merilo.insight.intervals import CONFIDENCE, Interval, normal_quantile
from merilo.insight.predictive import Floats
from merilo.insight.series import Kind


@dataclass(frozen=True)
class Level:
    """The sums of a stretch: Σx, Σw, Σw², and how many points; `variation`: of an amount over one
    unit of time, relative to its level."""

    kind: Kind
    above: float
    below: float
    squares: float
    points: int
    dispersion: float = 0.0
    variation: float = 0.0

    @property
    def rate(self) -> float:
        """Cases per time, the share, the amount per time; 0 of nothing."""
        return self.above / self.below if self.below else 0.0

    @property
    def variance(self) -> float:
        """Of the rate, as if it rested on half a case more than nothing where it is nothing."""
        if self.kind is Kind.AMOUNTS:
            return (self.variation * self.rate) ** 2 / self.below
        varied = self.dispersion * self.squares / self.below**2
        if self.kind is Kind.COUNTS:
            rate = (self.above + 0.5) / self.below
            return rate / self.below + rate * rate * varied
        share = (self.above + 0.5) / (self.below + 1)
        return share * (1 - share) * (1 / self.below + varied)


@dataclass(frozen=True)
class Change:
    """`after` against `before`: the ratio of the levels with its interval, and how likely chance alone does as much.

    `ratio` is None where there was nothing before. `chance`: at any of the places where the series might have been
    cut (Bonferroni), so a cut that was looked for is not taken for one that was known.
    """

    before: Level
    after: Level
    ratio: float | None
    interval: Interval | None
    chance: float


def change(before: Level, after: Level, *, places: int = 1, confidence: float = CONFIDENCE) -> Change:
    """How the level changed: z = (ln r₁ − ln r₀)/√(V₀ + V₁) for counts and shares (delta method: V = Var(r)/r²); for
    amounts z = (r₁ − r₀)/(v·r·√(1/w₀ + 1/w₁)) with r the level of both together; chance = places · Φ(−|z|).

    Raises ValueError for an empty stretch.
    """
    if min(before.below, after.below) <= 0:
        raise ValueError("a stretch without any time has no level")
    if before.kind is Kind.AMOUNTS:
        return _of_amounts(before, after, places, confidence)
    logs = [(level.above + 0.5) / (level.below + 0.5 * (level.kind is Kind.SHARES)) for level in (before, after)]
    error = math.sqrt(sum(each.variance / rate**2 for each, rate in zip((before, after), logs, strict=True)))
    moved = math.log(logs[1] / logs[0])
    half = normal_quantile(confidence) * error
    ratio = after.rate / before.rate if before.rate else None
    interval = Interval(math.exp(moved - half), math.exp(moved + half)) if ratio is not None else None
    return Change(before, after, ratio, interval, _chance(moved / error if error else 0.0, places))


def _of_amounts(before: Level, after: Level, places: int, confidence: float) -> Change:
    together = (before.above + after.above) / (before.below + after.below)
    relative = before.variation * math.sqrt(1 / before.below + 1 / after.below)
    z = (after.rate - before.rate) / (relative * together) if relative * together else 0.0
    if before.rate <= 0 or after.rate <= 0:
        return Change(before, after, 0.0 if before.rate > 0 else None, None, _chance(z, places))
    ratio, half = after.rate / before.rate, normal_quantile(confidence) * relative
    return Change(before, after, ratio, Interval(ratio * math.exp(-half), ratio * math.exp(half)), _chance(z, places))


def _chance(z: float, places: int) -> float:
    return min(1.0, places * NormalDist().cdf(-abs(z)))


def change_point(kind: Kind, value: Floats, weight: Floats, direction: int, least: int = 3) -> int:
    """The first point of the new level: the cut with the greatest likelihood among those with at least `least` points
    before it and a move in that direction (Hinkley 1970; Samuel & Pignatiello 1998 after a control chart's signal).

    Σx·ln(Σx/Σw) of both sides for counts, with the failures' term too for shares; the squares between the sides for
    amounts. Gives the last point when no cut moves in that direction.
    """
    last = len(value) - 1
    cuts = np.arange(min(least, last), last + 1)
    above, below = np.cumsum(value), np.cumsum(weight)
    x0, w0 = above[cuts - 1] if cuts[0] else np.zeros(len(cuts)), below[cuts - 1] if cuts[0] else np.zeros(len(cuts))
    x1, w1 = above[-1] - x0, below[-1] - w0
    ratio0, ratio1 = x0 / np.maximum(w0, 1e-9), x1 / np.maximum(w1, 1e-9)
    gain = _gain(kind, (x0, x1), (w0, w1))
    there = (w0 > 0) & (w1 > 0)  # where nothing could happen, as in a season without any sale, there is no level
    moved = np.where(there & (np.sign(ratio1 - ratio0) == direction), gain, -np.inf)
    return int(cuts[np.argmax(moved)]) if np.isfinite(moved).any() else last


def _gain(kind: Kind, x: tuple[Floats, Floats], w: tuple[Floats, Floats]) -> Floats:
    if kind is Kind.AMOUNTS:
        apart = x[1] / np.maximum(w[1], 1e-9) - x[0] / np.maximum(w[0], 1e-9)
        result: Floats = apart**2 * w[0] * w[1] / np.maximum(w[0] + w[1], 1e-9)
        return result
    gain = _weighed(x[0], w[0]) + _weighed(x[1], w[1])
    if kind is Kind.SHARES:
        for above, below in zip(x, w, strict=True):
            gain = gain + _weighed(np.maximum(below - above, 0.0), below)
    return gain


def _weighed(x: Floats, w: Floats) -> Floats:
    return np.where(x > 0, x * np.log(np.maximum(x, 1e-12) / np.maximum(w, 1e-12)), 0.0)


def by_shuffling(rates: Floats, *, least: int = 3, draws: int = 4999, seed: int = 0) -> float:
    """How likely the points, in another order, differ as much between two sides of any cut: a permutation test.

    The statistic is the largest |x̄₂ − x̄₁| / √(1/n₁ + 1/n₂) over all cuts with at least `least` points on either side;
    the answer (1 + orders that reach it) / (1 + draws). Nothing is supposed of the points but that their order means
    nothing when nothing changed (Edgington & Onghena 2007, Randomization Tests): for amounts, of which a few large ones
    decide. 1.0 where there are too few points to cut.
    """
    n = len(rates)
    if n < 2 * least:
        return 1.0
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(rates, (draws, 1)), axis=1)
    every = np.concatenate((rates[None, :], shuffled))
    first = np.arange(least, n - least + 1)
    before = np.cumsum(every, axis=1)[:, first - 1]
    total = every.sum(axis=1)[:, None]
    apart = np.abs((total - before) / (n - first) - before / first) / np.sqrt(1 / first + 1 / (n - first))
    largest = apart.max(axis=1)
    return float((1 + (largest[1:] >= largest[0] * (1 - 1e-12)).sum()) / (1 + draws))
