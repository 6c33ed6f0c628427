"""Days and periods as a sales team counts them: time zone, week start, fiscal year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_EPOCH = date(1970, 1, 1)


def number_of_day(day: date) -> int:
    """A day as a whole number: the days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of_number(number: int) -> date:
    """The day of a number of days since 1970-01-01."""
    return _EPOCH + timedelta(days=int(number))


class Period(StrEnum):
    """A length of time that numbers are counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LABELS = {
    Period.DAY: r"(\d{4})-(\d\d)-(\d\d)",
    Period.WEEK: r"(\d{4})-W(\d\d)",
    Period.MONTH: r"(\d{4})-(\d\d)",
    Period.QUARTER: r"(?:FY)?(\d{4})Q([1-4])",
    Period.YEAR: r"(?:FY)?(\d{4})",
}
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True)
class Calendar:
    """How a workspace cuts time. `week_start`: 0 Monday … 6 Sunday. `fiscal_year_start`: month 1–12."""

    time_zone: str = "UTC"
    week_start: int = 0
    fiscal_year_start: int = 1

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime | None = None) -> date:
        """The local day of `now` (default: the present moment)."""
        return (now or datetime.now(UTC)).astimezone(self.zone).date()

    def start_of_day(self, day: date) -> datetime:
        """The UTC instant at which a local day begins (a skipped midnight begins at the jump)."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def end_of_day(self, day: date) -> datetime:
        """The UTC instant at which a local day is over (exclusive)."""
        return self.start_of_day(day + timedelta(days=1))

    def start(self, day: date, period: Period) -> date:
        """The first day of the period that holds `day`."""
        if period is Period.DAY:
            return day
        if period is Period.WEEK:
            return day - timedelta(days=(day.weekday() - self.week_start) % 7)
        if period is Period.MONTH:
            return day.replace(day=1)
        into_year = (day.month - self.fiscal_year_start) % 12
        back = into_year % 3 if period is Period.QUARTER else into_year
        return add_months(day.replace(day=1), -back)

    def next(self, day: date, period: Period) -> date:
        """The first day of the period after the one that holds `day`."""
        start = self.start(day, period)
        if period in _MONTHS:
            return add_months(start, _MONTHS[period])
        return start + timedelta(days=7 if period is Period.WEEK else 1)

    def periods(self, first: date, last: date, period: Period) -> Iterator[tuple[date, date]]:
        """(first day, last day) of every period that touches `first`..`last`, in order."""
        start = self.start(first, period)
        while start <= last:
            following = self.next(start, period)
            yield start, following - timedelta(days=1)
            start = following

    def label(self, start: date, period: Period) -> str:
        """A period's short name: 2026-03-02, 2026-W10, 2026-03, 2026Q1, 2026; a fiscal year is named FY2026."""
        if period is Period.DAY:
            return start.isoformat()
        if period is Period.WEEK:
            return f"{start:%G-W%V}" if self.week_start == 0 else start.isoformat()
        if period is Period.MONTH:
            return f"{start:%Y-%m}"
        # A fiscal year carries the number of the calendar year in which it ends.
        fiscal = self.fiscal_year_start != 1
        into_year = (start.month - self.fiscal_year_start) % 12
        year = add_months(start.replace(day=1), 11 - into_year).year
        name = f"FY{year}" if fiscal else str(year)
        return f"{name}Q{into_year // 3 + 1}" if period is Period.QUARTER else name

    def named(self, label: str) -> tuple[date, Period] | None:
        """The first day and the length of the period that `label` names (see `label`); None for other words.

        2026-03-02 is a day, 2026-W10 a week, 2026-03 a month, 2026Q1 a quarter and 2026 a year; where the fiscal year
        does not begin in January, FY2026 and FY2026Q1 are those that end in 2026.
        """
        for period, pattern in _LABELS.items():
            found = re.fullmatch(pattern, label)
            start = self._start_named(period, found) if found else None
            if start is not None and self.label(start, period) == label:
                return start, period
        return None

    def _start_named(self, period: Period, found: re.Match[str]) -> date | None:
        year, part, day = (*(int(number) for number in found.groups()), 1, 1)[:3]
        try:
            if period is Period.WEEK:
                return date.fromisocalendar(year, part, 1)
            if period in (Period.DAY, Period.MONTH):
                return date(year, part, day)
            # A fiscal year that begins in April 2025 is named 2026, the year in which it ends.
            first = date(year - (self.fiscal_year_start > 1), self.fiscal_year_start, 1)
            return add_months(first, 3 * (part - 1) if period is Period.QUARTER else 0)
        except ValueError:
            return None


def add_months(first_of_month: date, months: int) -> date:
    """A first of a month moved by whole months."""
    index = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
