"""What `survival.Curve` says of one group, for many at once: the same formulas on arrays, NaN where there is none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merilo.insight.incidence import Slots, covariance
from merilo.insight.interval_arrays import Ends, Numbers, wilson_many
from merilo.insight.intervals import CONFIDENCE, normal_quantile
from merilo.insight.survival import ALIKE, UNDECIDED

Flags = npt.NDArray[np.bool_]


def chances_many(found: Slots, within: float | None, confidence: float = CONFIDENCE) -> tuple[Numbers, Ends]:
    """`Curve.share` and `Curve.interval` at the age `within` (None: in the end) of every group of which they are known.

    Known: some case was followed from its beginning, and the curve reaches that age; in the end: nearly all is decided.
    """
    place = _last(found, np.ones(len(found.age), dtype=bool) if within is None else found.age <= within)
    decided = _undecided(found)
    known = decided <= UNDECIDED if within is None else (_reach(found) >= within) | (decided <= 0)
    known &= found.seen
    inside = known & (place >= 0)
    share, deviation = np.where(known, 0.0, np.nan), np.zeros(len(found.n))
    own = found.happened[place[inside]]
    share[inside] = np.minimum(own, 1.0)
    variance = covariance(found.sums[:, place[inside]], own, share[inside])
    deviation[inside] = np.sqrt(np.maximum(variance, 0.0))
    return share, _around(share, deviation, np.where(known & (_sizes(found) > 0), found.n, 0), confidence)


def medians_many(found: Slots, *, of_all: bool, confidence: float = CONFIDENCE) -> tuple[Numbers, Ends]:
    """`Curve.quantile` and `Curve.quantile_interval` of a half, of every group of which they are known.

    Known: some case was followed from its beginning; of those to whom it ever happens (not `of_all`): nearly all is
    decided.
    """
    group, ends = found.group, _sizes(found) > 0
    known = found.seen & ends & (of_all | (_undecided(found) <= UNDECIDED))
    final = np.zeros(len(found.n))
    final[ends] = found.happened[found.starts[1:][ends] - 1]
    wanted = np.full(len(final), 0.5) if of_all else 0.5 * np.minimum(final, 1.0)
    known &= wanted > 0
    first = _first(found, (found.happened >= wanted[group] * (1 - ALIKE)) & known[group])
    median, reached = np.full(len(final), np.nan), first >= 0
    median[reached] = found.age[first[reached]]
    apart, variance = _apart(found, final, of_all=of_all)
    near = apart * apart <= normal_quantile(confidence) ** 2 * variance
    # Where the last age is near too, the data do not say how long it may take.
    sure = reached & ~near[np.maximum(found.starts[1:] - 1, 0)] if len(near) else reached
    # The first age that reaches it is in its own interval, however few cases there are.
    at = _first(found, apart >= -ALIKE)
    near[at[at >= 0]] = True
    low, high = np.full(len(final), np.nan), np.full(len(final), np.nan)
    low[sure] = found.age[_first(found, near)[sure]]
    high[sure] = found.age[_last(found, near)[sure]]
    return median, (low, high)


def _apart(found: Slots, final: Numbers, *, of_all: bool) -> tuple[Numbers, Numbers]:
    """F₁(t) − ½ · F₁(∞) (of all: − ½) at every age, and its variance."""
    variance = covariance(found.sums, found.happened, found.happened)
    if of_all:
        return found.happened - 0.5, variance
    ends = _sizes(found) > 0
    whole, last = np.minimum(final, 1.0), np.zeros(len(final))
    at = found.starts[1:][ends] - 1
    last[ends] = covariance(found.sums[:, at], found.happened[at], whole[ends])
    both = covariance(found.sums, found.happened, whole[found.group])
    return found.happened - 0.5 * whole[found.group], variance - both + 0.25 * last[found.group]


def _around(share: Numbers, deviation: Numbers, n: npt.NDArray[np.int64], confidence: float) -> Ends:
    """The intervals of log(−log); Wilson's where it happened to nobody or to all; NaN of nobody."""
    trials = n.astype(np.float64)
    low, high = wilson_many(np.round(np.nan_to_num(share) * trials), trials, confidence)
    inner = (share > ALIKE) & (share < 1.0 - ALIKE) & (deviation > 0.0) & (n > 0)
    of = share[inner]
    power = np.exp(normal_quantile(confidence) * deviation[inner] / (of * np.log(of)))
    low[inner], high[inner] = of ** (1 / power), of**power
    return low, high


def _sizes(found: Slots) -> npt.NDArray[np.int64]:
    return np.diff(found.starts)


def _reach(found: Slots) -> Numbers:
    reach = np.full(len(found.n), -np.inf)
    some = _sizes(found) > 0
    reach[some] = found.age[found.starts[1:][some] - 1]
    return reach


def _undecided(found: Slots) -> Numbers:
    undecided = np.ones(len(found.n))
    some = _sizes(found) > 0
    undecided[some] = found.surviving[found.starts[1:][some] - 1]
    return undecided


def _first(found: Slots, holds: Flags) -> npt.NDArray[np.int64]:
    """The place of the first slot of each group for which it holds; −1: none."""
    places = np.flatnonzero(holds)[::-1]
    first = np.full(len(found.n), -1)
    first[found.group[places]] = places
    return first


def _last(found: Slots, holds: Flags) -> npt.NDArray[np.int64]:
    """The place of the last slot of each group for which it holds; −1: none."""
    places = np.flatnonzero(holds)
    last = np.full(len(found.n), -1)
    last[found.group[places]] = places
    return last
