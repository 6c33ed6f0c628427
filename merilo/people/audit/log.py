"""The log: what is written into it, and how it is read. Secrets never come here: `what` names things, not contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from merilo.core.text import N_
from merilo.people.roles import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from merilo.people.audit.models import Entry

_LONGEST = 500


class Place(StrEnum):
    """From where something was done."""

    PAGE = "page"
    API = "api"
    CLI = "cli"


class Action(StrEnum):
    """What can be done that is worth keeping."""

    LOG_IN = "log_in"
    LOG_OUT = "log_out"
    LOG_IN_FAILED = "log_in_failed"
    PASSWORD = "password"  # noqa: S105 - the name of an action
    TWO_FACTOR = "two_factor"
    EXPORT = "export"
    SHEET_OPENED = "sheet_opened"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_INVITED = "person_invited"
    PERSON_SHUT_OUT = "person_shut_out"
    PERSON_LET_IN = "person_let_in"
    EXPECTATION_SET = "expectation_set"
    EXPECTATION_WITHDRAWN = "expectation_withdrawn"
    EXPECTATION_ACCEPTED = "expectation_accepted"
    COACHING_AGREED = "coaching_agreed"
    COACHING_CHANGED = "coaching_changed"
    CALL_GIVEN = "call_given"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


LABELS: dict[Action, str] = {
    Action.LOG_IN: N_("Logged in"),
    Action.LOG_OUT: N_("Logged out"),
    Action.LOG_IN_FAILED: N_("Log-in failed"),
    Action.PASSWORD: N_("Password changed"),
    Action.TWO_FACTOR: N_("Two-factor log-in changed"),
    Action.EXPORT: N_("Rows exported"),
    Action.SHEET_OPENED: N_("Sheet of a seller opened"),
    Action.PERSON_ADDED: N_("Person added"),
    Action.PERSON_CHANGED: N_("Person changed"),
    Action.PERSON_INVITED: N_("Person invited"),
    Action.PERSON_SHUT_OUT: N_("Person shut out"),
    Action.PERSON_LET_IN: N_("Person let in again"),
    Action.EXPECTATION_SET: N_("Expectation set"),
    Action.EXPECTATION_WITHDRAWN: N_("Expectation withdrawn"),
    Action.EXPECTATION_ACCEPTED: N_("Expectation accepted"),
    Action.COACHING_AGREED: N_("Coaching agreed"),
    Action.COACHING_CHANGED: N_("Coaching changed"),
    Action.CALL_GIVEN: N_("Forecast called"),
    Action.TOKEN_MADE: N_("Access token made"),
    Action.TOKEN_REVOKED: N_("Access token revoked"),
}
PLACES: dict[Place, str] = {Place.PAGE: N_("page"), Place.API: N_("API"), Place.CLI: N_("command line")}


@dataclass(frozen=True)
class Noted:
    """One line of the log. `who` is empty where nobody was logged in."""

    at: datetime
    who: str
    action: Action
    what: str
    place: Place


def note(person: Person | None, action: Action, what: str = "", place: Place = Place.PAGE) -> None:
    """Keep that somebody did something; the database must be open (see `database.opened`, or the web application)."""
    from merilo.people.audit.models import Entry  # noqa: PLC0415 - models exist once Django is set up

    Entry.objects.create(
        person_id=person.id if person else None,
        who=person.email if person else "",
        action=action.value,
        what=what[:_LONGEST],
        place=place.value,
    )


@dataclass(frozen=True)
class Wanted:
    """Which part of the log: of one person (part of his address), one action, between two days of a time zone."""

    who: str = ""
    action: Action | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Part:
    """A page of the log: its lines, how many fit in all, and the page's number of how many pages."""

    lines: tuple[Noted, ...]
    n: int
    page: int
    pages: int


def read(wanted: Wanted, zone: tzinfo, page: int = 1, size: int = 50) -> Part:
    """One page of what is wanted, the latest first; a page that is not there is the nearest one that is."""
    found = _found(wanted, zone)
    n = found.count()
    pages = max(1, -(-n // size))
    page = min(max(1, page), pages)
    rows = found[(page - 1) * size : page * size]
    return Part(tuple(_noted(row) for row in rows), n, page, pages)


def read_all(wanted: Wanted, zone: tzinfo) -> tuple[Noted, ...]:
    """All of what is wanted, the latest first."""
    return tuple(_noted(row) for row in _found(wanted, zone))


def _found(wanted: Wanted, zone: tzinfo) -> QuerySet[Entry]:
    from merilo.people.audit.models import Entry  # noqa: PLC0415

    found = Entry.objects.all()
    if wanted.who:
        found = found.filter(who__icontains=wanted.who)
    if wanted.action:
        found = found.filter(action=wanted.action.value)
    if wanted.first:
        found = found.filter(at__gte=datetime.combine(wanted.first, time.min, zone))
    if wanted.last:
        found = found.filter(at__lte=datetime.combine(wanted.last, time.max, zone))
    return found


def _noted(row: Entry) -> Noted:
    return Noted(row.at, row.who, Action(row.action), row.what, Place(row.place))
