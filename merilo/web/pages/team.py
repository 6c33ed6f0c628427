"""Team: the board of those whom the person leads, who needs help with what, and what to praise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from merilo.web.navigation import LEADERS, only_for
from merilo.web.request import PageRequest


@only_for(LEADERS)
def board(request: PageRequest) -> HttpResponse:
    """The sellers whom the person sees."""
    seen = request.seen
    sellers = [(who, seen.name(who)) for who in seen.staff["sellers"] if seen.reach.sees_seller(who)]
    return render(request, "merilo/pages/team.html", {"sellers": sorted(sellers, key=lambda each: each[1])})
