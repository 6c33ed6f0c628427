"""Who may see and write what in the journal: the one rule for pages, the API and the command line.

- Accounts, contacts and leads that nobody works are found and read by everybody who may log in, so that nobody is
  called twice. All else (leads, deals, touches, meetings, next steps) is seen as `merilo/reports/access.py` says.
- A seller writes for himself, a manager for himself and those whom he leads now, an administrator for everybody.
  Analysts read.
- A record may be changed by whoever may write for the seller whose it is. An account (and its contacts) besides by
  whoever works it: keeps an open deal or a lead of it. What nobody keeps may be changed by everybody who writes.
- Stages of pipelines are changed by managers and administrators.
"""

from __future__ import annotations

from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import Record, exists, find
from merilo.people.roles import Role
from merilo.reports.access import refused
from merilo.reports.seen import Seen

_OPEN_TO_ALL = (Kind.ACCOUNT, Kind.CONTACT, Kind.STAGE)


def writes(seen: Seen) -> bool:
    """Whether the person may write anything at all."""
    role = seen.person.role
    return role is Role.ADMIN or (role is not Role.ANALYST and bool(seen.person.seller))


def writes_for(seen: Seen, seller: str) -> bool:
    """Whether the person may write for a seller (id)."""
    if not writes(seen) or not seller:
        return False
    if seen.person.role is Role.ADMIN:
        return seller in seen.staff["names"]
    return seller == seen.person.seller or seen.reach.sees_seller(seller)


def leads_others(seen: Seen) -> bool:
    """Whether the person may change pipelines and write for others."""
    return writes(seen) and seen.person.role in (Role.MANAGER, Role.ADMIN)


def sellers_to_write_for(seen: Seen) -> tuple[str, ...]:
    """The sellers (ids) whom the person may write for, himself first, the others by name."""
    if not writes(seen):
        return ()
    known = seen.staff["names"]
    allowed = known if seen.person.role is Role.ADMIN else seen.reach.sellers
    own = seen.person.seller
    return tuple(sorted(allowed, key=lambda who: (who != own, known.get(who, who), who)))


def sees(seen: Seen, record: Record) -> bool:
    """Whether the person may read a record, of whatever source."""
    if record.kind in _OPEN_TO_ALL or (record.kind is Kind.LEAD and not record.owner):
        return True
    return seen.reach.sees_seller(record.owner)


def may_change(seen: Seen, record: Record) -> bool:
    """Whether the person may change, delete or merge a record. Records of another source are changed there."""
    if not record.ours or not writes(seen) or not sees(seen, record):
        return False
    if record.kind is Kind.STAGE:
        return leads_others(seen)
    if seen.person.role is Role.ADMIN or writes_for(seen, record.owner):
        return True
    if record.kind is Kind.ACCOUNT:
        return not record.owner or _works(seen, record.id)
    if record.kind is Kind.CONTACT:
        return _may_change_contact(seen, record)
    return record.kind is Kind.LEAD and not record.owner


def check_writes(seen: Seen) -> None:
    """Raise NotAllowedError for a person who writes nothing."""
    if not writes(seen):
        raise refused()


def check_change(seen: Seen, record: Record) -> None:
    """Raise NotAllowedError for a record that the person may not change."""
    if not may_change(seen, record):
        raise refused()


def _works(seen: Seen, account: str) -> bool:
    """Whether one of those whom the person may write for keeps an open deal or a lead of the account."""
    mine = seen.reach.sellers
    deals = exists(Kind.DEAL, account=account, seller__in=mine, status="open")
    return deals or exists(Kind.LEAD, account=account, owner__in=mine)


def _may_change_contact(seen: Seen, contact: Record) -> bool:
    account = contact.fields["account"]
    if not account:
        return True
    # A contact that the journal keeps of another source's account is everybody's: nobody else can mend it.
    kept = find(Kind.ACCOUNT, account)
    return kept is None or may_change(seen, kept)
