"""Logging: what goes without saying is filled in, what cannot be so is refused, nothing is overwritten silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.writing import ConflictError
from merilo.reports.access import NotAllowedError
from merilo.reports.journal import reading, writing
from merilo.reports.journal.known import record
from merilo.reports.journal.pipelines import pipelines, set_stages
from tests.reports.journal.office import Office


def test_a_call_needs_two_words(desk: Office) -> None:
    touch = writing.log_touch(desk.ann, {"kind": "call", "account": "crm:1"}).record
    assert (touch.fields["seller"], touch.fields["direction"]) == ("crm:ann", "outbound")
    assert datetime.now(UTC) - touch.fields["at"] < timedelta(minutes=1)


def test_times_are_the_workspace_s(desk: Office) -> None:
    """Half past nine in Moscow is half past six in UTC, in winter as in summer."""
    touch = writing.log_touch(desk.ann, {"kind": "call", "at": "2026-07-01T09:30"}).record
    assert touch.fields["at"] == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)


def test_the_account_follows_from_what_is_named(desk: Office) -> None:
    contact = writing.add(desk.ann, Kind.CONTACT, {"name": "Ira", "account": "crm:1"}).record
    assert writing.log_touch(desk.ann, {"kind": "email", "contact": contact.id}).record.fields["account"] == "crm:1"
    assert writing.log_touch(desk.ann, {"kind": "email", "contact": "crm:c1"}).record.fields["account"] == "crm:1"


def test_a_meeting_that_was_is_held_and_one_to_come_is_booked(desk: Office) -> None:
    soon = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    assert writing.log_meeting(desk.ann, {"starts_at": "2026-03-02T10:00"}).record.fields["status"] == "held"
    assert writing.log_meeting(desk.ann, {"starts_at": soon}).record.fields["status"] == "booked"


@pytest.mark.parametrize(
    ("kind", "given", "where"),
    [
        (Kind.TOUCH, {"kind": "pigeon"}, "kind"),
        (Kind.TOUCH, {}, "kind"),
        (Kind.TOUCH, {"kind": "call", "at": "2199-01-01T10:00"}, "at"),
        (Kind.TOUCH, {"kind": "call", "account": "crm:404"}, "account"),
        (Kind.TOUCH, {"kind": "call", "duration_s": -1}, "duration_s"),
        (Kind.STEP, {"subject": "Call", "due_on": "31.03.2026"}, "due_on"),
        (Kind.MEETING, {"starts_at": "2026-03-02T10:00", "ends_at": "2026-03-02T09:00"}, "ends_at"),
        (Kind.MEETING, {"starts_at": "2199-03-02T10:00", "status": "held"}, "status"),
        (Kind.DEAL, {"name": "x", "amount": "a lot"}, "amount"),
        (Kind.DEAL, {"name": "x", "currency": "RUX"}, "currency"),
        (Kind.ACCOUNT, {"name": "x" * 1001}, "name"),
        (Kind.ACCOUNT, {"name": "  "}, "name"),
        (Kind.ACCOUNT, {"name": "x", "colour": "red"}, "Account"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(desk: Office, kind: Kind, given: dict[str, Any], where: str) -> None:
    with pytest.raises(UsageError) as error:
        writing.add(desk.ann, kind, given)
    assert error.value.where.startswith(where)
    assert reading.waiting() == 0


def test_the_first_deal_begins_the_first_pipeline(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply", "amount": "1 200,50"}).record
    assert deal.fields["amount"] == Decimal("1200.50")
    assert (deal.fields["pipeline"], deal.fields["stage"], deal.fields["status"]) == ("Sales", "New", "open")
    assert (deal.fields["currency"], deal.fields["seller"]) == ("RUB", "crm:ann")
    [pipeline] = [each for each in pipelines(desk.ann) if each.ours]
    assert [(stage.name, stage.kind) for stage in pipeline.stages][-2:] == [("Won", "won"), ("Lost", "lost")]


def test_a_stage_makes_the_status(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply"}).record
    with pytest.raises(UsageError, match="Why was it lost") as asked:
        writing.move_deal(desk.ann, deal.id, "Lost", deal.version)
    assert asked.value.where == "lost_reason"
    lost = writing.move_deal(desk.ann, deal.id, "Lost", deal.version, "price").record
    assert (lost.fields["status"], lost.fields["lost_reason"]) == ("lost", "price")
    assert lost.fields["closed_at"] is not None
    again = writing.move_deal(desk.ann, deal.id, "Proposal", lost.version).record
    assert [again.fields[name] for name in ("status", "closed_at", "lost_reason")] == ["open", None, None]
    with pytest.raises(UsageError) as refused:
        writing.move_deal(desk.ann, deal.id, "Proposals", again.version)
    assert "Proposal" in refused.value.allowed
    with pytest.raises(UsageError, match="follows from its stage"):
        writing.change(desk.ann, Kind.DEAL, deal.id, {"status": "won"}, again.version)


def test_moves_are_kept_with_their_moments(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply"}).record
    moved = writing.move_deal(desk.ann, deal.id, "Won", deal.version).record
    writing.change(desk.ann, Kind.DEAL, deal.id, {"amount": "5"}, moved.version)
    from merilo.people.journal.models import Move

    told = [(row.field, row.old, row.new) for row in Move.objects.order_by("id")]
    assert told == [("stage", "New", "Won"), ("status", "open", "won"), ("amount", None, "5")]


def test_of_two_who_change_one_deal_the_second_is_told(desk: Office) -> None:
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "Supply", "amount": 1}).record
    writing.change(desk.ann, Kind.DEAL, deal.id, {"amount": 2}, deal.version)
    with pytest.raises(ConflictError, match="Ann has changed this record") as told:
        writing.change(desk.mia, Kind.DEAL, deal.id, {"amount": 3}, deal.version)
    assert told.value.present is not None
    assert told.value.present.fields["amount"] == 2
    assert record(desk.ann, Kind.DEAL, deal.id).fields["amount"] == 2


def test_a_change_never_looks_older_than_what_it_changes(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trap: a clock set back an hour would make the facts keep the former version as the newer one."""
    account = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record

    class _Back(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)

    monkeypatch.setattr("merilo.people.journal.writing.datetime", _Back)
    changed = writing.change(desk.ann, Kind.ACCOUNT, account.id, {"name": "B"}, account.version).record
    assert changed.changed_at > account.changed_at


def test_what_another_system_keeps_is_shown_and_not_changed(desk: Office) -> None:
    shown = record(desk.ann, Kind.ACCOUNT, "crm:1")
    assert (shown.title, shown.ours, shown.source) == ("Ёлки и Палки", False, "crm")
    with pytest.raises(UsageError, match="kept in crm"):
        writing.change(desk.root, Kind.ACCOUNT, "crm:1", {"name": "x"}, 0)


def test_a_lead_becomes_a_deal_at_once(desk: Office) -> None:
    lead = writing.add(desk.ann, Kind.LEAD, {"name": "Ivan", "account": "crm:1", "origin": "self"}).record
    written = writing.make_deal_of(desk.ann, lead.id, lead.version, {"amount": 10})
    assert (written.record.fields["account"], written.record.fields["origin"]) == ("crm:1", "self")
    after = record(desk.ann, Kind.LEAD, lead.id)
    assert after.fields["deal"] == written.record.id
    assert after.fields["qualified_at"] is not None
    writing.undo(desk.ann, written.deed)
    assert record(desk.ann, Kind.LEAD, lead.id).fields["deal"] is None


def test_a_step_is_done_and_not_done(desk: Office) -> None:
    step = writing.plan_step(desk.ann, {"subject": "Offer", "due_on": date(2026, 12, 1)}).record
    assert reading.steps(desk.ann) == (step,)
    done = writing.do_step(desk.ann, step.id, step.version).record
    assert reading.steps(desk.ann) == ()
    assert writing.do_step(desk.ann, step.id, done.version, done=False).record.fields["done_at"] is None


def test_leaders_set_stages_and_none_goes_from_under_a_deal(desk: Office) -> None:
    wanted = [("A", "open"), ("B", "open"), ("Won", "won"), ("Lost", "lost")]
    with pytest.raises(NotAllowedError):
        set_stages(desk.ann, "New business", wanted)
    set_stages(desk.mia, "New business", wanted)
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "x", "pipeline": "New business", "stage": "B"}).record
    with pytest.raises(UsageError, match="deals in the stage B"):
        set_stages(desk.mia, "New business", [wanted[0], *wanted[2:]])
    writing.move_deal(desk.ann, deal.id, "A", deal.version)
    found = set_stages(desk.mia, "New business", [("A1", "open"), wanted[0], *wanted[2:]])
    assert [stage.name for stage in found.stages] == ["A1", "A", "Won", "Lost"]


def test_every_kind_can_be_read_as_it_was_written(desk: Office) -> None:
    """Each field of each kind that is entered by hand is kept: none is lost between form and row."""
    samples = {"text": "t", "choice": None, "time": "2026-03-02T10:00", "day": "2026-03-02", "money": "7", "count": 3}
    for kind in (Kind.ACCOUNT, Kind.CONTACT, Kind.TOUCH, Kind.STEP, Kind.LEAD):
        given = {
            field.name: field.choices[0] if field.choices else samples[field.holds.value]
            for field in KINDS[kind].fields
            if field.holds.value in samples
        }
        made = writing.add(desk.ann, kind, given).record
        assert record(desk.ann, kind, made.id) == made
        assert all(made.fields[name] is not None for name in given)
        with pytest.raises(ConflictError):
            writing.remove(desk.ann, kind, made.id, replace(made, version=9).version)


def test_what_is_sent_twice_under_one_key_is_entered_once(desk: Office) -> None:
    first, second = (writing.add(desk.ann, Kind.TOUCH, {"kind": "call"}, key="k1") for _try in range(2))
    assert (first, reading.waiting()) == (second, 1)
    other = writing.add(desk.bob, Kind.TOUCH, {"kind": "call"}, key="k1")
    assert other.record.owner == "crm:bob"
    writing.undo(desk.ann, first.deed)
    assert writing.add(desk.ann, Kind.TOUCH, {"kind": "call"}, key="k1").record.deleted
