"""Notices as a page or a mail shows them: in words, only of those whom the person may still see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from merilo.core.errors import MeriloError
from merilo.people.noticed import LABELS, SIGNALS, Notice, notices
from merilo.reports.notices.words import heading, sentence
from merilo.reports.seen import NotReadyError, Seen

SNOOZES = (7, 28)
"""Days for which a notice may be put off."""


@dataclass(frozen=True)
class Line:
    """A notice in words. `own`: about the person himself; `may_snooze`: it can come back."""

    notice: Notice
    heading: str
    sentence: str
    own: bool

    @property
    def kind(self) -> str:
        """What kind of notice it is, as a message to translate."""
        return LABELS[self.notice.kind]

    @property
    def may_snooze(self) -> bool:
        """Whether it makes sense to hear of it later."""
        return self.notice.kind in SIGNALS and self.notice.snoozed_until is None


@dataclass(frozen=True)
class NoticesPage:
    """What is new, what was read, and what was put off, each the latest first."""

    unread: tuple[Line, ...]
    read: tuple[Line, ...]
    snoozed: tuple[Line, ...]


def notices_page(seen: Seen) -> NoticesPage:
    """All notices of the person."""
    every = lines(seen, notices(seen.person))
    return NoticesPage(
        unread=tuple(each for each in every if not each.notice.read and each.notice.snoozed_until is None),
        read=tuple(each for each in every if each.notice.read and each.notice.snoozed_until is None),
        snoozed=tuple(each for each in every if each.notice.snoozed_until is not None),
    )


def unread(seen: Seen) -> int:
    """How many notices the person has not read."""
    return len(_visible(seen, notices(seen.person, unread=True)))


def new_between(seen: Seen, since: datetime, until: datetime) -> tuple[Line, ...]:
    """Those that were made after a moment and up to another (UTC) and are not read yet."""
    return lines(seen, notices(seen.person, unread=True, made=(since, until)))


def lines(seen: Seen, every: Sequence[Notice]) -> tuple[Line, ...]:
    """Notices in words, without those of whom the person may not see any more."""
    said = _said(seen)
    found = []
    for each in _visible(seen, every):
        own = not each.scope or (each.scope == "seller" and each.subject == seen.person.seller)
        found.append(Line(each, heading(each, own=own), sentence(each, said), own))
    return tuple(found)


def last_day(seen: Seen, days: int) -> date:
    """The last day of a snooze of so many days, today being the first."""
    return seen.today + timedelta(days=(days if days in SNOOZES else SNOOZES[0]) - 1)


def _visible(seen: Seen, every: Sequence[Notice]) -> list[Notice]:
    if not any(each.scope for each in every):
        return list(every)
    try:
        reach = seen.reach
    except (NotReadyError, MeriloError):
        return [each for each in every if not each.scope]
    return [each for each in every if not each.scope or reach.sees(each.scope, each.subject)]


def _said(seen: Seen) -> dict[str, str]:
    try:
        signals = seen.sheet("signals").content["signals"]
    except (NotReadyError, MeriloError):
        return {}
    return {f"signal:{each['key']}": each["sentence"] for each in signals}
