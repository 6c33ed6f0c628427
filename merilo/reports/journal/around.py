"""What stands around a record: the names of what it refers to, and the journal's records that refer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from merilo.people.journal.kinds import KINDS, Holds, Kind
from merilo.people.journal.records import Record, listed
from merilo.reports.journal.rights import sees
from merilo.reports.journal.search import SEARCHED, Hit, named
from merilo.reports.seen import Seen

Refs = Iterable[tuple[Kind, str]]
_MOST = 200
_ABOUT = (Kind.TOUCH, Kind.MEETING, Kind.STEP)


@dataclass(frozen=True)
class Today:
    """What a seller logged on a day, the latest first: touches, meetings that took place, steps done, all else new."""

    touches: tuple[Record, ...]
    meetings: tuple[Record, ...]
    done: tuple[Record, ...]
    made: tuple[Record, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was logged."""
        return not (self.touches or self.meetings or self.done or self.made)


@dataclass(frozen=True)
class Entry:
    """Something that happened, when."""

    at: datetime
    record: Record


def hits(seen: Seen, refs: Refs) -> dict[str, Hit]:
    """What these ids name, by id, as far as the person may see it; one look-up per kind."""
    wanted: dict[Kind, set[str]] = {}
    for kind, number in refs:
        if kind in SEARCHED:
            wanted.setdefault(kind, set()).add(number)
    found: dict[str, Hit] = {}
    for kind, numbers in wanted.items():
        found |= {hit.id: hit for hit in named(seen, kind, numbers)}
    return found


def deal_titles(seen: Seen, numbers: Iterable[str]) -> dict[str, str]:
    """The names of deals by id, as far as the person may see them."""
    return {number: hit.title for number, hit in hits(seen, [(Kind.DEAL, number) for number in numbers]).items()}


def titles(seen: Seen, records: Iterable[Record]) -> dict[str, str]:
    """The names of everything that the records refer to, by id; what the person may not see is left out."""
    return {number: hit.title for number, hit in hits(seen, refs_of(*records)).items()}


def refs_of(*records: Record) -> list[tuple[Kind, str]]:
    """The ids that records refer to, with their kinds; the nearest first: deal, lead, contact, account."""
    found = []
    for each in records:
        fields = [field for field in KINDS[each.kind].fields if field.holds is Holds.REF and field.refers]
        found += [(field.refers, each.fields[field.name]) for field in reversed(fields) if each.fields[field.name]]
    return [(kind, number) for kind, number in found if kind]


def about(seen: Seen, record: Record) -> dict[Kind, tuple[Record, ...]]:
    """The journal's touches, meetings and steps that are about a contact, lead or deal, the latest first."""
    if record.kind not in (Kind.CONTACT, Kind.LEAD, Kind.DEAL):
        return {}
    orders = {Kind.TOUCH: "-at", Kind.MEETING: "-starts_at", Kind.STEP: "due_on"}
    found = {}
    for kind in _ABOUT:
        rows = listed(kind, order=(orders[kind], "id"), limit=_MOST, **{record.kind.value: record.id})
        found[kind] = tuple(each for each in rows if sees(seen, each))
    return found


def timeline(near: Mapping[Kind, Sequence[Record]], deals: Sequence[Record] = ()) -> tuple[Entry, ...]:
    """Touches, meetings, steps done and deals in one row, the latest first."""
    found = [Entry(each.fields["at"], each) for each in near.get(Kind.TOUCH, ())]
    found += [Entry(each.fields["starts_at"], each) for each in near.get(Kind.MEETING, ())]
    found += [Entry(each.fields["done_at"], each) for each in near.get(Kind.STEP, ()) if each.fields["done_at"]]
    # Another system may keep a deal without any moment: it is shown where it was last changed.
    found += [Entry(each.fields["closed_at"] or each.fields["created_at"] or each.changed_at, each) for each in deals]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def today(seen: Seen, seller: str, day: date | None = None) -> Today:
    """What a seller has logged on a day (default: today, in the workspace's time zone), straight from the journal."""
    if seller != seen.person.seller:  # one's own is seen even where nothing is known of anybody yet
        seen.reach.check_seller(seller)
    calendar = seen.place.settings.calendar
    start = calendar.start_of_day(day or seen.today)
    end = calendar.start_of_day((day or seen.today) + timedelta(days=1))

    def within(kind: Kind, name: str, **where: Any) -> tuple[Record, ...]:
        where |= {KINDS[kind].owner: seller} | _between(name, start, end)
        return tuple(listed(kind, order=(f"-{name}", "id"), limit=_MOST, **where))

    made = [each for kind in (Kind.ACCOUNT, Kind.LEAD, Kind.DEAL) for each in within(kind, "created_at")]
    return Today(
        touches=within(Kind.TOUCH, "at"),
        meetings=within(Kind.MEETING, "starts_at", status="held"),
        done=within(Kind.STEP, "done_at"),
        made=tuple(made),
    )


def _between(name: str, start: datetime, end: datetime) -> dict[str, datetime]:
    return {f"{name}__gte": start, f"{name}__lt": end}
