"""Logging in ten seconds: what, with whom, what came of it and what comes next, written as one or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.journal import undoing
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import Record, listed
from merilo.reports.journal.around import hits, refs_of
from merilo.reports.journal.rights import check_writes
from merilo.reports.journal.search import Hit, folded, search
from merilo.reports.journal.writing import Written, add, log_meeting, log_touch, plan_step
from merilo.reports.seen import Seen

TOUCHES = ("call", "email", "message")
WHATS = (*TOUCHES, "meeting", "step")
"""What can be logged in ten seconds."""
DUE = (0, 1, 3, 7)
"""Days from today that are offered for a next step."""
_LATELY = 40


@dataclass(frozen=True)
class Whom:
    """Whom an entry is about: a record of any source (`kind`, `id`), or a `new` account of that name."""

    kind: Kind | None = None
    id: str = ""
    new: str = ""


@dataclass(frozen=True)
class Logged:
    """What was written, the entry itself first, and the numbers of the deeds by which it is undone."""

    records: tuple[Record, ...]
    deeds: tuple[int, ...]


class WhoError(UsageError):
    """Nobody, or more than one, is meant by the words; `hits`: who may be meant."""

    def __init__(self, what: str, hits: Sequence[Hit], way_out: str) -> None:
        super().__init__(what, where="who", way_out=way_out)
        self.hits = tuple(hits)


def log(seen: Seen, what: str, whom: Whom, given: Mapping[str, Any], step: Mapping[str, Any] | None = None) -> Logged:
    """Log a call, e-mail, message, meeting or next step with somebody, and the `step` that follows.

    All of it is written or nothing. Raises UsageError naming the field, NotAllowedError for who may not write.
    """
    from django.db import transaction  # noqa: PLC0415 - Django is imported when it is needed

    check_writes(seen)
    if what not in WHATS:
        raise UsageError(_("What was it?"), where="what", allowed=", ".join(WHATS))
    with transaction.atomic():
        made = _new_account(seen, whom, given)
        about = _about(whom, made)
        if not about:
            raise WhoError(_("With whom?"), (), _("Type a name, or choose one of those used last."))
        written = [_entered(seen, what, dict(given) | about)]
        if step is not None and what != "step":
            seller = {"seller": given["seller"]} if given.get("seller") else {}
            written.append(plan_step(seen, dict(step) | about | seller))
    both = (*written, *([made] if made else ()))
    return Logged(tuple(each.record for each in both), tuple(each.deed for each in both))


def undo_all(seen: Seen, deeds: Sequence[int]) -> list[Record]:
    """Take back deeds that belong together, the last one first: all of them or none. Raises as `writing.undo` does."""
    from django.db import transaction  # noqa: PLC0415

    check_writes(seen)
    with transaction.atomic():
        return [record for deed in sorted(deeds, reverse=True) for record in undoing.undo(seen.person, deed)]


def last_used(seen: Seen, limit: int = 8) -> tuple[Hit, ...]:
    """Whom the person had to do with last, the latest first; of an entry the nearest: deal, lead, contact, account."""
    entries: list[Record] = []
    for kind in (Kind.TOUCH, Kind.MEETING, Kind.STEP):
        entries += listed(kind, order=("-made_at",), limit=_LATELY, **{KINDS[kind].owner: seen.person.seller})
    entries.sort(key=lambda each: each.made_at, reverse=True)
    nearest = [refs[0] for refs in (refs_of(each) for each in entries) if refs]
    found = hits(seen, nearest)
    once = dict.fromkeys(number for _kind, number in nearest if number in found)
    return tuple(found[number] for number in list(once)[:limit])


def whom_by_words(seen: Seen, words: str, kinds: Sequence[Kind], *, new: bool = False) -> Hit:
    """The one record that is called so; raises WhoError, with those that may be meant, where it is not one alone."""
    found = search(seen, words, kinds)
    exact = [hit for hit in found if folded(hit.title) == folded(words)]
    if len(exact) == 1:
        return exact[0]
    way_out = _("Choose one, or enter a new account of that name.") if new else _("Choose one.")
    if exact or found:
        raise WhoError(_("Who of them is meant by {name}?").format(name=words), exact or found, way_out)
    raise WhoError(_("Nobody is called {name}.").format(name=words), (), way_out)


def due_on(today: date, days: str, day: str) -> str:
    """The day that is meant: the one entered, else so many days from today; tomorrow where nothing is said."""
    if day:
        return day
    ahead = int(days) if days.isdigit() and len(days) < 4 else 1
    return (today + timedelta(days=ahead)).isoformat()


def _new_account(seen: Seen, whom: Whom, given: Mapping[str, Any]) -> Written | None:
    if not whom.new.strip():
        return None
    owner = {"owner": given["seller"]} if given.get("seller") else {}
    return add(seen, Kind.ACCOUNT, {"name": whom.new} | owner)


def _about(whom: Whom, made: Written | None) -> dict[str, str]:
    if made:
        return {"account": made.record.id}
    return {whom.kind.value: whom.id} if whom.kind and whom.id else {}


def _entered(seen: Seen, what: str, given: dict[str, Any]) -> Written:
    if what in TOUCHES:
        return log_touch(seen, given | {"kind": what})
    if what == "meeting":
        return log_meeting(seen, given | {"starts_at": given.get("starts_at") or datetime.now(UTC)})
    return plan_step(seen, given)
