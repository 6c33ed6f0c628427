"""Access tokens: everybody makes and revokes his own; a new one is shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.tokens.keys import DAYS, LABELS, Scope, keys_of, make, revoke
from merilo.reports.access import refused
from merilo.web.request import PageRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: PageRequest) -> HttpResponse:
    """The person's tokens; a form sent here makes one, and only that answer shows it."""
    secret = _made(request) if request.method == "POST" else ""
    scopes = [(scope.value, _(LABELS[scope])) for scope in Scope]
    shown = {"keys": keys_of(request.user.person), "secret": secret, "scopes": scopes, "days": DAYS}
    return render(request, "merilo/pages/tokens.html", shown)


def _made(request: PageRequest) -> str:
    days, asked = request.POST.get("days", ""), request.POST.getlist("scopes")
    if not set(asked) <= set(Scope):
        raise UsageError(_("There is no such scope."), allowed=", ".join(Scope))
    scopes = frozenset(Scope(word) for word in asked)
    return make(request.user.person, request.POST.get("name", ""), scopes, int(days) if days.isdecimal() else 0)


@require_POST
def end(request: PageRequest, key: int) -> HttpResponse:
    """Revoke one of the person's tokens."""
    if not revoke(request.user.person, key):
        raise refused()
    return redirect("tokens")
