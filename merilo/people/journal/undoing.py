"""Taking back: one's own deeds, as long as nobody changed the records since. The database must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.journal.fields import from_plain, plain
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import Record, model_of, record_of
from merilo.people.journal.writing import ConflictError, What, doing
from merilo.people.roles import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from merilo.people.journal.models import Change, Deed

MOST = 5000
"""A deed of more changes (a large import) is not taken back at once."""


@dataclass(frozen=True)
class Done:
    """Something that somebody did: `about` what, `n` records; `undone` says whether it was taken back."""

    id: int
    at: datetime
    by: str
    what: What
    about: str
    n: int
    undone: bool


@dataclass(frozen=True)
class Edit:
    """One change of one record, as its history tells it: field → (before, after); times and amounts as text."""

    at: datetime
    by: str
    what: What
    deed: int
    fields: dict[str, tuple[Any, Any]]


def undo(by: Person, number: int) -> list[Record]:
    """Take a deed of the person's own back, all of it; gives the records as they are now.

    Raises UsageError for a deed that is not his, was taken back already or is too large, and ConflictError where
    somebody changed a record since. Taking back an undo does it again.
    """
    deed = _own(by, number)
    pairs = _ends(deed)
    with doing(by, What.UNDO, deed.about, deed.pk, deed.said) as doer:
        if _undone(deed, but=doer.deed.pk):
            raise UsageError(_("This was taken back already."))
        found = []
        for kind, own, before, after in pairs:
            row = model_of(kind)._default_manager.filter(source_id=own).select_for_update().first()
            if row is None or plain(KINDS[kind], row) != after:
                raise _changed_since(by, record_of(kind, row) if row else None)
            gone = before is None
            kept = after if before is None else before
            values = from_plain(KINDS[kind], kept)
            found.append(doer.put(record_of(kind, row), values, deleted=gone or kept["deleted"]))
    return found


def lately(by: Person, limit: int = 20) -> tuple[Done, ...]:
    """The person's own last deeds, the latest first, without the undoing itself."""
    from merilo.people.journal.models import Deed  # noqa: PLC0415 - models exist once Django is set up

    found = Deed.objects.filter(person=by.id).exclude(what=What.UNDO.value)[:limit]
    return tuple(_done(deed) for deed in found)


def history(kind: Kind, own: str, limit: int = 200) -> tuple[Edit, ...]:
    """All changes of the record of that source_id, the latest first."""
    from merilo.people.journal.models import Change  # noqa: PLC0415

    found = Change.objects.filter(kind=kind.value, record=own).select_related("deed").order_by("-id")[:limit]
    return tuple(
        Edit(each.deed.at, each.deed.by, What(each.deed.what), each.deed.pk, _differing(each)) for each in found
    )


def _own(by: Person, number: int) -> Deed:
    from merilo.people.journal.models import Deed  # noqa: PLC0415

    deed = Deed.objects.filter(pk=number, person=by.id).first() if by.id else None
    if deed is None:
        raise UsageError(_("This is nothing that you did."), way_out=_("Only one's own last steps can be undone."))
    if deed.changes.count() > MOST:
        raise UsageError(
            _("This changed {n} records; so many cannot be taken back at once.").format(n=deed.changes.count())
        )
    return deed


def _undone(deed: Deed, but: int = 0) -> bool:
    """Whether what took it back (other than the deed `but`) is itself in force."""
    return any(not _undone(each) for each in deed.undone_by.exclude(pk=but))


def _ends(deed: Deed) -> list[tuple[Kind, str, dict[str, Any] | None, dict[str, Any]]]:
    """Of each record what it was before the deed and what it was after, the last one changed first."""
    first: dict[tuple[str, str], dict[str, Any] | None] = {}
    last: dict[tuple[str, str], dict[str, Any]] = {}
    changes: Iterable[Change] = deed.changes.all()
    for change in changes:
        key = (change.kind, change.record)
        first.setdefault(key, change.before)
        last[key] = change.after
    return [(Kind(kind), own, first[kind, own], last[kind, own]) for kind, own in reversed(last)]


def _changed_since(by: Person, present: Record | None) -> ConflictError:
    mine = present is not None and present.changed_by == (by.name or by.email)
    if mine:
        what, way_out = _("You have changed this record again since."), _("Undo the later change first.")
    else:
        who = present.changed_by if present else _("Somebody")
        what = _("{who} has changed this record since.").format(who=who)
        way_out = _("Change it by hand, so that nothing of the other's is lost.")
    return ConflictError(what, present, way_out)


def _done(deed: Deed) -> Done:
    return Done(deed.pk, deed.at, deed.by, What(deed.what), _told(deed), deed.changes.count(), _undone(deed))


def _told(deed: Deed) -> str:
    """What it was about, in the language of who reads it."""
    return ": ".join(part for part in (_(deed.said) if deed.said else "", deed.about) if part)


def _differing(change: Change) -> dict[str, tuple[Any, Any]]:
    before = change.before or {}
    return {name: (before.get(name), value) for name, value in change.after.items() if before.get(name) != value}
