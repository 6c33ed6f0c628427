"""Imports begun in the browser: kept as rows, changed step by step, listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened

if TYPE_CHECKING:
    from merilo.people.imports.models import Upload


class Phase(StrEnum):
    """How far an import is. While READING, TRYING, WRITING (facts) or KEEPING (records of the journal) a worker is at
    it, or it is the worker's next.
    """

    READING = "reading"
    SHOWN = "shown"
    TRYING = "trying"
    WRITING = "writing"
    KEEPING = "keeping"
    DONE = "done"
    FAILED = "failed"


BUSY = (Phase.READING, Phase.TRYING, Phase.WRITING, Phase.KEEPING)


@dataclass(frozen=True)
class Imported:
    """An import that somebody began. `proposal`, `report` and `error` are plain values, or None."""

    id: int
    folder: str
    files: tuple[str, ...]
    by: str
    made_at: datetime
    phase: Phase
    step: str
    done: int
    of: int
    complete: bool
    proposal: dict[str, Any] | None
    report: dict[str, Any] | None
    error: dict[str, Any] | None
    ended_at: datetime | None
    person_id: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a worker is at it, or it is the worker's next."""
        return self.phase in BUSY


def begin(workspace: Workspace, *, folder: str, files: list[str], by: str, person_id: int | None = None) -> Imported:
    """Keep a new import, to be read."""
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415 - models exist once Django is set up

        row = Upload.objects.create(
            folder=folder, files=files, by=by, person_id=person_id, made_at=datetime.now(UTC), phase=Phase.READING.value
        )
        return _imported(row)


def change(workspace: Workspace, number: int, **fields: Any) -> None:
    """Write fields of an import."""
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415

        Upload.objects.filter(id=number).update(**fields)


def turn(workspace: Workspace, number: int, *, into: Phase, unless: tuple[Phase, ...], **fields: Any) -> bool:
    """Bring an import into a phase, unless it is in one of these; says whether it did. Two clicks do it once."""
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415

        rows = Upload.objects.filter(id=number).exclude(phase__in=[phase.value for phase in unless])
        return bool(rows.update(phase=into.value, step="", done=0, of=0, **fields))


def forget(workspace: Workspace, number: int) -> None:
    """Drop the row."""
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415

        Upload.objects.filter(id=number).delete()


def imports(workspace: Workspace, limit: int = 20) -> tuple[Imported, ...]:
    """The latest imports begun in the browser, the latest first."""
    if not is_made(workspace):
        return ()
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415

        return tuple(_imported(row) for row in Upload.objects.all()[:limit])


def imported(workspace: Workspace, number: int) -> Imported | None:
    """The import of that number."""
    with opened(workspace):
        from merilo.people.imports.models import Upload  # noqa: PLC0415

        row = Upload.objects.filter(id=number).first()
        return _imported(row) if row else None


def _imported(row: Upload) -> Imported:
    return Imported(
        row.id, row.folder, tuple(row.files), row.by, row.made_at, Phase(row.phase), row.step, row.done, row.of,
        row.complete, row.proposal, row.report, row.error, row.ended_at, row.person_id,
    )  # fmt: skip
