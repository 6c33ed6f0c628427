"""Problems: the five of them, and where company, teams and sellers stand in each, in money."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.reports.pages.problem_first import problem_first
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part


@require_safe
def all_five(request: PageRequest) -> HttpResponse:
    """The five problems as far as the person sees them."""
    if reads_part(request):
        return _found(request)
    return render(request, "merilo/pages/problems.html", {"content": inline(request, _found)})


@part
def _found(request: PageRequest) -> HttpResponse:
    return render(request, "merilo/pages/problems_found.html", {"found": problem_first(request.seen)})
