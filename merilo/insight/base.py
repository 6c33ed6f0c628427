"""What a series was used to: the sums of its past since its limits began, and what they foretell of the next point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.predictive import Floats, Tails, count_tails, share_tails, value_tails
from merilo.insight.series import Kind

Bools = npt.NDArray[np.bool_]
_RANGE = 1.128  # the mean range of two normal values, in standard deviations (d₂ of two)
_FREEDOM = 0.62  # degrees of freedom that the mean moving range has per range (overlapping ranges; Wheeler 1995)


@dataclass(frozen=True)
class Forecast:
    """What is expected of one point of every series.

    `mean`: the value (a count, a share, an amount). `spread`: counts: variance/mean² beyond Poisson; shares: the
    variance of the chance; amounts: the standard error, with `freedom` degrees of freedom.
    """

    kind: Kind
    mean: Floats
    spread: Floats
    freedom: Floats

    def tails(self, value: Floats, size: Floats) -> Tails:
        """How far out the values lie (`size` matters to shares)."""
        if self.kind is Kind.COUNTS:
            return count_tails(value, self.mean, self.spread)
        if self.kind is Kind.SHARES:
            return share_tails(value, size, self.mean, self.spread)
        return value_tails((value - self.mean) / np.maximum(self.spread, 1e-12), self.freedom)

    def deviation(self, size: Floats) -> Floats:
        """The standard deviation of the value's count or amount."""
        if self.kind is Kind.COUNTS:
            return np.sqrt(self.mean + self.spread * self.mean**2)
        if self.kind is Kind.SHARES:
            return np.sqrt(size * self.mean * (1 - self.mean) + size * np.maximum(size - 1, 0) * self.spread)
        return self.spread


class Base:
    """The running sums of many series: Σx, Σw, Σw² and the points since the limits began; moving ranges from the start.

    w is the size times what the season and all others did in that week.
    """

    def __init__(self, kind: Kind, dispersion: Floats) -> None:
        self.kind, self.dispersion = kind, dispersion
        self.above, self.below, self.squares = (np.zeros(len(dispersion)) for _each in range(3))
        self.points = np.zeros(len(dispersion), dtype=np.int64)
        self._means = np.zeros(len(dispersion))
        self._ranges, self._ranged = np.zeros(len(dispersion)), np.zeros(len(dispersion))
        self._last, self._last_weight = np.full(len(dispersion), np.nan), np.ones(len(dispersion))

    @property
    def rate(self) -> Floats:
        """The level: cases per time, a share, an amount per time (Jeffreys' prior for counts and shares)."""
        if self.kind is Kind.COUNTS:
            return np.asarray((self.above + 0.5) / np.maximum(self.below, 1e-9))
        if self.kind is Kind.SHARES:
            return np.clip((self.above + 0.5) / (self.below + 1.0), 1e-6, 1 - 1e-6)
        return np.asarray(self.above / np.maximum(self.below, 1e-9))

    @property
    def doubt(self) -> Floats:
        """The variance of the level, over the level squared (counts, shares)."""
        varied: Floats = self.dispersion * self.squares / np.maximum(self.below, 1e-9) ** 2
        if self.kind is Kind.COUNTS:
            few: Floats = 1 / (self.above + 0.5) + varied
            return few
        return np.asarray((1 - self.rate) / self.rate * (1 / (self.below + 2) + varied))

    def forecast(self, weight: Floats, factor: Floats, doubt: Floats) -> Forecast:
        """Of a point of this weight, where all others did `factor` times what is usual (relative variance `doubt`).

        Counts: mean = λ·w·F and spread = Var(λ)/λ² + ω + Var(F)/F². Shares: chance p·F and variance
        p²·(Var(p)/p² + Var(F)/F²) + ρ·p·q. Amounts: x̄ and s·√(w + w²/Σw), s = mean moving range / 1.128 per √time,
        which grows and shrinks with the level when that has moved: amounts vary by so much per cent.
        """
        none = np.ones_like(weight)
        if self.kind is Kind.COUNTS:
            return Forecast(self.kind, self.rate * weight * factor, self.doubt + self.dispersion + doubt, none)
        if self.kind is Kind.SHARES:
            share = np.clip(self.rate * factor, 1e-6, 1 - 1e-6)
            spread = share**2 * (self.doubt + doubt) + self.dispersion * share * (1 - share)
            return Forecast(self.kind, share, np.minimum(spread, share * (1 - share) * 0.99), none)
        error = self.variation * np.abs(self.rate) * np.sqrt(weight + weight**2 / np.maximum(self.below, 1e-9))
        return Forecast(self.kind, self.rate * weight, error, np.maximum(1.0, _FREEDOM * self._ranged))

    @property
    def variation(self) -> Floats:
        """Of an amount over one unit of time, relative to its level: the mean moving range / 1.128 / the mean."""
        return self._ranges / np.maximum(self._means, 1e-12) / _RANGE

    def add(self, value: Floats, weight: Floats, there: Bools) -> None:
        """Take a point of the series that are `there` into their bases."""
        weight = np.where(there, weight, 0.0)
        self.above = self.above + np.where(there, value, 0.0)
        self.below, self.squares = self.below + weight, self.squares + weight**2
        self.points = self.points + there
        if self.kind is Kind.AMOUNTS:
            self._range(value, weight, there)

    def _range(self, value: Floats, weight: Floats, there: Bools) -> None:
        rate = value / np.maximum(weight, 1e-9)
        both = there & np.isfinite(self._last)
        noise = np.sqrt((1 / np.maximum(weight, 1e-9) + 1 / self._last_weight) / 2)
        self._ranges = self._ranges + np.where(both, np.abs(rate - self._last) / noise, 0.0)
        self._means = self._means + np.where(both, np.abs(rate) / 2 + np.abs(self._last) / 2, 0.0)
        self._ranged = self._ranged + both
        self._last = np.where(there, rate, self._last)
        self._last_weight = np.where(there, weight, self._last_weight)

    def begin(self, series: int, value: Floats, weight: Floats) -> None:
        """Draw one series' limits anew from these points; how much it varies is known from all its past."""
        self.above[series], self.below[series] = value.sum(), weight.sum()
        self.squares[series], self.points[series] = (weight**2).sum(), len(value)
