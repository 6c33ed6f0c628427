"""How a deed is answered: to a page by going on, to a part of a page by a short word with the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from merilo.core.errors import MeriloError, UsageError
from merilo.core.text import _
from merilo.people.journal.writing import ConflictError
from merilo.web.request import PageRequest

CHANGED = "journalChanged"
"""The event on which open parts of pages read the journal anew."""
UNDO = "undo:"


def done(request: PageRequest, said: str, deeds: Sequence[int], then: str, *, extra: str = "") -> HttpResponse:
    """Say what was done and offer to undo it: as a toast to a part of a page, else on the page that comes `then`."""
    numbers = joined(deeds)
    if request.htmx:
        toast = render_to_string("merilo/journal/toast.html", {"said": said, "deeds": numbers}, request)
        return trigger_client_event(HttpResponse(toast + extra), CHANGED)
    messages.success(request, said, extra_tags=f"{UNDO}{numbers}" if numbers else "")
    return redirect(back(request, then))


def refused_part(request: PageRequest, error: MeriloError, part: str = "mistake") -> HttpResponse:
    """A mistake told beside the form in which it was made, which stays as it is."""
    return render(request, f"merilo/journal/{part}.html", {"error": error}, status=status_of(error))


def status_of(error: MeriloError) -> int:
    """409 where somebody else was faster, 422 for what cannot be kept as it was entered."""
    return 409 if isinstance(error, ConflictError) else 422


def back(request: PageRequest, then: str) -> str:
    """Where the form asked to go on to, if that is one of our pages."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked and safe else then


def joined(deeds: Iterable[int]) -> str:
    """Deeds that belong together as one word."""
    return "-".join(str(deed) for deed in deeds)


def parted(word: str) -> list[int]:
    """The deeds in that word; raises UsageError for one that names none."""
    parts = word.split("-")[:20]
    if not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise UsageError(_("This is nothing that you did."), way_out=_("Only one's own last steps can be undone."))
    return [int(part) for part in parts]
