"""Periods, time zones and both daylight-saving changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.core.time import Calendar, Period, add_months

days = st.dates(date(1971, 1, 1), date(2099, 12, 31))
calendars = st.builds(
    Calendar,
    time_zone=st.sampled_from(["UTC", "Europe/Moscow", "Europe/Amsterdam", "America/Sao_Paulo", "Pacific/Apia"]),
    week_start=st.integers(0, 6),
    fiscal_year_start=st.integers(1, 12),
)
periods = st.sampled_from(list(Period))


@given(calendars, days, periods)
def test_a_period_holds_its_day_and_ends_before_the_next(calendar: Calendar, day: date, period: Period) -> None:
    start, following = calendar.start(day, period), calendar.next(day, period)
    assert start <= day < following
    assert calendar.start(start, period) == start
    assert calendar.start(following, period) == following
    assert calendar.start(following - timedelta(days=1), period) == start


@given(calendars, days, st.integers(0, 800), periods)
def test_periods_cover_a_range_without_gap_or_overlap(
    calendar: Calendar, first: date, length: int, period: Period
) -> None:
    last = first + timedelta(days=length)
    spans = list(calendar.periods(first, last, period))
    assert spans[0][0] <= first
    assert spans[-1][1] >= last
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(spans))


@given(calendars, days, periods)
def test_a_label_names_one_period_only(calendar: Calendar, day: date, period: Period) -> None:
    start, following = calendar.start(day, period), calendar.next(day, period)
    assert calendar.label(start, period) != calendar.label(following, period)


@given(calendars, days)
def test_days_join_without_gap_in_every_zone(calendar: Calendar, day: date) -> None:
    assert calendar.end_of_day(day) == calendar.start_of_day(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2012, 3, 25), 23), (date(2011, 10, 30), 25), (date(2012, 6, 1), 24)],
)
def test_a_day_has_23_or_25_hours_when_the_clock_changes(day: date, hours: int) -> None:
    amsterdam = Calendar("Europe/Amsterdam")
    assert amsterdam.end_of_day(day) - amsterdam.start_of_day(day) == timedelta(hours=hours)


def test_an_instant_belongs_to_the_local_day_on_both_sides_of_midnight() -> None:
    moscow = Calendar("Europe/Moscow")
    assert moscow.today(datetime(2024, 1, 31, 20, 59, tzinfo=UTC)) == date(2024, 1, 31)
    assert moscow.today(datetime(2024, 1, 31, 21, 0, tzinfo=UTC)) == date(2024, 2, 1)


def test_a_midnight_that_does_not_exist_begins_at_the_jump() -> None:
    # São Paulo, 4 November 2018: the clock went from 23:59 to 01:00.
    sao_paulo = Calendar("America/Sao_Paulo")
    assert sao_paulo.start_of_day(date(2018, 11, 4)) == datetime(2018, 11, 4, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fiscal_year_start", "day", "quarter", "year"),
    [
        (1, date(2026, 5, 17), "2026Q2", "2026"),
        (4, date(2026, 3, 31), "FY2026Q4", "FY2026"),
        (4, date(2026, 4, 1), "FY2027Q1", "FY2027"),
        (7, date(2025, 12, 31), "FY2026Q2", "FY2026"),
    ],
)
def test_a_fiscal_year_carries_the_number_of_the_year_in_which_it_ends(
    fiscal_year_start: int, day: date, quarter: str, year: str
) -> None:
    calendar = Calendar(fiscal_year_start=fiscal_year_start)
    assert calendar.label(calendar.start(day, Period.QUARTER), Period.QUARTER) == quarter
    assert calendar.label(calendar.start(day, Period.YEAR), Period.YEAR) == year


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(Period), st.integers(1, 12))
def test_a_period_is_found_by_its_own_label(day: date, period: Period, fiscal_year_start: int) -> None:
    calendar = Calendar(fiscal_year_start=fiscal_year_start)
    start = calendar.start(day, period)
    assert calendar.named(calendar.label(start, period)) == (start, period)


@pytest.mark.parametrize("word", ["2026-13", "2026-W54", "2026Q5", "FY2026", "26", "", "2026-02-30", "march"])
def test_other_words_name_no_period(word: str) -> None:
    assert Calendar().named(word) is None


def test_weeks_start_on_the_day_that_is_set() -> None:
    wednesday = date(2026, 11, 25)
    assert Calendar().start(wednesday, Period.WEEK) == date(2026, 11, 23)
    assert Calendar(week_start=6).start(wednesday, Period.WEEK) == date(2026, 11, 22)
    assert Calendar().label(date(2026, 12, 28), Period.WEEK) == "2026-W53"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_adding_months_and_taking_them_back_is_no_change(day: date, months: int) -> None:
    first = day.replace(day=1)
    assert add_months(add_months(first, months), -months) == first


def test_the_zones_used_here_exist() -> None:
    assert {"Europe/Moscow", "America/Sao_Paulo"} <= available_timezones()
