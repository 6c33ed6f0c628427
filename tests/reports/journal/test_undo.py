"""Undo: whatever was done comes back exactly, unless somebody changed the record since."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merilo.core.errors import UsageError
from merilo.core.text import set_language
from merilo.people.journal.fields import plain
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import rows
from merilo.people.journal.writing import ConflictError
from merilo.reports.access import NotAllowedError
from merilo.reports.journal import duplicates, reading, writing
from merilo.reports.journal.known import record
from tests.reports.journal.office import Office

ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "deal", "touch", "rename", "move", "remove", "merge"]), st.integers(0, 9)),
    min_size=1,
    max_size=7,
)


def _all() -> dict[str, Any]:
    """All that is there, without what only says who changed it last."""
    return {
        row.source_id: plain(KINDS[kind], row) for kind in KINDS for row in rows(kind) if kind is not Kind.STAGE
    }  # fmt: skip


def _act(desk: Office, what: str, n: int) -> int | None:
    """Do something to the n-th record; gives the deed, or None where nothing could be done."""
    accounts = reading.latest(desk.ann, Kind.ACCOUNT)
    deals = reading.latest(desk.ann, Kind.DEAL)
    if what == "add" or not accounts:
        return writing.add(desk.ann, Kind.ACCOUNT, {"name": f"Account {n}", "domain": f"d{n}.example"}).deed
    account = accounts[n % len(accounts)]
    if what == "deal" or (what == "move" and not deals):
        return writing.add(desk.ann, Kind.DEAL, {"name": f"Deal {n}", "account": account.id, "amount": n}).deed
    if what == "touch":
        return writing.log_touch(desk.ann, {"kind": "call", "account": account.id}).deed
    if what == "rename":
        return writing.change(desk.ann, Kind.ACCOUNT, account.id, {"name": f"Other {n}"}, account.version).deed
    if what == "move":
        deal, stage = deals[n % len(deals)], ("New", "Proposal", "Won", "Lost")[n % 4]
        return writing.move_deal(desk.ann, deal.id, stage, deal.version, "why").deed
    if what == "merge" and len(accounts) > 1:
        other = accounts[(n + 1) % len(accounts)]
        if other.id != account.id:
            pair = (account.id, account.version), (other.id, other.version)
            return duplicates.merge(desk.ann, Kind.ACCOUNT, *pair).deed
    return writing.remove(desk.ann, Kind.ACCOUNT, account.id, account.version).deed


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_deeds_taken_back_in_turn_leave_all_as_it_was(desk: Office, acts: list[tuple[str, int]]) -> None:
    before, deeds, between = _all(), [], []
    for what, n in acts:
        between.append(_all())
        deeds.append(_act(desk, what, n))
    after = _all()
    for deed, there in reversed(list(zip(deeds, between, strict=True))):
        writing.undo(desk.ann, deed or 0)
        assert _all() == there
    assert _all() == before
    # And done again: taking back the undoing, the last one first.
    from merilo.people.journal.models import Deed

    undoing = list(Deed.objects.filter(undoes__in=deeds).order_by("-id").values_list("id", flat=True))
    for deed in undoing:
        writing.undo(desk.ann, deed)
    assert _all() == after


def test_what_somebody_changed_since_is_not_taken_back(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply"})
    moved = writing.move_deal(desk.ann, deal.record.id, "Won", deal.record.version)
    writing.change(desk.mia, Kind.DEAL, deal.record.id, {"note": "well done"}, moved.record.version)
    with pytest.raises(ConflictError, match="Mia has changed this record since"):
        writing.undo(desk.ann, moved.deed)
    found = record(desk.ann, Kind.DEAL, deal.record.id)
    assert (found.fields["stage"], found.fields["note"]) == ("Won", "well done")


def test_one_s_own_later_change_comes_first(desk: Office) -> None:
    first = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"})
    second = writing.change(desk.ann, Kind.ACCOUNT, first.record.id, {"name": "B"}, 1)
    with pytest.raises(ConflictError, match="You have changed"):
        writing.undo(desk.ann, first.deed)
    writing.undo(desk.ann, second.deed)
    writing.undo(desk.ann, first.deed)
    with pytest.raises(UsageError, match="taken back already"):
        writing.undo(desk.ann, first.deed)
    assert [each.undone for each in writing.lately(desk.ann)] == [True, True]


def test_what_was_done_is_told_in_the_language_of_who_reads_it(desk: Office) -> None:
    set_language("ru")
    made = writing.add(desk.ann, Kind.DEAL, {"name": "Ёлки"})
    set_language("en")
    writing.undo(desk.ann, made.deed)
    assert [each.about for each in writing.lately(desk.ann)] == ["Deal: Ёлки"]


def test_another_s_deeds_are_not_one_s_to_undo(desk: Office) -> None:
    deed = writing.log_touch(desk.ann, {"kind": "call"}).deed
    for other in (desk.mia, desk.bob, desk.eve, desk.root):
        with pytest.raises(UsageError, match="nothing that you did"):
            writing.undo(other, deed)
    with pytest.raises(NotAllowedError):
        writing.undo(desk.ada, deed)


def test_a_move_that_was_taken_back_never_was(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply"}).record
    moved = writing.move_deal(desk.ann, deal.id, "Won", deal.version)
    assert rows(Kind.MOVE).count() == 2
    writing.undo(desk.ann, moved.deed)
    assert rows(Kind.MOVE).count() == 0


def test_history_tells_every_change(desk: Office) -> None:
    made = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    changed = writing.change(desk.mia, Kind.ACCOUNT, made.id, {"name": "B"}, made.version)
    writing.undo(desk.mia, changed.deed)
    told = reading.history(desk.eve, Kind.ACCOUNT, made.id)
    assert [(each.by, each.what.value, each.fields["name"]) for each in told] == [
        ("Mia", "undo", ("B", "A")), ("Mia", "change", ("A", "B")), ("Ann", "add", (None, "A")),
    ]  # fmt: skip
