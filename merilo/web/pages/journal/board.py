"""Deals as cards in the columns of their stages, moved by mouse, keyboard or a menu."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from merilo.core.errors import MeriloError, UsageError
from merilo.core.numbers import short_money
from merilo.core.text import _
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import Record
from merilo.people.journal.writing import ConflictError
from merilo.reports.journal import reading, writing
from merilo.reports.journal.around import titles
from merilo.reports.journal.known import record
from merilo.reports.journal.pipelines import pipelines, stage_named
from merilo.reports.journal.rights import may_change
from merilo.web.pages.journal.today import around
from merilo.web.pages.journal.told import done, status_of
from merilo.web.request import PageRequest


@require_safe
def deals(request: PageRequest) -> HttpResponse:
    """The board of a pipeline."""
    return render(request, "merilo/journal/deals.html", around(request) | _shown(request, request.GET))


@require_POST
def move(request: PageRequest, number: str) -> HttpResponse:
    """Bring a deal into another stage; where that takes a reason, ask for it."""
    stage, reason = request.POST.get("stage", ""), request.POST.get("lost_reason", "").strip()
    before = record(request.seen, Kind.DEAL, number)
    version = int(request.POST.get("version") or before.version)
    try:
        written = writing.move_deal(request.seen, number, stage, version, reason)
    except (UsageError, ConflictError) as error:
        if request.htmx:
            return _told_on_board(request, error)
        if error.where == "lost_reason":
            shown = {"deal": before, "stage": stage, "version": version, "next": request.POST.get("next", "")}
            return render(request, "merilo/journal/lost.html", shown, status=422)
        raise
    then = f"{reverse('journal_deals')}?pipeline={before.fields['pipeline']}"
    board = _part(request) if request.htmx else ""
    return done(request, _said(request, written.record), [written.deed], then, extra=board)


def _said(request: PageRequest, deal: Record) -> str:
    kind = stage_named(request.seen, deal.fields["pipeline"], deal.fields["stage"]).kind
    amount = deal.fields["amount"]
    money = short_money(amount, deal.fields["currency"]) if amount is not None else ""
    if kind == "won":
        return _("Won! {name} {amount} — well done.").format(name=deal.title, amount=money)
    return _("{name} is now in {stage}.").format(name=deal.title, stage=deal.fields["stage"])


def _told_on_board(request: PageRequest, error: MeriloError) -> HttpResponse:
    """The mistake as a toast, and the board as it is now beside it."""
    toast = render_to_string("merilo/journal/toast_mistake.html", {"error": error}, request)
    return HttpResponse(toast + _part(request), status=status_of(error))


def _part(request: PageRequest) -> str:
    shown = _shown(request, request.POST) | {"out_of_band": True}
    return render_to_string("merilo/journal/board.html", shown, request)


def _shown(request: PageRequest, asked: dict[str, str]) -> dict[str, object]:
    seen = request.seen
    own = seen.person.seller
    whose = asked.get("whose") or ("mine" if own else "all")
    mine = [own] if own and whose == "mine" else []
    board = reading.board(seen, asked.get("pipeline") or None, mine)
    every = [deal for column in board.columns for deal in column.deals]
    named = titles(seen, every)
    movable = {deal.id for deal in every if may_change(seen, deal)}
    reasons = dict.fromkeys(deal.fields["lost_reason"] for deal in every if deal.fields["lost_reason"])
    return {
        "board": board, "pipelines": pipelines(seen), "whose": whose, "own": own, "titles": named, "movable": movable,
        "reasons": list(reasons)[:8], "several": len({deal.owner for deal in every}) > 1,
        "names": {deal.owner: seen.name(deal.owner) for deal in every if deal.owner}, "empty": not every,
    }  # fmt: skip
