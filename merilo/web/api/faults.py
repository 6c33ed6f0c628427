"""Every fault of the API in one shape: what, where, what was allowed, the way out."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.people.journal.writing import ConflictError
from merilo.reports.access import NotAllowedError
from merilo.reports.seen import NotReadyError
from merilo.web.tasks import prepare_soon

_SOON = 3  # seconds until figures that are being computed may be asked for again


class ScopeError(MeriloError):
    """The token is not good for this."""


def fault(status: int, error: MeriloError, wait: int = 0) -> HttpResponse:
    """The answer that tells of a fault; `wait`: seconds after which to try again."""
    words = {"what": error.what, "where": error.where, "allowed": error.allowed, "way_out": error.way_out}
    response = JsonResponse({"error": words}, status=status, json_dumps_params={"ensure_ascii": False})
    if wait:
        response.headers["Retry-After"] = str(wait)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def tell_faults(api: NinjaAPI) -> None:
    """Have the API tell all of its faults this way."""
    told: dict[type[Exception], Any] = {
        MeriloError: _refused,
        AuthenticationError: _unknown,
        ValidationError: _not_understood,
        Throttled: _too_often,
        HttpError: _other,
        Exception: _broken,
    }
    for kind, teller in told.items():
        api.add_exception_handler(kind, teller)


def _refused(_request: HttpRequest, error: MeriloError) -> HttpResponse:
    if isinstance(error, NotReadyError):
        prepare_soon(get_language() or "en")
        return fault(503, error, _SOON)
    if isinstance(error, ScopeError):
        return fault(403, error)
    if isinstance(error, ConflictError):
        return fault(409, error)
    return fault(404 if isinstance(error, NotAllowedError) else 400, error)


def _unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return fault(
        401,
        MeriloError(
            _("No valid access token was given."),
            where="Authorization",
            allowed="Authorization: Bearer merilo_…",
            way_out=_("Make a token on the page “Access tokens”."),
        ),
    )


def _not_understood(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = ", ".join(str(each["loc"][-1]) for each in error.errors)
    allowed = "; ".join(str(each["msg"]) for each in error.errors)
    return fault(400, MeriloError(_("The question was not understood."), where=where, allowed=allowed))


def _too_often(_request: HttpRequest, error: Throttled) -> HttpResponse:
    wait = int(error.wait or 0) + 1
    return fault(
        429, MeriloError(_("Too many questions at once."), way_out=_("Wait {n} s.").format(n=wait)), wait
    )  # fmt: skip


def _other(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return fault(error.status_code, MeriloError(str(error)))


def _broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    logging.getLogger("merilo.api").error("the API failed", exc_info=error)
    return fault(500, MeriloError(_("Merilo failed here."), way_out=_("The server's log says why.")))
