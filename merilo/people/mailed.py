"""Mails that were sent: each claimed as a row before the mail server is spoken to, so that none goes out twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from merilo.core.text import N_
from merilo.people.roles import Person

if TYPE_CHECKING:
    from merilo.people.notices.models import Mail as Row

PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
"""How long is waited after the first, second … failure; after as many failures and one more it is given up."""


class State(StrEnum):
    """What became of a mail. `SENDING`: somebody is at it, or died at it; `UNSURE`: it may have gone out."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    NOTHING = "nothing"


LABELS: dict[State, str] = {
    State.SENDING: N_("being sent, or broken off: perhaps sent, not tried again"),
    State.SENT: N_("sent"),
    State.FAILED: N_("failed"),
    State.UNSURE: N_("perhaps sent, not tried again"),
    State.NOTHING: N_("nothing to say"),
}


@dataclass(frozen=True)
class Mail:
    """A mail and what became of it; `again_at`: when a failed one is tried again, None when it is not."""

    id: int
    email: str
    kind: str
    period: str
    state: State
    attempts: int
    error: str
    claimed_at: datetime
    sent_at: datetime | None
    again_at: datetime | None


def may_send(person: Person, kind: str, period: str, now: datetime) -> bool:
    """Whether this mail is still to be sent: it was never tried, or it failed and its pause is over."""
    from merilo.people.notices.models import Mail as Row  # noqa: PLC0415 - models exist once Django is set up

    row = Row.objects.filter(person_id=person.id, kind=kind, period=period).first()
    return row is None or _is_due(row, now)


def _is_due(row: Row, now: datetime) -> bool:
    return row.state == State.FAILED and row.again_at is not None and row.again_at <= now


def claim(person: Person, kind: str, period: str, now: datetime) -> int | None:
    """Take this mail upon oneself; its number, or None where it is another's, or done.

    From here on nobody else sends it. Who dies before he says what became of it leaves it `SENDING` for ever: better
    no mail than two.
    """
    from django.db import IntegrityError, transaction  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415

    from merilo.people.notices.models import Mail as Row  # noqa: PLC0415

    try:
        with transaction.atomic():
            return Row.objects.create(
                person_id=person.id, kind=kind, period=period, state=State.SENDING.value, claimed_at=now
            ).pk
    except IntegrityError:
        again = Row.objects.filter(
            person_id=person.id, kind=kind, period=period, state=State.FAILED.value, again_at__lte=now
        )
        row = again.first()
        taken = again.update(state=State.SENDING.value, claimed_at=now, again_at=None, attempts=F("attempts") + 1)
        return row.pk if row and taken else None


def became(number: int, state: State, now: datetime, error: str = "") -> None:
    """Say what became of a claimed mail; a failed one is tried again after a pause, so often and no more."""
    from merilo.people.notices.models import Mail as Row  # noqa: PLC0415

    row = Row.objects.get(pk=number)
    row.state, row.error = state.value, error[:2000]
    row.sent_at = now if state is State.SENT else None
    pause = PAUSES[row.attempts - 1] if state is State.FAILED and row.attempts <= len(PAUSES) else None
    row.again_at = now + pause if pause else None
    row.save(update_fields=["state", "error", "sent_at", "again_at"])


def mails(limit: int = 200, *, troubled: bool = False) -> tuple[Mail, ...]:
    """The latest mails; `troubled`: only those that were not surely sent."""
    from merilo.people.notices.models import Mail as Row  # noqa: PLC0415

    rows = Row.objects.select_related("person").exclude(state=State.NOTHING.value)
    if troubled:
        rows = rows.exclude(state=State.SENT.value)
    return tuple(_mail(row) for row in rows[:limit])


def last_told(person: Person, kind: str) -> datetime | None:
    """Up to when (UTC) the person was told by mails of this kind, those that failed left out."""
    from merilo.people.notices.models import Mail as Row  # noqa: PLC0415

    row = Row.objects.filter(person_id=person.id, kind=kind).exclude(state=State.FAILED.value).first()
    return row.claimed_at if row else None


def _mail(row: Row) -> Mail:
    return Mail(
        row.pk, row.person.email, row.kind, row.period, State(row.state), row.attempts, row.error, row.claimed_at,
        row.sent_at, row.again_at,
    )  # fmt: skip
