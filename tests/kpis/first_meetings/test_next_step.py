from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from tests.kpis.conftest import Build

Row = dict[str, Any]
_LAST = {"starts_at": "2024-12-30", "account": "late", "status": "no_show"}  # so far do the data reach


def _met(day: str = "2024-05-06", **more: Any) -> Row:
    return {"starts_at": day, "account": "x", **more}


def _parts(facts: Build, *meetings: Row, **tables: Any) -> tuple[Any, Any]:
    policies = tables.pop("policies", {})
    figure = facts(meetings=[*meetings, _LAST], **tables).figure("next_step_rate", policies=policies)
    return figure.parts["next_steps"], figure.parts["meetings"]


@pytest.mark.parametrize(
    ("booked", "within", "counts"),
    [
        ("2024-05-20", "14", 1),  # the 14th day
        ("2024-05-21", "14", 0),
        ("2024-05-21", "30", 1),
        ("2024-05-13", "7", 1),
        ("2024-05-14", "7", 0),
        ("2024-05-06T12:10", "14", 1),  # at the very meeting
        ("2024-05-05", "14", 0),  # before it
    ],
)
def test_a_next_meeting_booked_within_the_days_counts_whenever_it_takes_place(
    facts: Build, booked: str, within: str, counts: int
) -> None:
    later = _met("2024-08-01", booked_at=booked)
    assert _parts(facts, _met(), later, policies={"within": within}) == (counts, 1)


def test_a_next_meeting_that_was_missed_or_cancelled_was_agreed_all_the_same(facts: Build) -> None:
    assert _parts(facts, _met(), _met("2024-06-01", booked_at="2024-05-07", status="cancelled")) == (1, 1)


def test_when_booking_is_not_known_the_next_meeting_must_take_place_in_time(facts: Build) -> None:
    assert _parts(facts, _met(), _met("2024-05-20")) == (1, 1)
    assert _parts(facts, _met(), _met("2024-05-21")) == (0, 1)


def test_a_step_planned_in_time_counts_whenever_it_is_due(facts: Build) -> None:
    """Planned on the day itself and on the 14th day; not on the 15th, and not one that was due before the meeting."""

    def planned(created: str, due: str = "2024-09-01") -> Row:
        return {"next_steps": [{"account": "x", "created_at": created, "due_on": due}]}

    assert _parts(facts, _met(), **planned("2024-05-06T17:00")) == (1, 1)
    assert _parts(facts, _met(), **planned("2024-05-20")) == (1, 1)
    assert _parts(facts, _met(), **planned("2024-05-21")) == (0, 1)
    assert _parts(facts, _met(), **planned("2024-05-07", "2024-05-05")) == (0, 1)


def test_several_steps_and_meetings_after_one_meeting_are_one_yes(facts: Build) -> None:
    """Three meetings and two steps follow: 1 / 1, not 5 / 1 nor 5 / 5."""
    later = [_met(f"2024-05-{day:02}", booked_at="2024-05-07") for day in (8, 9, 10)]
    steps = [{"account": "x", "created_at": "2024-05-07", "due_on": "2024-05-09"}] * 2
    assert _parts(facts, _met(), *later, next_steps=steps) == (1, 1)


def test_another_account_s_meeting_is_no_next_step(facts: Build) -> None:
    """Both are first meetings, and neither is followed by anything."""
    assert _parts(facts, _met(), {"starts_at": "2024-05-08", "account": "y"}) == (0, 2)


def test_steps_are_found_through_deal_and_lead(facts: Build) -> None:
    """The step names only the deal, the meeting only the lead; both are account x's."""
    found = _parts(
        facts,
        {"starts_at": "2024-05-06", "lead": "l"},
        leads=[{"id": "l", "account": "x"}],
        deals=[{"id": "d", "account": "x"}],
        next_steps=[{"deal": "d", "created_at": "2024-05-07", "due_on": "2024-05-09"}],
    )
    assert found == (1, 1)


def test_a_meeting_whose_days_are_not_over_is_in_neither_number_whatever_followed(facts: Build) -> None:
    """
    Data reach 20 May 2024 (a no-show). Met 6 May: 14 days, over. Met 7 May: 13 days, still open, though a step is
    already planned. Counting both would give 1 / 2; right is 0 / 1.
    """
    company = facts(
        today="2024-05-25",
        meetings=[_met(), _met("2024-05-07", account="y"), {"starts_at": "2024-05-20", "account": "z",
                                                            "status": "no_show"}],
        next_steps=[{"account": "y", "created_at": "2024-05-08", "due_on": "2024-05-09"}],
    )  # fmt: skip
    answer = company.ask("next_step_rate")
    assert answer.total is not None
    assert answer.total.figure.parts == {"next_steps": 0, "meetings": 1, "immature": 1}
    assert "1 first meetings still have time for a next step: they are in neither number." in answer.notes


@pytest.mark.parametrize(("day", "last"), [("2024-03-20", "2024-04-03"), ("2024-10-20", "2024-11-03")])
def test_days_are_local_over_both_changes_of_the_clock(facts: Build, day: str, last: str) -> None:
    """Half past eleven in the evening of the 14th day counts, half past midnight of the 15th does not."""
    settings = Settings(time_zone="Europe/Amsterdam")
    after = f"{last[:8]}{int(last[8:]) + 1:02}"
    met = _met(f"{day}T10:00")
    booked = [_met("2024-12-01", booked_at=f"{at}") for at in (f"{last}T23:30", f"{after}T00:30")]
    assert _parts(facts, met, booked[0], settings=settings) == (1, 1)
    assert _parts(facts, met, booked[1], settings=settings) == (0, 1)
