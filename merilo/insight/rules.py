"""When a series says something: the rules by which points against their limits become a signal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp, log

import numpy as np
import numpy.typing as npt

from merilo.insight.predictive import Floats, Tails

Bools = npt.NDArray[np.bool_]
LOWER, UPPER = 0, 1


class Rule(StrEnum):
    """Why a signal was given. All but the first say that the level itself has moved."""

    OUTSIDE = "outside"
    AGAIN = "again"
    NEAR = "near"
    RUN = "run"
    DRIFT = "drift"


SHIFTS = (Rule.AGAIN, Rule.DRIFT, Rule.NEAR, Rule.RUN)
"""The rules that confirm a shift, the one that is told first first."""


@dataclass(frozen=True)
class Rules:
    """The parameters of the rules, for each side of the middle by itself.

    `outside`: a point is outside when its tail (itself included) is no likelier than this; a second one on the same
    side within `again` points confirms a shift. `near`: so small a tail is "nearer to the limit than to the middle";
    three of four confirm a shift. `run`: so many in a row on one side do. `drift`: the average number of points
    between two false alarms of the cumulative sum, which looks for a lasting change by `change`.
    """

    outside: float = 0.00135
    again: int = 4
    near: float = 0.0668
    run: int = 8
    drift: float = 500.0
    change: float = 0.3
    least: int = 6


@lru_cache(maxsize=4096)
def cusum_limit(step: float, arl: float) -> float:
    """The limit h of a one-sided cumulative sum of standard normal scores with reference value step/2 (Page 1954).

    The smallest h with (exp(δb) − δb − 1) / (δ²/2) ≥ `arl`, b = h + 1.166 (Siegmund 1985, Sequential Analysis, ch. 10;
    Δ = −δ/2): so many points pass on average until a series in which nothing has changed crosses it.
    """
    low, high = 0.0, 2 + log(1 + arl) / step + 2 / step
    for _halving in range(60):
        middle = (low + high) / 2
        b = step * (middle + 1.166)
        enough = (exp(min(b, 700.0)) - b - 1) / (step * step / 2) >= arl
        low, high = (low, middle) if enough else (middle, high)
    return high


class Watch:
    """What the rules remember of many series, point by point; each side by itself."""

    def __init__(self, series: int, rules: Rules) -> None:
        self.rules = rules
        self.sums = np.zeros((2, series))
        self.runs = np.zeros((2, series), dtype=np.int64)
        self._near = np.zeros((2, 4, series), dtype=np.bool_)
        self._outside = np.zeros((2, rules.again, series), dtype=np.bool_)

    def forget(self, series: npt.NDArray[np.int64]) -> None:
        """Begin anew for these series: their limits have been drawn anew."""
        self.sums[:, series], self.runs[:, series] = 0.0, 0
        self._near[:, :, series], self._outside[:, :, series] = False, False

    def see(self, tails: Tails, step: Floats, there: Bools) -> dict[Rule, Bools]:
        """Take in one point of every series that is `there`; per rule (sides, series) whether it speaks now.

        `step`: the change that is looked for, in standard deviations of a point.
        """
        both, z = np.stack((tails.lower, tails.upper)), tails.z
        outside, near = (both <= self.rules.outside) & there, (both <= self.rules.near) & there
        self._roll(self._near, near, there)
        self._roll(self._outside, outside, there)
        self.runs = np.where(there, np.where(both <= 0.5, self.runs + 1, 0), self.runs)
        self._add(np.stack((-z, z)), step, there)
        return {
            Rule.OUTSIDE: outside,
            Rule.AGAIN: outside & (self._outside.sum(axis=1) >= 2),
            Rule.NEAR: near & (self._near.sum(axis=1) >= 3),
            Rule.RUN: there & (self.runs == self.rules.run),
            Rule.DRIFT: there & (self.sums > self._limit(step)),
        }

    def _roll(self, window: Bools, new: Bools, there: Bools) -> None:
        window[:, 1:] = np.where(there, window[:, :-1], window[:, 1:])
        window[:, 0] = np.where(there, new, window[:, 0])

    def _add(self, z: Floats, step: Floats, there: Bools) -> None:
        """S ← max(0, S + z − δ/2). One wild point counts as three deviations (Lucas & Crosier 1982), so that it alone
        does not look like a lasting change.
        """
        grown = np.maximum(0.0, self.sums + np.minimum(z, 3.0) - step / 2)
        self.sums = np.where(there, grown, self.sums)

    def _limit(self, step: Floats) -> Floats:
        """The limit for each step; a step is rounded to hundredths, so that few are computed."""
        rounded, place = np.unique(np.round(step, 2), return_inverse=True)
        found = np.array([cusum_limit(float(each), self.rules.drift) for each in rounded])
        limits: Floats = found[place]
        return limits
