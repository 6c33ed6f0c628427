"""Sending what is due: each mail is written, then claimed in the database, then handed to the mail server once."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.core.mail import get_connection
from django.utils import translation

from merilo.core.errors import MeriloError
from merilo.core.text import language, set_language
from merilo.core.workspace import Workspace
from merilo.people import mailed
from merilo.people.mailed import State
from merilo.people.noticed import Kind, Way, ways_of
from merilo.people.roles import Person
from merilo.reports.notices import shown
from merilo.reports.notices.digest import digest
from merilo.reports.notices.due import DIGEST, Errand
from merilo.reports.notices.telling import tell_of_digest, tell_of_failure
from merilo.reports.seen import Seen
from merilo.web.mails.letter import Letter, of_digest, of_notices
from merilo.web.mails.pictures import Pencil, pencil

_LOG = logging.getLogger("merilo.web")
_FIRST = timedelta(days=1)  # the first gathered mail reaches back so far


def post(place: Workspace, due: list[Errand], now: datetime) -> int:
    """Send these; gives how many went out. What cannot be written or sent does not keep the others from going."""
    sent = 0
    with pencil() as drawing:
        for errand in due:
            try:
                sent += _run(place, errand, now, drawing)
            except MeriloError as error:
                _LOG.warning("no mail to person %s: %s", errand.person.id, error.what)
            except Exception:  # of one mail: the others still go, and the log says what is wrong
                _LOG.exception("no mail to person %s", errand.person.id)
    return sent


def _run(place: Workspace, errand: Errand, now: datetime, drawing: Pencil) -> bool:
    with spoken_by(place, errand.person):
        seen = Seen(place, errand.person)
        letter = written(seen, errand, now, drawing)
        if letter is not None:
            letter.message()  # whatever is wrong with it shows before it is claimed
    if letter is None and errand.kind == DIGEST:
        return False  # the week's data may still come
    number = mailed.claim(errand.person, errand.kind, errand.period, now)
    if number is None:
        return False
    if letter is None:
        mailed.became(number, State.NOTHING, datetime.now(UTC))
        return False
    return _handed_over(place, letter, number)


@contextmanager
def spoken_by(place: Workspace, person: Person) -> Iterator[str]:
    """The language of a person, in force."""
    before, own = language(), person.language or place.settings.language
    set_language(own)
    try:
        with translation.override(own):
            yield own
    finally:
        set_language(before)


def written(seen: Seen, errand: Errand, now: datetime, drawing: Pencil) -> Letter | None:
    """The mail of an errand in the language in force; None where there is nothing to say.

    A digest is only of the week that it is due for: where its data have not come in, there is none, rather than one of
    numbers that were told a week ago.
    """
    name, person = seen.place.settings.name, errand.person
    if errand.kind == DIGEST:
        found = digest(seen)
        if found is None or found.end.isoformat() != errand.period:
            return None
        return of_digest(person, found, name, drawing.png)
    ways = ways_of(person, digest=seen.place.settings.digest == "on")
    since = mailed.last_told(person, errand.kind) or now - _FIRST
    wanted = [line for line in shown.new_between(seen, since, now) if _by_mail(ways, line.notice.kind)]
    return of_notices(person, wanted, errand.period, name) if wanted else None


def _by_mail(ways: dict[Kind, Way], kind: Kind) -> bool:
    return kind is not Kind.DIGEST and ways.get(kind) is Way.MAIL


def _handed_over(place: Workspace, letter: Letter, number: int) -> bool:
    """Speak to the mail server once. What it refused may be tried again; what it may have taken never is."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _failed(place, number, State.FAILED, error)
    try:
        connection.send_messages([letter])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        return _failed(place, number, State.FAILED, error)
    except (OSError, smtplib.SMTPException) as error:  # it went silent: nobody knows whether it took the mail
        return _failed(place, number, State.UNSURE, error)
    finally:
        _close(connection)
    mailed.became(number, State.SENT, datetime.now(UTC))
    return True


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined] # every back end of Django's has it
    except (OSError, smtplib.SMTPException) as error:
        _LOG.warning("the mail server did not say goodbye: %s", error)


def _failed(place: Workspace, number: int, state: State, error: Exception) -> bool:
    mailed.became(number, state, datetime.now(UTC), f"{type(error).__name__}: {error}")
    tell_of_failure(place, str(error))
    return False


def tell_of_digests(place: Workspace, everybody: tuple[Person, ...], end: str) -> int:
    """Tell in the application of digests that are there; gives how many people hear of one."""
    told = 0
    for person in everybody:
        ways = ways_of(person, digest=place.settings.digest == "on")
        if ways.get(Kind.DIGEST, Way.OFF) is Way.OFF:
            continue
        with spoken_by(place, person):
            try:
                found = digest(Seen(place, person))
            except MeriloError:
                continue
        if found is not None and found.end.isoformat() == end:
            told += tell_of_digest(place, person, end)
    return told
