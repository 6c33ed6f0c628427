"""Everything about one account, of all sources and the journal, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from merilo.core.errors import MeriloError
from merilo.core.sql import literal
from merilo.core.text import N_
from merilo.core.time import Period
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.kpis.question import Question
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import Record, listed
from merilo.reports.journal.known import asked, of_facts, record, snapshot_of
from merilo.reports.journal.rights import may_change, sees
from merilo.reports.seen import Seen

_MOST = 200
_BUYS_AGAIN = timedelta(days=365)
"""Who bought once is a customer for so long."""


class Standing(StrEnum):
    """What an account is to us."""

    PRESENT = "present"
    PAST = "past"
    FUTURE = "future"


LABELS: dict[Standing, str] = {
    Standing.PRESENT: N_("Customer"),
    Standing.PAST: N_("Former customer"),
    Standing.FUTURE: N_("Not a customer yet"),
}


@dataclass(frozen=True)
class Year:
    """What an account paid in a year, in the workspace's currency (or its own, where there is one only)."""

    label: str
    amount: float
    currency: str


@dataclass(frozen=True)
class AccountPage:
    """The account and what there is about it, the latest first; steps by day. Only what the person may see.

    `may_change`: whether he may change the account. `years`: what it paid, as far as the sellers whom he sees sold it;
    `since` and `until`: from when to when it paid anything (`until` empty: it runs on). `unseen`: how many touches,
    meetings and deals of others there are besides, and `last_touched`: when anybody last had to do with it, so that
    nobody calls twice.
    """

    account: Record
    may_change: bool
    standing: Standing
    since: date | None
    until: date | None
    years: tuple[Year, ...]
    contacts: tuple[Record, ...]
    deals: tuple[Record, ...]
    leads: tuple[Record, ...]
    touches: tuple[Record, ...]
    meetings: tuple[Record, ...]
    steps: tuple[Record, ...]
    unseen: int
    last_touched: datetime | None


def account_page(seen: Seen, number: str) -> AccountPage:
    """Everything about the account of that id (of whatever source); raises NotAllowedError where there is none."""
    account = record(seen, Kind.ACCOUNT, number)
    about = {kind: _about(seen, kind, number) for kind in _SORTED}
    seen_here = {kind: [each for each in found if sees(seen, each)] for kind, found in about.items()}
    touched = [_moment(kind, each) for kind in (Kind.TOUCH, Kind.MEETING) for each in about[kind]]
    paid = _paid(seen, number)
    shown = {kind: tuple(found[:_MOST]) for kind, found in seen_here.items()}
    return AccountPage(
        account=account,
        may_change=may_change(seen, account),
        standing=_standing(seen, paid, about[Kind.DEAL]),
        since=paid[0] if paid else None,
        until=paid[1] if paid else None,
        years=_years(seen, number) if paid else (),
        contacts=shown[Kind.CONTACT],
        deals=shown[Kind.DEAL],
        leads=shown[Kind.LEAD],
        touches=shown[Kind.TOUCH],
        meetings=shown[Kind.MEETING],
        steps=shown[Kind.STEP][::-1],
        unseen=sum(len(about[kind]) - len(seen_here[kind]) for kind in (Kind.TOUCH, Kind.MEETING, Kind.DEAL)),
        last_touched=max((at for at in touched if at <= datetime.now(at.tzinfo)), default=None),
    )


_SORTED = {
    Kind.CONTACT: "name", Kind.DEAL: "created_at", Kind.LEAD: "created_at", Kind.TOUCH: "at",
    Kind.MEETING: "starts_at", Kind.STEP: "due_on",
}  # fmt: skip
"""What is about an account, and the field that says when."""


def _about(seen: Seen, kind: Kind, account: str) -> list[Record]:
    """All records about the account, of the journal as of now and of others as facts have them, the latest first."""
    found = [*listed(kind, limit=100 * _MOST, account=account), *of_facts(seen.place, kind, "account", [account])]
    when = _SORTED[kind]
    if when == "name":
        return sorted(found, key=lambda each: each.title.casefold())
    return sorted(found, key=lambda each: str(each.fields[when] or each.made_at), reverse=True)


def _moment(kind: Kind, each: Record) -> datetime:
    moment: datetime = each.fields[_SORTED[kind]]
    return moment


def _paid(seen: Seen, account: str) -> tuple[date, date | None] | None:
    """From when to when the account paid anything; None when it never did."""
    snapshot = snapshot_of(seen.place)
    files = snapshot.files("revenue") if snapshot else ()
    if not files:
        return None
    [row] = asked(
        f"SELECT min(starts_on) AS since, bool_or(kind = 'recurring' AND ends_on IS NULL) AS runs, "
        f"max(CASE WHEN kind = 'recurring' THEN ends_on ELSE starts_on END) AS until "
        f"FROM ({rows_of(TABLES['revenue'], files)}) WHERE account = {literal(account)}"
    )
    return (row["since"], None if row["runs"] else row["until"]) if row["since"] else None


def _standing(seen: Seen, paid: tuple[date, date | None] | None, deals: Sequence[Record]) -> Standing:
    """A customer is who pays, or bought within a year; where no revenue is known, who a deal was won with."""
    won = [deal.fields["closed_at"] for deal in deals if deal.fields["status"] == "won"]
    calendar = seen.place.settings.calendar
    days = [calendar.today(closed) for closed in won if closed]
    last = paid[1] if paid else max(days, default=None)
    if paid is None and not won:
        return Standing.FUTURE
    present = last is None or last + _BUYS_AGAIN > seen.today
    return Standing.PRESENT if present else Standing.PAST


def _years(seen: Seen, account: str) -> tuple[Year, ...]:
    try:
        answer = seen.answer(Question("revenue", every=Period.YEAR, where=(("account", account),)))
    except MeriloError:
        return ()  # nothing of it is the person's to see
    return tuple(
        Year(line.period, float(line.figure.value), answer.currency) for line in answer.lines if line.figure.value
    )
