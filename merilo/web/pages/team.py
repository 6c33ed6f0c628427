"""Team: the board of those whom the person leads, and the sheet for a talk with one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.core.cells import csv_of
from merilo.people.audit.log import Action, note
from merilo.reports.journal.around import deal_titles
from merilo.reports.pages import team_board
from merilo.web.navigation import LEADERS, only_for
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part


@require_safe
@only_for(LEADERS)
def board(request: PageRequest) -> HttpResponse:
    """Sellers against the few KPIs."""
    if reads_part(request):
        return _board(request)
    return render(request, "merilo/pages/team.html", {"content": inline(request, _board)})


@part
def _board(request: PageRequest) -> HttpResponse:
    team = request.GET.get("team", "")
    found = team_board.board(request.seen, team)
    return render(request, "merilo/pages/team_board.html", {"board": found, "team": team})


@require_safe
@only_for(LEADERS)
def export(request: PageRequest) -> HttpResponse:
    """The board as CSV."""
    columns, records = team_board.table(team_board.board(request.seen, request.GET.get("team", "")))
    note(request.user.person, Action.EXPORT, "team.csv")
    # A byte order mark, so that spreadsheet programs read Cyrillic letters right.
    response = HttpResponse("\ufeff" + csv_of(columns, records), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="team.csv"'
    return response


@require_safe
@only_for(LEADERS)
def sheet(request: PageRequest, seller: str) -> HttpResponse:
    """The printable sheet for a talk."""
    found = team_board.talk_sheet(request.seen, seller)
    note(request.user.person, Action.SHEET_OPENED, seller)
    titles = deal_titles(request.seen, [each["id"] for each in found.week.next.deals])
    return render(request, "merilo/pages/sheet.html", {"sheet": found, "titles": titles})
