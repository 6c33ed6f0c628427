"""What people are told inside the application: kept once, read, put off; and how each wants to hear of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.people.roles import Person, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from merilo.people.notices.models import Notice as Row

MOST_SIGNALS = 5
"""Warnings and recognitions told to one person in one week: more are not read."""
SAME = timedelta(days=21)
"""A change whose beginning is put a few weeks earlier or later by newer data is the same change."""
KEPT = timedelta(days=400)
"""Read notices are forgotten after so long: longer than any signal is told."""


class Kind(StrEnum):
    """What a notice is about."""

    WARNING = "warning"
    RECOGNITION = "recognition"
    EXPECTATION = "expectation"
    COACHING = "coaching"
    STEP = "step"
    IMPORT = "import"
    DIGEST = "digest"
    MAIL = "mail"


SIGNALS = (Kind.WARNING, Kind.RECOGNITION)
SETTLED = (Kind.EXPECTATION, Kind.STEP)
"""Of these nothing is left to do when they are not said any more: they then count as read."""

LABELS: dict[Kind, str] = {
    Kind.DIGEST: N_("The week in one page"),
    Kind.WARNING: N_("Warnings"),
    Kind.RECOGNITION: N_("What went well"),
    Kind.EXPECTATION: N_("Expectations to accept"),
    Kind.COACHING: N_("What was agreed with me"),
    Kind.STEP: N_("My steps that are overdue"),
    Kind.IMPORT: N_("Imports that I began"),
    Kind.MAIL: N_("Mails that could not be sent"),
}
_OF = {
    Role.SELLER: {Kind.DIGEST, *SIGNALS, Kind.EXPECTATION, Kind.COACHING, Kind.STEP},
    Role.MANAGER: {Kind.DIGEST, *SIGNALS, Kind.EXPECTATION, Kind.COACHING, Kind.STEP},
    Role.ANALYST: {Kind.IMPORT},
    Role.ADMIN: {Kind.IMPORT, Kind.MAIL},
}


class Way(StrEnum):
    """How somebody hears of a kind of thing; `MAIL`: in the application and by e-mail."""

    OFF = "off"
    APP = "app"
    MAIL = "mail"


def kinds_of(role: Role) -> tuple[Kind, ...]:
    """What somebody in this role can be told of, in the order in which it is offered."""
    return tuple(kind for kind in LABELS if kind in _OF[role])


@dataclass(frozen=True)
class Told:
    """Something to tell one person. `key` is the same for the same thing, whenever it is found."""

    key: str
    kind: Kind
    values: Mapping[str, Any] = field(default_factory=dict)
    scope: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that a person was told. All moments are UTC."""

    id: int
    key: str
    kind: Kind
    values: Mapping[str, Any]
    scope: str
    subject: str
    made_at: datetime
    read: bool
    snoozed_until: date | None


def tell(person: Person, told: Sequence[Told], *, day: date, week: date, ways: Mapping[Kind, Way]) -> int:
    """Keep what is new of it; gives how many are. `day`: today, `week`: the first day of this week.

    Whatever two processes do at once, nothing is kept twice and no more than `MOST_SIGNALS` signals in a week. What is
    to be done and is not said any more counts as read; what was put off comes back when it still holds.
    """
    from django.db import transaction  # noqa: PLC0415 - Django is imported when it is needed

    from merilo.people.notices.models import Notice as Row  # noqa: PLC0415
    from merilo.people.users.models import User  # noqa: PLC0415

    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.id)  # one process at a time for one person
        rows = list(Row.objects.filter(person_id=person.id))
        wanted = [each for each in told if ways.get(each.kind, Way.APP) is not Way.OFF]
        new = _new(wanted, rows, week)
        now = datetime.now(UTC)
        Row.objects.bulk_create(
            Row(
                person_id=person.id, key=each.key, kind=each.kind.value, scope=each.scope, subject=each.subject,
                values=dict(each.values), made_at=now, week=week,
            )
            for each in new
        )  # fmt: skip
        _settle(rows, {each.key for each in told}, day, now)
        Row.objects.filter(person_id=person.id, made_at__lt=now - KEPT).exclude(read_at=None).delete()
    return len(new)


def _new(told: Sequence[Told], rows: Sequence[Row], week: date) -> list[Told]:
    known = {row.key for row in rows}
    signals = [each for each in told if each.kind in SIGNALS and not _is_known(each.key, known)]
    left = MOST_SIGNALS - sum(row.kind in SIGNALS and row.week == week for row in rows)
    others = {each.key: each for each in told if each.kind not in SIGNALS and each.key not in known}
    return [*_mixed(signals)[: max(0, left)], *others.values()]


def _is_known(key: str, known: Iterable[str]) -> bool:
    """Whether the same change of the same series was told; its day may have moved a little since."""
    stem, _colon, since = key.rpartition(":")
    days = [date.fromisoformat(each.rpartition(":")[2]) for each in known if each.rpartition(":")[0] == stem]
    return any(abs(day - date.fromisoformat(since)) <= SAME for day in days)


def _mixed(signals: Sequence[Told]) -> list[Told]:
    """Warnings and good words in turn, so that neither crowds out the other."""
    apart = ([each for each in signals if each.kind is kind] for kind in SIGNALS)
    return [each for each in chain.from_iterable(zip_longest(*apart)) if each is not None]


def _settle(rows: Sequence[Row], said: set[str], day: date, now: datetime) -> None:
    for row in rows:
        before = (row.read_at, row.snoozed_until)
        holds = row.key in said or row.kind not in (*SIGNALS, *SETTLED)
        if row.snoozed_until is not None and row.snoozed_until < day:
            row.snoozed_until = None
            row.read_at = None if holds else now
        elif row.kind in SETTLED and not holds and row.read_at is None:
            row.read_at = now
        if (row.read_at, row.snoozed_until) != before:
            row.save(update_fields=["read_at", "snoozed_until"])


def tell_one(person: Person, told: Told, *, week: date) -> bool:
    """Keep one thing for a person, whatever else there is; whether it is new to him."""
    from merilo.people.notices.models import Notice as Row  # noqa: PLC0415

    if ways_of(person).get(told.kind) is Way.OFF:
        return False
    _row, made = Row.objects.get_or_create(
        person_id=person.id,
        key=told.key,
        defaults={
            "kind": told.kind.value, "scope": told.scope, "subject": told.subject, "values": dict(told.values),
            "made_at": datetime.now(UTC), "week": week,
        },
    )  # fmt: skip
    return made


def notices(
    person: Person, *, unread: bool = False, made: tuple[datetime, datetime] | None = None
) -> tuple[Notice, ...]:
    """What the person was told, the latest first; `unread`: only what he has not read and not put off.

    `made`: only what was kept after the first of these moments and not after the second.
    """
    rows = _rows(person)
    if unread:
        rows = rows.filter(read_at=None, snoozed_until=None)
    if made is not None:
        rows = rows.filter(made_at__gt=made[0], made_at__lte=made[1])
    return tuple(_notice(row) for row in rows)


def mark_read(person: Person, number: int | None = None) -> int:
    """Mark one notice, or all that are not put off, as read; gives how many were not."""
    rows = _rows(person).filter(read_at=None, snoozed_until=None)
    rows = rows if number is None else rows.filter(id=number)
    return rows.update(read_at=datetime.now(UTC))


def mark_settled(person: Person, keys: Iterable[str]) -> int:
    """Mark what is no more to be done as read, put off or not; gives how many were not."""
    return _rows(person).filter(key__in=list(keys), read_at=None).update(read_at=datetime.now(UTC))


def mark_unread(person: Person, number: int) -> int:
    """Have a notice counted as not read again, put off or not."""
    return _rows(person).filter(id=number).update(read_at=None, snoozed_until=None)


def put_off(person: Person, number: int, until: date) -> int:
    """Hear nothing of a notice up to and with a day; then it is told again, if it still holds."""
    return _rows(person).filter(id=number).update(snoozed_until=until, read_at=datetime.now(UTC))


def notice(person: Person, number: int) -> Notice | None:
    """One notice of the person."""
    row = _rows(person).filter(id=number).first()
    return _notice(row) if row else None


def _rows(person: Person) -> QuerySet[Row]:
    from merilo.people.notices.models import Notice as Row  # noqa: PLC0415

    return Row.objects.filter(person_id=person.id)


def _notice(row: Row) -> Notice:
    return Notice(
        row.pk, row.key, Kind(row.kind), row.values, row.scope, row.subject, row.made_at, row.read_at is not None,
        row.snoozed_until,
    )  # fmt: skip


def ways_of(person: Person, *, digest: bool = False) -> dict[Kind, Way]:
    """How the person hears of each kind. Without a choice of his own: in the application, and nothing by mail.

    `digest`: the workspace sends the digest to everybody who has not chosen otherwise.
    """
    from merilo.people.notices.models import Choice  # noqa: PLC0415

    chosen = {kind: Way(way) for kind, way in Choice.objects.filter(person_id=person.id).values_list("kind", "way")}
    usual = {kind: Way.MAIL if digest and kind is Kind.DIGEST else Way.APP for kind in kinds_of(person.role)}
    return {kind: chosen.get(kind, way) for kind, way in usual.items()}


def choose(person: Person, chosen: Mapping[str, str]) -> None:
    """Keep how the person wants to hear of each kind (words of `Kind` and `Way`). Raises UsageError for others."""
    from merilo.people.notices.models import Choice  # noqa: PLC0415

    offered = kinds_of(person.role)
    if not (set(chosen) <= set(offered) and set(chosen.values()) <= set(Way)):
        raise UsageError(_("There is no such choice."), allowed=", ".join(offered))
    for kind, way in chosen.items():
        Choice.objects.update_or_create(person_id=person.id, kind=kind, defaults={"way": way})
