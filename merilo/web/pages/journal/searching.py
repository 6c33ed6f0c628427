"""Search over everything that is kept of customers: as one types, and as a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.people.journal.kinds import KINDS
from merilo.reports.journal.rights import writes
from merilo.reports.journal.search import search
from merilo.web.pages.journal.addresses import href
from merilo.web.request import PageRequest

_ON_PAGE, _AS_ONE_TYPES = 100, 10


@require_safe
def found(request: PageRequest) -> HttpResponse:
    """What fits the words; as options where the field in the head asks."""
    words = request.GET.get("q", "").strip()
    live = request.GET.get("live") == "1"
    hits = search(request.seen, words, limit=_AS_ONE_TYPES if live else _ON_PAGE)
    lines = [{"hit": hit, "href": href(hit), "label": KINDS[hit.kind].label,
              "owner": request.seen.name(hit.owner) if hit.owner else ""} for hit in hits]  # fmt: skip
    shown = {"lines": lines, "words": words, "may": writes(request.seen), "full": len(hits) == _ON_PAGE}
    return render(request, "merilo/journal/found.html" if live else "merilo/journal/search.html", shown)
