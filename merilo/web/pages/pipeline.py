"""Pipeline: stages as columns, deals as cards, on any day; what stages should hold; what is past its age."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.reports.journal.around import deal_titles
from merilo.reports.pages.kpi_page import period_words
from merilo.reports.pages.pipeline_board import MOVEMENTS, choices, looked, over_age, pipeline_board
from merilo.reports.pages.stage_balance import stage_balance
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part


@require_safe
def board(request: PageRequest) -> HttpResponse:
    """The open deals by stage, as of the day in the address (now where none is); only they, where the page asks."""
    if reads_part(request):
        return _stages(request)
    at = looked(request.GET.dict(), request.seen.today)
    chosen = choices(request.seen)
    request.seen.reach.narrowed(at.question)  # what is not to be seen is refused before anything is worked out
    day = at.day or request.seen.today
    shown = {
        "at": at,
        "day": day,
        "board": inline(request, _stages),
        "choices": chosen,
        "today": request.seen.today,
        "days": (request.seen.today - chosen.first).days,
        "at_day": (day - chosen.first).days,
        "movements": period_words(MOVEMENTS),
    }
    return render(request, "merilo/pages/pipeline.html", shown)


@part
def _stages(request: PageRequest) -> HttpResponse:
    found = pipeline_board(request.seen, looked(request.GET.dict(), request.seen.today))
    unnamed = [card["id"] for stage in found.stages for card in stage.cards if not card["account_name"]]
    titles = deal_titles(request.seen, unnamed)
    return render(request, "merilo/pages/pipeline_board.html", {"found": found, "titles": titles})


@require_safe
@part
def balance(request: PageRequest) -> HttpResponse:
    """What each stage should hold and holds, as a part of the page."""
    at = looked(request.GET.dict(), request.seen.today)
    return render(request, "merilo/pages/stage_balance.html", {"found": stage_balance(request.seen, at)})


@require_safe
@part
def old(request: PageRequest) -> HttpResponse:
    """Deals past their acceptable age, as a part of the page."""
    at = looked(request.GET.dict(), request.seen.today)
    return render(request, "merilo/pages/over_age.html", {"found": over_age(request.seen, at)})
