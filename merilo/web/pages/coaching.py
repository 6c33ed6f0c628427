"""Coaching: actions agreed on, changed and ended by who leads; a seller sees his own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.core.text import _
from merilo.people.audit.log import Action, note
from merilo.reports.pages import coaching_page
from merilo.web.navigation import LEADERS, only_for
from merilo.web.request import PageRequest


@require_safe
def every(request: PageRequest) -> HttpResponse:
    """Everything that was agreed, and what became of it."""
    found = coaching_page.coaching_page(request.seen)
    return render(request, "merilo/pages/coaching.html", {"found": found, "form": request.GET.dict()})


@require_POST
@only_for(LEADERS)
def agree(request: PageRequest) -> HttpResponse:
    """Keep what was agreed."""
    fields = {name: request.POST.get(name, "") for name in ("seller", "kpi", "start", "note")}
    coaching_page.agree(request.seen, **fields)
    note(request.user.person, Action.COACHING_AGREED, f"{fields['seller']} {fields['kpi']} {fields['start']}")
    messages.success(request, _("It is kept. What became of it is told as whole weeks pass."))
    return redirect("coaching")


@require_POST
@only_for(LEADERS)
def end(request: PageRequest, number: int) -> HttpResponse:
    """Say that an action is over."""
    coaching_page.end(request.seen, number, request.POST.get("on", ""))
    note(request.user.person, Action.COACHING_CHANGED, str(number))
    messages.success(request, _("It is over; what became of it stays here."))
    return redirect("coaching")


@require_POST
@only_for(LEADERS)
def reword(request: PageRequest, number: int) -> HttpResponse:
    """Change what was agreed."""
    coaching_page.reword(request.seen, number, request.POST.get("note", ""))
    note(request.user.person, Action.COACHING_CHANGED, str(number))
    messages.success(request, _("The words are changed; those before are kept."))
    return redirect("coaching")
