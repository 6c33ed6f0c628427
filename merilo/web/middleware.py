"""What happens around every page: its language, who looks, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from merilo.core.errors import AwayError, MeriloError, NoFactsError
from merilo.core.text import LANGUAGES, set_language
from merilo.reports.access import NotAllowedError
from merilo.reports.seen import NotReadyError, Seen
from merilo.web import place
from merilo.web.navigation import KEEPERS
from merilo.web.request import reads_part
from merilo.web.tasks import prepare_soon

Handler = Callable[[HttpRequest], HttpResponseBase]
LANGUAGE = "language"


def spoken(get_response: Handler) -> Handler:
    """The page's language: the person's own, else the one chosen in this browser, else the browser's or workspace's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = _language(request)
        set_language(chosen)
        with translation.override(chosen):
            response = get_response(request)
        response.headers["Content-Language"] = chosen
        response.headers.setdefault("Vary", "Cookie, Accept-Language")
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    own = getattr(request.user, "language", "") or request.session.get(LANGUAGE, "")
    if own in LANGUAGES:
        return str(own)
    asked = translation.get_language_from_request(request)
    return asked if asked in LANGUAGES else place.settings().language


def seen(get_response: Handler) -> Handler:
    """`request.seen`: the workspace as the person who is logged in may see it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.seen = Seen(place.workspace(), request.user.person)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def told(get_response: Handler) -> Handler:
    """Refusals and mistakes as pages that say what, where, what was allowed and the way out."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotReadyError):
            prepare_soon(request.LANGUAGE_CODE if hasattr(request, "LANGUAGE_CODE") else translation.get_language())
            return render(request, _template(request, "waiting"), {"error": error}, status=202)
        if isinstance(error, NoFactsError):
            # Nothing is wrong: there is only nothing yet, on a page as on a part of one.
            keeps = getattr(request.user, "role", "") in KEEPERS
            return render(request, _template(request, "no_facts"), {"keeps": keeps})
        if isinstance(error, MeriloError):
            status = 404 if isinstance(error, NotAllowedError) else 503 if isinstance(error, AwayError) else 400
            return render(request, _template(request, "error"), {"error": error}, status=status)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _template(request: HttpRequest, name: str) -> str:
    """The template of a whole page, or of a part where a page reads one; what a form that is sent does is its own."""
    return f"merilo/{name}_part.html" if request.method == "GET" and reads_part(request) else f"merilo/{name}.html"
