"""The log: who saw, changed and took along what. Administrators only."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from merilo.core.cells import csv_of
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.audit.log import LABELS, PLACES, Action, Wanted, note, read, read_all
from merilo.web.navigation import ADMINS, only_for
from merilo.web.request import PageRequest


@require_safe
@only_for(ADMINS)
def log(request: PageRequest) -> HttpResponse:
    """A page of the log, the latest first."""
    words = request.GET.dict()
    number = words.pop("page", "1")
    part = read(_wanted(words), request.seen.place.settings.calendar.zone, int(number) if number.isdecimal() else 1)
    shown = {
        "part": part,
        "lines": [(line, _(LABELS[line.action]), _(PLACES[line.place])) for line in part.lines],
        "actions": sorted(((action.value, _(LABELS[action])) for action in Action), key=lambda each: each[1]),
        "words": words,
        "query": urlencode(words),
    }
    return render(request, "merilo/pages/audit.html", shown)


@require_safe
@only_for(ADMINS)
def export(request: PageRequest) -> HttpResponse:
    """All of what is wanted as CSV; that it was taken along is kept as well."""
    wanted = _wanted(request.GET.dict())
    lines = read_all(wanted, request.seen.place.settings.calendar.zone)
    note(request.user.person, Action.EXPORT, f"log {request.GET.urlencode()}")
    records = [
        {"at": line.at.isoformat(), "who": line.who, "action": line.action.value, "what": line.what,
         "place": line.place.value}
        for line in lines
    ]  # fmt: skip
    text = csv_of(["at", "who", "action", "what", "place"], records)
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _wanted(words: dict[str, str]) -> Wanted:
    action = words.get("action", "")
    if action and action not in set(Action):
        raise UsageError(_("There is no action {value}.").format(value=action), allowed=", ".join(Action))
    return Wanted(
        words.get("who", "").strip(), Action(action) if action else None,
        _day("from", words.get("from", "")), _day("to", words.get("to", "")),
    )  # fmt: skip


def _day(where: str, word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(
            _("{value} is no day.").format(value=word), where=where, allowed=_("a day such as 2026-03-31")
        ) from None
