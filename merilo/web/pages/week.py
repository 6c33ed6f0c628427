"""My week: a seller's own page, and the same page of a seller for who leads him."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from merilo.people.roles import Role
from merilo.reports.journal.around import deal_titles
from merilo.reports.pages.my_week import my_week
from merilo.web.pages.journal.today import of_today
from merilo.web.request import PageRequest


def own(request: PageRequest) -> HttpResponse:
    """The week of the person who looks; who sells nothing goes to the team."""
    seller = request.seen.person.seller
    begins = request.user.role == Role.SELLER and seller  # one who has logged nothing yet sells all the same
    return of(request, seller) if begins or seller in request.seen.staff["sellers"] else redirect("team")


def of(request: PageRequest, seller: str) -> HttpResponse:
    """The week of a seller."""
    found = my_week(request.seen, seller)
    shown = {"week": found, "own": seller == request.seen.person.seller} | of_today(request, seller)
    shown["deal_names"] = deal_titles(request.seen, [each["id"] for each in found.next.deals])
    return render(request, "merilo/pages/week.html", shown)
