"""The days on which things happen: days off and after them, weekdays, ends of months, seasons; shrunk by evidence.

A day's weight multiplies a rate: 0.05 on a Sunday, 1.3 on a Tuesday, 1.8 on the last days of a quarter. The weights of
all days together are about one on the average, so rates per weighted day read as rates per day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from merilo.insight.forecast.history import Bools, Floats, Ints

_TWO_YEARS = 730
_WORKING = 5  # days of a week, from Monday on
_OFF = np.array([1, 3, 5])
_LAST_DAYS = 3
_ENDS = 3
_HOLIDAY, _AFTER_WEEKEND = 5, 6
_MONDAYS = 3
_LEAST = 1e-4


@dataclass(frozen=True)
class Calendar:
    """What is known of days beforehand: the first day told, and from it on the code of each day in every respect.

    `kind`: of a working day how many days off it follows, as what was left lying over a weekend or a holiday is caught
    up afterwards; or that it is none.
    """

    first: int
    kind: Ints
    weekday: Ints
    closing: Ints
    month: Ints

    @classmethod
    def of(cls, first: int, last: int, holidays: Sequence[int] = ()) -> Calendar:
        """The days from `first` to `last`; `closing`: 1 in the last three working days of a month, 2 of a quarter."""
        days = np.arange(first, last + 1)
        weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
        month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        working = (weekday < _WORKING) & ~np.isin(days, np.asarray(holidays, dtype=np.int64))
        return cls(first, _kind(weekday, working), weekday, _closing(working, month), month % 12)

    def __len__(self) -> int:
        return len(self.weekday)


def _kind(weekday: Ints, working: Bools) -> Ints:
    """0: a working day after another; 1, 2, 3: after 1-2, 3-4, more days off; 4: a weekend; 5: a holiday, 6: one right
    after a weekend, on which who has other holidays catches up.
    """
    place = np.arange(len(weekday))
    last = np.maximum.accumulate(np.where(working, place, -1))
    before = np.concatenate([[-1], last[:-1]])
    off = np.where(before >= 0, place - before - 1, 0)
    holiday = np.where(weekday == 0, _AFTER_WEEKEND, _HOLIDAY)
    found: Ints = np.select([working, weekday >= _WORKING], [np.searchsorted(_OFF, off, side="right"), 4], holiday)
    return found


def _closing(working: Bools, month: Ints) -> Ints:
    closing = np.zeros(len(month), dtype=np.int64)
    for each in np.unique(month):
        own = np.flatnonzero(working & (month == each))
        whole = np.flatnonzero(month == each)
        if len(own) and whole[-1] + 1 < len(month):
            closing[own[-_LAST_DAYS:]] = 2 if each % 3 == 2 else 1
    return closing


@dataclass(frozen=True)
class Rhythm:
    """The weight of every day from `first` on, and the sum of weights before each day."""

    first: int
    weight: Floats
    upto: Floats

    def between(self, after: Ints, last: Ints) -> Floats:
        """The weight of the days after `after` up to and with `last`."""
        top = len(self.upto) - 1
        start, end = (np.clip(day + 1 - self.first, 0, top) for day in (after, last))
        weight: Floats = self.upto[end] - self.upto[start]
        return np.maximum(weight, 0.0)

    def on(self, day: Ints) -> Floats:
        """The weight of each day."""
        return self.between(day - 1, day)


def rhythm(calendar: Calendar, happened: Ints, exposed: Floats, upto: int) -> Rhythm:
    """Weights from how often it `happened` on each day of the calendar up to the day `upto`, of how many `exposed`.

    One respect after the other: the rate of its days over that of all, as the days before account for it, drawn
    towards 1 as a gamma-Poisson mean (count + k) / (expected + k), with k = 1 / variance by moments. The seasons
    of a year are learned from two years on.
    """
    seen = upto - calendar.first + 1
    counts, base = happened[:seen].astype(float), exposed[:seen]
    weight = np.ones(len(calendar))
    respects = [_kinds_told_apart(calendar.kind, seen), calendar.weekday, _told_apart(calendar.closing, seen)]
    if (base > 0).sum() >= _TWO_YEARS:
        respects.append(calendar.month)
    for codes in respects:
        expected = base * weight[:seen]
        if not expected.sum() or not counts.sum():
            break
        expected *= counts.sum() / expected.sum()
        weight *= _shrunk(codes[:seen], counts, expected)[codes]
    return _rhythm(calendar.first, weight / _mean_week(weight[:seen], base))


def _kinds_told_apart(kind: Ints, seen: int) -> Ints:
    """Holidays right after a weekend, apart from others once so many were seen: till then they are like others."""
    found: Ints = kind if (kind[:seen] == _AFTER_WEEKEND).sum() >= _MONDAYS else np.minimum(kind, _HOLIDAY)
    return found


def _told_apart(closing: Ints, seen: int) -> Ints:
    """The last days of months, and those of quarters apart from them once so many were seen: one end of December says
    more about Christmas than about quarters.
    """
    ends = [(closing[:seen] == kind).sum() // _LAST_DAYS for kind in (1, 2)]
    found: Ints = closing if ends[1] >= _ENDS else np.minimum(closing, int(sum(ends) >= _ENDS))
    return found


def _mean_week(weight: Floats, base: Floats) -> float:
    mean = float((weight * base).sum() / base.sum()) if base.sum() else 1.0
    return mean or 1.0


def _shrunk(codes: Ints, counts: Floats, expected: Floats) -> Floats:
    n = int(codes.max()) + 1
    happened, due = (np.bincount(codes, values, minlength=max(n, 13)) for values in (counts, expected))
    k = 1.0 / _variance(happened[due > 0], due[due > 0])
    factors: Floats = np.where(due > 0, (happened + k) / (due + k), 1.0)
    return factors


def _variance(happened: Floats, due: Floats) -> float:
    """Of gamma factors: v in E(d − E)² = E + v·E²; a level weighs 1 / (E + v·E²)², so that a rare one has its say.

    Less two standard errors of it by chance alone, √Σw²(2E² + E) / ΣwE²: a few levels make much of little.
    """
    variance = 1.0
    for _turn in range(10):
        weight = (due + variance * due**2) ** -2.0
        beyond = weight @ ((happened - due) ** 2 - due) - 2 * np.sqrt(weight**2 @ (2 * due**2 + due))
        variance = max(float(beyond / (weight @ due**2)), _LEAST)
    return variance


def _rhythm(first: int, weight: Floats) -> Rhythm:
    return Rhythm(first, weight, np.concatenate([[0.0], np.cumsum(weight)]))
