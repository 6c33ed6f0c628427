"""Writing the journal: every deed is one transaction, with what was before and after, and what the facts still lack.

The database must be open.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import batched
from typing import TYPE_CHECKING, Any

from merilo.core.errors import MeriloError
from merilo.core.text import N_, _
from merilo.people.journal.fields import check_complete, plain
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import Record, model_of, record_of, source_id
from merilo.people.roles import Person

if TYPE_CHECKING:
    from merilo.people.journal import models

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_TICK = timedelta(microseconds=1)
_AT_ONCE = 500


class What(StrEnum):
    """What can be done."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    MERGE = "merge"
    IMPORT = "import"
    UNDO = "undo"


LABELS: dict[What, str] = {
    What.ADD: N_("Entered"),
    What.CHANGE: N_("Changed"),
    What.REMOVE: N_("Deleted"),
    What.MERGE: N_("Merged"),
    What.IMPORT: N_("Imported"),
    What.UNDO: N_("Undone"),
}


class ConflictError(MeriloError):
    """Somebody else changed the record since it was read; nothing was written. `present`: the record as it is now."""

    retryable = True

    def __init__(self, what: str, present: Record | None, way_out: str) -> None:
        super().__init__(what, where=present.title if present else "", way_out=way_out)
        self.present = present


class AlreadyError(Exception):
    """The record was entered before, by the deed of that number; nothing was written now."""

    def __init__(self, record: Record, deed: int) -> None:
        super().__init__(record.id)
        self.record, self.deed = record, deed


class TakenError(Exception):
    """Somebody enters the same record at this very moment; whoever tries again finds it there."""


@dataclass
class Doing:
    """One deed while it is done."""

    deed: models.Deed

    def add(self, kind: Kind, values: Mapping[str, Any], imported_as: str | None = None) -> Record:
        """A new record. Raises UsageError where a field is missing that must be filled.

        Raises AlreadyError where there is one that was `imported_as` the same, deleted or not; TakenError where it was
        written at this very moment.
        """
        from django.db import IntegrityError  # noqa: PLC0415 - Django is imported when it is needed

        self._check_new(kind, imported_as)
        try:
            return self.add_all(kind, [(values, imported_as)])[0]
        except IntegrityError as error:
            if imported_as is None:
                raise
            raise TakenError from error

    def add_all(self, kind: Kind, given: Iterable[tuple[Mapping[str, Any], str | None]]) -> list[Record]:
        """New records: values and the id that each had where it was imported from."""
        made = [self._new(kind, values, imported_as) for values, imported_as in given]
        model_of(kind)._default_manager.bulk_create(made, batch_size=_AT_ONCE)
        self._log(kind, [(None, row) for row in made])
        return [record_of(kind, row) for row in made]

    def change(self, record: Record, values: Mapping[str, Any]) -> Record:
        """The record with these values, unless somebody changed it since it was read; equal values change nothing.

        Raises ConflictError, and UsageError where a field would be empty that must be filled.
        """
        if all(record.fields[name] == value for name, value in values.items()):
            return record
        check_complete(record.kind, dict(record.fields) | dict(values))
        return self._write(record, values)

    def remove(self, record: Record) -> Record:
        """Delete the record; it stays where it can be brought back from."""
        return self._write(record, {"deleted_at": self.deed.at})

    def put(self, record: Record, values: Mapping[str, Any], *, deleted: bool) -> Record:
        """The record as it was once."""
        return self._write(record, dict(values) | {"deleted_at": self.deed.at if deleted else None})

    def change_all(self, kind: Kind, values: Mapping[str, Any], **where: Any) -> int:
        """Give these values to all records that meet the conditions, whatever their version; how many they were."""
        from django.db.models import F  # noqa: PLC0415 - Django is imported when it is needed

        objects = model_of(kind)._default_manager
        before = list(objects.filter(deleted_at=None, **where).select_for_update())
        if not before:
            return 0
        at = max([self.deed.at, *(row.changed_at + _TICK for row in before)])
        own = [row.source_id for row in before]
        for part in batched(own, _AT_ONCE, strict=False):
            objects.filter(source_id__in=part).update(
                **values, version=F("version") + 1, changed_at=at, changed_by=self.deed.by
            )
        after = {row.source_id: row for part in batched(own, _AT_ONCE, strict=False)
                 for row in objects.filter(source_id__in=part)}  # fmt: skip
        self._log(kind, [(plain(KINDS[kind], row), after[row.source_id]) for row in before])
        return len(before)

    def _check_new(self, kind: Kind, imported_as: str | None) -> None:
        from merilo.people.journal.models import Change  # noqa: PLC0415 - models exist once Django is set up

        if imported_as is None:
            return
        known = model_of(kind)._default_manager.filter(imported_as=imported_as).first()
        if known is not None:
            first = Change.objects.filter(kind=kind.value, record=known.source_id).order_by("id").first()
            raise AlreadyError(record_of(kind, known), first.deed_id if first else 0)

    def _new(self, kind: Kind, values: Mapping[str, Any], imported_as: str | None) -> models.Row:
        check_complete(kind, values)
        at, by = self.deed.at, self.deed.by
        return model_of(kind)(
            **values, source_id=new_id(), made_at=at, made_by=by, changed_at=at, changed_by=by, imported_as=imported_as
        )

    def _write(self, record: Record, values: Mapping[str, Any]) -> Record:
        """Write where the version is still the one that was read: of two who change one record, one is told."""
        objects = model_of(record.kind)._default_manager
        own = source_id(record.id)
        before = objects.filter(source_id=own).select_for_update().first()
        if before is None or before.version != record.version:
            raise _conflict(record_of(record.kind, before) if before else None)
        at = max(self.deed.at, before.changed_at + _TICK)  # a clock set back must not make a change look old
        kept = plain(KINDS[record.kind], before)
        objects.filter(source_id=own).update(
            **values, version=record.version + 1, changed_at=at, changed_by=self.deed.by
        )
        after = objects.get(source_id=own)
        self._log(record.kind, [(kept, after)])
        return record_of(record.kind, after)

    def _log(self, kind: Kind, pairs: Sequence[tuple[dict[str, Any] | None, models.Row]]) -> None:
        from merilo.people.journal.models import Change, Waiting  # noqa: PLC0415 - models exist once Django is set up

        declared = KINDS[kind]
        Change.objects.bulk_create(
            [Change(deed=self.deed, kind=kind.value, record=row.source_id, before=before, after=plain(declared, row))
             for before, row in pairs],
            batch_size=_AT_ONCE,
        )  # fmt: skip
        Waiting.objects.bulk_create(
            [Waiting(kind=kind.value, record=row.source_id, since=self.deed.at) for _before, row in pairs],
            batch_size=_AT_ONCE,
        )


@contextmanager
def doing(by: Person, what: What, about: str, undoes: int | None = None, said: str = "") -> Iterator[Doing]:
    """One deed of a person, in one transaction: all of it is written, or nothing.

    `about`: a name; `said`: a message before it, such as the label of its kind.
    """
    from django.db import transaction  # noqa: PLC0415

    from merilo.people.journal.models import Deed  # noqa: PLC0415

    with transaction.atomic():
        deed = Deed.objects.create(
            at=datetime.now(UTC), by=by.name or by.email, person=by.id or None, what=what.value,
            about=about[:200], said=said, undoes_id=undoes,
        )  # fmt: skip
        yield Doing(deed)


def new_id() -> str:
    """A source_id that nobody has: the moment, then chance, in letters that are not mistaken for each other."""
    moment, chance = time.time_ns() // 1_000_000, secrets.randbits(45)
    return _written(moment, 9) + _written(chance, 9)


def _written(number: int, letters: int) -> str:
    return "".join(_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(letters)))


def _conflict(present: Record | None) -> ConflictError:
    if present is None or present.deleted:
        who = present.changed_by if present else ""
        return ConflictError(
            _("{who} has deleted this record.").format(who=who) if who else _("This record is gone."), present,
            _("Look at it again; nothing of yours was written."),
        )  # fmt: skip
    return ConflictError(
        _("{who} has changed this record since you opened it.").format(who=present.changed_by), present,
        _("Look at what it says now, then make your change again; nothing was overwritten."),
    )  # fmt: skip
