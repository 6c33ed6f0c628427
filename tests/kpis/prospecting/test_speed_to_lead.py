from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

_LONG_AFTER = {"at": "2024-12-31"}  # the data reach the end of the year


def _lead(name: str, created: str | None = "2024-05-02T10:00", **more: Any) -> dict[str, Any]:
    return {"id": name, "owner": "a", "origin": "marketing", "created_at": created, **more}


def _touch(lead: str, at: str, **more: Any) -> dict[str, Any]:
    return {"lead": lead, "at": at, **more}


def test_hours_to_the_first_touch_and_the_share_within_the_goal(facts: Build) -> None:
    """
    lead  created 2 May 10:00, touched          hours  within 1  within 24  within 72
    a     10:30, and twice later                  0.5  yes       yes        yes
    b     3 May 10:00                            24    no        yes        yes
    c     5 May 10:00                            72    no        no         yes
    d     never                                        no        no         no
    Median of three 24; 1/4, 2/4, 3/4. Many touches do not multiply a lead.
    """
    company = facts(
        leads=[_lead(name) for name in "abcd"],
        touches=[
            _touch("a", "2024-05-02T10:30"), _touch("a", "2024-05-03"), _touch("a", "2024-05-04"),
            _touch("b", "2024-05-03T10:00"), _touch("c", "2024-05-05T10:00"), _LONG_AFTER,
        ],
    )  # fmt: skip
    answer = company.ask("speed_to_lead")
    assert answer.total is not None
    figure = answer.total.figure
    assert (figure.value, figure.n) == (24.0, 3)
    assert figure.parts == {"leads": 4, "touched": 3, "due": 4, "in_time": 2, "waiting": 0}
    assert figure.spreads["hours"].mean == pytest.approx(96.5 / 3)
    shares = [
        company.figure("speed_to_lead", policies={"goal": goal}).beside["in_time_share"].value
        for goal in ("1", "24", "72")
    ]
    assert shares == [0.25, 0.5, 0.75]
    assert any(note.startswith("1 leads (25%) were never touched") for note in answer.notes)


def test_a_lead_whose_time_is_not_over_is_in_no_share(facts: Build) -> None:
    """The data end on 4 May, at an hour that is not known. Goal 24 hours, over before that day began:

    2 May 10:00 untouched: over on the 3rd, missed. 3 May 00:00: over at midnight, missed. 3 May 00:01: waiting.
    3 May 12:00, touched within an hour: too early to count, so that the quick ones alone do not make the share.
    """
    company = facts(
        leads=[_lead("a"), _lead("b", "2024-05-03T00:00"), _lead("c", "2024-05-03T00:01"), _lead("d", "2024-05-03")],
        touches=[_touch("d", "2024-05-03T12:30"), {"at": "2024-05-04T09:00"}],
    )
    figure = company.figure("speed_to_lead")
    assert figure.parts == {"leads": 4, "touched": 1, "due": 2, "in_time": 0, "waiting": 1}
    assert figure.beside["in_time_share"].value == 0.0


def test_the_change_of_the_clock_is_no_hour_more_or_less(facts: Build) -> None:
    """London: from noon to noon it is 23 hours over 31 March 2024 and 25 over 27 October; by the clock both are 24."""
    company = facts(
        settings=Settings(time_zone="Europe/London"),
        leads=[_lead("spring", "2024-03-30T12:00"), _lead("autumn", "2024-10-26T12:00")],
        touches=[_touch("spring", "2024-03-31T12:00"), _touch("autumn", "2024-10-27T12:00"), _LONG_AFTER],
    )
    assert company.values("speed_to_lead", every=Period.QUARTER) == {
        "2024Q1": 23.0,
        "2024Q2": None,
        "2024Q3": None,
        "2024Q4": 25.0,
    }
    assert company.figure("speed_to_lead").parts["in_time"] == 1


def test_only_those_who_came_in_are_counted(facts: Build) -> None:
    company = facts(
        leads=[_lead("a"), _lead("s", origin="self"), _lead("n", origin=None), _lead("u", origin="unknown")],
        touches=[_touch(name, "2024-05-02T12:00") for name in "asnu"] + [_LONG_AFTER],
    )
    answer = company.ask("speed_to_lead")
    assert answer.total is not None
    assert answer.total.figure.n == 1
    assert "2 leads have no known origin: whether they came in is not known." in answer.notes
    assert company.figure("speed_to_lead", policies={"leads": "all"}).n == 4


def test_who_was_touched_before_he_was_entered_is_left_out_and_said(facts: Build) -> None:
    company = facts(leads=[_lead("a"), _lead("b")], touches=[_touch("a", "2024-05-01"), _touch("a", "2024-05-03")])
    answer = company.ask("speed_to_lead")
    assert answer.total is not None
    assert answer.total.figure.parts["leads"] == 1
    assert "1 leads were touched before they were entered; they are left out." in answer.notes


def test_a_call_of_the_lead_s_own_is_no_touch_of_ours(facts: Build) -> None:
    company = facts(
        leads=[_lead("a")],
        touches=[_touch("a", "2024-05-02T10:05", direction="inbound"), _touch("a", "2024-05-02T12:00"), _LONG_AFTER],
    )
    assert company.figure("speed_to_lead").value == 2.0


def test_a_lead_without_a_day_of_creation_is_in_no_number(facts: Build) -> None:
    company = facts(leads=[_lead("a", None)], touches=[_touch("a", "2024-05-02"), _LONG_AFTER])
    figure = company.figure("speed_to_lead")
    assert (figure.n, figure.parts["due"]) == (0, 0)
    assert not company.ask("speed_to_lead", every=Period.MONTH).lines
