"""The API itself: who asks by which token, and how answers are written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from merilo.core.text import _
from merilo.people.tokens.keys import Bearer, Scope, bearer_of
from merilo.reports.listing import plain_json
from merilo.reports.seen import Seen
from merilo.web import place
from merilo.web.api.faults import ScopeError, tell_faults

RATE = "120/min"


class _Tokens(HttpBearer):
    """Who asks: the owner of the token."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """The token's owner, seen through his own eyes from here on; None refuses."""
        bearer = bearer_of(token)
        if bearer is not None:
            request.seen = Seen(place.workspace(), bearer.person)  # type: ignore[attr-defined]
        return bearer


class _Json(JSONRenderer):
    """Letters as they are."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}  # noqa: RUF012 - as the class above declares it


api = NinjaAPI(
    renderer=_Json(),
    title="Merilo",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=_Tokens(),
    throttle=[AuthRateThrottle(RATE)],
)
tell_faults(api)


def seen_by(request: HttpRequest, scope: Scope = Scope.KPIS) -> Seen:
    """What the asking person sees; raises ScopeError where the token is not good for it."""
    if scope not in request.auth.key.scopes:  # type: ignore[attr-defined]
        raise ScopeError(_("This token is not good for that."), where="Authorization", allowed=scope.value,
                         way_out=_("Make a token on the page “Access tokens”."))  # fmt: skip
    found: Seen = request.seen  # type: ignore[attr-defined]
    return found


def told(request: HttpRequest, document: Any, status: int = 200) -> HttpResponse:
    """A document as the API writes it."""
    return api.create_response(request, plain_json(document), status=status)
