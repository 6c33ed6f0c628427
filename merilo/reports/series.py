"""A series of states: which days are asked, and what is said beside them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Calendar, Period
from merilo.kpis.declaration import Aside, Kpi
from merilo.kpis.query import PERIOD
from merilo.kpis.question import Question
from merilo.reports.asking import not_to_come
from merilo.reports.figures import Sums
from merilo.reports.notes import notes_of

if TYPE_CHECKING:
    from merilo.reports.answer import Line
    from merilo.reports.asking import Desk, Group, Inquiry

_MOST_QUESTIONS = 400  # for a KPI whose every period end is a question of its own
_MOST_PERIODS = 4000  # for a KPI that answers them all in one: every day of ten years


def period_ends(desk: Desk, kpi: Kpi, question: Question) -> list[date]:
    """The last day of each period asked for; without a first day, of twelve periods. Raises UsageError for too many."""
    if question.every is None:
        raise UsageError(
            _("{kpi} is a state at the end of a day, not a sum over days.").format(kpi=kpi.name),
            way_out=_("Ask for one day with --as-of, or for a series with --every and --from/--to."),
        )
    last = min(question.end or question.as_of or desk.today, desk.today)
    first = question.start or _back(desk.settings.calendar, last, question.every, 11)
    not_to_come(first, last)
    ends = [min(end, last) for _start, end in desk.settings.calendar.periods(first, last, question.every)]
    _check_number(len(ends), _MOST_PERIODS if kpi.series else _MOST_QUESTIONS)
    return ends


def _check_number(n: int, most: int) -> None:
    if n > most:
        raise UsageError(
            _("{n} periods are too many for a series of states.").format(n=n), allowed=_("At most {n}.").format(n=most)
        )


def _back(calendar: Calendar, day: date, every: Period, steps: int) -> date:
    for _step in range(steps):
        day = date.fromordinal(calendar.start(day, every).toordinal() - 1)
    return day


def series_notes(desk: Desk, inquiry: Inquiry, sums: Mapping[Group, Sums], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The notes of the last period; of what it does not lack, those of the period that lacks most, by its name.

    Added over periods, one deal without an amount would be as many as there are periods.
    """
    periods = _by_period(sums, len(inquiry.question.by))
    if not periods:
        return notes_of(desk, inquiry, {}, lines)
    last = max(periods)
    said = list(notes_of(desk, _of_period(inquiry, last), periods[last], lines))
    for aside in inquiry.kpi.asides:
        counts = {start: _count(own, aside) for start, own in periods.items()}
        worst = max(counts, key=lambda start: (counts[start], start))
        if counts[worst] and not counts[last]:
            said += _said_of(desk, _with_one(_of_period(inquiry, worst), aside), periods[worst], worst)
    return tuple(said)


def _by_period(sums: Mapping[Group, Sums], place: int) -> dict[date, dict[Group, Sums]]:
    periods: dict[date, dict[Group, Sums]] = {}
    for group, own in sums.items():
        periods.setdefault(group[place], {})[group] = own
    return periods


def _said_of(desk: Desk, inquiry: Inquiry, sums: Mapping[Group, Sums], start: date) -> list[str]:
    every = inquiry.question.every or Period.MONTH
    label = desk.settings.calendar.label(start, every)
    found = notes_of(desk, inquiry, sums, ())
    return [f"{label}: {note}" for note in found[:1]]


def _with_one(inquiry: Inquiry, aside: Aside) -> Inquiry:
    return replace(inquiry, kpi=replace(inquiry.kpi, asides=(aside,), checks=()))


def _of_period(inquiry: Inquiry, start: date) -> Inquiry:
    return replace(inquiry, rows=inquiry.rows.filter(inquiry.rows[PERIOD] == start))


def _count(sums: Mapping[Group, Sums], aside: Aside) -> int:
    return sum(int(own.columns.get(aside.column) or 0) for own in sums.values())
