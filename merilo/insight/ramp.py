"""How fast a new person grows to the full level: learned from those who were new before, else a straight line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MONTH = 30
MONTHS = 6
"""Months of growing that are learned; from then on a person is at his own full level."""
_LEAST = 3  # persons to learn from


@dataclass(frozen=True)
class Ramp:
    """The share of the full level by months since hiring, the first month first; after them it is 1.

    `persons`: how many it is learned from; 0: a straight line over `days`.
    """

    shares: tuple[float, ...]
    days: int
    persons: int

    def share(self, day: int) -> float:
        """The share of the full level on a day after hiring (0: the first day)."""
        if day >= self.days:
            return 1.0
        if not self.persons:
            # The middle of the day's month, so that nothing is never asked of anyone.
            return min(1.0, (day // MONTH + 0.5) * MONTH / self.days)
        return self.shares[min(day // MONTH, len(self.shares) - 1)]


def straight(days: int) -> Ramp:
    """A line from nothing to the full level over so many days, held level within each month of 30 days."""
    return Ramp((), max(days, 1), 0)


def learned(person: npt.ArrayLike, day: npt.ArrayLike, events: npt.ArrayLike, exposure: npt.ArrayLike) -> Ramp | None:
    """The ramp of those who were new before; None of fewer than three who were watched long enough.

    One row per person and stretch of time: the days since hiring at its beginning, events and exposure in it. A
    person's full level is Σ events / Σ exposure after month six; the share of month m is Σ events / Σ (exposure × own
    full level) over all persons in that month: a ratio of sums, standardised indirectly (Breslow & Day 1987, ch. 2).
    Never above 1, and never falling.
    """
    who, day = np.asarray(person), np.asarray(day, np.int64)
    events, exposure = np.asarray(events, float), np.asarray(exposure, float)
    persons, number = np.unique(who, return_inverse=True)
    k, late = len(persons), day >= MONTH * MONTHS
    after = np.bincount(number[late], exposure[late], k)
    level = np.divide(np.bincount(number[late], events[late], k), after, out=np.zeros(k), where=after > 0)
    watched = level > 0
    if watched.sum() < _LEAST:
        return None
    early = ~late & watched[number] & (day >= 0)
    month = day[early] // MONTH
    done = np.bincount(month, events[early], MONTHS)
    full = np.bincount(month, (exposure * level[number])[early], MONTHS)
    shares = np.divide(done, full, out=np.ones(MONTHS), where=full > 0)
    grown = np.minimum(np.maximum.accumulate(shares), 1.0)
    return Ramp(tuple(float(each) for each in grown), MONTH * MONTHS, int(watched.sum()))
