"""What there is to tell one person now: of himself and of whom he leads, through the one access rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from merilo.core.errors import MeriloError
from merilo.core.workspace import Workspace
from merilo.people import coaching, expectations, snoozes
from merilo.people.coaching import Action
from merilo.people.noticed import Kind, Told
from merilo.people.roles import Person, Role
from merilo.reports import agreed
from merilo.reports.access import only
from merilo.reports.pages.expected_page import members, targets
from merilo.reports.seen import NotReadyError, Seen
from merilo.reports.target_values import Target

Record = Mapping[str, Any]
LATELY = timedelta(days=14)
"""What was agreed longer ago is no news to anybody."""
_EVERYTHING = Person(0, "", "", Role.ADMIN)


@dataclass(frozen=True)
class Ground:
    """What is read once for everybody: targets that run, what was accepted of them, coaching actions.

    `snoozed`: keys of signals that somebody keeps from everybody for a while (`merilo signals --snooze`).
    """

    targets: tuple[Target, ...]
    accepted: frozenset[tuple[str, str, str]]
    actions: tuple[Action, ...]
    snoozed: frozenset[str] = frozenset()


def ground(place: Workspace) -> Ground:
    """Read it; a workspace without facts has no targets."""
    try:
        asked = tuple(targets(Seen(place, _EVERYTHING)))
    except MeriloError:
        asked = ()
    return Ground(asked, frozenset(expectations.accepted(place)), coaching.actions(place), _snoozed(place))


def _snoozed(place: Workspace) -> frozenset[str]:
    return frozenset(snoozes.snoozed(place, place.settings.calendar.today()))


def found(seen: Seen, known: Ground) -> list[Told]:
    """Everything that holds now for the person, the dearest signals first; who keeps it knows what he was told."""
    return [
        *_ready(lambda: list(_signals(seen, known))),
        *_ready(lambda: list(_expectations(seen, known))),
        *_coaching(seen, known),
        *_ready(lambda: list(_steps(seen))),
    ]


def _ready(find: Callable[[], list[Told]]) -> list[Told]:
    """Nothing, as long as the document is being made, or where it cannot be made."""
    try:
        return find()
    except (NotReadyError, MeriloError):
        return []


def _signals(seen: Seen, known: Ground) -> Iterator[Told]:
    """A seller's own; a manager's sellers, teams and his own. Who sees everything leads nobody, and is told nothing."""
    if seen.reach.everything:
        return
    for each in only(seen.sheet("signals").content["signals"], seen.reach):
        if each["key"] in known.snoozed:
            continue
        values = {name: each[name] for name in ("who", "sentence", "kpi")}
        yield Told(f"signal:{each['key']}", Kind(each["kind"]), values, each["scope"], each["subject"] or "")


def _expectations(seen: Seen, known: Ground) -> Iterator[Told]:
    """Those that apply to the person and that he has not accepted as they are now."""
    own = seen.person.seller
    for target in known.targets if own else ():
        words = agreed.terms(target)
        if own not in members(seen.staff, target.scope, target.subject) or (own, target.id, words) in known.accepted:
            continue
        before = any((seller, accepted) == (own, target.id) for seller, accepted, _words in known.accepted)
        values = {
            "kpi": target.kpi, "low": target.low, "high": target.high, "currency": target.currency or "",
            "starts_on": target.starts_on.isoformat(), "ends_on": target.ends_on.isoformat(), "changed": before,
            "whose": target.scope, "name": target.subject or "",
        }  # fmt: skip
        yield Told(agreed.notice_key(target.id, words), Kind.EXPECTATION, values)


def _coaching(seen: Seen, known: Ground) -> Iterator[Told]:
    """What was agreed with the person lately, changed or ended, by others than himself."""
    own, since = seen.person.seller, seen.today - LATELY
    zone = seen.place.settings.calendar.zone
    for action in known.actions if own else ():
        if action.seller != own:
            continue
        values = {"kpi": action.kpi, "note": action.note}
        if action.agreed_by != seen.person.name and action.made_at.astimezone(zone).date() >= since:
            yield Told(
                f"coaching:{action.id}:agreed", Kind.COACHING, values | {"by": action.agreed_by, "what": "agreed"}
            )
        for number, edit in enumerate(action.edits):
            if edit.by != seen.person.name and edit.made_at.astimezone(zone).date() >= since:
                what = "ended" if edit.field == "ended_on" else "changed"
                more = {"by": edit.by, "what": what, "after": edit.after}
                yield Told(f"coaching:{action.id}:edit:{number}", Kind.COACHING, values | more)


def _steps(seen: Seen) -> Iterator[Told]:
    """One word for all steps of the person that are overdue; another when one more has become so."""
    own, sheet = seen.person.seller, seen.sheet("next_up").content
    late = [each for each in sheet["steps"] if own and each["seller"] == own and each["due_on"] < sheet["day"]]
    if late:
        first, last = late[0], late[-1]
        values = {
            "n": len(late), "since": first["due_on"], "subject": first["subject"] or "",
            "account": first["account_name"] or "",
        }  # fmt: skip
        yield Told(f"steps:{last['due_on']}", Kind.STEP, values)
