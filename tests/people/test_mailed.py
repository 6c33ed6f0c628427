"""Mails: claimed before they are sent, tried again a few times where they were refused, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from merilo.core.workspace import Workspace
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.mailed import PAUSES, State, became, claim, last_told, mails, may_send
from merilo.people.roles import Person, Role

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
WEEK = ("digest", "2026-03-01")


@pytest.fixture
def ann(workspace: Workspace) -> Iterator[Person]:
    person = add_person(workspace, email="ann@example.com", name="Ann", role=Role.SELLER)
    with opened(workspace):
        yield person


def test_a_claimed_mail_is_nobody_else_s(ann: Person) -> None:
    """Who claimed it and died leaves it as it is: better no mail than two."""
    assert claim(ann, *WEEK, NOW) is not None
    assert claim(ann, *WEEK, NOW) is None
    assert not may_send(ann, *WEEK, NOW + timedelta(days=9))
    assert [each.state for each in mails(troubled=True)] == [State.SENDING]


def test_a_refused_one_is_tried_again_so_often(ann: Person) -> None:
    now, tries = NOW, 0
    while (number := claim(ann, *WEEK, now)) is not None:
        tries += 1
        became(number, State.FAILED, now, "450 try later")
        if tries <= len(PAUSES):
            assert not may_send(ann, *WEEK, now + PAUSES[tries - 1] - timedelta(seconds=1))
            now += PAUSES[tries - 1]
    assert tries == len(PAUSES) + 1
    [kept] = mails(troubled=True)
    assert (kept.attempts, kept.error, kept.again_at) == (tries, "450 try later", None)


@pytest.mark.parametrize("state", [State.SENT, State.UNSURE, State.NOTHING])
def test_others_are_not(ann: Person, state: State) -> None:
    became(claim(ann, *WEEK, NOW) or 0, state, NOW)
    assert claim(ann, *WEEK, NOW + timedelta(days=9)) is None


def test_what_failed_told_nobody_anything(ann: Person) -> None:
    became(claim(ann, "gathered", "2026-03-02", NOW) or 0, State.SENT, NOW)
    later = NOW + timedelta(days=1)
    became(claim(ann, "gathered", "2026-03-03", later) or 0, State.FAILED, later)
    assert last_told(ann, "gathered") == NOW
