"""Notifications: what is new, read and put off; how one wants to hear of what; the week in one page; the way out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.core.text import N_, _, language
from merilo.people import mailed
from merilo.people.accounts import people
from merilo.people.noticed import LABELS, Kind, Way, choose, kinds_of, mark_read, mark_unread, put_off, ways_of
from merilo.people.noticed import notice as notice_of
from merilo.people.roles import Person
from merilo.reports.access import refused
from merilo.reports.notices import shown
from merilo.reports.notices.digest import digest as digest_of
from merilo.reports.notices.due import DIGEST
from merilo.web import place
from merilo.web.accounts import mails as mails_leave
from merilo.web.charts import control_chart
from merilo.web.mails.letter import read_token
from merilo.web.navigation import ADMINS, SELLERS, only_for
from merilo.web.request import PageRequest
from merilo.web.ways import way_to

WAYS: dict[Way, str] = {
    Way.APP: N_("in the application"),
    Way.MAIL: N_("in the application and by e-mail"),
    Way.OFF: N_("not at all"),
}


@require_safe
def every(request: PageRequest) -> HttpResponse:
    """All notices of the person."""
    ways = _ways(request)
    offered = ways.get(Kind.DIGEST) not in (None, Way.MAIL)
    return render(
        request,
        "merilo/pages/notifications.html",
        {"found": shown.notices_page(request.seen), "offered": offered, "snoozes": shown.SNOOZES},
    )


@require_safe
def bell(request: PageRequest) -> HttpResponse:
    """The bell alone, for a page that is open for long; nothing where its number is still right."""
    if request.GET.get("n") == str(shown.unread(request.seen)):
        return HttpResponse(status=204)
    return render(request, "merilo/bell.html")


@require_safe
def go(request: PageRequest, number: int) -> HttpResponse:
    """Lead to what a notice is about; it counts as read from now on."""
    found = notice_of(request.seen.person, number)
    if found is None:
        raise refused()
    if not found.read:
        mark_read(request.seen.person, number)
    return redirect(way_to(found))


@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_read(request.seen.person)
    return redirect("notifications")


@require_POST
def change(request: PageRequest, number: int) -> HttpResponse:
    """Mark one notice as read or unread, put it off or call it back."""
    person, what = request.seen.person, request.POST.get("what", "")
    if notice_of(person, number) is None:
        raise refused()
    if what == "read":
        mark_read(person, number)
    elif what == "unread":
        mark_unread(person, number)
    elif what.isdecimal():
        put_off(person, number, shown.last_day(request.seen, int(what)))
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: PageRequest) -> HttpResponse:
    """How the person wants to hear of each kind of thing."""
    person = request.seen.person
    if request.method == "POST":
        choose(person, {kind: request.POST[kind] for kind in kinds_of(person.role) if kind in request.POST})
        messages.success(request, _("It is kept."))
        return redirect("notice_choices")
    lines = [(kind.value, _(LABELS[kind]), way.value) for kind, way in _ways(request).items()]
    settings = request.seen.place.settings
    offered = [(way.value, _(words)) for way, words in WAYS.items()]
    known = {"lines": lines, "offered": offered, "hour": settings.digest_hour, "leave": mails_leave()}
    return render(request, "merilo/pages/notice_choices.html", known)


@require_safe
@only_for(SELLERS)
def digest(request: PageRequest) -> HttpResponse:
    """The week in one page, as the mail tells it."""
    found = digest_of(request.seen)
    pictures = [
        control_chart(f"chart-{number}", each.kpi, each.series, f"{each.who} {each.kpi['label']}".strip())
        for number, each in enumerate(found.drawn if found else ())
    ]
    return render(request, "merilo/pages/digest.html", {"found": found, "pictures": pictures})


@require_safe
@only_for(ADMINS)
def mails(request: PageRequest) -> HttpResponse:
    """What became of mails, those that were not surely sent first."""
    known = {"troubled": mailed.mails(troubled=True), "latest": mailed.mails(50), "leave": mails_leave()}
    return render(request, "merilo/pages/mails.html", known)


@csrf_exempt  # a mail program sends no token of ours: the signed link is what says who asks
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: PageRequest, token: str) -> HttpResponse:
    """End the mails of one kind by the link in them. Only sending the form ends them: programs open links too."""
    named = read_token(token)
    person = next((each for each in people(place.workspace()) if named and each.id == named[0]), None)
    if named is None or person is None:
        raise refused()
    done = request.method == "POST"
    if done:
        _end_mails(person, named[1])
    return render(request, "merilo/pages/unsubscribe.html", {"done": done, "email": person.email, "spoken": language()})


def _end_mails(person: Person, kind: str) -> None:
    """What came by mail of this sort comes in the application alone from now on."""
    by_mail = [each for each, way in ways_of(person, digest=_by_default()).items() if way is Way.MAIL]
    choose(person, {each: Way.APP for each in by_mail if (each is Kind.DIGEST) == (kind == DIGEST)})


def _ways(request: PageRequest) -> dict[Kind, Way]:
    return ways_of(request.seen.person, digest=_by_default())


def _by_default() -> bool:
    return place.settings().digest == "on"
