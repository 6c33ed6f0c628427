"""Problems: the five of them, and where company, teams and sellers stand in each, in money."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.reports.pages.problem_first import problem_first
from merilo.web.request import PageRequest


@require_safe
def all_five(request: PageRequest) -> HttpResponse:
    """The five problems as far as the person sees them."""
    return render(request, "merilo/pages/problems.html", {"found": problem_first(request.seen)})
