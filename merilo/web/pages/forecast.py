"""Forecast: a range with its record, naive figures and people's own calls beside it, and what would move it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.cells import csv_of
from merilo.core.text import _
from merilo.reports.pages.forecast_page import forecast_page
from merilo.reports.pages.foreseen_page import ForeseenPage, foreseen_lines, foreseen_page, suppose
from merilo.web import charts
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part

_POINTS = ("p10", "p25", "p50", "p75", "p90", "won")
_DAYS = 28


@require_safe
def forecast(request: PageRequest) -> HttpResponse:
    """The page; only what is foreseen, where the page asks; what takes longer is loaded into it."""
    if reads_part(request):
        return _foreseen(request)
    return render(request, "merilo/pages/forecast.html", {"foreseen": inline(request, _foreseen)})


@part
def _foreseen(request: PageRequest) -> HttpResponse:
    found = foreseen_page(request.seen, request.GET.get("whom", ""))
    own = next((each for each in found.calibration if each["days"] == _DAYS), None)
    shown = {"found": found, "fan": _fan(found), "calibrated": own, "calibration": _calibration(own) if own else None}
    return render(request, "merilo/pages/forecast_foreseen.html", shown)


def _fan(found: ForeseenPage) -> charts.Picture | None:
    rows: list[charts.Record] = [{"period": line["period"]} | {point: line[f"amount_{point}"] for point in _POINTS}
            for line in found.lines if line["every"] in {"month", "quarter"}]  # fmt: skip
    return charts.fan("fan", _("What will be won, by period"), rows, found.currency) if rows else None


def _calibration(own: charts.Record) -> charts.Picture:
    says = _("Chances of deals against what came of them, within four weeks")
    return charts.calibration("calibration", says, own["bins"])


@require_safe
@part
def what(request: PageRequest) -> HttpResponse:
    """How the forecast would move, as a part of the page."""
    return render(request, "merilo/pages/forecast_what.html", {"found": suppose(request.seen, request.GET.dict())})


@require_safe
def export(request: PageRequest) -> HttpResponse:
    """What is foreseen of all whom the person sees, as CSV."""
    rows = foreseen_lines(request.seen)
    text = csv_of(list(rows[0]) if rows else ["scope"], rows)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="forecast.csv"'
    return answer


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
