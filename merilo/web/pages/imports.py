"""Importing in the browser: files dropped, their mapping looked at and corrected, tried out, brought in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.imported import BUSY, Imported, Phase, begin, forget, imported, turn
from merilo.reports.access import refused
from merilo.reports.importing import received
from merilo.reports.importing.corrected import Led, corrected, read_text
from merilo.reports.importing.shown import choices
from merilo.reports.importing.work import is_broken_off
from merilo.web import import_tasks
from merilo.web.navigation import KEEPERS, only_for
from merilo.web.request import PageRequest

_DONE = (Phase.DONE,)


@require_POST
@only_for(KEEPERS)
def upload(request: PageRequest) -> HttpResponse:
    """Take files in, and have them read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > received.MOST_BYTES:
        raise UsageError(
            _("These files are too large for the browser."),
            allowed=_("allowed: up to {size} MiB together").format(size=received.MOST_BYTES >> 20),
            way_out=_("Pack them as .zip, or bring them in on the server: merilo import FILE."),
        )
    uploaded = request.FILES.getlist("file")
    if len(uploaded) > received.MOST_FILES:
        raise UsageError(_("More than {n} files.").format(n=received.MOST_FILES), way_out=_("Pack them as one .zip."))
    place = request.seen.place
    folder, names = received.receive(place, ((each.name or "", each.chunks()) for each in uploaded))
    made = begin(place, folder=folder, files=names, by=request.user.name, person_id=request.user.pk)
    import_tasks.soon(made.id)
    return redirect("import", made.id)


@require_safe
@only_for(KEEPERS)
def one(request: PageRequest, number: int) -> HttpResponse:
    """How far an import is; asked by the page itself, only that part."""
    found = _found(request, number)
    shown = {
        "found": found,
        "broken": is_broken_off(request.seen.place, found, waits=import_tasks.waits(number)),
        "behind": import_tasks.behind_others(number),
        "choices": choices() if found.phase is Phase.SHOWN else [],
    }
    if request.htmx and found.busy:
        return render(request, "merilo/pages/import_progress.html", shown)
    response = render(request, "merilo/pages/import.html", shown)
    if request.htmx:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@only_for(KEEPERS)
def correct(request: PageRequest, number: int) -> HttpResponse:
    """Keep the corrected mapping and try it out."""
    found = _found(request, number)
    if found.phase is not Phase.SHOWN or found.proposal is None:
        return redirect("import", number)
    path = received.mapping_file(request.seen.place, found.folder)
    mapping = read_text(request.POST.get("text") or found.proposal["text"], path)
    if "text" not in request.POST:
        words = {key: request.POST.get(key, "").strip() for key in ("source", "currency", "time_zone")}
        mapping = corrected(mapping, *_led(request, found), words=words)
    received.keep_mapping(request.seen.place, found.folder, mapping)
    complete = request.POST.get("complete") == "1"
    _next(request, number, Phase.TRYING, complete=complete, error=None)
    return redirect("import", number)


@require_POST
@only_for(KEEPERS)
def run(request: PageRequest, number: int) -> HttpResponse:
    """Bring it in; also once more, when it was broken off."""
    found = _found(request, number)
    again = is_broken_off(request.seen.place, found, waits=import_tasks.waits(number))
    if again:
        import_tasks.soon(number)
    elif found.phase is Phase.SHOWN and found.report is not None:
        _next(request, number, Phase.WRITING)
    elif found.phase is Phase.FAILED:
        _next(request, number, Phase.READING, error=None)
    return redirect("import", number)


@require_POST
@only_for(KEEPERS)
def drop(request: PageRequest, number: int) -> HttpResponse:
    """Forget an import and its files; what has been brought in stays."""
    found = _found(request, number)
    if received.is_at_work(request.seen.place, found.folder):
        raise UsageError(_("It is being worked on."), way_out=_("Wait until this step is done."))
    received.drop(request.seen.place, found.folder)
    forget(request.seen.place, number)
    messages.success(request, _("The files are deleted."))
    return redirect("data")


def _found(request: PageRequest, number: int) -> Imported:
    found = imported(request.seen.place, number)
    if found is None:
        raise refused()
    return found


def _next(request: PageRequest, number: int, phase: Phase, **fields: object) -> None:
    if turn(request.seen.place, number, into=phase, unless=(*BUSY, *_DONE), **fields):
        import_tasks.soon(number)


def _led(request: PageRequest, found: Imported) -> tuple[tuple[Led, ...], tuple[Led, ...]]:
    """The columns that the form leads elsewhere, and those whose dates it answers for."""
    led, formats = [], []
    for n, table in enumerate((found.proposal or {})["tables"]):
        for m, column in enumerate(table["columns"]):
            now = request.POST.get(f"column-{n}-{m}", column["target"])
            if now != column["target"]:
                led.append(Led(table["name"], column["name"], column["target"], now))
    for n, question in enumerate((found.proposal or {})["questions"]):
        answer = request.POST.get(f"question-{n}", "")
        if answer and question["formats"]:
            formats.append(Led(question["table"], question["column"], "", answer))
    return tuple(led), tuple(formats)
