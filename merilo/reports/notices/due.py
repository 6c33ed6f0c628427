"""When mails go out: the digest on a week's first working day, gathered notices on working days, from an hour on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from merilo.core.settings import Settings
from merilo.core.time import Period
from merilo.core.working_days import working_days
from merilo.core.workspace import Workspace
from merilo.people import mailed
from merilo.people.accounts import people
from merilo.people.database import is_made, opened
from merilo.people.noticed import Kind, Way, ways_of
from merilo.people.roles import Person

LATE = timedelta(hours=48)
"""A digest that could not be sent for so long is not sent any more: it would be of a week long gone."""
DIGEST, GATHERED = "digest", "gathered"


@dataclass(frozen=True)
class Errand:
    """A mail that is due: to whom, of what kind, for which period.

    Of a digest the period is the last day of the week that it tells of, of gathered notices it is the day.
    """

    person: Person
    kind: str
    period: str


def digest_end(settings: Settings, now: datetime) -> date | None:
    """The last day of the week whose digest is due now; None before the hour, and when it is too late.

    It is due from `digest_hour` on of the first working day of a week, in the workspace's zone and by its country's
    holidays: a Monday off moves it to Tuesday; a week without a working day has none.
    """
    calendar = settings.calendar
    start = calendar.start(calendar.today(now), Period.WEEK)
    day = next((start + timedelta(days=n) for n in range(7) if _works(settings, start + timedelta(days=n))), None)
    if day is None:
        return None
    due = _at(settings, day)
    return start - timedelta(days=1) if due <= now < due + LATE else None


def gathered_day(settings: Settings, now: datetime) -> date | None:
    """The working day whose gathered notices are due now; None before the hour and on days off."""
    today = settings.calendar.today(now)
    return today if _works(settings, today) and _at(settings, today) <= now else None


def _works(settings: Settings, day: date) -> bool:
    return day in working_days(settings.country, day.year)


def _at(settings: Settings, day: date) -> datetime:
    """The hour of that day; one that the clock leaves out is the moment at which it jumps."""
    return datetime.combine(day, time(settings.digest_hour), settings.calendar.zone)


def errands(place: Workspace, now: datetime) -> list[Errand]:
    """The mails that are due now and that nobody has taken upon himself."""
    settings = place.settings
    end, day = digest_end(settings, now), gathered_day(settings, now)
    if not is_made(place) or (end is None and day is None):
        return []
    everybody = people(place)
    with opened(place):
        wanted = [each for person in everybody for each in _of(place, person, end, day)]
        return [each for each in wanted if mailed.may_send(each.person, each.kind, each.period, now)]


def _of(place: Workspace, person: Person, end: date | None, day: date | None) -> list[Errand]:
    ways = ways_of(person, digest=place.settings.digest == "on")
    found = []
    if end is not None and ways.get(Kind.DIGEST) is Way.MAIL:
        found.append(Errand(person, DIGEST, end.isoformat()))
    if day is not None and any(way is Way.MAIL for kind, way in ways.items() if kind is not Kind.DIGEST):
        found.append(Errand(person, GATHERED, day.isoformat()))
    return found
