from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from tests.kpis.conftest import Build


def _won(**more: Any) -> dict[str, Any]:
    return {"id": "d", "status": "won", "account": "x", "created_at": "2024-01-01", "closed_at": "2024-03-01", **more}


def _days(company: Any, **asked: Any) -> Any:
    return company.figure("time_to_close", **asked).value


def test_the_clock_starts_with_the_deals_first_held_meeting(facts: Build) -> None:
    """
    created 1 January; meetings: booked-only 5 January, held 31 January and 10 February; won 1 March
    from creation 60 days (wrong), from the cancelled one 56 (wrong), from the first held one 30 (right)
    """
    meetings = [
        {"deal": "d", "starts_at": "2024-01-05", "status": "cancelled"},
        {"deal": "d", "starts_at": "2024-02-10"},
        {"deal": "d", "starts_at": "2024-01-31"},
    ]
    company = facts(deals=[_won()], meetings=meetings)
    assert _days(company) == 30
    assert _days(company, policies={"start": "created"}) == 60


def test_an_account_s_meeting_counts_when_no_meeting_names_the_deal(facts: Build) -> None:
    company = facts(
        deals=[_won()],
        meetings=[{"account": "x", "starts_at": "2024-02-20"}, {"account": "y", "starts_at": "2024-01-02"}],
    )
    assert _days(company) == 10


def test_several_meetings_and_deals_of_one_account_do_not_multiply_deals(facts: Build) -> None:
    company = facts(
        deals=[_won(), _won(id="e"), _won(id="f", account=None)],
        meetings=[{"account": "x", "starts_at": "2024-02-20"}] * 3 + [{"deal": "d", "starts_at": "2024-02-20"}] * 2,
    )
    assert company.figure("time_to_close").parts == {"timed": 3, "deals": 3}


def test_a_deal_without_a_meeting_starts_with_its_creation_and_that_is_said(facts: Build) -> None:
    company = facts(deals=[_won(), _won(id="e")], meetings=[{"deal": "d", "starts_at": "2024-02-20"}])
    answer = company.ask("time_to_close")
    assert answer.total is not None
    assert answer.total.figure.spreads["days"].mean == (10 + 60) / 2
    assert any(note.startswith("50% of won deals (1) have no first meeting") for note in answer.notes)


def test_a_meeting_after_the_win_did_not_begin_the_deal(facts: Build) -> None:
    assert _days(facts(deals=[_won()], meetings=[{"deal": "d", "starts_at": "2024-03-05"}])) == 60


def test_a_deal_won_before_it_began_is_left_out_and_named(facts: Build) -> None:
    """days -2 and 60: a mean of 29 or a median of 29 would be wrong."""
    company = facts(deals=[_won(), _won(id="e", created_at="2024-03-03")])
    answer = company.ask("time_to_close")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.total.figure.n) == (60, 1)
    assert any("1 won deals (50%) were won before they began" in note for note in answer.notes)


def test_lost_and_open_deals_are_not_in_it(facts: Build) -> None:
    company = facts(deals=[_won(), _won(id="e", status="lost"), _won(id="f", status="open", closed_at=None)])
    assert company.figure("time_to_close").parts == {"timed": 1, "deals": 1}


def test_the_total_is_the_median_of_all_deals_not_of_the_sellers_medians(facts: Build) -> None:
    """Ann: 1 day. Bob: 10, 20, 30 days. Median of medians (1 + 20) / 2 = 10.5 (wrong); of 1, 10, 20, 30: 15 (right)."""
    deals = [_won(id=str(n), seller="b", closed_at=f"2024-01-{n + 1}") for n in (10, 20, 30)]
    company = facts(deals=[_won(seller="a", closed_at="2024-01-02"), *deals])
    figure = company.figure("time_to_close", by="seller")
    assert (figure.value, figure.spreads["days"].p25, figure.spreads["days"].p75) == (15, 7.75, 22.5)
    assert company.values("time_to_close", by="seller") == {"a": 1, "b": 20}


def test_elapsed_days_do_not_feel_the_change_of_the_clock(facts: Build) -> None:
    """Noon to noon over 31 March 2024 in Amsterdam is 23 hours: 0.958 days elapsed, 1 calendar day."""
    company = facts(
        settings=Settings(time_zone="Europe/Amsterdam"),
        deals=[_won(created_at="2024-03-30T12:00", closed_at="2024-03-31T12:00")],
    )
    assert _days(company) == 1
    assert _days(company, policies={"days": "elapsed"}) == pytest.approx(23 / 24)


def test_calendar_days_are_local_days(facts: Build) -> None:
    """23:30 to 00:30 is an hour, and one calendar day."""
    company = facts(deals=[_won(created_at="2024-03-30T23:30", closed_at="2024-03-31T00:30")])
    assert _days(company) == 1


def test_the_workspace_s_policy_holds_unless_the_question_says_otherwise(facts: Build) -> None:
    settings = Settings(policies={"time_to_close.start": "created"})
    company = facts(settings=settings, deals=[_won()], meetings=[{"deal": "d", "starts_at": "2024-02-20"}])
    assert _days(company) == 60
    assert _days(company, policies={"start": "first_meeting"}) == 10
