"""For which period, and from which target of money to be won, a plan goes back; and what of it is won already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _, dated
from merilo.core.time import Calendar, Period
from merilo.kpis.horizon import HAPPENED
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.target_values import Target, amounts, period_of

if TYPE_CHECKING:
    from merilo.reports.asking import Desk
    from merilo.reports.staff import Staff

MONEY_KPI = "won_amount"
_FRESH = timedelta(days=7)
_ORDER = ("company", "team", "seller")


@dataclass(frozen=True)
class MoneyTarget:
    """What is to be won by a scope in the period, at least `low`, and what of it is won, in the reporting currency."""

    scope: str
    subject: str | None
    low: float
    high: float | None
    won: float


def day_of_plan(desk: Desk, as_of: date | None) -> tuple[date, tuple[str, ...]]:
    """The last day that is over and known: the day asked, else yesterday, or the last of data older than a week."""
    if as_of:
        return as_of, ()
    reach = desk.horizon(tuple(HAPPENED), desk.today)
    if desk.today - reach <= _FRESH:
        return desk.today - timedelta(days=1), ()
    return reach, (_("The data end on {day}; the plan begins on the day after.").format(day=dated(reach)),)


def planned_period(desk: Desk, name: str | None, day: date) -> tuple[date, Period]:
    """The first day and the length of the period: the one named, else that of most targets that run, else a quarter."""
    calendar = desk.settings.calendar
    if name is None:
        return _running(desk, calendar, day + timedelta(days=1))
    found = calendar.named(name)
    if found is None or found[1] in (Period.DAY, Period.WEEK):
        raise UsageError(
            _("{text} is not a period to plan for.").format(text=name),
            where="--period",
            allowed=_("a month, quarter or year: 2026-03, 2026Q1, 2026"),
        )
    return found


def _running(desk: Desk, calendar: Calendar, day: date) -> tuple[date, Period]:
    running = [each for each in _money_rows(desk) if each.starts_on <= day <= each.ends_on]
    lengths = Counter(period_of(calendar, each) for each in running)
    # Of equally many the shorter: it is what people work towards now.
    order = [Period.MONTH, Period.QUARTER, Period.YEAR]
    every = max(order, key=lambda each: (lengths.get(each, 0), -order.index(each))) if running else Period.QUARTER
    every = every if lengths.get(every) else Period.QUARTER
    return calendar.start(day, every), every


def _money_rows(desk: Desk) -> list[Target]:
    rows = desk.engine.facts.targets
    found = desk.records(rows.filter(rows.kpi == MONEY_KPI).select(*Target.__dataclass_fields__))
    return [Target(**row) for row in found]


@dataclass(frozen=True)
class Whose:
    """Whose targets: of this seller (id), of this team and its people; `amount`: instead of what was entered."""

    seller: str | None = None
    team: str | None = None
    amount: float | None = None


def money_targets(
    desk: Desk, staff: Staff, span: tuple[date, date], whose: Whose, as_of: date | None
) -> tuple[list[MoneyTarget], list[str]]:
    """The targets of the period, the company's first, then teams, then sellers; and what could not be used, and why.

    An amount given is of whom was asked for, else of the company. Raises UsageError where there is no target.
    """
    found, problems = entered_targets(desk, staff, span, whose, as_of)
    if not found:
        raise UsageError(
            _("There is no target of money to be won from {start} to {end}.").format(
                start=dated(span[0]), end=dated(span[1])
            ),
            where="targets, kpi = won_amount",
            way_out=_("Ask for an amount on the page Expectations, import targets, or say --target or --period."),
        )
    return found, problems


def entered_targets(
    desk: Desk, staff: Staff, span: tuple[date, date], whose: Whose, as_of: date | None
) -> tuple[list[MoneyTarget], list[str]]:
    """As `money_targets`, but of no target there is an empty list."""
    seller, team = whose.seller, whose.team
    if whose.amount is not None:
        scope, subject = ("seller", seller) if seller else ("team", team) if team else ("company", None)
        return [MoneyTarget(scope, subject, whose.amount, None, _won(desk, scope, subject, span, as_of))], []
    rows = [row for row in _money_rows(desk) if (row.starts_on, row.ends_on) == span and row.scope in _ORDER]
    rows = [row for row in rows if _wanted(row, staff, seller, team)]
    found, problems = [], []
    for scope in _ORDER:
        of_scope = [row for row in rows if row.scope == scope]
        if of_scope:
            held, unheld = amounts(desk, of_scope, as_of)
            found += [MoneyTarget(scope, each.target.subject or None, each.low, each.high, each.value or 0.0)
                      for each in held]  # fmt: skip
            problems += [_not_used(problem.target, problem.reason) for problem in unheld]
    order = {scope: place for place, scope in enumerate(_ORDER)}
    return sorted(found, key=lambda each: (order[each.scope], staff.label(each.scope, each.subject))), problems


def _wanted(row: Target, staff: Staff, seller: str | None, team: str | None) -> bool:
    if row.scope == "seller" and row.subject not in staff.sellers:
        return False
    if seller:
        return row.scope == "seller" and row.subject == seller
    if team:
        own = row.scope == "team" and row.subject == team
        return own or (row.scope == "seller" and staff.teams.get(row.subject or "") == team)
    return True


def _not_used(target: Target, reason: str) -> str:
    return _("Target {id} is not planned for: {reason}.").format(id=target.id, reason=reason)


def _won(desk: Desk, scope: str, subject: str | None, span: tuple[date, date], as_of: date | None) -> float:
    where = ((scope, subject),) if subject else ()
    question = Question(MONEY_KPI, start=span[0], end=span[1], as_of=as_of, where=where)
    inquiry = desk.inquiry(kpi_named(MONEY_KPI), question)
    sums = [each for group, each in desk.sums(inquiry).items() if not inquiry.undated(group)]
    return sum(float(each.columns.get("amount") or 0) for each in sums)
