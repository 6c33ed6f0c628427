"""The KPIs: all of them, each with its page, its answer to the question in the address, and the rows behind."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.text import _
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor
from merilo.kpis.registry import kpi_named
from merilo.people.roles import Role
from merilo.reports.answer import Answer
from merilo.reports.pages import kpi_page
from merilo.reports.pages.kpi_why import EVERY, why_page
from merilo.web import charts
from merilo.web.charts import Picture
from merilo.web.parts import part
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
        "periods": kpi_page.period_words(),
        "cuts": kpi_page.cuts(kpi),
        "sellers": sellers if request.user.role != Role.SELLER else [],
        "is_state": kpi.anchor is Anchor.AS_OF,
        "query": request.GET.urlencode(),
        "picture": _watched(request, name, words.get("seller", "")),
    }
    return render(request, "merilo/pages/kpi.html", shown)


@require_safe
@part
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
@part
def why(request: PageRequest, name: str) -> HttpResponse:
    """Why the KPI moved between two periods, as a part of its page."""
    words = request.GET.dict()
    question = kpi_page.asked(name, words)
    found = why_page(request.seen, question, words)
    unit = kpi_named(name).unit.value
    pictures = [
        (split, charts.waterfall(f"why-{split.cut}", _("The change, by: {cut}").format(cut=split.label),
                                 [(step.label, step.amount, step.level) for step in split.steps], unit))
        for split in found.splits
    ]  # fmt: skip
    own = {"span", "before", "after"}
    shown = {"kpi": kpi_named(name), "found": found, "pictures": pictures, "unit": unit,
             "kept": {key: value for key, value in words.items() if key not in own},
             "spans": kpi_page.period_words(EVERY)}  # fmt: skip
    return render(request, "merilo/pages/kpi_why.html", shown)


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
    return _by_one(found) if len(question.by) == 1 and not question.every else None


def _by_one(found: Answer) -> Picture:
    """The chart of one cut: a funnel of stages, distributions, or bars."""
    name, label, cut = found.kpi.name, _(found.kpi.label), found.question.by[0]
    heading = _(CUTS[cut].label)
    entered = kpi_page.outcomes(found)
    if entered:
        says = _("What became of those who entered each stage")
        return charts.funnel(f"funnel-{name}", says, entered, (heading, _("Outcome"), _("Deals that entered")))
    spread = kpi_page.spread_out(found)
    if spread:
        first = found.kpi.distributions[0]
        says = _("{what}: the middle half, the median in it, and as far as nine of ten").format(what=_(first.label))
        return charts.quartiles(f"spread-{name}", says, spread, (heading, first.unit.value))
    records = [{"group": line.labels[cut], "value": float(line.figure.value)}
               for line in found.lines if line.figure.value is not None][: kpi_page.MOST_GROUPS]  # fmt: skip
    return charts.bars(f"bars-{name}", label, records, ("group", ""), ("value", label, found.kpi.unit.value))
