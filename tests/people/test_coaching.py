"""Coaching actions: kept as given, ended once, every change beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from merilo.core.errors import UsageError
from merilo.core.workspace import Workspace
from merilo.people.coaching import actions, end, reword
from tests.people.conftest import Agree


def test_an_action_is_kept_as_it_was_agreed_in_any_script(workspace: Workspace, agreed: Agree) -> None:
    before = datetime.now(UTC)
    made = agreed(seller="Пётр №1", agreed_by="Ünal 李", note="звонить до 11:00 ☎\nи 'не' забывать; --")
    assert actions(workspace) == (made,)
    assert (made.seller, made.agreed_by) == ("Пётр №1", "Ünal 李")
    assert made.note == "звонить до 11:00 ☎\nи 'не' забывать; --"
    assert before <= made.made_at <= datetime.now(UTC)
    assert (made.ended_on, made.edits) == (None, ())


def test_the_latest_begun_comes_first_and_one_seller_s_alone_can_be_asked(workspace: Workspace, agreed: Agree) -> None:
    old, new, other = agreed(), agreed(starts_on=date(2026, 5, 4)), agreed(seller="s2", starts_on=date(2026, 4, 6))
    assert [one.id for one in actions(workspace)] == [new.id, other.id, old.id]
    assert [one.id for one in actions(workspace, "s1")] == [new.id, old.id]
    assert actions(workspace, "s3") == ()


def test_what_was_said_before_a_change_stays_beside_it(workspace: Workspace, agreed: Agree) -> None:
    number = agreed().id
    reword(workspace, number, note="visit", by="Boris")
    end(workspace, number, on=date(2026, 6, 1), by="Anna")
    end(workspace, number, on=date(2026, 5, 1), by="Anna")
    (found,) = actions(workspace)
    assert (found.note, found.ended_on) == ("visit", date(2026, 5, 1))
    told = [(edit.field, edit.before, edit.after, edit.by) for edit in found.edits]
    assert told == [
        ("note", "call", "visit", "Boris"),
        ("ended_on", None, "2026-06-01", "Anna"),
        ("ended_on", "2026-06-01", "2026-05-01", "Anna"),
    ]


def test_an_action_cannot_end_before_it_began(workspace: Workspace, agreed: Agree) -> None:
    number = agreed().id
    with pytest.raises(UsageError, match="before the action began") as told:
        end(workspace, number, on=date(2026, 3, 1))
    assert "2026-03-02" in told.value.allowed
    assert actions(workspace)[0].edits == ()
    assert end(workspace, number, on=date(2026, 3, 2)).ended_on == date(2026, 3, 2)


def test_a_number_that_does_not_exist_is_told_which_do(workspace: Workspace, agreed: Agree) -> None:
    number = agreed().id
    with pytest.raises(UsageError) as told:
        end(workspace, number + 1, on=date(2026, 4, 1))
    assert told.value.allowed == f"Known are: {number}"
