"""What a worker does with an upload: reads and proposes, tries out, brings in; each step survives in the row.

Brought in are facts of a source, or records of the journal that are changed here from then on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.intake.prepare import MENDED, Prepared, prepare
from merilo.intake.report import ImportReport
from merilo.intake.run import run_import
from merilo.people.accounts import people
from merilo.people.database import opened
from merilo.people.imported import Imported, Phase, change, imported
from merilo.reports.access import refused
from merilo.reports.importing import received
from merilo.reports.importing.shown import shown
from merilo.reports.journal.importing import bring_into_journal
from merilo.reports.seen import Seen

_OFTEN = 0.5  # seconds between two writings of the progress


def work(place: Workspace, number: int) -> Phase | None:
    """Do the step that the import is at; gives the phase it reached. An import that is not at a step stays as it is."""
    found = imported(place, number)
    if found is None or not found.busy:
        return None
    with received.at_work(place, found.folder):
        try:
            fields = _STEPS[found.phase](place, found)
        except MeriloError as error:
            told = {"what": error.what, "where": error.where, "allowed": error.allowed, "way_out": error.way_out}
            fields = {"phase": Phase.SHOWN if found.proposal else Phase.FAILED, "error": told}
        except Exception:
            told = {"what": _("This import failed inside Merilo; the log of the server says how.")}
            change(place, number, phase=Phase.FAILED.value, error=told, ended_at=datetime.now(UTC))
            raise
        change(place, number, **fields)
    if fields["phase"] is Phase.DONE:
        received.drop(place, found.folder)
    return Phase(fields["phase"])


def is_broken_off(place: Workspace, found: Imported, *, waits: bool) -> bool:
    """Whether the process that worked on it died. `waits`: it is still in the worker's queue."""
    if not found.busy or waits or received.is_at_work(place, found.folder):
        return False
    now = imported(place, found.id)  # it may have ended while we asked
    return now is not None and now.phase is found.phase


def _read(place: Workspace, found: Imported) -> dict[str, Any]:
    """Read, propose a mapping, keep it as it is shown, and say what the import would do."""
    with closing_prepared(place, found) as prepared:
        document = shown(prepared)
        if prepared.origin != MENDED:
            received.keep_mapping(place, found.folder, prepared.mapping)
        report, error = _tried(place, found, prepared)
    return {"phase": Phase.SHOWN, "proposal": document, "report": report, "error": error}


def _tried(
    place: Workspace, found: Imported, prepared: Prepared
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What the import would do, or what is still open."""
    try:
        report = run_import(place, prepared, dry_run=True, complete=found.complete, progress=_teller(place, found.id))
    except MeriloError as error:
        return None, {"what": error.what, "where": error.where, "allowed": error.allowed, "way_out": error.way_out}
    return _plain(report), None


def _write(place: Workspace, found: Imported) -> dict[str, Any]:
    tell = _teller(place, found.id)
    with closing_prepared(place, found) as prepared:
        report = run_import(
            place, prepared, complete=found.complete, progress=tell,
            waiting=lambda: change(place, found.id, step=_("Another import is writing; this one waits for it.")),
        )  # fmt: skip
    return {"phase": Phase.DONE, "report": _plain(report), "error": None, "ended_at": datetime.now(UTC)}


def _keep(place: Workspace, found: Imported) -> dict[str, Any]:
    """Make records of the journal of it, in the name of who asked for that; the keeper makes facts of them."""
    who = next((each for each in people(place) if each.id == found.person_id), None)
    if who is None:
        raise refused()
    with closing_prepared(place, found) as prepared, opened(place):
        kept = bring_into_journal(Seen(place, who), prepared)
    report = {"journal": kept.to_json(), "rejected": kept.rejected, "import_id": Path(kept.rejects_path).stem}
    return {"phase": Phase.DONE, "report": report, "error": None, "ended_at": datetime.now(UTC)}


def closing_prepared(place: Workspace, found: Imported) -> _Closing:
    """The upload prepared with the mapping that was shown; its database is closed afterwards."""
    own = received.mapping_file(place, found.folder)
    prepared = prepare(
        place, received.files(place, found.folder), mapping=own if own.exists() else None,
        progress=_teller(place, found.id),
    )  # fmt: skip
    return _Closing(prepared)


class _Closing:
    def __init__(self, prepared: Prepared) -> None:
        self._prepared, self._con = prepared, closing(prepared.con)

    def __enter__(self) -> Prepared:
        self._con.__enter__()
        return self._prepared

    def __exit__(self, *raised: Any) -> None:
        self._con.__exit__(*raised)


def _teller(place: Workspace, number: int) -> Callable[[str, int, int], None]:
    """Writes progress into the row, not more often than a page asks for it."""
    last = 0.0

    def tell(step: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _OFTEN:
            last = time.monotonic()
            change(place, number, step=step, done=done, of=of)

    return tell


def _plain(report: ImportReport) -> dict[str, Any]:
    return report.to_json()


_STEPS: dict[Phase, Callable[[Workspace, Imported], dict[str, Any]]] = {
    Phase.READING: _read,
    Phase.TRYING: _read,
    Phase.WRITING: _write,
    Phase.KEEPING: _keep,
}
