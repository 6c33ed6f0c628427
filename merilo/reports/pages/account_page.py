"""Everything about one account, of all sources and the journal, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from merilo.core.text import N_
from merilo.people.journal.records import Record
from merilo.reports.seen import Seen


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
class Paid:
    """What an account paid and pays: first and last day paid for, the amounts of each year, by currency."""

    since: date
    until: date | None
    years: tuple[tuple[int, str, Decimal], ...]


@dataclass(frozen=True)
class AccountPage:
    """The account and what there is about it, the latest first; steps by day. Only what the person may see.

    `may_change`: whether he may change the account; `link`: where its own system shows it; `unseen`: touches, meetings
    and deals of others that he does not see, and `last_touched`: when anybody last had to do with it.
    """

    account: Record
    may_change: bool
    link: str
    standing: Standing
    paid: Paid | None
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
    raise NotImplementedError
