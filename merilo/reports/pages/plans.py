"""The plans as a page shows them, and what would be needed if the target or a ratio were another; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _, language
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.chain import Range
from merilo.kpis.registry import kpi_named
from merilo.people.roles import Role
from merilo.reports.access import refused
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.plan import PlanLine
from merilo.reports.plan.at_hand import PlanAtHand, Supposed
from merilo.reports.plan.ratios import NAMES, Told, assumed
from merilo.reports.recent import Recent
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
_AT_HAND = Recent(2)
UNITS = {"win_rate": "share", "average_deal": "money", "first_meetings_per_deal": "ratio",
         "touches_per_first_meeting": "ratio"}  # fmt: skip


@dataclass(frozen=True)
class PlanRow:
    """One plan: the record, and its steps by name."""

    record: Record
    needs: Mapping[str, Record]

    @property
    def whom(self) -> str:
        """Whose it is, as an address says it."""
        return f"{self.record['scope']}|{self.record['subject'] or ''}"


@dataclass(frozen=True)
class Plans:
    """The plans of one period as of a day; `whom`: who can be looked at, with a first choice."""

    day: str
    period: str
    start: str
    end: str
    currency: str
    rows: tuple[PlanRow, ...]
    notes: tuple[str, ...]
    whom: tuple[tuple[str, str], ...]
    first: str


def plans(seen: Seen) -> Plans:
    """The prepared plans, filtered by what the person may see."""
    found = seen.sheet("plan").content
    lines = [line for line in found["lines"] if seen.reach.sees(line["scope"], line["subject"])]
    rows = tuple(PlanRow(line, {need["step"]: need for need in line["needs"]}) for line in lines)
    whom = tuple(_whom(seen))
    return Plans(
        found["day"], found["period"], found["from"], found["to"], found["currency"], rows, tuple(found["notes"]),
        whom, _first(seen, whom),
    )  # fmt: skip


def _whom(seen: Seen) -> Iterator[tuple[str, str]]:
    reach, staff = seen.reach, seen.staff
    if reach.everything:
        yield "company|", _("The whole company")
    teams = set(staff["teams"].values()) if reach.everything else reach.teams
    yield from ((f"team|{team}", team) for team in sorted(teams))
    mine = [who for who in staff["sellers"] if reach.sees_seller(who)]
    yield from sorted(((f"seller|{who}", seen.name(who)) for who in mine), key=lambda each: each[1])


def _first(seen: Seen, whom: tuple[tuple[str, str], ...]) -> str:
    own = f"seller|{seen.person.seller}"
    known = [key for key, _name in whom]
    if seen.person.role is Role.SELLER and own in known:
        return own
    return known[0] if known else ""


@dataclass(frozen=True)
class Compared:
    """One ratio: of whom is looked at, of his team and of everyone (None: not for this person, or not known)."""

    name: str
    label: str
    unit: str
    own: Told | None
    others: tuple[Told | None, ...]


@dataclass(frozen=True)
class StepShown:
    """One step: what is needed now, and under what is supposed; what is done now. Weekly, or in all."""

    label: str
    unit: str
    weekly: bool
    needed: Range | None
    supposed: Range | None
    carries: Range | None
    now: float | None

    @property
    def change(self) -> float | None:
        """How much more (or less) than now entered is needed under what is supposed."""
        if self.needed is None or self.supposed is None:
            return None
        return self.supposed.median - self.needed.median


@dataclass(frozen=True)
class WhatIf:
    """A plan under what is supposed beside the one that holds. `line`: None where no target is known or given."""

    whom: str
    who: str
    period: str
    currency: str
    entered: float | None
    line: PlanLine | None
    steps: tuple[StepShown, ...]
    ratios: tuple[Compared, ...]
    others: tuple[str, ...]
    moved: bool


def what_if(seen: Seen, words: Mapping[str, str]) -> WhatIf:
    """What would be needed of somebody; `words`: whom, target, and the ratios by name, empty ones as they are.

    Raises NotAllowedError for somebody else's plan, and UsageError for an impossible value.
    """
    whom = words.get("whom") or plans(seen).first
    scope, _bar, name = whom.partition("|")
    subject = name or None
    if scope not in ("company", "team", "seller") or not seen.reach.sees(scope, subject):
        raise refused()
    if scope != "company" and (whom not in dict(_whom(seen))):
        raise refused()
    supposed = _supposed(words)
    hand = _at_hand(seen)
    held = hand.line(scope, subject, Supposed())
    line = hand.line(scope, subject, supposed) if supposed != Supposed() else held
    others = tuple(_others(seen, hand, scope, subject))
    ratios = tuple(_compared(hand, each, (scope, subject), others) for each in NAMES)
    return WhatIf(
        whom=whom,
        who=hand.label(scope, subject),
        period=hand.period,
        currency=hand.currency,
        entered=hand.target(scope, subject),
        line=line,
        steps=tuple(_steps(held, line)),
        ratios=ratios,
        others=tuple(hand.label(*other) for other in others),
        moved=supposed != Supposed(),
    )


def _supposed(words: Mapping[str, str]) -> Supposed:
    ratios = assumed((name, words[name]) for name in NAMES if words.get(name, "").strip())
    text = "".join(words.get("target", "").split()).replace(",", ".")
    if not text:
        return Supposed(None, ratios or None)
    try:
        target = float(text)
    except ValueError:
        target = -1.0
    if not 0 < target < 10**15:
        raise UsageError(_("A target cannot be {value}.").format(value=text), allowed=_("a number above 0"))
    return Supposed(target, ratios or None)


def _at_hand(seen: Seen) -> PlanAtHand:
    """What plans rest on; of everybody, so whoever uses it has checked whom he asks about."""
    snapshot = FactStore.open(seen.place.facts).snapshot()
    settings = seen.place.settings

    def opened() -> PlanAtHand:
        return PlanAtHand(Desk(open_engine(ENGINE, snapshot, settings.calendar), settings))

    return _AT_HAND.get((seen.place.root, snapshot.state.number, seen.today, language()), opened)


def _others(seen: Seen, hand: PlanAtHand, scope: str, subject: str | None) -> Iterator[tuple[str, str | None]]:
    """Against whom the ratios are held: the seller's team, and everyone; each as far as the person sees them."""
    team = hand.team(subject) if scope == "seller" and subject else None
    if team and seen.reach.sees_team(team):
        yield "team", team
    if scope != "company" and seen.reach.everything:
        yield "company", None


def _compared(
    hand: PlanAtHand, name: str, own: tuple[str, str | None], others: tuple[tuple[str, str | None], ...]
) -> Compared:
    told = hand.ratios(*own).get(name)
    label = _(kpi_named(name).label)
    return Compared(name, label, UNITS[name], told, tuple(hand.ratios(*each).get(name) for each in others))


def _steps(held: PlanLine | None, line: PlanLine | None) -> Iterator[StepShown]:
    if line is None:
        return
    supposed = line.what_if or line.needs
    labels = {"touches": _("Touches a week"), "first_meetings": _("First meetings a week"),
              "deals": _("New deals"), "wins": _("Wins")}  # fmt: skip
    for step, label in labels.items():
        before, after = (held.needs.get(step) if held else None), supposed.get(step)
        weekly = step in ("touches", "first_meetings")
        needed, then = ((each.per_week if weekly else each.total) if each else None for each in (before, after))
        carries = after.carries if after and weekly else None
        now = after.now if after and weekly else None
        yield StepShown(label, "per_week", weekly, needed, then, carries, now)
