"""Pages of one subject: several KPIs beside each other, each answered as on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.text import N_, _
from merilo.core.time import Period
from merilo.kpis.declaration import Kpi
from merilo.kpis.registry import kpi_named
from merilo.web import charts
from merilo.web.charts import Picture
from merilo.web.request import PageRequest

_A_DAY = timedelta(days=1)
LAST = "last"
"""Of the last whole quarter."""


@dataclass(frozen=True)
class Part:
    """One KPI of a page, and the question asked of it; `of`: `last` for the last whole quarter.

    `title`: what this part shows, where that is not the KPI itself; `rows`: its rows are listed, in this order.
    """

    kpi: str
    asked: tuple[tuple[str, str], ...] = ()
    of: str = ""
    title: str = ""
    rows: str = ""


@dataclass(frozen=True)
class Theme:
    """A page: what it is called, the sentence under it, its KPIs."""

    title: str
    says: str
    parts: tuple[Part, ...]


_QUARTERLY = (("every", "quarter"),)
TIME_TO_CLOSE = Theme(
    N_("Time to close"),
    N_("How long it takes from the first meeting to a win, and which open deals are past that."),
    (
        Part("time_to_close"),
        Part("time_to_close", (("by", "pipeline"),), title=N_("Time to close by pipeline")),
        Part("time_to_close", _QUARTERLY, title=N_("Time to close, quarter by quarter")),
        Part("win_rate", _QUARTERLY, title=N_("Win rate, quarter by quarter")),
        Part("over_age", (("by", "seller"),), title=N_("Over-age deals by seller")),
        Part("over_age", title=N_("The over-age deals"), rows="-amount"),
    ),
)
RETENTION = Theme(
    N_("Retention"),
    N_("Who stays, who pays less, who leaves, and whose contract ends soon."),
    (
        Part("revenue_movements", of=LAST, title=N_("Where revenue came from and went, in the last whole quarter")),
        Part("nrr", _QUARTERLY),
        Part("grr", _QUARTERLY),
        Part("contraction", _QUARTERLY),
        Part("contraction", of=LAST, title=N_("Who paid less in the last whole quarter"), rows="-contraction"),
        Part("churn", _QUARTERLY),
        Part("churn", of=LAST, title=N_("Who stopped in the last whole quarter"), rows="-churn"),
        Part("logo_churn", _QUARTERLY),
        Part("renewals_due"),
        Part("renewals_due", title=N_("Contracts that end soon"), rows="-due_amount"),
        Part("cohorts", (("by", "cohort"), ("every", "quarter"))),
    ),
)


@dataclass(frozen=True)
class Shown:
    """A part as the page has it: its KPI, its title, the query of its question; `rows`: its rows are listed."""

    kpi: Kpi
    title: str
    query: str
    rows: bool


@require_safe
def time_to_close(request: PageRequest) -> HttpResponse:
    """How long winning takes, and the chance of an open deal by its age."""
    found = request.seen.sheet("ageing").content
    return _page(request, TIME_TO_CLOSE, ages=found, picture=_chances(found) if found["lines"] else None)


@require_safe
def retention(request: PageRequest) -> HttpResponse:
    """What became of customers."""
    return _page(request, RETENTION)


def _page(request: PageRequest, theme: Theme, **more: object) -> HttpResponse:
    parts = [_shown(request, part) for part in theme.parts]
    shown = {"title": _(theme.title), "says": _(theme.says), "parts": parts, "ages": None, "picture": None} | more
    return render(request, "merilo/pages/theme.html", shown)


def _shown(request: PageRequest, part: Part) -> Shown:
    kpi, asked = kpi_named(part.kpi), _question(request, part)
    # Rows that did nothing to the number (a customer who pays as before) are not listed.
    column = part.rows.removeprefix("-")
    order = {"sort": part.rows, "column": column, "least": "0.01"} if part.rows else {}
    return Shown(kpi, _(part.title or kpi.label), urlencode(asked | order), bool(part.rows))


def _chances(ages: dict[str, Any]) -> Picture:
    """The chance of open deals to be won, by age: within 30 and 90 days, and at all."""
    names = {"within_30": _("Won within 30 days"), "within_90": _("Won within 90 days"), "ever": _("Won at all")}
    records = [
        {"age": line["age"], "what": said, "value": line[name], "low": line[f"{name}_low"],
         "high": line[f"{name}_high"], "n": line["n"]}
        for name, said in names.items() for line in ages["lines"]
        if line[name] is not None and not line["too_few"]
    ]  # fmt: skip
    old = ages["acceptable_age"]
    says = _("How likely an open deal of each age is to be won; the upright line is the acceptable age")
    return charts.chances("chances", says, records, old["days"] if old else None)


def _question(request: PageRequest, part: Part) -> dict[str, str]:
    asked = dict(part.asked)
    if part.of == LAST:
        calendar = request.seen.place.settings.calendar
        this = calendar.start(request.seen.today, Period.QUARTER)
        last = calendar.start(this - _A_DAY, Period.QUARTER)
        asked |= {"every": "quarter", "from": last.isoformat(), "to": (this - _A_DAY).isoformat()}
    seller = request.GET.get("seller", "")
    return asked | ({"seller": seller} if seller else {})
