"""Importing in the browser: files dropped, their mapping looked at and corrected, tried out, brought in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.core.text import _
from merilo.people.imported import Imported, Phase
from merilo.reports.importing import received
from merilo.reports.importing.corrected import Led, corrected, read_text
from merilo.reports.importing.shown import choices
from merilo.reports.importing.work import is_broken_off
from merilo.reports.journal.rights import writes
from merilo.web import import_tasks, importing
from merilo.web.navigation import KEEPERS, only_for
from merilo.web.request import PageRequest


@require_POST
@only_for(KEEPERS)
def upload(request: PageRequest) -> HttpResponse:
    """Take files in, and have them read."""
    importing.check_size(int(request.META.get("CONTENT_LENGTH") or 0))
    return redirect("import", importing.take(request.seen, request.FILES.getlist("file")).id)


@require_safe
@only_for(KEEPERS)
def one(request: PageRequest, number: int) -> HttpResponse:
    """How far an import is; asked by the page itself, only that part."""
    found = importing.known(request.seen, number)
    shown = {
        "found": found,
        "broken": is_broken_off(request.seen.place, found, waits=import_tasks.waits(number)),
        "behind": import_tasks.behind_others(number),
        "choices": choices() if found.phase is Phase.SHOWN else [],
        "may_keep": writes(request.seen),
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
    found = importing.known(request.seen, number)
    if found.phase is Phase.SHOWN and found.proposal is not None:
        path = received.mapping_file(request.seen.place, found.folder)
        mapping = read_text(request.POST.get("text") or found.proposal["text"], path)
        if "text" not in request.POST:
            words = {key: request.POST.get(key, "").strip() for key in ("source", "currency", "time_zone")}
            mapping = corrected(mapping, *_led(request, found), words=words)
        importing.correct(request.seen, found, mapping, complete=request.POST.get("complete") == "1")
    return redirect("import", number)


@require_POST
@only_for(KEEPERS)
def run(request: PageRequest, number: int) -> HttpResponse:
    """Bring it in; also once more, when it was broken off."""
    importing.run(request.seen, importing.known(request.seen, number))
    return redirect("import", number)


@require_POST
@only_for(KEEPERS)
def keep(request: PageRequest, number: int) -> HttpResponse:
    """Keep it in the journal instead."""
    importing.keep(request.seen, importing.known(request.seen, number))
    return redirect("import", number)


@require_POST
@only_for(KEEPERS)
def drop(request: PageRequest, number: int) -> HttpResponse:
    """Forget an import and its files; what has been brought in stays."""
    importing.drop(request.seen, importing.known(request.seen, number))
    messages.success(request, _("The files are deleted."))
    return redirect("data")


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
