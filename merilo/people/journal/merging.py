"""Two records of one company or person made one: references move, empty fields are filled, the other is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import Record
from merilo.people.journal.writing import What, doing
from merilo.people.roles import Person

MERGED = (Kind.ACCOUNT, Kind.CONTACT)


def merge(by: Person, keep: Record, lose: Record) -> tuple[Record, int]:
    """Make `keep` of both, as one deed that can be undone; gives it and the deed's number.

    What is filled in `keep` stays; `created_at` is the earlier one. Raises UsageError for records that cannot be one,
    and ConflictError where somebody changed one of them since it was read. The database must be open.
    """
    if keep.kind not in MERGED or keep.kind is not lose.kind or keep.id == lose.id:
        raise UsageError(_("These two cannot be merged."), allowed=_("two accounts, or two contacts"))
    with doing(by, What.MERGE, f"{lose.title} → {keep.title}") as doer:
        for kind, field in _referring(keep.kind):
            doer.change_all(kind, {field: keep.id}, **{field: lose.id})
        merged = doer.change(keep, filled(keep, lose))
        doer.remove(lose)
    return merged, doer.deed.pk


def _referring(kind: Kind) -> Iterator[tuple[Kind, str]]:
    for declared in KINDS.values():
        for field in declared.fields:
            if field.refers is kind:
                yield declared.kind, field.name


def filled(keep: Record, lose: Record) -> dict[str, Any]:
    """The fields of `keep` that change by taking in `lose`."""
    found = {name: lose.fields[name] for name, value in keep.fields.items() if value is None}
    if "created_at" in keep.fields:
        found["created_at"] = min(keep.fields["created_at"], lose.fields["created_at"])
    if keep.fields["note"] and lose.fields["note"] and keep.fields["note"] != lose.fields["note"]:
        found["note"] = f"{keep.fields['note']}\n\n{lose.fields['note']}"
    return found
