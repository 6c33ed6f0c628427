"""The addresses of the API. Whatever they tell comes through `Seen`: what the token's owner sees, and no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern
from ninja import Query

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.kpis.registry import ALL, kpi_named
from merilo.people.audit.log import Action, Place, note
from merilo.people.tokens.keys import Scope
from merilo.reports.access import only
from merilo.reports.pages.foreseen_page import foreseen_of_all
from merilo.reports.pages.kpi_rows import rows_part
from merilo.web.api import calls, imports, journal
from merilo.web.api.asked import Parameters
from merilo.web.api.door import api, seen_by, told
from merilo.web.api.faults import fault

MOST = 1000
"""So many rows come at once."""


@api.get("/kpis", summary="All KPIs: name, question, formula, unit, cuts")
def kpis(request: HttpRequest) -> dict[str, Any]:
    """Every KPI that may be asked for."""
    seen_by(request)
    records = [
        {"name": kpi.name, "label": _(kpi.label), "question": _(kpi.question), "formula": _(kpi.formula),
         "unit": kpi.unit.value, "cuts": list(kpi.cuts), "policies": [policy.name for policy in kpi.policies]}
        for kpi in ALL
    ]  # fmt: skip
    return {"kpis": records}


@api.get("/kpis/{name}", summary="One KPI's answer")
def answer(request: HttpRequest, name: str, asked: Parameters) -> HttpResponse:
    """The answer to a question, the same document as `merilo kpi NAME --json`."""
    seen = seen_by(request)
    return told(request, seen.answer(asked.question(name, seen.place.settings.calendar), trust=True).to_json())


@api.get("/kpis/{name}/rows", summary="The rows behind an answer, page by page")
def rows(
    request: HttpRequest,
    name: str,
    asked: Parameters,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> HttpResponse:
    """The very rows that a number is made of; `next` is the offset of the following part, if there is one."""
    seen = seen_by(request, Scope.ROWS)
    found = rows_part(seen, asked.question(name, seen.place.settings.calendar), offset, limit)
    note(seen.person, Action.EXPORT, f"{kpi_named(name).name} {offset}+{len(found.records)}", Place.API)
    after = offset + len(found.records)
    document = {"columns": list(found.columns), "rows": found.records, "n": found.n,
                "offset": offset, "next": after if found.records and after < found.n else None}  # fmt: skip
    return told(request, document)


@api.get("/signals", summary="What changed more than chance explains")
def signals(request: HttpRequest) -> HttpResponse:
    """The signals of those whom the person sees."""
    seen = seen_by(request)
    sheet = seen.sheet("signals")
    document = {"day": sheet.content["day"], "signals": only(sheet.content["signals"], seen.reach)}
    return told(request, document | {"older": sheet.older})


@api.get("/problems", summary="The five problems in money")
def problems(request: HttpRequest) -> HttpResponse:
    """The problems, and who has them as far as the person sees."""
    seen = seen_by(request)
    sheet = seen.sheet("problems")
    content = sheet.content
    subjects = [each for each in content["subjects"] if seen.reach.sees(each["level"], each["subject"])]
    shown = {name: content[name] for name in ("period", "currency", "problems", "notes")}
    return told(request, shown | {"subjects": subjects, "older": sheet.older})


@api.get("/expectations", summary="What is expected of whom, and where he stands")
def expectations(request: HttpRequest) -> HttpResponse:
    """The expectations of those whom the person sees."""
    seen = seen_by(request)
    sheet = seen.sheet("expectations")
    lines = [each for each in sheet.content["lines"] if seen.reach.sees_seller(each["seller"])]
    return told(request, {"day": sheet.content["day"], "lines": lines, "older": sheet.older})


@api.get("/forecast", summary="What will be won, the deals that carry it, and how right such forecasts have been")
def forecast(request: HttpRequest) -> HttpResponse:
    """The forecast of those whom the person sees: quantiles (p5 to p95) of amount and wins, by period and scope."""
    return told(request, foreseen_of_all(seen_by(request)))


@api.get("/sellers", summary="Those whose numbers the token's owner sees")
def sellers(request: HttpRequest) -> HttpResponse:
    """Sellers by id, name and team as of today."""
    seen = seen_by(request)
    known = [who for who in seen.staff["sellers"] if seen.reach.sees_seller(who)]
    teams = seen.staff["teams"]
    return told(request, {"sellers": [{"id": who, "name": seen.name(who), "team": teams.get(who)} for who in known]})


journal.add_addresses()
imports.add_addresses()
calls.add_addresses()


@api.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address."""
    del request
    return fault(404, MeriloError(_("There is nothing at this address."), where=f"/api/v1/{rest}",
                                  way_out=_("All addresses are in /api/v1/openapi.json.")))  # fmt: skip


View = Callable[..., HttpResponseBase]


def _open_door(view: View) -> View:
    """Let the API itself ask for its token; and tell a wrong method as every other fault is told."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        told = fault(405, MeriloError(_("This address is not asked so."), where=str(request.method),
                                      allowed=response.headers.get("Allow", "")))  # fmt: skip
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told

    opened.login_required = False  # type: ignore[attr-defined]
    return opened


def _addresses() -> list[URLPattern]:
    patterns: list[URLPattern] = api.urls[0]  # type: ignore[assignment] # ninja makes plain patterns only
    for pattern in patterns:
        pattern.callback = _open_door(pattern.callback)
    return patterns


urls = (_addresses(), "ninja", "api")
