"""Periods in queries are the calendar's own periods."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import ibis
import pyarrow as pa
import pytest

from merilo.core.time import Calendar, Period
from merilo.kpis.calendar_cut import end_of_number, number_of, period_number, period_start, start_of_number

_DAYS = [date(1999, 12, 25) + timedelta(days=step) for step in [*range(800), *range(800, 11000, 97)]]
_CALENDARS = [
    Calendar(),
    Calendar(week_start=6),
    Calendar(week_start=3, fiscal_year_start=2),
    Calendar(fiscal_year_start=12),
]


@pytest.mark.parametrize("calendar", _CALENDARS, ids=lambda c: f"week{c.week_start}-year{c.fiscal_year_start}")
@pytest.mark.parametrize("period", Period)
def test_query_periods_are_the_calendars_periods(period: Period, calendar: Calendar) -> None:
    days = ibis.table({"day": "date"}, name="days")
    number = period_number(days.day, period, calendar)
    cut = days.select(
        "day",
        start=period_start(days.day, period, calendar),
        number=number,
        first=start_of_number(number, period, calendar),
        last=end_of_number(number, period, calendar),
    )
    connection = duckdb.connect()
    connection.register("days", pa.table({"day": pa.array(_DAYS, pa.date32())}))
    rows = connection.sql(str(ibis.to_sql(cut, dialect="duckdb"))).fetchall()
    connection.close()
    assert len(rows) == len(_DAYS)
    for day, start, found, first, last in rows:
        assert start == first == calendar.start(day, period)
        assert last == calendar.next(day, period) - timedelta(days=1)
        assert found == number_of(day, period, calendar)
        assert number_of(last + timedelta(days=1), period, calendar) == found + 1
