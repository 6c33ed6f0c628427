"""People's calls on the Forecast page: what stands, how right each has been, and what the person may call himself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.time import Period
from merilo.insight.called import Leaning
from merilo.people.calls.book import Category, Written
from merilo.people.roles import Role
from merilo.reports.access import refused
from merilo.reports.forecast.calls import period_of
from merilo.reports.forecast.giving import Wanted, give
from merilo.reports.forecast.listed import Line, Listed, Narrowed, Who, listed
from merilo.reports.forecast.rights import Whose, giver, may_call
from merilo.reports.forecast.words import leaned
from merilo.reports.seen import NotReadyError, Seen

Record = Mapping[str, Any]
ELAPSED = 50
"""The record that stands beside a call is that of calls as they stood in the middle of their period."""

_MOST = 200
"""So many lines a page shows; the file has all."""

_PATIENCE = 3.0  # seconds; whoever serves the pages brings in what waits longer


@dataclass(frozen=True)
class Sofar:
    """How right commits were: so much too high (a share; None: too few to say); words, unless chance explains it."""

    bias: float | None
    words: str
    n: int

    @property
    def shown(self) -> str:
        """The bias with its sign; empty where it is not to be said."""
        return "" if self.bias is None else ("+" if self.bias > 0 else "") + number(self.bias, "share")


@dataclass(frozen=True)
class CallLine:
    """What stands of one seller, team or company, with the record of who called it and of his manager."""

    line: Line
    figures: Record
    own: Sofar | None
    manager: Sofar | None


@dataclass(frozen=True)
class CallsPage:
    """`whom` and `periods`: what the form offers, empty where the person may call nothing; `more`: lines not shown."""

    day: date
    currency: str
    lines: tuple[CallLine, ...]
    whom: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    more: int


def calls_page(seen: Seen) -> CallsPage:
    """The calls of periods that are not over, as far as the person may see them."""
    found = calls(seen)
    known = _records(seen)
    whom = tuple(_choices(seen))
    lines = tuple(_line(line, known, found) for line in found.lines[:_MOST])
    periods = tuple(_periods(seen)) if whom else ()
    return CallsPage(found.day, found.currency, lines, whom, periods, max(0, len(found.lines) - _MOST))


def calls(seen: Seen, narrowed: Narrowed | None = None, day: date | None = None) -> Listed:
    """What stands, as far as the person may see it; raises NotAllowedError where others are asked for."""
    narrowed = narrowed or Narrowed()
    if narrowed.seller:
        seen.reach.check_seller(narrowed.seller)
    if narrowed.team:
        seen.reach.check_team(narrowed.team)
    staff = Who(seen.staff["names"], seen.staff["teams"]) if day is None and narrowed == Narrowed() else None
    with seen.narrow_desk() as desk:
        return listed(desk, narrowed, day=day, sees=seen.reach.sees, who=staff)


def records(seen: Seen) -> Record:
    """Everybody's records made beforehand, as far as the person may see them: each person his own."""
    content: Record = seen.sheet("calls").content
    lines = [each for each in content["records"] if _sees(seen, each)]
    managers = [each for each in content["managers"] if seen.reach.sees_seller(each["id"])]
    return {**content, "records": lines, "managers": managers}


def _sees(seen: Seen, each: Record) -> bool:
    if each["kind"] == "company":
        return seen.reach.everything
    return seen.reach.sees_seller(each["id"]) or (each["kind"] == "team" and seen.reach.sees_team(each["id"]))


_Known = Mapping[tuple[str, str, str], Record]


def _records(seen: Seen) -> _Known:
    """By who answers for them, kind and length of period; none as long as they were never made."""
    try:
        lines = records(seen)["records"]
    except NotReadyError:
        return {}
    return {
        (each["id"], each["kind"], each["period"]): each
        for each in lines
        if (each["category"], each["elapsed"]) == (Category.COMMIT.value, ELAPSED)
    }


def _line(line: Line, known: _Known, found: Listed) -> CallLine:
    period = period_of(found.calendar, line.starts_on, line.ends_on)
    length = period.value if period else ""
    kind = "own" if line.scope == "seller" else line.scope
    own = next((known.get((call.whose, kind, length)) for call in line.own.values()), None)
    manager = next((known.get((call.whose, "override", length)) for call in line.override.values()), None)
    return CallLine(line, line.record, _sofar(own), _sofar(manager))


def _sofar(each: Record | None) -> Sofar | None:
    if each is None:
        return None
    leaning = Leaning(each["leaning"])
    words = "" if leaning is Leaning.NEITHER else leaned(leaning)
    return Sofar(None if leaning is Leaning.TOO_FEW else each["bias"], words, each["n"])


def _choices(seen: Seen) -> list[tuple[str, str]]:
    """Pairs of value and words: himself, teams, sellers (of a manager: his own figure beside theirs), the company."""
    staff = seen.staff
    sellers = sorted(staff["sellers"], key=seen.name)
    sells = seen.person.role is Role.SELLER or seen.person.seller in sellers
    every = [
        *([Whose("seller", seen.person.seller)] if sells else []),
        *(Whose("team", team) for team in sorted({*staff["teams"].values()})),
        Whose("company", ""),
        *(Whose("seller", who) for who in sellers if who != seen.person.seller),
        *(Whose("seller", who, override=True) for who in sellers),
    ]  # fmt: skip
    return [(each.words, _named(seen, each)) for each in every if may_call(seen, each)]


def _named(seen: Seen, about: Whose) -> str:
    if about.scope == "company":
        return _("The whole company")
    if about.scope == "team":
        return _("Team {who}").format(who=about.subject)
    if about.override:
        return _("{who}: the manager's figure").format(who=seen.name(about.subject))
    own = about.subject == seen.person.seller
    return _("Myself") if own else seen.name(about.subject)


def _periods(seen: Seen) -> list[str]:
    """This and the next month, quarter and week, this year: those most called first."""
    calendar, today = seen.place.settings.calendar, seen.today
    spans = (Period.MONTH, Period.QUARTER, Period.WEEK)
    starts = [(calendar.start(today, span), span) for span in spans]
    near = [calendar.label(day, span) for start, span in starts for day in (start, calendar.next(start, span))]
    return [*near, calendar.label(calendar.start(today, Period.YEAR), Period.YEAR)]


def call(
    seen: Seen, about: Whose, period: str, amounts: Mapping[Category, Decimal | None], currency: str = ""
) -> tuple[Written, ...]:
    """Give a call in the person's name; raises NotAllowedError for what is not his to call, whether there or not."""
    given_by = giver(seen, about)
    _check_known(seen, about)
    known = {category: amount for category, amount in amounts.items() if amount is not None}
    seller, team = (about.subject if about.scope == scope else "" for scope in ("seller", "team"))
    wanted = Wanted(period, known, seller, team, given_by, currency)
    with seen.narrow_desk() as desk:
        return give(seen.place, desk, wanted, by=seen.person.name, patience=_PATIENCE)


def _check_known(seen: Seen, about: Whose) -> None:
    """Raise NotAllowedError for a team or seller that there is not."""
    known = {"seller": {*seen.staff["names"], seen.person.seller}, "team": {*seen.staff["teams"].values()}}
    if about.scope in known and about.subject not in known[about.scope]:
        raise refused()
