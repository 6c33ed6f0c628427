"""Plan: from the target back to first meetings and touches a week, and what another target or ratio would change."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.kpis.registry import kpi_named
from merilo.reports.pages.plans import UNITS, plans, what_if
from merilo.reports.plan.ratios import NAMES
from merilo.reports.seen import NotReadyError
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part


@require_safe
def plan(request: PageRequest) -> HttpResponse:
    """The plans that the person may see, and the form that supposes; only the plans, where the page asks."""
    if reads_part(request):
        return _rows(request)
    try:
        found = plans(request.seen)
    except NotReadyError:
        raise
    except MeriloError as error:  # no target: a page that says so, not a mistake of who opened it
        return render(request, "merilo/pages/plan_none.html", {"error": error})
    words = request.GET.dict()
    ratios = [(name, _(kpi_named(name).label), UNITS[name], words.get(name, "")) for name in NAMES]
    shown = {"found": found, "ratios": ratios, "words": words, "whom": words.get("whom") or found.first,
             "query": request.GET.urlencode(), "rows": inline(request, _rows)}  # fmt: skip
    return render(request, "merilo/pages/plan.html", shown)


@part
def _rows(request: PageRequest) -> HttpResponse:
    return render(request, "merilo/pages/plan_rows.html", {"found": plans(request.seen)})


@require_safe
@part
def what(request: PageRequest) -> HttpResponse:
    """What would be needed, as a part of the page."""
    return render(request, "merilo/pages/plan_what.html", {"found": what_if(request.seen, request.GET.dict())})
