"""People's calls: a part of the Forecast page, a form to give one, and the list as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from merilo.core.asked import amount_of
from merilo.core.cells import csv_of
from merilo.core.errors import UsageError
from merilo.core.text import _, ngettext
from merilo.people.audit.log import Action, note
from merilo.people.calls.book import Category
from merilo.reports.forecast.listed import COLUMNS
from merilo.reports.forecast.rights import whose
from merilo.reports.pages import calls_page
from merilo.web.request import PageRequest

_FIELDS = ("whose", "period", "commit", "best_case")


@require_safe
def every(request: PageRequest) -> HttpResponse:
    """What stands and the form, as a part of the page."""
    return _part(request)


def _part(request: PageRequest, said: str = "", error: UsageError | None = None) -> HttpResponse:
    form = {name: request.POST.get(name, "") for name in _FIELDS} if error else {}
    known = {"found": calls_page.calls_page(request.seen), "form": form, "said": said, "error": error}
    return render(request, "merilo/pages/calls.html", known)


@require_POST
def give(request: PageRequest) -> HttpResponse:
    """Give a call. A part that sent it is shown anew, with what is wrong beside what was typed."""
    try:
        said = _given(request)
    except UsageError as error:
        if not request.htmx:
            raise
        return _part(request, error=error)
    if request.htmx:
        return _part(request, said)
    messages.success(request, said)
    return redirect("forecast")


def _given(request: PageRequest) -> str:
    about = whose(request.POST.get("whose", ""))
    amounts = {
        Category.COMMIT: amount_of(_("Commit"), request.POST.get("commit", "")),
        Category.BEST_CASE: amount_of(_("Best case"), request.POST.get("best_case", "")),
    }
    made = calls_page.call(request.seen, about, request.POST.get("period", "").strip(), amounts)
    shown = ", ".join(f"{each.category.value} {each.amount} {each.currency}" for each in made)
    note(request.user.person, Action.CALL_GIVEN, f"{about.words} {request.POST.get('period', '').strip()} {shown}")
    return ngettext("{n} call is kept. It is never changed; a new one follows upon it.",
                    "{n} calls are kept. They are never changed; new ones follow upon them.", len(made)).format(
                        n=len(made))  # fmt: skip


@require_safe
def export(request: PageRequest) -> HttpResponse:
    """What stands as CSV."""
    records = calls_page.calls(request.seen).records()
    note(request.user.person, Action.EXPORT, "calls.csv")
    # A byte order mark, so that spreadsheet programs read Cyrillic letters right.
    response = HttpResponse("\ufeff" + csv_of(list(COLUMNS), records), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="calls.csv"'
    return response
