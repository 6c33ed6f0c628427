"""Exact quantiles and means of many values; and means and variances put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Values:
    """Values, each as often as it occurs; the order does not matter."""

    value: npt.NDArray[np.float64]

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, int]]) -> Values:
        """From pairs of value and count."""
        listed = list(pairs)
        found = np.array([float(value) for value, _times in listed], dtype=np.float64)
        return cls(np.repeat(found, [times for _value, times in listed]) if listed else found)

    @classmethod
    def pooled(cls, groups: Sequence[Values]) -> Values:
        """All values of several groups."""
        return cls(np.concatenate([g.value for g in groups]))

    @cached_property
    def _sorted(self) -> npt.NDArray[np.float64]:
        return np.sort(self.value)

    @property
    def n(self) -> int:
        """How many values there are."""
        return len(self.value)

    @property
    def mean(self) -> float | None:
        """The arithmetic mean; None of nothing."""
        return float(self.value.sum()) / self.n if self.n else None

    def at_rank(self, rank: int) -> float:
        """The rank-th smallest value, from 1."""
        return float(self._sorted[rank - 1])

    def quantile(self, share: float) -> float | None:
        """The quantile by linear interpolation of order statistics (Hyndman & Fan 1996, type 7); None of nothing."""
        if not self.n:
            return None
        position = (self.n - 1) * share
        below = int(position)
        low, high = self.at_rank(below + 1), self.at_rank(min(below + 2, self.n))
        return low + (high - low) * (position - below)


@dataclass(frozen=True)
class Moments:
    """How many values, their mean and their sample variance (None of fewer than two)."""

    n: int
    mean: float
    variance: float | None


def together(groups: Iterable[Moments]) -> Moments | None:
    """The moments of all groups as one (Chan, Golub & LeVeque 1983); None of nothing."""
    n, mean, squares = 0, 0.0, 0.0
    for group in groups:
        if not group.n:
            continue
        step = group.mean - mean
        both = n + group.n
        squares += (group.variance or 0.0) * (group.n - 1) + step * step * n * group.n / both
        mean += step * group.n / both
        n = both
    return Moments(n, mean, squares / (n - 1) if n > 1 else None) if n else None
