"""The journal's first page: what is to be done, what was logged today; and lists of leads and accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from merilo.core.text import _
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import Record
from merilo.reports.journal import reading, writing
from merilo.reports.journal.around import Today, titles, today
from merilo.reports.journal.known import record
from merilo.reports.journal.rights import leads_others, writes
from merilo.reports.pages.my_week import kept_elsewhere
from merilo.web.pages.journal.told import done
from merilo.web.request import PageRequest

_AHEAD = timedelta(days=7)
_PATIENCE = timedelta(seconds=5)
"""So long changes wait for the facts without anybody being told."""
_LISTED = 100


@require_safe
def journal(request: PageRequest) -> HttpResponse:
    """Today: own next steps, and what was logged."""
    seen = request.seen
    own = seen.person.seller
    steps = reading.steps(seen, until=seen.today + _AHEAD) if own else ()
    made = today(seen, own) if own else Today((), (), (), ())
    shown = around(request) | {
        "steps": steps, "elsewhere": kept_elsewhere(seen, own) if own else (), "made": made,
        "today": seen.today, "own": own, "ahead": _AHEAD.days,
        "titles": titles(seen, (*steps, *made.touches, *made.meetings, *made.done)),
        "lately": writing.lately(seen, 8) if writes(seen) else (),
    }  # fmt: skip
    return render(request, "merilo/journal/today.html", shown)


@require_safe
def leads(request: PageRequest) -> HttpResponse:
    """Leads, those that are nobody's or still open first."""
    found = reading.latest(request.seen, Kind.LEAD, own=_mine(request), limit=_LISTED)
    ordered = sorted(found, key=lambda lead: bool(lead.fields["deal"] or lead.fields["disqualified_at"]))
    return _listed(request, Kind.LEAD, tuple(ordered))


@require_safe
def accounts(request: PageRequest) -> HttpResponse:
    """Accounts of the journal, changed last first."""
    return _listed(request, Kind.ACCOUNT, reading.latest(request.seen, Kind.ACCOUNT, own=_mine(request), limit=_LISTED))


@require_POST
def step_done(request: PageRequest, number: str) -> HttpResponse:
    """Tick a next step off, or say that it is not done after all."""
    step = record(request.seen, Kind.STEP, number)
    ticked = request.POST.get("done", "1") == "1"
    written = writing.do_step(request.seen, number, step.version, done=ticked)
    said = _("Done: {name}.") if ticked else _("Not done after all: {name}.")
    return done(request, said.format(name=step.title), [written.deed], reverse("journal"))


@require_safe
def counted(request: PageRequest, seller: str) -> HttpResponse:
    """What a seller logged today and has to do next, as a part of My week."""
    return render(request, "merilo/journal/counted.html", of_today(request, seller))


def of_today(request: PageRequest, seller: str) -> dict[str, Any]:
    """What My week shows straight from the journal."""
    seen = request.seen
    made = today(seen, seller)
    steps = reading.steps(seen, [seller], until=seen.today + _AHEAD)
    return {"made": made, "live_steps": steps, "today": seen.today, "seller": seller, "titles": titles(seen, steps),
            "may": writes(seen)}  # fmt: skip


def around(request: PageRequest) -> dict[str, Any]:
    """What all pages of the journal show: what may be done, and whether changes wait for the facts."""
    since = reading.waiting_since()
    late = since is not None and datetime.now(UTC) - since > _PATIENCE
    return {"may": writes(request.seen), "leads_others": leads_others(request.seen),
            "waiting": reading.waiting() if late else 0, "waiting_since": since}  # fmt: skip


def _mine(request: PageRequest) -> bool:
    return bool(request.seen.person.seller) and request.GET.get("whose", "mine") == "mine"


def _listed(request: PageRequest, kind: Kind, found: tuple[Record, ...]) -> HttpResponse:
    seen = request.seen
    named = titles(seen, found)
    lines = [(each, seen.name(each.owner) if each.owner else "", named.get(each.fields.get("account") or "", ""))
             for each in found]  # fmt: skip
    shown = around(request) | {"kind": kind, "lines": lines, "whose": "mine" if _mine(request) else "all",
                               "own": seen.person.seller}  # fmt: skip
    return render(request, "merilo/journal/listed.html", shown)
