"""How sure a number is: 95 % intervals for a share, a mean, a median, a rate and a ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from merilo.insight.beta import binomial_cdf, student_quantile
from merilo.insight.spread import Values

CONFIDENCE = 0.95
ROUNDING = 1e-12
"""The part of a sum of squares below which a difference of such sums is nothing but rounding."""
# Beyond this many values the normal approximation of a binomial is closer than any reader can see.
_MANY = 1000


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The score interval of a share, with z the normal quantile (Wilson 1927, JASA 22, 209–212); None of nothing.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It never leaves 0..1 and does not collapse at 0 or n successes.
    """
    if trials <= 0:
        return None
    z = normal_quantile(confidence)
    share = successes / trials
    shrink = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / shrink
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / shrink
    # Rounding must not leave the share itself outside at 0 and 1.
    return Interval(min(max(0.0, middle - half), share), max(min(1.0, middle + half), share))


def mean_interval(n: int, mean: float, variance: float | None, confidence: float = CONFIDENCE) -> Interval | None:
    """mean ± t(n−1) · s/√n, `variance` = s² with n − 1 in its denominator; None of fewer than two values."""
    if n < 2 or variance is None:
        return None
    half = student_quantile((1 + confidence) / 2, n - 1) * math.sqrt(max(variance, 0.0) / n)
    return Interval(mean - half, mean + half)


def median_interval(values: Values, confidence: float = CONFIDENCE) -> Interval | None:
    """The order statistics x(r), x(n+1−r) with the largest r for which P(X < r) ≤ (1−confidence)/2, X binomial(n, ½).

    Distribution-free and at least as sure as asked (Conover, Practical Nonparametric Statistics, 3.2). None when even
    the smallest and largest value are not sure enough (fewer than six values at 95 %).
    """
    rank = median_rank(values.n, (1 - confidence) / 2)
    if rank < 1:
        return None
    return Interval(values.at_rank(rank), values.at_rank(values.n + 1 - rank))


@lru_cache(maxsize=4096)
def median_rank(n: int, tail: float) -> int:
    """The r of `median_interval` for n values; 0 where even the smallest and the largest are not sure enough."""
    guess = n / 2 + NormalDist().inv_cdf(tail) * math.sqrt(n) / 2
    if n > _MANY:
        return int(guess)
    rank = max(0, math.floor(guess) - 1)
    while binomial_cdf(rank, n, 0.5) <= tail:
        rank += 1
    # The walk begins below the answer; a start that is already too high is stepped back.
    while rank > 0 and binomial_cdf(rank - 1, n, 0.5) > tail:
        rank -= 1
    return rank


def poisson_interval(events: int, exposure: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The exact interval of a rate: `events` that came one by one over `exposure`; None without exposure.

    χ²(α/2; 2x)/2 and χ²(1−α/2; 2x+2)/2, over the exposure (Garwood 1936, Biometrika 28, 437–442). Where events come
    in bunches it is too narrow.
    """
    if exposure <= 0:
        return None
    from scipy.special import gammaincinv  # noqa: PLC0415 - half a second that most questions need not pay

    tail = (1 - confidence) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    return Interval(low / exposure, float(gammaincinv(events + 1, 1 - tail)) / exposure)


@dataclass(frozen=True)
class Pairs:
    """What `n` independent pairs (y above the line, x below it) add up to: Σy, Σx, Σy², Σxy, Σx²."""

    n: int
    above: float
    below: float
    above_above: float
    above_below: float
    below_below: float


def ratio_interval(pairs: Pairs, confidence: float = CONFIDENCE) -> Interval | None:
    """R = Σy/Σx of n independent cases: R ± t(n−1) · √(n/(n−1) · Σ(y − R·x)²) / Σx (Cochran 1977, Sampling, §6.4).

    None of fewer than two cases. With few cases, or one that outweighs all others, it is too narrow.
    """
    n = pairs.n
    if n < 2 or pairs.below <= 0:
        return None
    ratio = pairs.above / pairs.below
    squares = pairs.above_above - 2 * ratio * pairs.above_below + ratio * ratio * pairs.below_below
    # Where every case has the same ratio, what is left of Σ(y − R·x)² is rounding, of either sign.
    squares = squares if squares > ROUNDING * pairs.above_above else 0.0
    half = student_quantile((1 + confidence) / 2, n - 1) * math.sqrt(squares * n / (n - 1)) / pairs.below
    return Interval(ratio - half, ratio + half)


def difference_interval(before: float, was: Interval, after: float, now: Interval) -> Interval:
    """How sure `after − before` is, from the interval of each, where the two are independent.

    d − √((a − l₁)² + (u₀ − b)²) to d + √((u₁ − a)² + (b − l₀)²): the method of variance estimates recovery (Zou &
    Donner 2008, Stat. Med. 27, 1693–1702); for two shares with Wilson's limits it is Newcombe's method 10 (1998).
    """
    change = after - before
    low = math.hypot(after - now.low, was.high - before)
    high = math.hypot(now.high - after, before - was.low)
    return Interval(change - low, change + high)


@lru_cache
def normal_quantile(confidence: float) -> float:
    """The z of a two-sided interval: a standard normal lies within ±z with this probability (95 %: 1.96)."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
