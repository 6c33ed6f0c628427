"""Days as whole numbers from the company's first day, so that calendars are arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

HOUR = 3_600
DAY = 86_400
AHEAD = 150
"""Days that calendars run past `until`: meetings and stage moves are planned beyond it, and cut off there."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Clock:
    """The company's time: day 0 is `start`, a Monday; `until` is the last day with events."""

    start: date
    until: date

    @property
    def days(self) -> int:
        """How many days hold events."""
        return (self.until - self.start).days + 1

    @property
    def horizon(self) -> int:
        """How many days calendars know; the number itself stands for "never"."""
        return self.days + AHEAD

    def index(self, day: date) -> int:
        """The day as a number."""
        return (day - self.start).days

    def day(self, index: int) -> date:
        """The number as a day."""
        return self.start + timedelta(days=int(index))

    def at(self, day: Ints, second: Ints | int) -> Ints:
        """Local wall-clock seconds since 1970."""
        return (day + (self.start - _EPOCH).days) * DAY + second

    def day_of(self, at: Ints) -> Ints:
        """The day number of local seconds."""
        return at // DAY - (self.start - _EPOCH).days

    @property
    def months(self) -> Ints:
        """The month, 1 to 12, of every day to the horizon."""
        days = np.datetime64(self.start, "D") + np.arange(self.horizon)
        return days.astype("datetime64[M]").astype(np.int64) % 12 + 1

    @property
    def weekdays(self) -> Ints:
        """0 Monday to 6 Sunday of every day to the horizon."""
        return (np.arange(self.horizon) + self.start.weekday()) % 7


def clock(years: float, until: date) -> Clock:
    """The clock of a company that is `years` old on `until`, begun on a Monday."""
    first = until - timedelta(days=round(365.25 * years) - 1)
    return Clock(first - timedelta(days=first.weekday()), until)


def public_holidays(time: Clock, country: str) -> frozenset[date]:
    """The country's public holidays from the first day to the horizon."""
    last = time.day(time.horizon)
    known = holidays.country_holidays(country, years=range(time.start.year, last.year + 1))
    return frozenset(day for day in known if time.start <= day <= last)


def open_days(time: Clock, closed: frozenset[date]) -> Bools:
    """Which days to the horizon are neither weekend nor in `closed`."""
    works = time.weekdays < 5
    works[[time.index(day) for day in closed if time.index(day) < time.horizon]] = False
    return works


def next_true(flags: Bools) -> Ints:
    """For every column (and one past the end) of each row the first true column not before it, else the width."""
    width = flags.shape[-1]
    found = np.full((*flags.shape[:-1], width + 1), width, dtype=np.int64)
    found[..., :width] = np.where(flags, np.arange(width), width)
    return np.minimum.accumulate(found[..., ::-1], axis=-1)[..., ::-1]
