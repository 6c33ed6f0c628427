"""What is shown when a page fails: in words, and without asking the database, which may be what is away."""

from __future__ import annotations

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from merilo.core.errors import MeriloError
from merilo.core.text import LANGUAGES, _, set_language
from merilo.people.database_faults import told
from merilo.web import place

_AGAIN = "10"  # seconds


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a fault: 503 and when to try again where that may help, else 500."""
    asked = get_language_from_request(request)
    spoken = asked if asked in LANGUAGES else place.settings().language
    set_language(spoken)
    error = _words(sys.exc_info()[1])
    response = HttpResponse(
        render_to_string("merilo/broken.html", {"error": error, "spoken": spoken}),
        status=503 if error.retryable else 500,
    )
    if error.retryable:
        response.headers["Retry-After"] = _AGAIN
    return response


def nothing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of an address that there is not."""
    del exception
    error = MeriloError(_("There is nothing at this address."), where=request.path)
    return render(request, "merilo/error.html", {"error": error}, status=404)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that was sent without the token of this log-in: mostly one left open for long."""
    del reason
    what, way_out = _("This form is out of date."), _("Go back, load the page again, and send it once more.")
    return render(request, "merilo/error.html", {"error": MeriloError(what, way_out=way_out)}, status=403)


def _words(error: BaseException | None) -> MeriloError:
    if isinstance(error, DatabaseError):
        error = told(place.database(), error)
    if isinstance(error, MeriloError) and error.retryable:
        # Where the database is, and how it is asked, is for whoever runs the server: it is in the log.
        return type(error)(_("Merilo cannot reach its own database now."), way_out=_("Try again in a moment."))
    return MeriloError(_("Merilo failed here."), way_out=_("The server's log says why."))
