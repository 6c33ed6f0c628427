"""How right people's calls have been: by person, category and share of the period elapsed; and who adds accuracy."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from merilo.core.text import _
from merilo.core.time import Calendar, Period
from merilo.insight.called import Added, Record, added, record
from merilo.insight.intervals import Interval
from merilo.kpis.cuts import attach
from merilo.kpis.forecast_accuracy.called import covered
from merilo.kpis.ratios.deals import WON_AMOUNT
from merilo.people.calls.book import Category
from merilo.reports.forecast.calls import (
    PERIODS,
    PersonsCall,
    Place,
    calls_until,
    context_of,
    currency_of,
    period_of,
)
from merilo.reports.listing import plain_json

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

ELAPSED = (10, 25, 50, 75)
"""After how much of its period (%) a call is judged: the last one given by then."""

Sees = Callable[[str, str], bool]
_Key = tuple[str, str, str, Period, Category, int]
_KINDS = ("own", "override", "team", "company")


@dataclass(frozen=True)
class Judged:
    """A call of a period that is over, as it stood after `elapsed` % of it, and what was won in it."""

    call: PersonsCall
    elapsed: int
    called: float
    actual: float


@dataclass(frozen=True)
class Line:
    """The record of one person (or a team whose caller is not known) in one kind of call.

    `kind`: own (a seller of himself), override (a manager of his sellers), team, company. `period`: the length of what
    was called.
    """

    who: str
    name: str
    kind: str
    period: Period
    category: Category
    elapsed: int
    found: Record

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `COLUMNS`."""
        found = self.found
        return {
            "who": self.name, "id": self.who, "kind": self.kind, "period": self.period.value,
            "category": self.category.value, "elapsed": self.elapsed, "n": found.n, "nothing_won": found.nothing,
            "called": found.called, "won": found.actual, "bias": found.bias, **_ends("bias", found.bias_interval),
            "error": found.error, **_ends("error", found.error_interval), "leaning": found.leaning.value,
        }  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """A manager's figures for his sellers beside their own, on the same periods at the same moment."""

    who: str
    name: str
    period: Period
    category: Category
    elapsed: int
    found: Added

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `BESIDE_COLUMNS`."""
        found = self.found
        return {
            "manager": self.name, "id": self.who, "period": self.period.value, "category": self.category.value,
            "elapsed": self.elapsed, "n": found.n, "sellers_error": found.first, "manager_error": found.second,
            "gain": found.gain, **_ends("gain", found.interval), "leaning": found.leaning.value,
        }  # fmt: skip


def _ends(name: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = (interval.low, interval.high) if interval else (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


COLUMNS = (
    "who", "id", "kind", "period", "category", "elapsed", "n", "nothing_won", "called", "won", "bias", "bias_low",
    "bias_high", "error", "error_low", "error_high", "leaning",
)  # fmt: skip
BESIDE_COLUMNS = (
    "manager", "id", "period", "category", "elapsed", "n", "sellers_error", "manager_error", "gain", "gain_low",
    "gain_high", "leaning",
)  # fmt: skip


@dataclass(frozen=True)
class Records:
    """All records, up to the last day of data. `beside`: managers beside their sellers. Money in `currency`.

    `no_rate`: calls of periods that are over which no exchange rate makes comparable.
    """

    day: date
    currency: str
    lines: tuple[Line, ...]
    beside: tuple[Beside, ...]
    no_rate: int

    def chosen(self, period: Period, category: Category, elapsed: int) -> Records:
        """Only the records of periods of this length, of this category, as they stood then."""
        wanted = (period, category, elapsed)
        lines = tuple(each for each in self.lines if (each.period, each.category, each.elapsed) == wanted)
        beside = tuple(each for each in self.beside if (each.period, each.category, each.elapsed) == wanted)
        return replace(self, lines=lines, beside=beside)

    def records(self) -> list[dict[str, Any]]:
        """One record per line."""
        return [line.record for line in self.lines]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        plain: dict[str, Any] = plain_json(
            {"day": self.day, "currency": self.currency, "records": self.records(),
             "managers": [each.record for each in self.beside], "no_rate": self.no_rate}
        )  # fmt: skip
        return plain


def records(desk: Desk, *, day: date | None = None, sees: Sees | None = None) -> Records:
    """The record of everybody's calls about periods that were over on the day (default: today) and are in the data.

    `sees`: whose calls may be shown, by scope and subject.
    """
    judging = _Judging(desk, day or desk.today, sees)
    judged = tuple(judging.judged())
    names, calendar = _Names(desk), desk.settings.calendar
    lines = [Line(*key, record(*_amounts(own))) for key, own in _grouped(judged, names, calendar).items()]
    both = sorted(_pairs(judged, names, calendar), key=lambda each: (each.name, each.who, each.period, each.elapsed))
    return Records(judging.last, currency_of(desk), tuple(sorted(lines, key=_order)), tuple(both), judging.no_rate)


def judged_calls(desk: Desk, day: date | None = None) -> tuple[Judged, ...]:
    """Every call of a period that was over on the day, as it stood at each of `ELAPSED`, with what was won."""
    return tuple(_Judging(desk, day or desk.today, None).judged())


class _Judging:
    """The calls of periods that are over by the last day that the data tell all of, and what came of them."""

    def __init__(self, desk: Desk, day: date, sees: Sees | None) -> None:
        self.last = min(day, covered(desk.horizon(("deals",), day)))
        calls = [call for call in calls_until(desk, day) if call.place.ends_on <= self.last]
        calls = [call for call in calls if sees is None or sees(call.place.scope, call.place.subject)]
        self._known = [call for call in calls if call.worth is not None]
        self.no_rate = len(calls) - len(self._known)
        self._won = _Won(desk, self.last)

    def judged(self) -> Iterator[Judged]:
        """Each call that stood at a moment of `ELAPSED`, once for each."""
        by_place: dict[Place, list[PersonsCall]] = {}
        for call in self._known:
            by_place.setdefault(call.place, []).append(call)
        for place, own in by_place.items():
            actual, given = self._won.of(place), [call.given_on for call in own]
            for elapsed in ELAPSED:
                n = bisect_right(given, _moment(place, elapsed))
                if n and (worth := own[n - 1].worth) is not None:
                    yield Judged(own[n - 1], elapsed, worth, actual)


def _moment(place: Place, elapsed: int) -> date:
    """The day at whose end so much of the period (%) was over."""
    days = (place.ends_on - place.starts_on).days + 1
    return place.starts_on + timedelta(days=days * elapsed // 100)


class _Won:
    """What sellers, teams (by who was in them on the day) and the company won between any two days."""

    def __init__(self, desk: Desk, day: date) -> None:
        context = context_of(desk, day)
        rows = attach(WON_AMOUNT.rows(desk.engine.facts, context), ["team"], desk.engine.facts, context)
        rows = rows.filter(rows.day <= day, rows.amount.notnull())
        sums = rows.group_by("seller", "team", "day").agg(amount=rows.amount.sum()).order_by("day")
        self._days: dict[tuple[str, str], list[date]] = {}
        self._sums: dict[tuple[str, str], list[float]] = {}
        for row in desk.records(sums):
            for key in (("seller", row["seller"]), ("team", row["team"]), ("company", "")):
                before = self._sums.setdefault(key, [0.0])
                before.append(before[-1] + float(row["amount"]))
                self._days.setdefault(key, []).append(row["day"])

    def of(self, place: Place) -> float:
        """What came of the people and days of a call."""
        key = place.scope, place.subject
        days, sums = self._days.get(key, []), self._sums.get(key, [0.0])
        return sums[bisect_right(days, place.ends_on)] - sums[bisect_left(days, place.starts_on)]


def _kind(call: PersonsCall) -> str:
    at = call.place
    return "override" if at.override else {"seller": "own"}.get(at.scope, at.scope)


class _Names:
    """Who answers for which call, by id and name; of a team's whose giver is not known the team itself."""

    def __init__(self, desk: Desk) -> None:
        self._names = desk.names("sellers")

    def whose(self, call: PersonsCall) -> tuple[str, str]:
        """The id and the name."""
        who = call.whose or call.place.subject
        return who, self._names.get(who, who) or _("The whole company")


def _amounts(judged: Sequence[Judged]) -> tuple[list[float], list[float]]:
    return [each.called for each in judged], [each.actual for each in judged]


def _grouped(judged: Iterable[Judged], names: _Names, calendar: Calendar) -> dict[_Key, list[Judged]]:
    """The calls by person, kind, length of period, category and moment; without those of days that are no period."""
    found: dict[_Key, list[Judged]] = {}
    for each in judged:
        at = each.call.place
        period = period_of(calendar, at.starts_on, at.ends_on)
        if period:
            key = (*names.whose(each.call), _kind(each.call), period, at.category, each.elapsed)
            found.setdefault(key, []).append(each)
    return found


def _pairs(judged: Sequence[Judged], names: _Names, calendar: Calendar) -> Iterator[Beside]:
    """Every manager's figures with the seller's own that stood at the same moment."""
    own = {(_beside(each), each.elapsed): each.called for each in judged if not each.call.place.override}
    led = [each for each in judged if each.call.place.override and (_beside(each), each.elapsed) in own]
    for (who, name, _kind, period, category, elapsed), group in _grouped(led, names, calendar).items():
        first = [own[_beside(each), each.elapsed] for each in group]
        yield Beside(who, name, period, category, elapsed, added(first, *_amounts(group)))


def _beside(each: Judged) -> tuple[str, str, date, date, Category]:
    """What a seller's own call and his manager's figure for him have in common."""
    at = each.call.place
    return at.scope, at.subject, at.starts_on, at.ends_on, at.category


def _order(line: Line) -> tuple[Any, ...]:
    return (_KINDS.index(line.kind), line.name, line.who, PERIODS.index(line.period), line.category, line.elapsed)
