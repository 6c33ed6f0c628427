"""Many series of one KPI side by side, how much more they vary than chance alone, and how much they move together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.insight.predictive import Floats

_GROUP = 3  # the others of fewer say nothing
_WILD = 9.0  # one wild point must not make everything look wild
_MEDIAN = 0.4549  # of the square of a standard normal value


class Kind(StrEnum):
    """What the values are: counts over a time, so many of so many cases, or amounts over a time."""

    COUNTS = "counts"
    SHARES = "shares"
    AMOUNTS = "amounts"


@dataclass(frozen=True)
class Stack:
    """Series × points. `size`: working time or number of cases of a point; where it is 0 there is no point at all.

    `group`: per series, whom it is compared with in the same week (at least three in a group); None: with nobody.
    `season`: per point, by how much the time of the year multiplies what is expected.
    """

    kind: Kind
    value: Floats
    size: Floats
    group: npt.NDArray[np.int64] | None = None
    season: Floats | None = None

    def __post_init__(self) -> None:
        if self.value.shape != self.size.shape or self.value.ndim != 2:
            raise ValueError("values and sizes are two tables of the same shape")
        if self.kind is Kind.SHARES and (self.value > self.size).any():
            raise ValueError("a share cannot be above one")

    @property
    def there(self) -> npt.NDArray[np.bool_]:
        """Whether there is a point."""
        return self.size > 0

    @property
    def weight(self) -> Floats:
        """The size, times the season where there is one."""
        if self.season is None:
            return self.size
        weight: Floats = self.size * self.season
        return weight


def dispersion(stack: Stack) -> Floats:
    """By how much each series varies beyond chance: ω in Var = μ + ω·μ² (counts) or ρ, the correlation within a point
    (shares: Var = n·p·q·(1 + (n − 1)ρ)). 0 for amounts.

    From differences of neighbours, which a lasting shift leaves alone: with d = y₂ − y₁ and v its variance by chance,
    u = d²/v − 1 has mean ω·g (g = 2r²/v; for shares p·q·(2 − 1/n₁ − 1/n₂)/v), so ω = Σug/Σg² over all series. A series
    has its own ω only where that is larger beyond doubt (three standard errors); ω within two standard errors of
    nothing is nothing. Var(u) ≈ 2, and neighbours share a point, which makes Var(Σug) ≈ 3Σg².
    """
    if stack.kind is Kind.AMOUNTS:
        return np.zeros(len(stack.value))
    u, g = _counts(stack) if stack.kind is Kind.COUNTS else _shares(stack)
    u, g = _following(stack, u), _following(stack, g)
    above, below = (u * g).sum(axis=1), (g * g).sum(axis=1)
    pooled = _beyond(above.sum(), below.sum(), 2.0)
    own = np.array([_beyond(a, b, 3.0) for a, b in zip(above, below, strict=True)])
    larger: Floats = np.maximum(pooled, own)
    return larger


def _beyond(above: float, below: float, errors: float) -> float:
    return float(above / below) if above > errors * np.sqrt(3 * below) and below > 0 else 0.0


def _following(stack: Stack, values: Floats) -> Floats:
    """Only where a point and the one before it are both there."""
    return np.where(stack.there[:, 1:] & stack.there[:, :-1] & np.isfinite(values), values, 0.0)


def _tamed(squares: Floats, some: npt.NDArray[np.bool_]) -> Floats:
    """Squares cut off at nine times what they usually are."""
    usual = float(np.median(squares[some])) / _MEDIAN if some.any() else 1.0
    return np.minimum(squares, _WILD * max(1.0, usual))


def _counts(stack: Stack) -> tuple[Floats, Floats]:
    # What a whole group does together (a season, a holiday) is not its members' own variation.
    x, e = stack.value, np.maximum(stack.weight * _common(stack), 1e-9)
    x1, x2, e1, e2 = x[:, :-1], x[:, 1:], e[:, :-1], e[:, 1:]
    rate = (x1 + x2) / (e1 + e2)
    chance = np.maximum(rate * (1 / e1 + 1 / e2), 1e-12)
    u = _tamed((x2 / e2 - x1 / e1) ** 2 / chance, x1 + x2 > 0) - 1
    squared = np.maximum(rate * rate - rate / (e1 + e2), 0.0)
    some = x1 + x2 > 0
    return np.where(some, u, 0.0), np.where(some, 2 * squared / chance, 0.0)


def _shares(stack: Stack) -> tuple[Floats, Floats]:
    a, n = stack.value, np.maximum(stack.size, 1.0)
    a1, a2, n1, n2 = a[:, :-1], a[:, 1:], n[:, :-1], n[:, 1:]
    both = n1 + n2
    share = (a1 + a2) / both
    varied = share * (1 - share) * both / np.maximum(both - 1, 1.0)
    chance = np.maximum(varied * (1 / n1 + 1 / n2), 1e-12)
    some = (varied > 0) & (both > 2)
    u = _tamed((a2 / n2 - a1 / n1) ** 2 / chance, some) - 1
    return np.where(some, u, 0.0), np.where(some, varied * (2 - 1 / n1 - 1 / n2) / chance, 0.0)


def togetherness(stack: Stack) -> float:
    """τ²: the variance of what multiplies all series of a group in the same week; 0 without groups of three.

    With T and M what a group had and would be expected to have by each one's own average: τ² = Σ((T − M)² − M)/ΣM².
    """
    had, expected = _together(stack)
    below = (expected**2).sum()
    return max(0.0, float((((had - expected) ** 2) - expected).sum() / below)) if below else 0.0


def _common(stack: Stack) -> Floats:
    """Per series and point, what its group had over what would be expected; 1 where there is no group of three."""
    one = np.ones_like(stack.value)
    if togetherness(stack) == 0.0 or stack.group is None:
        return one
    had, expected = _together(stack)
    common = np.where((had > 0) & (expected > 0), had / np.maximum(expected, 1e-12), 1.0)
    return common[stack.group]


def _together(stack: Stack) -> tuple[Floats, Floats]:
    """Per group and point, what it had and would be expected to have by each one's own average; 0 for small groups."""
    if stack.group is None or stack.kind is Kind.AMOUNTS:
        return np.zeros((1, 1)), np.zeros((1, 1))
    small = np.bincount(stack.group) < _GROUP
    weight = np.where(stack.there, stack.weight, 0.0)
    value = np.where(stack.there, stack.value, 0.0)
    rate = value.sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    expected, had = _by_group(stack.group, rate[:, None] * weight), _by_group(stack.group, value)
    expected[small], had[small] = 0.0, 0.0
    return had, expected


def _by_group(group: npt.NDArray[np.int64], table: Floats) -> Floats:
    found: Floats = np.zeros((int(group.max(initial=0)) + 1, table.shape[1]))
    np.add.at(found, group, table)
    return found
