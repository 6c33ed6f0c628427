"""From charts to what is to be said now: lasting shifts that still hold, and points outside in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from merilo.insight.change import Change, by_shuffling, change
from merilo.insight.intervals import Interval
from merilo.insight.limits import Charts, Signal
from merilo.insight.rules import SHIFTS
from merilo.insight.series import Kind
from merilo.reports.signals.watched import YEAR, History, Watched

FRESH = 4
"""A new shift needs less proof for so many weeks."""
NEWS = 2
"""A single point outside is told for so many weeks (and points of four weeks until the next): then it is over."""
LASTING, NEW = 0.001, 0.01
"""How likely chance alone may be: of a shift that is told for a year, of one that began to show only now."""
LEAST = 0.1
"""Changes of less than a tenth are not worth a word, however sure they are."""
LATE = 8
"""Weeks without a point after which somebody is taken to be gone."""
RAMP = 26
"""The first weeks of somebody's series are a beginning, not a level that could be improved on."""


@dataclass(frozen=True)
class Subject:
    """Who it is about: `scope` company, team or seller; `id` empty for the company."""

    scope: str
    id: str


@dataclass(frozen=True)
class Finding:
    """One change of one KPI. `before` and `after` are in the KPI's unit (per week, share, money of four weeks).

    `since`: the first day of the new level (of the point, where only one is outside); `at`: the last day of the point
    that gave the signal; `ratio`: after / before with its `interval`; for a point outside `low` and `high` are the
    natural limits. `direction`: −1 or 1; `good`: whether that is the better way.
    """

    subject: Subject
    watched: Watched
    rule: str
    direction: int
    good: bool
    since: date
    at: date
    before: float
    after: float
    ratio: float | None
    interval: Interval | None
    chance: float | None
    low: float | None = None
    high: float | None = None

    @property
    def shift(self) -> bool:
        """Whether the level has moved for good; else one point was outside, or a deed is praised."""
        return self.rule in SHIFTS

    @property
    def key(self) -> str:
        """The same for the same change, however often it is asked: scope:who:kpi:direction:since."""
        way = "up" if self.direction > 0 else "down"
        return ":".join((self.subject.scope, self.subject.id, self.watched.name, way, self.since.isoformat()))


def findings(history: History, watched: Watched, charts: Charts, subjects: Sequence[Subject]) -> list[Finding]:
    """What is to be said now of each series; a shift, else the last point outside."""
    found = []
    for series, subject in enumerate(subjects):
        one = _lasting(history, watched, charts, series, subject) or _outside(history, watched, charts, series, subject)
        found += [one] if one else []
    return found


def _lasting(history: History, watched: Watched, charts: Charts, series: int, subject: Subject) -> Finding | None:
    standing = charts.standing(series)
    if standing is None:
        return None
    signal, moved = standing
    points = charts.stack.value.shape[1]
    there = np.flatnonzero(charts.stack.there[series])
    last, first = int(there[-1]), int(there[0])
    fresh = (last - signal.at) * watched.weeks < FRESH
    gone = (points - 1 - last) * watched.weeks >= LATE
    old = (points - signal.since) * watched.weeks > YEAR
    beginning = (signal.since - first) * watched.weeks < RAMP
    limit = NEW if fresh else LASTING
    if gone or old or beginning or moved.chance > limit or not _matters(moved):
        return None
    chance = max(moved.chance, _of_amounts(charts, series))
    if chance > limit:
        return None
    if _other_way(moved, signal.direction) or _back_to_normal(charts, series, signal, moved):
        return None
    return Finding(subject, watched, signal.rule, signal.direction, _good(watched, signal.direction),
                   history.first_day(watched, signal.since), history.last_day(watched, signal.at),
                   moved.before.rate * watched.per, moved.after.rate * watched.per, moved.ratio, moved.interval,
                   chance)  # fmt: skip


def _of_amounts(charts: Charts, series: int) -> float:
    """How likely the order of the amounts means nothing: a few large deals make a level that soon looks like a fall."""
    if charts.stack.kind is not Kind.AMOUNTS:
        return 0.0
    there = charts.stack.there[series] & (charts.stack.size[series] > 0)
    return by_shuffling(charts.stack.value[series, there] / charts.stack.size[series, there])


def _back_to_normal(charts: Charts, series: int, signal: Signal, moved: Change) -> bool:
    """Whether the new level is unlike the short one before it, but not unlike all the past: some luck ended."""
    whole = change(charts.level(series, 0, signal.since), moved.after)
    return whole.chance > NEW or not _matters(whole) or _other_way(whole, signal.direction)


def _other_way(moved: Change, direction: int) -> bool:
    """Whether what came later has turned the change around."""
    return (moved.after.rate > moved.before.rate) != (direction > 0)


def _matters(moved: Change) -> bool:
    return moved.ratio is None or abs(moved.ratio - 1) >= LEAST


def _good(watched: Watched, direction: int) -> bool:
    return direction == watched.up


def _outside(history: History, watched: Watched, charts: Charts, series: int, subject: Subject) -> Finding | None:
    there = np.flatnonzero(charts.stack.there[series])
    if not len(there) or (charts.stack.value.shape[1] - 1 - there[-1]) * watched.weeks >= LATE:
        return None
    known = [signal for signal in charts.signals[series]
             if not signal.shift and (int(there[-1]) - signal.at) * watched.weeks < NEWS]  # fmt: skip
    return _point(history, watched, charts, (series, subject, known[-1])) if known else None


def _point(history: History, watched: Watched, charts: Charts, where: tuple[int, Subject, Signal]) -> Finding | None:
    series, subject, signal = where
    chart, at = charts.chart(series), signal.at
    per = 1.0 if watched.kind is Kind.SHARES else watched.per / float(charts.stack.size[series, at])
    before, after, low, high = (float(line[at]) * per for line in (chart.middle, chart.value, chart.low, chart.high))
    if before <= 0 or abs(after / before - 1) < LEAST:
        return None
    return Finding(subject, watched, signal.rule, signal.direction, _good(watched, signal.direction),
                   history.first_day(watched, at), history.last_day(watched, at), before, after, after / before,
                   None, signal.chance, low, high)  # fmt: skip
