"""How much is needed: from a target back through the ratios to wins, first meetings and touches per working week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.chain import Range
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.listing import plain_json
from merilo.reports.plan.making import Maker, Need, PlanLine, Times
from merilo.reports.plan.ratios import Told, assumed
from merilo.reports.plan.targets import Whose, day_of_plan, money_targets, planned_period
from merilo.reports.staff import Staff


@dataclass(frozen=True)
class Plan:
    """The plans of all scopes that were asked for, for one period, as of the evening of `day`."""

    day: date
    period: str
    start: date
    end: date
    currency: str
    lines: tuple[PlanLine, ...]
    what: Mapping[str, float]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The whole plan as JSON-ready values."""
        document = {
            "day": self.day,
            "period": self.period,
            "from": self.start,
            "to": self.end,
            "currency": self.currency,
            "what_if": dict(self.what),
            "lines": [line_record(line) for line in self.lines],
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


@dataclass(frozen=True)
class Planned:
    """What is to be planned: whose target, of which period, another target than the one entered, and what-ifs."""

    seller: str | None = None
    team: str | None = None
    target: float | None = None
    period: str | None = None
    what: tuple[tuple[str, str], ...] = field(default=())


def plan(
    workspace: Workspace, planned: Planned | None = None, *, as_of: date | None = None, today: date | None = None
) -> Plan:
    """The plan of a workspace: of the company, its teams and sellers who have a target for the period.

    Raises UsageError for a name or a period that does not exist, and where there is no target to plan for.
    """
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return make_plan(Desk(engine, settings, today), planned or Planned(), as_of=as_of)


def make_plan(desk: Desk, planned: Planned, *, as_of: date | None = None) -> Plan:
    """The plan at a desk that is open."""
    not_to_come(as_of, desk.today)
    what = assumed(planned.what)
    day, notes = day_of_plan(desk, as_of)
    staff = Staff(desk, day)
    seller = staff.seller_named(planned.seller) if planned.seller else None
    team = staff.team_named(planned.team) if planned.team else None
    start, every = planned_period(desk, planned.period, day)
    end = desk.settings.calendar.next(start, every) - timedelta(days=1)
    if end <= day:
        raise UsageError(
            _("The period is over: nothing can be planned in it."),
            where=f"{start} – {end}",
            allowed=_("a period that ends after {day}").format(day=day),
        )
    found, problems = money_targets(desk, staff, (start, end), Whose(seller, team, planned.target), as_of)
    maker = Maker(desk, staff, Times(day, start, end, as_of), what)
    return Plan(
        day=day,
        period=desk.settings.calendar.label(start, every),
        start=start,
        end=end,
        currency=maker.currency,
        lines=tuple(maker.line(target) for target in found),
        what=what,
        notes=(*notes, *problems, *maker.notes()),
    )


def line_record(line: PlanLine) -> dict[str, Any]:
    """One line as plain values."""
    return {
        "scope": line.scope,
        "subject": line.subject,
        "who": line.who,
        "target": line.target,
        "target_high": line.high,
        "won": line.won,
        "open": range_record(line.open),
        "open_deals": line.open_deals,
        "left": range_record(line.left),
        "working_weeks_left": line.weeks,
        "share_in_time": line.in_time,
        "needs": [_need_record(need) for need in line.needs.values()],
        "what_if": [_need_record(need) for need in line.what_if.values()],
        "ratios": [_told_record(told) for told in line.ratios.values()],
        "too_few": line.too_few,
        "notes": list(line.notes),
    }


def _need_record(need: Need) -> dict[str, Any]:
    interval = need.now_interval
    return {
        "step": need.step,
        "total": range_record(need.total),
        "per_week": range_record(need.per_week),
        "carries": range_record(need.carries),
        "now": need.now,
        "now_low": interval.low if interval else None,
        "now_high": interval.high if interval else None,
    }


def _told_record(told: Told) -> dict[str, Any]:
    points = told.range
    return {"name": told.name, "value": told.value, "low": points.low, "high": points.high, "n": told.n,
            "too_few": told.too_few}  # fmt: skip


def range_record(points: Range | None) -> dict[str, float] | None:
    """A range as plain values."""
    if points is None:
        return None
    return {"low": points.low, "p10": points.p10, "median": points.median, "p90": points.p90, "high": points.high}
