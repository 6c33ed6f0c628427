"""The last quarter of which everything is known."""

from __future__ import annotations

from datetime import date, timedelta

from merilo.core.time import Period
from merilo.kpis.horizon import HAPPENED, reaches_end
from merilo.reports.asking import Desk


def last_whole_quarter(desk: Desk) -> tuple[date, date]:
    """Its first and last day: the quarter is over, and the data reach its last working day."""
    calendar = desk.settings.calendar
    horizon = desk.horizon(tuple(HAPPENED), desk.today)
    start = calendar.start(horizon, Period.QUARTER)
    end = calendar.next(start, Period.QUARTER) - timedelta(days=1)
    if end > desk.today or not reaches_end(horizon, end):
        end = start - timedelta(days=1)
        start = calendar.start(end, Period.QUARTER)
    return start, end


def quarters_until(desk: Desk, end: date, number: int) -> list[tuple[date, date]]:
    """The first and last days of so many quarters, the last one ending on that day."""
    calendar, found = desk.settings.calendar, []
    for _quarter in range(number):
        start = calendar.start(end, Period.QUARTER)
        found.append((start, end))
        end = start - timedelta(days=1)
    return found[::-1]
