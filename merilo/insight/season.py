"""The time of the year: how much it multiplies what is expected, where at least two full years show it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from merilo.insight.beta import student_cdf
from merilo.insight.predictive import Floats

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Season:
    """`factors`: per place in the year (month, four-week block), mean 1; `reliability`: how much of what was seen is
    believed; `years`: on how many full years it rests.
    """

    factors: Floats
    reliability: float
    years: int


def season(value: Floats, weight: Floats, place: Places, year: Places, *, doubt: float = 0.01) -> Season | None:
    """From one series: values, sizes, the place of each point in its year and the number of its year.

    Each year's rate at a place, over the rate of the whole year, is compared between the years. With r the mean
    correlation of two years over the places, the season is 1 + R·(mean over k years − 1), R = k·r/(1 + (k − 1)·r) the
    reliability of such a mean (Spearman 1910, Brown 1910). None unless r is above 0 beyond `doubt` (one-sided t-test,
    t = r·√((m − 2)/(1 − r²)) for m places), or without two years that have every place.
    """
    years = [_relative(value, weight, place, year == each) for each in np.unique(year)]
    whole = [each for each in years if each is not None]
    if len(whole) < 2 or len({len(each) for each in whole}) > 1 or min(each.std() for each in whole) == 0:
        return None
    r = float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in combinations(whole, 2)]))
    free = len(whole[0]) - 2
    if r <= 0 or 1 - student_cdf(r * math.sqrt(free / max(1 - r * r, 1e-12)), free) > doubt:
        return None
    believed = len(whole) * r / (1 + (len(whole) - 1) * r)
    factors = 1 + believed * (np.mean(whole, axis=0) - 1)
    return Season(factors / factors.mean(), believed, len(whole))


def _relative(value: Floats, weight: Floats, place: Places, chosen: npt.NDArray[np.bool_]) -> Floats | None:
    """Each place's rate over the year's; None for a year that lacks a place."""
    places = int(place.max()) + 1
    above = np.bincount(place[chosen], value[chosen], places)
    below = np.bincount(place[chosen], weight[chosen], places)
    if places < 4 or (below <= 0).any() or above.sum() <= 0:
        return None
    rate: Floats = above / below * (below.sum() / above.sum())
    return rate
