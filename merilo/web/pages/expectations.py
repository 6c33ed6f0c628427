"""Expectations: read and accepted by those to whom they apply, set and changed by who leads them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.core.errors import UsageError
from merilo.core.text import _, ngettext
from merilo.people.audit.log import Action, note
from merilo.reports.pages import expected_page
from merilo.web.navigation import LEADERS, only_for
from merilo.web.request import PageRequest


@require_safe
def every(request: PageRequest) -> HttpResponse:
    """What is asked of the person who looks, and of those whom he leads."""
    found = expected_page.expected_page(request.seen)
    return render(request, "merilo/pages/expectations.html", {"found": found, "form": request.GET.dict()})


@require_safe
@only_for(LEADERS)
def hint(request: PageRequest) -> HttpResponse:
    """What history suggests for the form's seller and KPI, as a part of the page."""
    words = [request.GET.get(name, "") for name in ("kpi", "whom", "period")]
    return render(request, "merilo/pages/hint.html", {"hint": expected_page.hint(request.seen, *words)})


@require_POST
@only_for(LEADERS)
def ask(request: PageRequest) -> HttpResponse:
    """Ask for a range."""
    words = [request.POST.get(name, "") for name in ("kpi", "whom", "period")]
    asked = expected_page.about(request.seen, *words)
    low, high = _number(request, "low"), _number(request, "high")
    if low is None:
        raise UsageError(_("The lower end is empty."), where="low", way_out=_("Say from where on it is met."))
    expected_page.ask(request.seen, asked, low, high)
    ends = "…".join("" if end is None else f"{end:g}" for end in (low, high))
    note(request.user.person, Action.EXPECTATION_SET, " ".join([*words, ends]))
    messages.success(request, _("It is asked now. Those to whom it applies are asked to accept it."))
    return redirect("expectations")


@require_POST
@only_for(LEADERS)
def withdraw(request: PageRequest, number: int) -> HttpResponse:
    """Ask for it no more."""
    expected_page.withdraw(request.seen, number)
    note(request.user.person, Action.EXPECTATION_WITHDRAWN, str(number))
    messages.success(request, _("It is not asked any more."))
    return redirect("expectations")


@require_POST
def accept(request: PageRequest) -> HttpResponse:
    """Accept what the person has read."""
    chosen = request.POST.getlist("target")
    read = {target: request.POST.get(f"terms-{target}", "") for target in chosen}
    n = expected_page.accept(request.seen, chosen, read)
    note(request.user.person, Action.EXPECTATION_ACCEPTED, ", ".join(chosen))
    said = ngettext("{n} expectation accepted.", "{n} expectations accepted.", n)
    messages.success(request, said.format(n=n))
    return redirect("expectations")


def _number(request: PageRequest, name: str) -> float | None:
    word = request.POST.get(name, "").strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not word:
        return None
    try:
        value = float(word)
    except ValueError:
        value = float("nan")
    if not value < float("inf"):  # also what is no number
        raise UsageError(_("{value} is no number.").format(value=request.POST.get(name)), where=name)
    return value
