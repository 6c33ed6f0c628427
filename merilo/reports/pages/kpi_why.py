"""Why a KPI moved, as its page shows it: two periods, the change between them, and what did it, cut by cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.kpis.cuts import CUTS
from merilo.kpis.question import Question
from merilo.reports.seen import Seen
from merilo.reports.why import CutEffects, GroupEffect, Why

EVERY = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)
PERIODS = 13
"""Periods that can be chosen from, the last whole one first."""
MOST = 8
"""Groups that are named in a picture; the rest are one step together."""


@dataclass(frozen=True)
class Step:
    """One step of the way from before to after: its label, and what it did in the unit of the value."""

    label: str
    amount: float
    level: bool = False


@dataclass(frozen=True)
class Split:
    """The change split by one cut: the steps of its picture, and its groups."""

    cut: str
    label: str
    steps: tuple[Step, ...]
    groups: tuple[GroupEffect, ...]


@dataclass(frozen=True)
class WhyPage:
    """What can be chosen (`every`, `periods`), what is (`before`, `after`), the answer; `sorry`: why there is none."""

    every: Period
    periods: tuple[str, ...]
    before: str
    after: str
    found: Why | None
    splits: tuple[Split, ...]
    unsplit: tuple[str, ...]
    sorry: str = ""


def why_page(seen: Seen, question: Question, words: Mapping[str, str]) -> WhyPage:
    """The change between the two periods in the words, else between the last two whole ones."""
    every = _every(words.get("span", ""))
    periods = _periods(seen, every, question.as_of or seen.today)
    before, after = words.get("before") or periods[1], words.get("after") or periods[0]
    try:
        found = seen.why(_bare(question), before, after)
    except UsageError as error:  # a period without a value is no mistake of him who looks
        return WhyPage(every, periods, before, after, None, (), (), f"{error.what} {error.allowed or ''}".strip())
    splits = tuple(_split(found, cut) for cut in found.cuts)
    factors = (_factors(found),) if found.factors else ()
    unsplit = tuple(_(CUTS[cut].label) for cut in found.unsplit)
    return WhyPage(every, periods, before, after, found, (*factors, *splits), unsplit)


def _every(word: str) -> Period:
    try:
        every = Period(word) if word else Period.MONTH
    except ValueError:
        every = Period.DAY
    if every not in EVERY:
        raise UsageError(_("There is no period {value}.").format(value=word), allowed=", ".join(EVERY))
    return every


def _periods(seen: Seen, every: Period, day: date) -> tuple[str, ...]:
    """The names of the last whole periods before the day, the last one first."""
    calendar, names = seen.place.settings.calendar, []
    start = calendar.start(day, every)
    for _place in range(PERIODS):
        start = calendar.start(start - timedelta(days=1), every)
        names.append(calendar.label(start, every))
    return tuple(names)


def _bare(question: Question) -> Question:
    """The question of whom and as of when; its days and its cuts are those of the comparison."""
    return Question(question.kpi, as_of=question.as_of, where=question.where, policies=question.policies)


def _split(found: Why, cut: CutEffects) -> Split:
    named = [Step(group.label, group.together) for group in cut.groups[:MOST]]
    rest = sum(group.together for group in cut.groups[MOST:])
    if cut.groups[MOST:]:
        named.append(Step(_("all others"), rest))
    return Split(cut.cut, _(CUTS[cut.cut].label), _way(found, named), cut.groups)


def _factors(found: Why) -> Split:
    steps = [Step(_(label), effect) for label, effect in found.factors.items()]
    return Split("factors", _("Its factors"), _way(found, steps), ())


def _way(found: Why, steps: list[Step]) -> tuple[Step, ...]:
    first = Step(found.before.period, found.value_before, level=True)
    return (first, *steps, Step(found.after.period, found.value_after, level=True))
