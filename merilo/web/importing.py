"""What people and programs do with an import, step by step: pages and the API call this, the worker does the work."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.intake.mapping import Mapping
from merilo.people.imported import BUSY, Imported, Phase, begin, forget, imported, turn
from merilo.reports.access import refused
from merilo.reports.importing import received
from merilo.reports.importing.work import is_broken_off
from merilo.reports.journal.rights import check_writes
from merilo.reports.seen import Seen
from merilo.web import import_tasks


def check_size(size: int) -> None:
    """Raise UsageError for a request that is larger than uploads may be."""
    if size > received.MOST_BYTES:
        raise UsageError(
            _("These files are too large for the browser."),
            allowed=_("allowed: up to {size} MiB together").format(size=received.MOST_BYTES >> 20),
            way_out=_("Pack them as .zip, or bring them in on the server: merilo import FILE."),
        )


def take(seen: Seen, uploaded: Sequence[UploadedFile[bytes]]) -> Imported:
    """Keep files and have them read. Raises UsageError for what cannot be a table, and for too many."""
    if len(uploaded) > received.MOST_FILES:
        raise UsageError(_("More than {n} files.").format(n=received.MOST_FILES), way_out=_("Pack them as one .zip."))
    folder, names = received.receive(seen.place, ((each.name or "", each.chunks()) for each in uploaded))
    made = begin(seen.place, folder=folder, files=names, by=seen.person.name, person_id=seen.person.id)
    import_tasks.soon(made.id)
    return made


def known(seen: Seen, number: int) -> Imported:
    """The import of that number; raises NotAllowedError where there is none."""
    found = imported(seen.place, number)
    if found is None:
        raise refused()
    return found


def correct(seen: Seen, found: Imported, mapping: Mapping, *, complete: bool) -> None:
    """Keep another mapping for an import that is shown, and have it tried out; in another phase nothing happens."""
    if found.phase is Phase.SHOWN:
        received.keep_mapping(seen.place, found.folder, mapping)
        _next(seen, found, Phase.TRYING, complete=complete, error=None)


def run(seen: Seen, found: Imported) -> None:
    """Have it brought in; also once more, when it was broken off or failed."""
    if is_broken_off(seen.place, found, waits=import_tasks.waits(found.id)):
        import_tasks.soon(found.id)
    elif found.phase is Phase.SHOWN and found.report is not None:
        _next(seen, found, Phase.WRITING)
    elif found.phase is Phase.FAILED:
        _next(seen, found, Phase.READING, error=None)


def keep(seen: Seen, found: Imported) -> None:
    """Have it kept in the journal, in the name of who asks; raises NotAllowedError for who may not write there."""
    check_writes(seen)
    if found.phase is Phase.SHOWN and found.report is not None:
        _next(seen, found, Phase.KEEPING, person_id=seen.person.id, by=seen.person.name)


def drop(seen: Seen, found: Imported) -> None:
    """Forget an import and its files; what has been brought in stays. Raises UsageError while it is worked on."""
    if received.is_at_work(seen.place, found.folder):
        raise UsageError(_("It is being worked on."), way_out=_("Wait until this step is done."))
    received.drop(seen.place, found.folder)
    forget(seen.place, found.id)


def _next(seen: Seen, found: Imported, phase: Phase, **fields: object) -> None:
    if turn(seen.place, found.id, into=phase, unless=(*BUSY, Phase.DONE), **fields):
        import_tasks.soon(found.id)
