"""The KPIs: all of them, each with its page, its answer to the question in the address, and the rows behind."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.cells import csv_of
from merilo.core.text import _
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor
from merilo.kpis.registry import kpi_named
from merilo.people.audit.log import Action, note
from merilo.people.roles import Role
from merilo.reports.answer import Answer
from merilo.reports.pages import kpi_page
from merilo.web import charts
from merilo.web.charts import Picture
from merilo.web.request import PageRequest


@require_safe
def every(request: PageRequest) -> HttpResponse:
    """All KPIs by family."""
    return render(request, "merilo/pages/kpis.html", {"families": kpi_page.families()})


@require_safe
def one(request: PageRequest, name: str) -> HttpResponse:
    """A KPI's page; the answer itself is loaded into it."""
    kpi = kpi_named(name)
    words = request.GET.dict()
    seen = request.seen
    whom = seen.staff["sellers"] if seen.reach.everything else seen.reach.ever
    sellers = sorted(((who, seen.name(who)) for who in whom), key=lambda each: each[1])
    shown = {
        "kpi": kpi,
        "words": words,
        "periods": [(period.value, _(period.value)) for period in kpi_page.EVERY],
        "cuts": kpi_page.cuts(kpi),
        "sellers": sellers if request.user.role != Role.SELLER else [],
        "is_state": kpi.anchor is Anchor.AS_OF,
        "query": request.GET.urlencode(),
        "picture": _watched(request, name, words.get("seller", "")),
    }
    return render(request, "merilo/pages/kpi.html", shown)


@require_safe
def answer(request: PageRequest, name: str) -> HttpResponse:
    """The answer to the question in the address, as a part of a page; `folded`: what to beware of is folded away."""
    words = request.GET.dict()
    folded = bool(words.pop("folded", ""))
    found = kpi_page.answered(request.seen, kpi_page.asked(name, words))
    shown = {"found": found, "kpi": found.kpi, "lines": found.lines, "picture": _picture(found),
             "columns": found.question.by, "query": urlencode(words),
             "detail": kpi_page.detail(found), "folded": folded}  # fmt: skip
    return render(request, "merilo/pages/kpi_answer.html", shown)


@require_safe
def rows(request: PageRequest, name: str) -> HttpResponse:
    """The rows behind the answer."""
    words = request.GET.dict()
    question = kpi_page.asked(name, words)
    found = kpi_page.rows_behind(request.seen, question)
    shown = {"kpi": kpi_named(name), "found": found, "query": request.GET.urlencode()}
    return render(request, "merilo/pages/kpi_rows.html", shown)


@require_safe
def export(request: PageRequest, name: str) -> HttpResponse:
    """All rows behind the answer as CSV."""
    found = kpi_page.rows_behind(request.seen, kpi_page.asked(name, request.GET.dict()), most=None)
    note(request.user.person, Action.EXPORT, f"{name} {request.GET.urlencode()}")
    text = csv_of([key for key, _heading in found.columns], found.records)
    # A byte order mark, so that spreadsheet programs read Cyrillic letters right.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kpi_named(name).name}.csv"'
    return response


@require_safe
def export_parquet(request: PageRequest, name: str) -> HttpResponse:
    """All rows behind the answer as Parquet, with their types."""
    found = kpi_page.table_behind(request.seen, kpi_page.asked(name, request.GET.dict()))
    response = HttpResponse(found, content_type="application/vnd.apache.parquet")
    response.headers["Content-Disposition"] = f'attachment; filename="{kpi_named(name).name}.parquet"'
    return response


def _watched(request: PageRequest, name: str, seller: str) -> Picture | None:
    """The control chart of a watched KPI: of a seller, or of the company for who sees it all."""
    kpi = request.seen.sheet("weeks").content["kpis"].get(name)
    who = seller or request.seen.person.seller
    if kpi is None:
        return None
    reach = request.seen.reach
    if reach.everything and not seller:
        series, whose = kpi["company"], _("The whole company")
    else:
        series, whose = (kpi["seller"].get(who) if reach.sees_seller(who) else None), request.seen.name(who)
    if not series:
        return None
    says = _("{kpi}, {who}: each point with its natural limits, what it may be without anything having changed.")
    return charts.control_chart("limits", kpi, series, says.format(kpi=kpi["label"], who=whose))


def _picture(found: Answer) -> Picture | None:
    """The chart that fits: a trend over periods, or bars of one cut."""
    question, unit = found.question, found.kpi.unit.value
    known = [line for line in found.lines if line.figure.value is not None]
    label = _(found.kpi.label)
    steps = kpi_page.movement(found)
    if steps:
        return charts.waterfall(f"steps-{found.kpi.name}", label, steps, "money")
    if len(known) < 2:
        return None
    if question.every and not question.by:
        records = [
            {
                "period": line.period, "value": float(line.figure.value or 0),
                "low": line.figure.interval.low if line.figure.interval else None,
                "high": line.figure.interval.high if line.figure.interval else None,
                "whole": not line.partial,
            }
            for line in known
        ]  # fmt: skip
        return charts.trend(f"trend-{found.kpi.name}", _("{kpi} over time").format(kpi=label), records, (label, unit))
    if len(question.by) == 1 and question.every and unit == "share":
        cut = question.by[0]
        cells = [{"group": line.labels[cut], "period": str(line.period), "value": float(line.figure.value or 0)}
                 for line in known]  # fmt: skip
        return charts.heat_map(f"map-{found.kpi.name}", label, cells, _(CUTS[cut].label), (label, unit))
    if len(question.by) == 1 and not question.every:
        cut = question.by[0]
        records = [{"group": line.labels[cut], "value": float(line.figure.value or 0)} for line in known[:40]]
        return charts.bars(f"bars-{found.kpi.name}", label, records, ("group", ""), ("value", label, unit))
    return None
