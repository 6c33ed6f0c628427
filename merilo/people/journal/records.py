"""Records of the journal as the rest of Merilo knows them, read. The database must be open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from merilo.people.journal.kinds import KINDS, SOURCE, Kind, public_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from merilo.people.journal.models import Row


@dataclass(frozen=True)
class Record:
    """One record. `id` is that of its fact; `fields` are values by name (times in UTC); `version` grows by changes."""

    kind: Kind
    id: str
    version: int
    fields: Mapping[str, Any]
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str
    deleted: bool

    @property
    def title(self) -> str:
        """What it is called: the first of its naming fields that is filled."""
        return next((str(self.fields[name]) for name in KINDS[self.kind].titles if self.fields[name]), self.id)

    @property
    def source(self) -> str:
        """The system that keeps it."""
        return self.id.partition(":")[0]

    @property
    def ours(self) -> bool:
        """Whether the journal keeps it, so that it may be changed here."""
        return self.source == SOURCE

    @property
    def owner(self) -> str:
        """The seller whose it is; empty for nobody's."""
        return str(self.fields.get(KINDS[self.kind].owner) or "")


def model_of(kind: Kind) -> type[Row]:
    """The table of a kind."""
    from merilo.people.journal import models  # noqa: PLC0415 - models exist once Django is set up

    model: type[Row] = getattr(models, kind.value.title())
    return model


def rows(kind: Kind, *, deleted: bool = False) -> QuerySet[Row]:
    """The rows of a kind; with `deleted` those that were deleted, too."""
    found = model_of(kind)._default_manager.all()
    return found if deleted else found.filter(deleted_at=None)


def record_of(kind: Kind, row: Row) -> Record:
    """A row as a record."""
    fields = {name: getattr(row, name) for name in KINDS[kind].names}
    return Record(
        kind, public_id(row.source_id), row.version, fields, row.made_at, row.made_by, row.changed_at,
        row.changed_by, row.deleted_at is not None,
    )  # fmt: skip


def find(kind: Kind, record: str, *, deleted: bool = False) -> Record | None:
    """The record of that id (`journal:…`); None where there is none, or it was deleted."""
    row = rows(kind, deleted=deleted).filter(source_id=source_id(record)).first()
    return record_of(kind, row) if row else None


def listed(kind: Kind, *, order: Iterable[str] = ("-changed_at", "id"), limit: int = 500, **where: Any) -> list[Record]:
    """Records by conditions on their fields, as Django writes them: `account="journal:…"`, `seller__in=[…]`."""
    return [record_of(kind, row) for row in rows(kind).filter(**where).order_by(*order)[:limit]]


def exists(kind: Kind, **where: Any) -> bool:
    """Whether there is a record that meets these conditions."""
    return rows(kind).filter(**where).exists()


def source_id(record: str) -> str:
    """The part of an id that the journal's rows have; of an id of another source, an id that no row has."""
    source, _colon, own = record.partition(":")
    return own if source == SOURCE else ""
