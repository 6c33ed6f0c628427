from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.company import Company
from tests.kpis.conftest import Build

Row = dict[str, Any]
_LAST = {"starts_at": "2025-12-30", "account": "late", "status": "no_show"}  # so far do the data reach


def _touch(at: str, account: str | None = "x", **more: Any) -> Row:
    return {"at": at, "account": account, **more}


def _met(day: str, account: str | None = "x", **more: Any) -> Row:
    return {"starts_at": day, "account": account, **more}


def _parts(company: Company, **policies: str) -> tuple[Any, Any, Any]:
    parts = company.figure("touches_per_first_meeting", policies=policies).parts
    return parts["touches"], parts["met"], parts["touched"]


def test_touches_up_to_the_first_meeting_count_and_those_to_the_never_met_too(facts: Build) -> None:
    """
    x: touched 1, 5, 9 May, met 10 May, touched 11 May: 3 touches, met     y: touched 3 times, never met: 3 touches
    3 touches / 1 would forget the price of y; 7 / 1 counts what served the deal; right is 6 / 1.
    """
    touches = [_touch(f"2024-05-{day:02}") for day in (1, 5, 9, 11)]
    touches += [_touch(f"2024-05-{day:02}", "y") for day in (1, 2, 3)]
    company = facts(touches=touches, meetings=[_met("2024-05-10"), _LAST])
    assert _parts(company) == (6, 1, 2)
    assert company.figure("touches_per_first_meeting").value == 6.0


@pytest.mark.parametrize(("day", "touches", "met"), [("2024-05-31", 3, 1), ("2024-06-01", 3, 0)])
def test_a_meeting_after_the_days_allowed_is_none_and_touches_after_them_do_not_count(
    facts: Build, day: str, touches: int, met: int
) -> None:
    """First touch 1 May; 30 days later is 31 May. The touches of 1, 2 and 31 May count, that of 1 June never does."""
    days = ("2024-05-01", "2024-05-02", "2024-05-31T09:00", "2024-06-01T09:00")
    company = facts(touches=[_touch(each) for each in days], meetings=[_met(day), _LAST])
    assert _parts(company, within="30") == (touches, met, 1)


def test_inbound_calls_are_no_touches_of_ours(facts: Build) -> None:
    touches = [_touch("2024-05-01", direction="inbound"), _touch("2024-05-02")]
    assert _parts(facts(touches=touches, meetings=[_met("2024-05-03"), _LAST])) == (1, 1, 1)


def test_several_meetings_and_leads_do_not_multiply_touches(facts: Build) -> None:
    """Two touches to two leads of one account, three meetings with it: 2 touches, one first meeting, one account."""
    touches = [_touch("2024-05-01", None, lead="l"), _touch("2024-05-02", None, lead="m")]
    meetings = [_met(f"2024-05-{day:02}") for day in (10, 11, 12)]
    leads = [{"id": "l", "account": "x"}, {"id": "m", "account": "x"}]
    assert _parts(facts(touches=touches, meetings=[*meetings, _LAST], leads=leads)) == (2, 1, 1)


def test_a_lead_without_account_stands_for_one(facts: Build) -> None:
    touches = [_touch("2024-05-01", None, lead="l"), _touch("2024-05-02", None, lead="m"), _touch("2024-05-02", None)]
    company = facts(
        touches=touches, meetings=[_met("2024-05-03", None, lead="l"), _LAST], leads=[{"id": "l"}, {"id": "m"}]
    )
    answer = company.ask("touches_per_first_meeting")
    assert answer.total is not None
    assert answer.total.figure.parts == {"touches": 2, "met": 1, "touched": 2, "immature": 0}
    assert "1 outbound touches name no account, lead or deal; left out." in answer.notes


def test_who_was_met_or_had_bought_before_the_first_touch_is_left_out_and_counted(facts: Build) -> None:
    """x was met the day before its first touch, y pays since April, z bought the day before; w is new."""
    company = facts(
        touches=[_touch("2024-05-02", account) for account in "xyzw"],
        meetings=[_met("2024-05-01"), _LAST],
        revenue=[
            {"account": "y", "amount": 5, "kind": "recurring", "starts_on": "2024-04-01"},
            {"account": "z", "amount": 5, "starts_on": "2024-05-01"},
        ],
    )
    answer = company.ask("touches_per_first_meeting")
    assert answer.total is not None
    assert answer.total.figure.parts == {"touches": 1, "met": 0, "touched": 1, "immature": 0}
    assert any(note.startswith("3 accounts or leads had been met or had bought") for note in answer.notes)


def test_a_cohort_is_of_the_month_of_the_first_touch_and_waits_until_its_days_are_over(facts: Build) -> None:
    """
    x: touched in January and February, met in February: January 2 / 1.      February has no cohort of its own.
    y: first touched on 1 March, data end 15 April (45 of 90 days): in neither, though it was met in March.
    """
    company = facts(
        today="2024-04-20",
        touches=[_touch("2024-01-10"), _touch("2024-02-10"), _touch("2024-03-01", "y"), _touch("2024-04-15", "y")],
        meetings=[_met("2024-02-20"), _met("2024-03-10", "y")],
    )
    lines = {line.period: line.figure for line in company.ask("touches_per_first_meeting", every=Period.MONTH).lines}
    assert {month: (figure.value, figure.parts["immature"]) for month, figure in lines.items()} == {
        "2024-01": (2.0, 0),
        "2024-02": (None, 0),
        "2024-03": (None, 1),
    }


def test_all_counts_for_whoever_touched_first(facts: Build) -> None:
    """Ann and Bob touch x at the same minute: the smaller id is first. The lead of that touch gives the origin."""
    touches = [
        _touch("2024-05-01T10:00", id="2", seller="b", lead="m"),
        _touch("2024-05-01T10:00", id="1", seller="a", lead="l"),
        _touch("2024-05-03", id="0", seller="b", lead="m"),
    ]
    leads = [{"id": "l", "origin": "self"}, {"id": "m", "origin": "partner"}]
    company = facts(touches=touches, leads=leads, meetings=[_met("2024-05-04"), _LAST])
    assert company.values("touches_per_first_meeting", by="seller,origin") == {("a", "self"): 3.0}


def test_the_past_org_chart_holds_on_the_day_of_the_first_touch(facts: Build) -> None:
    company = facts(
        touches=[_touch("2024-05-01", seller="a"), _touch("2024-05-09", seller="a")],
        meetings=[_met("2024-05-10"), _LAST],
        memberships=[
            {"seller": "a", "team": "North", "valid_to": "2024-05-05"},
            {"seller": "a", "team": "South", "valid_from": "2024-05-06"},
        ],
    )
    assert company.values("touches_per_first_meeting", by="team") == {"North": 2.0}


@pytest.mark.parametrize(("day", "last"), [("2024-03-20", "2024-04-19"), ("2024-10-20", "2024-11-19")])
def test_days_are_local_over_both_changes_of_the_clock(facts: Build, day: str, last: str) -> None:
    """Half past eleven in the evening of the 30th day counts, half past midnight of the 31st does not."""
    settings = Settings(time_zone="Europe/Amsterdam")
    after = f"{last[:8]}{int(last[8:]) + 1:02}"
    for at, met in ((f"{last}T23:30", 1), (f"{after}T00:30", 0)):
        company = facts(settings=settings, touches=[_touch(f"{day}T10:00")], meetings=[_met(at), _LAST])
        assert _parts(company, within="30") == (1, met, 1)
