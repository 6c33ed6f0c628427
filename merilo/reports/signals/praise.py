"""What deserves a good word besides a lasting improvement: a record, growth year on year, an expectation met."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from merilo.insight.change import change
from merilo.insight.limits import Charts
from merilo.insight.series import Kind
from merilo.kpis.declaration import Better
from merilo.reports.expectations import Expectation
from merilo.reports.judgement import Status
from merilo.reports.signals.finding import Finding, Subject
from merilo.reports.signals.watched import Floats, History, Watched
from merilo.reports.target_values import is_amount

RECORD, GROWTH, MET = "record", "growth", "met"
_BLOCK, _YEAR_OF_BLOCKS = 4, 13
_STREAK = 4
_SURE, _LEAST = 0.01, 0.1
_ENOUGH_TIME = 10.0  # working days that a block must have to be compared


def record(history: History, watched: Watched, charts: Charts, series: int, subject: Subject) -> Finding | None:
    """The last four weeks were his best of at least a year, over the time he worked; None for shares."""
    if watched.kind is Kind.SHARES:
        return None
    rate, fit = _blocks(watched, charts, series)
    before = rate[:-1][fit[:-1]]
    if len(before) < _YEAR_OF_BLOCKS or not fit[-1] or rate[-1] <= before.max() or before.max() <= 0:
        return None
    first = len(history.weeks) - _BLOCK
    ratio = float(rate[-1] / before.max())
    return Finding(subject, watched, RECORD, 1, True, history.weeks[first], history.end,
                   float(before.max()) * watched.per, float(rate[-1]) * watched.per, ratio, None, None)  # fmt: skip


def growth(history: History, watched: Watched, charts: Charts, series: int, subject: Subject) -> Finding | None:
    """Several blocks of four weeks in a row, up to now, each better than the same weeks a year before; and sure.

    All those blocks together must be better than those a year before, more clearly than chance explains in a hundred
    cases.
    """
    rate, fit = _blocks(watched, charts, series)
    back = _YEAR_OF_BLOCKS
    if len(rate) <= back:
        return None
    better = (rate[back:] * watched.up > rate[:-back] * watched.up) & fit[back:] & fit[:-back]
    length = len(better) if better.all() else int(np.argmin(better[::-1]))
    if length < _STREAK:
        return None
    per_block, points = _BLOCK // watched.weeks, charts.stack.value.shape[1]
    span, year = length * per_block, back * per_block
    now = charts.level(series, points - span, points, plainly=True)
    then = charts.level(series, points - span - year, points - year, plainly=True)
    moved = change(then, now)
    if moved.chance > _SURE or moved.ratio is None or (moved.ratio - 1) * watched.up < _LEAST:
        return None
    return Finding(subject, watched, GROWTH, watched.up, True, history.first_day(watched, points - span), history.end,
                   then.rate * watched.per, now.rate * watched.per, moved.ratio, moved.interval,
                   moved.chance)  # fmt: skip


def _blocks(watched: Watched, charts: Charts, series: int) -> tuple[Floats, np.ndarray]:
    """The rate of every block of four weeks, the last one ending now, and whether it has enough time or cases."""
    per = _BLOCK // watched.weeks
    skip = charts.stack.value.shape[1] % per
    value = charts.stack.value[series, skip:].reshape(-1, per).sum(axis=1)
    size = charts.stack.size[series, skip:].reshape(-1, per).sum(axis=1)
    return value / np.maximum(size, 1e-9), size >= _ENOUGH_TIME


def met(lines: Iterable[Expectation]) -> list[Finding]:
    """Expectations that are reached already: the whole amount, or a value that is surely within its range."""
    found = []
    for line in lines:
        held = line.held
        watched = Watched(held.target.kpi, 1)
        whole = held.value is not None and held.value >= held.low
        reached = whole if is_amount(held.target.kpi) else held.status in {Status.WITHIN, Status.ABOVE}
        if held.seller is None or line.help or not reached or watched.kpi.better is not Better.HIGHER:
            continue
        value = float(held.value or 0)
        ratio = value / float(held.low) if held.low else None
        found.append(Finding(Subject("seller", held.seller), watched, MET, 1, True, held.target.starts_on,
                             held.target.ends_on, float(held.low), value, ratio, held.interval, None))  # fmt: skip
    return found
