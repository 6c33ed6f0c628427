"""A plan at hand: all that plans of one state of the facts rest on, read once, so that a what-if is quick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock

from merilo.reports.asking import Desk
from merilo.reports.plan.making import Maker, PlanLine, Times
from merilo.reports.plan.ratios import Told
from merilo.reports.plan.targets import MoneyTarget, Whose, day_of_plan, entered_targets, planned_period
from merilo.reports.staff import Staff


@dataclass(frozen=True)
class Supposed:
    """What is supposed: another target (None: the one entered), and other ratios by name."""

    target: float | None = None
    ratios: Mapping[str, float] | None = None


class PlanAtHand:
    """Plans of the running period, one at a time. The desk stays open as long as this is kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, Lock()  # a session of the engine answers one at a time
        self.day, _told = day_of_plan(desk, None)
        self._staff = Staff(desk, self.day)
        self.start, every = planned_period(desk, None, self.day)
        self.end = desk.settings.calendar.next(self.start, every) - timedelta(days=1)
        self.period = desk.settings.calendar.label(self.start, every)
        self._maker = Maker(desk, self._staff, Times(self.day, self.start, self.end), {})
        found, _problems = entered_targets(desk, self._staff, self._span, Whose(), None)
        self._targets = {(each.scope, each.subject): each for each in found}
        self.currency = self._maker.currency

    @property
    def _span(self) -> tuple[date, date]:
        return self.start, self.end

    def target(self, scope: str, subject: str | None) -> float | None:
        """The target that was entered for a scope; None where there is none."""
        found = self._targets.get((scope, subject))
        return found.low if found else None

    def line(self, scope: str, subject: str | None, supposed: Supposed) -> PlanLine | None:
        """The plan of a scope under what is supposed; None where no target is known or supposed."""
        with self._lock:
            target = self._supposed(scope, subject, supposed.target)
            return None if target is None else self._maker.line(target, supposed.ratios or {})

    def ratios(self, scope: str, subject: str | None) -> Mapping[str, Told]:
        """The ratios of a scope by name."""
        with self._lock:
            members = None if scope == "company" else self._staff.members(scope, subject)
            return self._maker.book.of(members).told

    def label(self, scope: str, subject: str | None) -> str:
        """A scope as people read it."""
        return self._staff.label(scope, subject)

    def team(self, seller: str) -> str | None:
        """The team of a seller on the day."""
        return self._staff.teams.get(seller)

    def _supposed(self, scope: str, subject: str | None, amount: float | None) -> MoneyTarget | None:
        known = self._targets.get((scope, subject))
        if amount is None:
            return known
        if known is not None:
            return replace(known, low=amount, high=None)
        whose = Whose(seller=subject if scope == "seller" else None, team=subject if scope == "team" else None,
                      amount=amount)  # fmt: skip
        (made,), _problems = entered_targets(self._desk, self._staff, self._span, whose, None)
        return made
