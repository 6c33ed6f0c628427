"""Data: what is connected, what each import brought, how far each KPI can be relied on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.intake.rejects import safe_rejects
from merilo.people.imported import imports
from merilo.reports.access import refused
from merilo.reports.pages.data_page import data_page, sources
from merilo.web.navigation import KEEPERS, only_for
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part


@require_safe
@only_for(KEEPERS)
def data(request: PageRequest) -> HttpResponse:
    """Sources, imports, trust; only the sources, where the page asks."""
    if reads_part(request):
        return _sources(request)
    shown = {
        "found": data_page(request.seen),
        "imports": imports(request.seen.place),
        "sources": inline(request, _sources),
    }
    return render(request, "merilo/pages/data.html", shown)


@part
def _sources(request: PageRequest) -> HttpResponse:
    return render(request, "merilo/pages/data_sources.html", {"sources": sources(request.seen)})


@require_safe
@only_for(KEEPERS)
def rejects(request: PageRequest, import_id: str) -> HttpResponse:
    """The rejected rows of an import, to be mended and uploaded again."""
    text = safe_rejects(request.seen.place, import_id)
    if text is None:
        raise refused()
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{import_id}.csv"'
    return response
