"""The intervals of `intervals` for many groups at once: the same formulas on arrays, NaN where there is no interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.intervals import CONFIDENCE, ROUNDING, median_rank, normal_quantile

Numbers = npt.NDArray[np.float64]
Ends = tuple[Numbers, Numbers]
"""The lower and the upper ends."""


def wilson_many(successes: Numbers, trials: Numbers, confidence: float = CONFIDENCE) -> Ends:
    """`intervals.wilson` of every group."""
    z = normal_quantile(confidence)
    n = np.where(trials > 0, trials, np.nan)
    share = successes / n
    shrink = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    return np.minimum(np.maximum(0.0, middle - half), share), np.maximum(np.minimum(1.0, middle + half), share)


def poisson_many(events: Numbers, exposure: Numbers, confidence: float = CONFIDENCE) -> Ends:
    """`intervals.poisson_interval` of every group."""
    from scipy.special import gammaincinv  # noqa: PLC0415 - half a second that most questions need not pay

    tail, time = (1 - confidence) / 2, np.where(exposure > 0, exposure, np.nan)
    low = np.where(events > 0, _once_each(lambda k: gammaincinv(np.maximum(k, 1.0), tail), events), 0.0)
    return low / time, _once_each(lambda k: gammaincinv(k + 1, 1 - tail), events) / time


def mean_many(n: Numbers, mean: Numbers, variance: Numbers, confidence: float = CONFIDENCE) -> Ends:
    """`intervals.mean_interval` of every group."""
    half = student_many(n, confidence) * np.sqrt(np.maximum(variance, 0.0) / np.where(n > 1, n, np.nan))
    return mean - half, mean + half


@dataclass(frozen=True, eq=False)
class PairSums:
    """`intervals.Pairs` of every group: the number of cases, Σy, Σx, Σy², Σxy, Σx²."""

    n: Numbers
    above: Numbers
    below: Numbers
    above_above: Numbers
    above_below: Numbers
    below_below: Numbers


def ratio_many(pairs: PairSums, confidence: float = CONFIDENCE) -> Ends:
    """`intervals.ratio_interval` of every group."""
    known = (pairs.n > 1) & (pairs.below > 0)
    n, below = np.where(known, pairs.n, np.nan), np.where(known, pairs.below, np.nan)
    ratio = pairs.above / below
    squares = pairs.above_above - 2 * ratio * pairs.above_below + ratio * ratio * pairs.below_below
    squares = np.where(squares > ROUNDING * pairs.above_above, squares, 0.0)
    half = student_many(n, confidence) * np.sqrt(squares * n / (n - 1)) / below
    return ratio - half, ratio + half


def medians(values: Numbers, lengths: npt.NDArray[np.int64], confidence: float = CONFIDENCE) -> tuple[Numbers, Ends]:
    """The median of every group and `intervals.median_interval`; `values` holds the groups one after another."""
    groups = np.repeat(np.arange(len(lengths)), lengths)
    ordered = values[np.lexsort((values, groups))]
    first = np.cumsum(lengths) - lengths
    some = lengths > 0
    middle = np.full(len(lengths), np.nan)
    lower, upper = first[some] + (lengths[some] - 1) // 2, first[some] + lengths[some] // 2
    middle[some] = ordered[lower] + (ordered[upper] - ordered[lower]) * 0.5
    sizes, place = np.unique(lengths, return_inverse=True)
    rank = np.array([median_rank(int(n), (1 - confidence) / 2) if n else 0 for n in sizes], dtype=np.int64)[place]
    sure = rank > 0
    ends = np.full((2, len(lengths)), np.nan)
    ends[0, sure] = ordered[first[sure] + rank[sure] - 1]
    ends[1, sure] = ordered[first[sure] + lengths[sure] - rank[sure]]
    return middle, (ends[0], ends[1])


def student_many(n: Numbers, confidence: float = CONFIDENCE) -> Numbers:
    """The quantile of Student's t with n − 1 degrees of freedom; NaN of fewer than two cases."""
    from scipy.special import stdtrit  # noqa: PLC0415

    return _once_each(lambda freedom: stdtrit(freedom, (1 + confidence) / 2), np.where(n > 1, n - 1, np.nan))


def _once_each(function: Callable[[Numbers], Numbers], values: Numbers) -> Numbers:
    """What a dear function gives, asked once for each different value: counts of many groups are few numbers."""
    different, place = np.unique(values, return_inverse=True)
    return np.asarray(function(different))[place]
