"""The way in: everybody to his own first page, and the choice of language."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from merilo.core.text import LANGUAGES
from merilo.people.roles import Role
from merilo.web.middleware import LANGUAGE
from merilo.web.navigation import home as home_of
from merilo.web.request import PageRequest


def home(request: PageRequest) -> HttpResponse:
    """To the first page of the person's role."""
    return redirect(home_of(Role(request.user.role)))


@login_not_required
@require_POST
def language(request: PageRequest) -> HttpResponse:
    """Keep the language that somebody chose, and go back to where he was."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if chosen in LANGUAGES:
        request.session[LANGUAGE] = chosen
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")
