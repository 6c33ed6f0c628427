"""`merilo user`: people are added with a password that works once seen, and listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.people.accounts import people
from tests.cli.conftest import Run


@pytest.fixture
def place(merilo: Run) -> Run:
    assert merilo("init", "w").code == 0
    return merilo


def test_a_person_is_added_and_listed(place: Run) -> None:
    added = place(
        "user", "add", "Ann@Example.com", "--name", "Ann", "--role", "manager", "--seller", "crm:1", "-w", "w"
    )
    assert added.code == 0
    password = added.out.split()[-1]
    assert len(password) >= 12
    listed = json.loads(place("user", "list", "--format", "json", "-w", "w").out)
    assert [(each["email"], each["role"], each["seller"]) for each in listed] == [
        ("ann@example.com", "manager", "crm:1")
    ]
    assert password not in place("user", "list", "-w", "w").out


def test_an_address_that_is_taken_or_none_is_refused(place: Run) -> None:
    assert place("user", "add", "a@example.com", "--name", "A", "-w", "w").code == 0
    again = place("user", "add", "A@example.com", "--name", "B", "-w", "w")
    assert (again.code, "already" in again.err) == (2, True)
    wrong = place("user", "add", "nobody", "--name", "N", "-w", "w")
    assert (wrong.code, "no e-mail address" in wrong.err) == (2, True)


def test_without_people_nothing_is_made(place: Run) -> None:
    assert json.loads(place("user", "list", "--format", "json", "-w", "w").out) == []
    assert people(Workspace.open(Path("w"))) == ()
    assert not Path("w/merilo.sqlite3").exists()
