"""Rejected rows looked at and mended in the browser, and the corrected ones tried again."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from merilo.core.text import _, ngettext
from merilo.people.imported import begin
from merilo.reports.access import refused
from merilo.reports.importing import mending, received
from merilo.web import import_tasks
from merilo.web.navigation import KEEPERS, only_for
from merilo.web.request import PageRequest

_CELL = re.compile(r"cell-(\d{1,9})-(\d{1,5})")


@require_safe
@only_for(KEEPERS)
def rows(request: PageRequest, import_id: str) -> HttpResponse:
    """A page of an import's rejected rows."""
    asked = request.GET.get("page", "")
    found = mending.page_of(request.seen.place, import_id, int(asked) if asked.isdecimal() else 1)
    if found is None:
        raise refused()
    return render(request, "merilo/pages/rejects.html", {"found": found})


@require_POST
@only_for(KEEPERS)
def correct(request: PageRequest, import_id: str) -> HttpResponse:
    """Keep the corrections of a page; with `try` have all corrected rows read again, with their import's mapping."""
    place = request.seen.place
    if mending.page_of(place, import_id, 1) is None:
        raise refused()
    given = {
        (int(found[1]), int(found[2])): str(value).replace("\r\n", "\n")
        for name, value in request.POST.items()
        if (found := _CELL.fullmatch(name))
    }
    n = mending.correct(place, import_id, given)
    if "try" in request.POST:
        return _tried(request, import_id)
    if n:
        messages.success(request, ngettext("{n} cell is corrected.", "{n} cells are corrected.", n).format(n=n))
    page = request.POST.get("page", "")
    return redirect(f"{reverse('mend', args=[import_id])}?page={page if page.isdecimal() else 1}")


def _tried(request: PageRequest, import_id: str) -> HttpResponse:
    place = request.seen.place
    name, content, numbers = mending.mended_file(place, import_id)
    folder, names = received.receive(place, [(name, [content])])
    made = begin(place, folder=folder, files=names, by=request.user.name, person_id=request.user.pk)
    mending.tried(place, import_id, numbers, made.id)
    import_tasks.soon(made.id)
    messages.success(request, _("The corrected rows are being read; look at what they would bring."))
    return redirect("import", made.id)
