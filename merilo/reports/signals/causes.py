"""One cause, one signal: what follows from a change further up the funnel is told with it; and what it costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from merilo.insight.limits import Charts
from merilo.reports.signals.finding import Finding
from merilo.reports.signals.watched import WATCHED, YEAR, History, Watched

_LATER = timedelta(weeks=4)
"""A cause may show this much later than what follows from it: points are up to four weeks long."""
_PART = 1 / 3
"""The least part of a change, on the log scale, that a driver explains."""
_QUARTER_DAYS = 65.0
_QUARTER_WEEKS = 13


@dataclass(frozen=True)
class Driver:
    """What moved the same way further up in the same funnel, over the same days; values in the KPI's own unit.

    `share`: ln of its own ratio over ln of the ratio that it drives.
    """

    watched: Watched
    before: float
    after: float
    share: float


@dataclass(frozen=True)
class Root:
    """A change with all that follows from it, its likely driver, and its money per quarter (None: cannot be told)."""

    finding: Finding
    consequences: tuple[Finding, ...] = field(default=())
    driver: Driver | None = None
    money: float | None = None


def roots(findings: Sequence[Finding]) -> list[Root]:
    """The findings of one person, each consequence told with its cause: the first upstream KPI (of those that move it)
    whose lasting change is as good or as bad and began no later, give or take the four weeks of a point.
    """
    order = list(WATCHED)
    inside = sorted((f for f in findings if f.watched.name in order), key=lambda f: order.index(f.watched.name))
    above: dict[str, Finding] = {}
    for finding in inside:
        cause = next((other for other in inside if _moves(other, finding)), None)
        above[finding.key] = above.get(cause.key, cause) if cause else finding
    return [Root(f, tuple(g for g in inside if above[g.key] is f and g is not f)) for f in inside if above[f.key] is f]


def _moves(cause: Finding, effect: Finding) -> bool:
    return (
        cause.watched.name in effect.watched.causes
        and (cause.shift or not effect.shift)
        and cause.good == effect.good
        and cause.since <= effect.since + _LATER
    )


def driver(finding: Finding, series: int, charts: Mapping[str, Charts], history: History) -> Driver | None:
    """Of what moves this KPI, that which changed most over the same days, for the better or worse as it did; a split on
    the log scale, ln(after/before), as of a product of ratios. None when none explains a third of the change.
    """
    if not finding.shift or not finding.ratio:
        return None
    own = math.log(finding.ratio)
    tried = [_compared(WATCHED[name], finding, (series, charts, history)) for name in finding.watched.causes]
    up = finding.watched.up
    found = [(math.log(after / before) / own * up * WATCHED[name].up, WATCHED[name], before, after)
             for name, (before, after) in zip(finding.watched.causes, tried, strict=True)
             if before > 0 and after > 0]  # fmt: skip
    share, watched, before, after = max(found, key=lambda each: each[0], default=(0.0, finding.watched, 0.0, 0.0))
    return Driver(watched, before, after, share) if share >= _PART else None


def _compared(
    watched: Watched, finding: Finding, where: tuple[int, Mapping[str, Charts], History]
) -> tuple[float, float]:
    """The level of a KPI in the year before the change and since then; 0 where there is nothing."""
    series, charts, history = where
    one = charts[watched.name]
    points = one.stack.value.shape[1]
    cut = sum(history.first_day(watched, point) < finding.since for point in range(points))
    begun = max(0, cut - YEAR // watched.weeks)
    before, after = one.level(series, begun, cut, plainly=True), one.level(series, cut, points, plainly=True)
    return before.rate * watched.per, after.rate * watched.per


def money(finding: Finding, series: int, charts: Mapping[str, Charts], history: History) -> float | None:
    """What the change is worth per quarter: |ratio − 1| × the amount won per quarter in the year before it.

    Won amount is proportional to every KPI above it in the funnel, the others as they are; a quarter has 65 working
    days. One point outside is worth its own weeks. None where nothing was won before, so that nothing can be said, and
    of what does not earn in proportion: a deal put off is not lost.
    """
    if finding.ratio is None or finding.watched.name not in WATCHED or not finding.watched.earns:
        return None
    won, _after = _compared(WATCHED["won_amount"], finding, (series, charts, history))
    if won <= 0:
        return None
    part = 1.0 if finding.shift else finding.watched.weeks / _QUARTER_WEEKS
    return abs(finding.ratio - 1) * won / WATCHED["won_amount"].per * _QUARTER_DAYS * part
