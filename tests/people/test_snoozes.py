"""A snoozed signal is quiet up to and with its day; the last word about it holds."""

from __future__ import annotations

from datetime import date

from merilo.core.workspace import Workspace
from merilo.people.snoozes import snooze, snoozed


def test_a_key_is_quiet_up_to_and_with_its_day(workspace: Workspace) -> None:
    snooze(workspace, "падение/s1/touches", date(2026, 3, 2), "Anna")
    assert snoozed(workspace, date(2026, 3, 2)) == {"падение/s1/touches": date(2026, 3, 2)}
    assert snoozed(workspace, date(2026, 3, 3)) == {}


def test_the_last_word_about_a_key_holds_also_when_it_is_an_earlier_day(workspace: Workspace) -> None:
    for day in (5, 20, 10):
        snooze(workspace, "a", date(2026, 3, day))
    assert snoozed(workspace, date(2026, 3, 10)) == {"a": date(2026, 3, 10)}
    assert snoozed(workspace, date(2026, 3, 11)) == {}
