"""From a target back through a chain of ratios to what must be done for it, with the range that uncertainty gives.

A ratio is known from counts, so it is a distribution, not a number: of a share the beta posterior, of a pace the gamma
posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., §2.4 and §2.6), of an average the lognormal with the mean and
the standard error that were measured. What is needed is drawn many times from all of them together (Monte Carlo with a
fixed seed), so the same counts always give the same range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

DRAWS = 4000
SEED = 20
_POINTS = (2.5, 10.0, 50.0, 90.0, 97.5)

Draws = npt.NDArray[np.float64]


class Ratio(Protocol):
    """One ratio of the chain, as far as it is known."""

    @property
    def middle(self) -> float:
        """The mean of what it may be."""
        ...

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """`size` values that it may have."""
        ...


@dataclass(frozen=True)
class Known:
    """A ratio that is taken as given: an assumption of a what-if."""

    value: float

    @property
    def middle(self) -> float:
        """The value."""
        return self.value

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """The value, `size` times."""
        return np.full(size, self.value)


@dataclass(frozen=True)
class Portion:
    """`successes` of `trials`: Beta(like + successes, unlike + trials − successes); ½ and ½ is Jeffreys' prior."""

    successes: float
    trials: float
    like: float = 0.5
    unlike: float = 0.5

    @property
    def middle(self) -> float:
        """The posterior mean: (like + successes) / (like + unlike + trials)."""
        return (self.like + self.successes) / (self.like + self.unlike + self.trials)

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """Shares that it may be."""
        return rng.beta(self.like + self.successes, self.unlike + max(self.trials - self.successes, 0.0), size)


@dataclass(frozen=True)
class Pace:
    """`events` over `exposure`: Gamma(shape + events) / (over + exposure); ½ and 0 is Jeffreys' prior."""

    events: float
    exposure: float
    shape: float = 0.5
    over: float = 0.0

    @property
    def middle(self) -> float:
        """The posterior mean: (shape + events) / (over + exposure)."""
        return (self.shape + self.events) / (self.over + self.exposure)

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """Events per exposure that there may be."""
        return rng.gamma(self.shape + self.events, 1.0, size) / (self.over + self.exposure)


@dataclass(frozen=True)
class Size:
    """An average `mean` above zero known with a standard `error`: lognormal with σ² = ln(1 + (error/mean)²) and the
    same mean (the moments matched: Aitchison & Brown 1957, The Lognormal Distribution, §2.3).
    """

    mean: float
    error: float

    @property
    def middle(self) -> float:
        """The mean."""
        return self.mean

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """Averages that it may be."""
        variance = math.log1p((self.error / self.mean) ** 2)
        return self.mean * np.exp(rng.normal(-variance / 2, math.sqrt(variance), size))


@dataclass(frozen=True)
class Step:
    """What one thing costs in things of the step before it: `yields` of them come of one of these.

    `share`: how many of them come of this step at all (deals that had a first meeting); the others need none.
    """

    name: str
    yields: Ratio
    share: Ratio = Known(1.0)


@dataclass(frozen=True)
class Range:
    """What a quantity may be: its median, 10 and 90 % points, and the ends of its 95 % range."""

    low: float
    p10: float
    median: float
    p90: float
    high: float

    @classmethod
    def of(cls, draws: Draws) -> Range:
        """The points of these draws (Hyndman & Fan 1996, type 7)."""
        return cls(*(float(point) for point in np.percentile(draws, _POINTS)))


def back(target: float | Draws, steps: Sequence[Step], *, seed: int = SEED, size: int = DRAWS) -> Mapping[str, Draws]:
    """What is needed of each step, the last thing first, for the `target`; draws of one length, seeded.

    need(k) = need(k − 1) × share(k) / yields(k), need(0) = the target. Exact ratios give the exact answer; a target
    twice as large asks for exactly twice as much. A target below zero is reached: nothing is needed.
    """
    need = np.maximum(np.broadcast_to(np.asarray(target, dtype=np.float64), (size,)), 0.0)
    needs: dict[str, Draws] = {}
    for place, step in enumerate(steps):
        # Each ratio has a stream of its own, so that a what-if on one leaves the draws of the others as they are.
        share = step.share.draws(np.random.default_rng([seed, place, 0]), size)
        need = need * share / step.yields.draws(np.random.default_rng([seed, place, 1]), size)
        needs[step.name] = need
    return needs


def won_of_open(
    chance: Sequence[Portion], amounts: npt.NDArray[np.float64], *, seed: int = SEED, size: int = DRAWS
) -> Draws:
    """What open deals bring: each is won, with its `amount`, by its own `chance`; chance and luck are both drawn.

    Deals with the same chance (the same object) share its draw: what is not known of a stage is not known of all.
    """
    rng = np.random.default_rng([seed, 1_000])
    total = np.zeros(size)
    drawn: dict[Portion, Draws] = {}
    for own, amount in zip(chance, amounts, strict=True):
        if own not in drawn:
            drawn[own] = own.draws(rng, size)
        total += amount * (rng.random(size) < drawn[own])
    return total
