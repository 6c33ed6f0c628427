"""Pipeline: stages as columns, deals as cards, on any day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.reports.pages.pipeline_board import pipeline_board
from merilo.web.request import PageRequest


@require_safe
def board(request: PageRequest) -> HttpResponse:
    """The open deals by stage, as of the day in the address (today where none is)."""
    found = pipeline_board(request.seen, request.GET.get("as_of", ""), request.GET.get("seller", ""))
    return render(request, "merilo/pages/pipeline.html", {"found": found})
