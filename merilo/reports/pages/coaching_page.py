"""Coaching: what was agreed with whom, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis.registry import kpi_named
from merilo.people import coaching as kept
from merilo.people.coaching import Action
from merilo.people.roles import Role
from merilo.reports import coaching
from merilo.reports.access import refused
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Agreed:
    """An action, and what became of it; None as long as that is being computed."""

    action: Action
    name: str
    label: str
    found: Record | None
    may_change: bool

    @property
    def good(self) -> bool:
        """Whether it is proven to have become better."""
        return self.found is not None and self.found["verdict"] == coaching.Verdict.BETTER.value

    @property
    def bad(self) -> bool:
        """Whether it is proven to have become worse."""
        return self.found is not None and self.found["verdict"] == coaching.Verdict.WORSE.value


@dataclass(frozen=True)
class CoachingPage:
    """Actions that hold and those that are over, the latest first; `sellers` and `kpis`: what the form offers."""

    day: str
    now: tuple[Agreed, ...]
    over: tuple[Agreed, ...]
    sellers: tuple[tuple[str, str], ...]
    kpis: tuple[tuple[str, str], ...]


def may_agree(seen: Seen, seller: str) -> bool:
    """Whether the person may agree on something with a seller: with whom he leads, not with himself."""
    return seen.person.role is not Role.SELLER and seller != seen.person.seller and seen.reach.sees_seller(seller)


def coaching_page(seen: Seen) -> CoachingPage:
    """All actions of the sellers whom the person sees."""
    sheet = seen.sheet("coaching").content
    found = {each["id"]: each for each in sheet["actions"]}
    lines = [
        Agreed(
            action, seen.name(action.seller), _(kpi_named(action.kpi).label), found.get(action.id),
            may_agree(seen, action.seller),
        )
        for action in kept.actions(seen.place)
        if seen.reach.sees_seller(action.seller)
    ]  # fmt: skip
    sellers = [(who, seen.name(who)) for who in seen.staff["sellers"] if may_agree(seen, who)]
    kpis = [(kpi.name, _(kpi.label)) for kpi in coaching.coachable()] if sellers else []
    return CoachingPage(
        day=sheet["day"],
        now=tuple(line for line in lines if line.action.ended_on is None or line.action.ended_on >= seen.today),
        over=tuple(line for line in lines if line.action.ended_on is not None and line.action.ended_on < seen.today),
        sellers=tuple(sorted(sellers, key=lambda each: each[1])),
        kpis=tuple(sorted(kpis, key=lambda each: each[1])),
    )


def agree(seen: Seen, *, seller: str, kpi: str, start: str, note: str) -> Action:
    """Keep what was agreed from a day (ISO text; empty: today) on."""
    if not may_agree(seen, seller):
        raise refused()
    day = _day(start) or seen.today
    made = coaching.agree(seen.place, seller=seller, kpi=kpi, start=day, by=seen.person.name, note=note)
    _anew(seen)
    return made


def end(seen: Seen, number: int, on: str) -> Action:
    """Say the last day on which an action held (empty: today)."""
    _mine(seen, number)
    made = kept.end(seen.place, number, on=_day(on) or seen.today, by=seen.person.name)
    _anew(seen)
    return made


def reword(seen: Seen, number: int, note: str) -> Action:
    """Change what was agreed; the words before are kept."""
    _mine(seen, number)
    made = kept.reword(seen.place, number, note=note.strip(), by=seen.person.name)
    _anew(seen)
    return made


def _mine(seen: Seen, number: int) -> None:
    action = next((each for each in kept.actions(seen.place) if each.id == number), None)
    if action is None or not may_agree(seen, action.seller):
        raise refused()


def _anew(seen: Seen) -> None:
    Prepared(seen.place).forget("coaching")


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(_("{value} is no day.").format(value=word), allowed=_("a day such as 2026-03-31")) from None
