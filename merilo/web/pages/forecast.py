"""Forecast: what can be said today, each figure named as what it is, and what is not there yet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.text import _
from merilo.reports.pages.forecast_page import forecast_page
from merilo.web import charts
from merilo.web.parts import part
from merilo.web.request import PageRequest


@require_safe
def forecast(request: PageRequest) -> HttpResponse:
    """The page; what takes longer is loaded into it."""
    return render(request, "merilo/pages/forecast.html", {})


@require_safe
@part
def quarter(request: PageRequest) -> HttpResponse:
    """The running quarter, as a part of the page."""
    found = forecast_page(request.seen)
    known = [{"what": each.name, "amount": each.amount} for each in found.figures if each.amount is not None]
    if found.won is not None:
        known.insert(0, {"what": _("Won so far"), "amount": found.won})
    if found.target:
        known.append({"what": _("Target"), "amount": found.target})
    heading = ("amount", _("Amount"), "money")
    picture = charts.bars("naive", _("Naive figures beside the target"), known, ("what", _("Figure")), heading)
    return render(
        request, "merilo/pages/forecast_quarter.html", {"found": found, "picture": picture if known else None}
    )
