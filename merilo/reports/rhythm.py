"""The period that fits how customers buy: chosen where nobody asked for one, said where another was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from merilo.core.text import N_, _, ngettext
from merilo.core.time import Period
from merilo.insight.rhythm import Rhythm, fitting
from merilo.insight.spread import Values
from merilo.kpis.declaration import Anchor, Kpi
from merilo.kpis.question import Question, policies_of
from merilo.kpis.retention.buying_gaps import usual_gaps
from merilo.kpis.retention.paid import KIND

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

ENOUGH = 20
"""Customers who came back, below which their rhythm is not known well enough to choose a period by it."""

_SEVERAL = {
    Period.DAY: N_("days"),
    Period.WEEK: N_("weeks"),
    Period.MONTH: N_("months"),
    Period.QUARTER: N_("quarters"),
    Period.YEAR: N_("years"),
}
_BY_LENGTH = tuple(_SEVERAL)


def with_fitting_period(desk: Desk, kpi: Kpi, question: Question) -> Question:
    """The question with the period that fits the customers' own rhythm, where it has none and revenue is of sales."""
    if question.every is not None:
        return question
    known = rhythm(desk, kpi, question)
    return replace(question, every=known.period) if known else question


def rhythm(desk: Desk, kpi: Kpi, question: Question) -> Rhythm | None:
    """How often the customers buy whose moves this KPI counts; None for subscriptions and of too few customers."""
    if kpi.anchor is not Anchor.PERIOD or KIND not in kpi.policies:
        return None
    kind = policies_of(kpi, desk.settings.policies, question)[KIND.name]
    if kind == "recurring":
        return None
    known = desk.remembered(
        ("rhythm", kind == "one_off", question.as_of), lambda: _measured(desk, question, alone=kind == "one_off")
    )
    return known if known and known.customers >= ENOUGH else None


def _measured(desk: Desk, question: Question, *, alone: bool) -> Rhythm | None:
    as_of = question.as_of or desk.today
    found = desk.records(usual_gaps(desk.engine.facts, as_of, beside_subscriptions=alone))
    once = sum(row["customers"] for row in found if row["gap"] is None)
    return fitting(Values.of((row["gap"], row["customers"]) for row in found if row["gap"] is not None), once)


def rhythm_notes(desk: Desk, kpi: Kpi, question: Question) -> list[str]:
    """What to say of the period that is shown: that it fits, or that it is too short."""
    known = rhythm(desk, kpi, question)
    shown = question.every
    if known is None or shown is None or _BY_LENGTH.index(shown) > _BY_LENGTH.index(known.period):
        return []
    return [_fits(known) if shown is known.period else _too_short(known, shown)]


def _fits(known: Rhythm) -> str:
    days = round(known.days)
    said = ngettext(
        "Customers buy again after {days} day (median of {n} who did); {periods} are shown.",
        "Customers buy again after {days} days (median of {n} who did); {periods} are shown.",
        days,
    )
    return said.format(days=days, n=known.customers, periods=_(_SEVERAL[known.period]))


def _too_short(known: Rhythm, shown: Period) -> str:
    days = round(known.days)
    said = ngettext(
        "Customers buy again after {days} day (median of {n} who did), and {shown} are too short for that: many who "
        "will come back seem to have left. What fits: {periods}.",
        "Customers buy again after {days} days (median of {n} who did), and {shown} are too short for that: many who "
        "will come back seem to have left. What fits: {periods}.",
        days,
    )
    fits = _(_SEVERAL[known.period])
    return said.format(days=days, n=known.customers, shown=_(_SEVERAL[shown]), periods=fits)
