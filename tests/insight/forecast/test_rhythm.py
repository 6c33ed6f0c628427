"""The weights of days: weekends, holidays and ends of quarters as far as chance does not explain them."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.rhythm import Calendar, rhythm

_MONDAY = 19_002  # 2022-01-10


def test_weekdays_holidays_and_the_last_working_days_are_known_beforehand() -> None:
    """March 2022 ends on a Thursday: its last three working days are 29–31; with the 31st a holiday 28–30."""
    march = np.datetime64("2022-03-01").astype("datetime64[D]").astype(int)
    days = Calendar.of(int(march), int(march) + 40)
    assert list(days.weekday[:7]) == [1, 2, 3, 4, 5, 6, 0]
    assert list(np.flatnonzero(days.closing[:31] == 2) + 1) == [29, 30, 31]
    assert list(np.flatnonzero(Calendar.of(int(march), int(march) + 40, [int(march) + 30]).closing[:31] == 2) + 1) == [
        28,
        29,
        30,
    ]
    # Of April, which is not whole, nothing is said.
    assert not days.closing[31:].any()


def test_a_weekend_without_a_win_weighs_next_to_nothing_and_a_holiday_like_it() -> None:
    """Ten wins on every working day of a year, none on weekends and on ten holidays; 100 deals at risk on each day."""
    holidays = [_MONDAY + 7 * week + 2 for week in range(0, 50, 5)]
    calendar = Calendar.of(_MONDAY, _MONDAY + 400, holidays)
    happened = np.where(calendar.kind < 4, 10, 0)
    found = rhythm(calendar, happened, np.full(401, 100.0), _MONDAY + 364)
    ahead = found.weight[365:]
    assert ahead[calendar.weekday[365:] >= 5].max() < 0.01
    assert found.weight[calendar.kind == 5].max() < 0.05
    assert found.weight[:364].mean() == pytest.approx(1.0, abs=0.01)
    assert found.between(np.array([_MONDAY + 6]), np.array([_MONDAY + 13]))[0] == pytest.approx(7.2, abs=0.1)


def test_on_holidays_right_after_a_weekend_who_has_others_catches_up() -> None:
    """Half the sellers have no holidays: 10 wins a day, 30 on Mondays; on holidays 5, on those that are Mondays 15."""
    holidays = [_MONDAY + 7 * week + week % 2 * 2 for week in range(0, 100, 5)]
    calendar = Calendar.of(_MONDAY, _MONDAY + 700, holidays)
    monday, holiday = calendar.weekday == 0, calendar.kind >= 5
    assert set(calendar.kind[monday & holiday]) == {6}
    happened = np.where(calendar.kind == 4, 0, np.where(monday, 30, 10) // np.where(holiday, 2, 1))
    found = rhythm(calendar, happened, np.full(701, 100.0), _MONDAY + 490).weight[491:]
    after = slice(491, None)
    usual = found[(calendar.kind == 0)[after]].mean()
    assert found[(holiday & ~monday)[after]].mean() / usual == pytest.approx(0.5, abs=0.1)
    assert found[(holiday & monday)[after]].mean() / usual == pytest.approx(1.5, abs=0.2)


@pytest.mark.parametrize("seen", [0, 1, 2])
def test_the_first_holidays_after_a_weekend_weigh_like_other_holidays(seen: int) -> None:
    """Five wins on working days, none on holidays, of which none to two were Mondays: the next brings none either."""
    holidays = [_MONDAY + 7 * week + 2 for week in range(0, 40, 4)] + [_MONDAY + 7 * week for week in (5, 15)[:seen]]
    coming = _MONDAY + 7 * 45
    calendar = Calendar.of(_MONDAY, _MONDAY + 400, [*holidays, coming])
    happened = np.where(calendar.kind < 4, 5, 0)
    found = rhythm(calendar, happened, np.full(401, 100.0), _MONDAY + 7 * 42)
    assert calendar.kind[coming - _MONDAY] == 6
    assert found.on(np.array([coming]))[0] < 0.15


def test_where_all_days_are_alike_chance_does_not_make_them_differ() -> None:
    calendar = Calendar.of(_MONDAY, _MONDAY + 365)
    happened = np.random.default_rng(1).poisson(3, 366)
    found = rhythm(calendar, happened, np.full(366, 50.0), _MONDAY + 365)
    assert found.weight == pytest.approx(np.ones(366), abs=0.12)
    assert rhythm(calendar, np.zeros(366, dtype=int), np.full(366, 50.0), _MONDAY + 365).weight == pytest.approx(
        np.ones(366)
    )


def test_the_season_is_learned_from_two_years_on() -> None:
    """Thrice as much in every December; a year alone says nothing of it."""
    first = int(np.datetime64("2021-01-01").astype("datetime64[D]").astype(int))
    calendar = Calendar.of(first, first + 1460)
    happened = np.where(calendar.month == 11, 12, 4)
    december = np.flatnonzero(calendar.month == 11)[-31:]
    june = np.flatnonzero(calendar.month == 5)[-30:]
    for years, low, high in ((2, 2.5, 3.1), (1, 0.9, 1.1)):
        found = rhythm(calendar, happened, np.full(1461, 50.0), first + 365 * years - 1)
        assert low < found.weight[december].mean() / found.weight[june].mean() < high


def test_ends_of_quarters_are_told_apart_from_those_of_months_once_three_were_seen() -> None:
    """Thrice as much on the last three working days of every quarter, all other days alike."""
    first = int(np.datetime64("2021-01-01").astype("datetime64[D]").astype(int))
    calendar = Calendar.of(first, first + 800)
    happened = np.where(calendar.closing == 2, 30, 10)
    apart = []
    for seen in (45, 200, 380):  # one end of a month, two and four of quarters
        weight = rhythm(calendar, happened, np.full(801, 50.0), first + seen).weight
        apart.append(float(weight[calendar.closing == 2].mean() / weight[calendar.closing == 1].mean()))
    assert apart == pytest.approx([1.0, 1.0, 3.0], abs=0.15)


def test_days_after_the_last_and_spans_of_no_days_weigh_nothing() -> None:
    calendar = Calendar.of(_MONDAY, _MONDAY + 9)
    found = rhythm(calendar, np.ones(10, dtype=int), np.ones(10), _MONDAY + 9)
    day = np.array([_MONDAY + 3])
    assert found.between(day, day)[0] == 0
    assert found.between(np.array([_MONDAY - 1]), np.array([_MONDAY + 99]))[0] == pytest.approx(10.0)


def test_what_was_left_lying_is_caught_up_on_the_first_days_after_holidays() -> None:
    """Each third week is a holiday but for its Friday, on which the wins of the whole week come: 50 instead of 10."""
    days = np.arange(_MONDAY, _MONDAY + 800)
    week, weekday = (days - _MONDAY) // 7, (days - _MONDAY) % 7
    holidays = days[(week % 3 == 0) & (weekday < 4)]
    calendar = Calendar.of(_MONDAY, _MONDAY + 799, holidays.tolist())
    late = (week % 3 == 0) & (weekday == 4)
    # Six days off with the weekend; the first Friday of all follows no day that is known, other Mondays a weekend.
    assert calendar.kind[late].tolist()[1:] == [3] * (late.sum() - 1)
    assert set(calendar.kind[(weekday == 0) & (week % 3 == 1)]) == {1}
    assert set(calendar.kind[(weekday > 0) & (weekday < 5) & (week % 3 > 0)]) == {0}
    happened = np.where(calendar.kind > 3, 0, np.where(late, 50, 10))
    found = rhythm(calendar, happened, np.full(800, 100.0), _MONDAY + 399)
    ahead = days > _MONDAY + 400
    assert found.weight[ahead & late].mean() / found.weight[ahead & (calendar.kind == 0)].mean() > 4
