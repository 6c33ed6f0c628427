"""Who sees and writes what in the journal: owner, team mate, outsider; manager, analyst, administrator, nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from merilo.core.errors import MeriloError, UsageError
from merilo.people.journal.kinds import KINDS, Kind
from merilo.reports.access import NotAllowedError
from merilo.reports.journal import duplicates, reading, rights, writing
from merilo.reports.journal.known import record
from merilo.reports.seen import Seen
from tests.reports.journal.office import Office

EVERYBODY = {"ann", "bob", "eve", "mia", "max", "root", "ada", "nob"}
ANN_S = {"ann", "mia", "root", "ada"}
GIVEN = {
    Kind.ACCOUNT: {"name": "A"}, Kind.CONTACT: {"name": "C"}, Kind.LEAD: {"name": "L"}, Kind.DEAL: {"name": "D"},
    Kind.TOUCH: {"kind": "call"}, Kind.MEETING: {"starts_at": "2026-03-02T10:00"},
    Kind.STEP: {"subject": "S", "due_on": "2026-03-02"},
}  # fmt: skip


def _who(desk: Office, may: Callable[[Seen], object]) -> set[str]:
    found = set()
    for name, seen in desk.seen.items():
        with suppress(NotAllowedError):
            may(seen)
            found.add(name)
    return found


@pytest.mark.parametrize("kind", GIVEN)
def test_accounts_and_contacts_are_everybody_s_to_find_and_all_else_follows_the_access_rule(
    desk: Office, kind: Kind
) -> None:
    made = writing.add(desk.ann, kind, GIVEN[kind]).record
    open_to_all = kind in (Kind.ACCOUNT, Kind.CONTACT)
    assert _who(desk, lambda seen: record(seen, kind, made.id)) == (EVERYBODY if open_to_all else ANN_S)
    assert _who(desk, lambda seen: reading.history(seen, kind, made.id)) == (EVERYBODY if open_to_all else ANN_S)


@pytest.mark.parametrize("kind", [kind for kind in GIVEN if kind is not Kind.CONTACT])
def test_a_record_is_changed_by_whoever_writes_for_its_seller(desk: Office, kind: Kind) -> None:
    made = writing.add(desk.ann, kind, GIVEN[kind]).record

    def change(seen: Seen) -> None:
        now = record(desk.root, kind, made.id)
        writing.change(seen, kind, made.id, {"note": seen.person.name}, now.version)

    assert _who(desk, change) == {"ann", "mia", "root"}

    def remove(seen: Seen) -> None:
        now = record(desk.root, kind, made.id)
        written = writing.remove(seen, kind, made.id, now.version)
        writing.undo(seen, written.deed)

    assert _who(desk, remove) == {"ann", "mia", "root"}


def test_who_works_an_account_may_change_it_and_its_contacts(desk: Office) -> None:
    account = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    contact = writing.add(desk.ann, Kind.CONTACT, {"name": "C", "account": account.id}).record
    assert not rights.may_change(desk.eve, account)
    assert not rights.may_change(desk.eve, contact)
    deal = writing.add(desk.eve, Kind.DEAL, {"name": "D", "account": account.id}).record
    assert rights.may_change(desk.eve, account)
    assert rights.may_change(desk.eve, contact)
    writing.move_deal(desk.eve, deal.id, "Lost", deal.version, "price")
    assert not rights.may_change(desk.eve, account)


def test_a_seller_writes_for_himself_alone_and_a_manager_for_his_team(desk: Office) -> None:
    def write_for(seller: str) -> set[str]:
        return _who(desk, lambda seen: writing.log_touch(seen, {"kind": "call", "seller": seller}))

    assert write_for("crm:ann") == {"ann", "mia", "root"}
    assert write_for("crm:eve") == {"eve", "max", "root"}
    assert write_for("crm:nobody") == set()
    assert rights.sellers_to_write_for(desk.mia) == ("crm:mia", "crm:ann", "crm:bob")
    assert [rights.sellers_to_write_for(desk.seen[who]) for who in ("ada", "nob")] == [(), ()]
    with pytest.raises(UsageError, match="Seller is missing"):
        writing.log_touch(desk.root, {"kind": "call"})


def test_nobody_refers_to_what_he_does_not_see(desk: Office) -> None:
    """The answer is that of a deal that does not exist: else ids could be tried out."""
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "D"}).record
    told = []
    for number in (deal.id, "journal:none", "crm:d1", "crm:none"):
        with pytest.raises(UsageError) as error:
            writing.log_touch(desk.bob, {"kind": "call", "deal": number})
        told.append(str(error.value))
    assert len(set(told)) == 1


def test_nobody_gives_himself_what_is_another_s(desk: Office) -> None:
    account = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    other = writing.add(desk.bob, Kind.ACCOUNT, {"name": "B"}).record
    for act in (
        lambda: writing.change(desk.bob, Kind.ACCOUNT, account.id, {"owner": "crm:bob"}, account.version),
        lambda: writing.change(desk.ann, Kind.ACCOUNT, account.id, {"owner": "crm:eve"}, account.version),
        lambda: duplicates.merge(desk.bob, Kind.ACCOUNT, (other.id, 1), (account.id, 1)),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_an_unowned_lead_is_taken_by_whoever_comes_first(desk: Office) -> None:
    lead = writing.add(desk.root, Kind.LEAD, {"name": "L", "owner": ""}).record
    assert _who(desk, lambda seen: record(seen, Kind.LEAD, lead.id)) == EVERYBODY
    taken = writing.change(desk.eve, Kind.LEAD, lead.id, {"owner": "crm:eve"}, lead.version).record
    with pytest.raises(NotAllowedError):
        writing.change(desk.ann, Kind.LEAD, lead.id, {"owner": "crm:ann"}, taken.version)


def test_lists_hold_what_may_be_seen(desk: Office) -> None:
    for who in ("ann", "bob", "eve"):
        writing.log_touch(desk.seen[who], {"kind": "call", "account": "crm:1"})
        writing.plan_step(desk.seen[who], {"subject": who, "due_on": "2026-03-02", "account": "crm:1"})

    def counts(seen: Seen) -> tuple[int, int, int]:
        everybody = ["crm:ann", "crm:bob", "crm:eve"]
        return (
            len(reading.of_account(seen, Kind.TOUCH, "crm:1")),
            len(reading.latest(seen, Kind.STEP, own=False)),
            len(reading.steps(seen, everybody)),
        )

    found = {who: counts(seen) for who, seen in desk.seen.items()}
    assert found == {
        "ann": (1, 1, 1), "bob": (1, 1, 1), "eve": (1, 1, 1), "mia": (2, 2, 2), "max": (1, 1, 1),
        "root": (3, 3, 3), "ada": (3, 3, 3), "nob": (0, 0, 0),
    }  # fmt: skip
    pipeline = writing.add(desk.ann, Kind.DEAL, {"name": "D"}).record.fields["pipeline"]
    deals = {who: sum(len(column.deals) for column in reading.board(seen, pipeline).columns)
             for who, seen in desk.seen.items()}  # fmt: skip
    assert deals == dict.fromkeys(EVERYBODY, 0) | dict.fromkeys(ANN_S, 1)


def test_every_kind_has_its_rule(desk: Office) -> None:
    """A kind that is added must be named here, or it would be written by nobody's rule."""
    assert set(KINDS) == set(GIVEN) | {Kind.STAGE, Kind.MOVE}
    for kind in (Kind.STAGE, Kind.MOVE):
        with pytest.raises(MeriloError):
            writing.add(desk.root, kind, {})
