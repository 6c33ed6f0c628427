"""Periods as expressions: the same weeks, fiscal quarters and years that `merilo.core.time.Calendar` counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Calendar, Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

# A Monday: weeks are counted from it, moved by the workspace's week start.
_MONDAY = date(1970, 1, 5)
_UNIT = {Period.WEEK: "W", Period.MONTH: "M", Period.QUARTER: "Q", Period.YEAR: "Y"}
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def as_day(value: ir.Value) -> ir.Value:
    """Really a date: engines give an instant for date ± interval, and Ibis leaves a plain cast out as needless."""
    return value.cast("timestamp").cast("date")


def over_after(day: date, calendar: Calendar) -> ir.Value:
    """The instant at which a local day is over.

    Comparing instants with it says the same as comparing their days, without the search for the local day of each.
    """
    return ibis.literal(calendar.end_of_day(day), "timestamp('UTC', 6)")


def period_start(day: ir.Value, period: Period, calendar: Calendar) -> ir.Value:
    """The first day of the period that holds `day`, as a date."""
    if period is Period.DAY:
        return day
    shift = _shift(period, calendar)
    if shift is None:
        return as_day(day.truncate(_UNIT[period]))
    if period is Period.WEEK:
        return as_day((day - shift).truncate("W") + shift)
    return as_day((as_day(day.truncate("M")) - shift).truncate(_UNIT[period]) + shift)


def _shift(period: Period, calendar: Calendar) -> ir.Value | None:
    if period is Period.WEEK and calendar.week_start:
        return ibis.interval(days=calendar.week_start)
    if period in (Period.QUARTER, Period.YEAR) and calendar.fiscal_year_start > 1:
        return ibis.interval(months=calendar.fiscal_year_start - 1)
    return None


def period_number(day: ir.Value, period: Period, calendar: Calendar) -> ir.Value:
    """A whole number that grows by one from each period to the next."""
    if period in MONTHS:
        months = day.year() * 12 + day.month() - calendar.fiscal_year_start
        return (months // MONTHS[period]).cast("int64")
    origin = ibis.date(*_origin(calendar).timetuple()[:3])
    days = day.delta(origin, unit="day")
    return days.cast("int64") if period is Period.DAY else (days // 7).cast("int64")


def number_of(day: date, period: Period, calendar: Calendar) -> int:
    """The same number for a day that is known now."""
    if period in MONTHS:
        return (day.year * 12 + day.month - calendar.fiscal_year_start) // MONTHS[period]
    days = (day - _origin(calendar)).days
    return days if period is Period.DAY else days // 7


def start_of_number(number: ir.Value, period: Period, calendar: Calendar) -> ir.Value:
    """The first day of the period with that number, as a date."""
    if period in MONTHS:
        months = number * MONTHS[period] + calendar.fiscal_year_start - 1
        return ibis.date((months // 12).cast("int64"), (months % 12 + 1).cast("int64"), 1)
    days = number if period is Period.DAY else number * 7
    return as_day(ibis.date(*_origin(calendar).timetuple()[:3]) + days.as_interval("D"))


def end_of_number(number: ir.Value, period: Period, calendar: Calendar) -> ir.Value:
    """The last day of the period with that number, as a date."""
    return as_day(start_of_number(number + 1, period, calendar) - ibis.interval(days=1))


def _origin(calendar: Calendar) -> date:
    return date.fromordinal(_MONDAY.toordinal() + calendar.week_start)
