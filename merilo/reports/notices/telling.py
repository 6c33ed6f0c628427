"""Telling people what there is to tell: everybody after figures were made, somebody when his import is done."""

from __future__ import annotations

from datetime import date

from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.people.accounts import people
from merilo.people.database import opened
from merilo.people.imported import Imported, Phase
from merilo.people.noticed import Kind, Told, tell, tell_one, ways_of
from merilo.people.roles import Person, Role
from merilo.reports.notices.found import found, ground
from merilo.reports.seen import Seen


def tell_everybody(place: Workspace) -> int:
    """Keep for each person what is new to him, by the documents in the language in force; gives how many are new."""
    everybody, known = people(place), ground(place)
    day, week = _days(place)
    told = {person: found(Seen(place, person), known) for person in everybody}
    with opened(place):
        return sum(
            tell(person, each, day=day, week=week, ways=ways_of(person, digest=place.settings.digest == "on"))
            for person, each in told.items()
        )


def tell_of_import(place: Workspace, done: Imported) -> bool:
    """Tell who began an import that it is done, with how many rejects, or that it failed."""
    person = next((each for each in people(place) if each.id == done.person_id), None)
    if person is None or done.phase not in (Phase.DONE, Phase.FAILED):
        return False
    values = {
        "number": done.id, "files": list(done.files), "failed": done.phase is Phase.FAILED,
        "rejected": (done.report or {}).get("rejected", 0),
    }  # fmt: skip
    with opened(place):
        return tell_one(person, Told(f"import:{done.id}:{done.phase}", Kind.IMPORT, values), week=_days(place)[1])


def tell_of_digest(place: Workspace, person: Person, end: str) -> bool:
    """Tell a person that his digest of the week that ended on a day is there."""
    return tell_one(person, Told(f"digest:{end}", Kind.DIGEST, {"end": end}), week=_days(place)[1])


def tell_of_failure(place: Workspace, error: str) -> None:
    """Tell administrators that mails cannot be sent; once a day, not for each mail."""
    day, week = _days(place)
    for person in people(place):
        if person.role is Role.ADMIN:
            with opened(place):
                tell_one(person, Told(f"mail:{day}", Kind.MAIL, {"error": error[:300]}), week=week)


def _days(place: Workspace) -> tuple[date, date]:
    """Today, and the first day of this week."""
    calendar = place.settings.calendar
    today = calendar.today()
    return today, calendar.start(today, Period.WEEK)
