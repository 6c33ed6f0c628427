"""How often customers come back of themselves, and the period that fits that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from merilo.core.time import Period
from merilo.insight.spread import Values

LONGEST_DAYS: Mapping[Period, int] = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
"""The days of the longest week, month, quarter and year."""


@dataclass(frozen=True)
class Rhythm:
    """The period that fits, and what it rests on.

    `days`: the median over `customers` of each one's own usual gap between two buying days; `within`: the share of them
    whose usual gap is no longer than a period; `once`: customers with one buying day, who have no gap.
    """

    period: Period
    days: float
    customers: int
    once: int
    within: Mapping[Period, float]


def fitting(gaps: Values, once: int = 0) -> Rhythm | None:
    """The rhythm of customers whose usual gaps in days these are; None of nobody.

    With gᵢ the median of customer i's gaps, the period is the shortest of week, month, quarter and year of L days for
    which |{i : gᵢ ≤ L}| ≥ N / 2; a year when none is. So at least half of those who come back usually do so within one
    period, and a period without them says something. One customer counts once, however often it buys. Gaps that the
    data end within, and customers who never came back, are not seen: the true rhythm is no faster than this one.
    """
    if not gaps.n:
        return None
    within = {period: _share_within(gaps, days) for period, days in LONGEST_DAYS.items()}
    period = next((period for period, share in within.items() if share >= 0.5), Period.YEAR)
    return Rhythm(period, gaps.quantile(0.5) or 0.0, gaps.n, once, within)


def _share_within(gaps: Values, days: int) -> float:
    return int((gaps.value <= days).sum()) / gaps.n
