"""Plan: from the target back to first meetings and touches a week, beside what is done now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.reports.pages.plans import plans
from merilo.web.request import PageRequest


@require_safe
def plan(request: PageRequest) -> HttpResponse:
    """The plans that the person may see."""
    return render(request, "merilo/pages/plan.html", {"found": plans(request.seen)})
