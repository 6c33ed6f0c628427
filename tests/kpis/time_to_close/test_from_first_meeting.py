from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from merilo.core.settings import Settings
from tests.kpis.conftest import Build

_NAIVELY = {"cohort": "closed"}


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
    assert company.figure("time_to_close").parts == {"timed": 3, "deals": 3, "lost": 0, "open": 0}


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
    assert company.figure("time_to_close").parts == {"timed": 1, "deals": 1, "lost": 1, "open": 1}
    naive = company.figure("time_to_close", policies=_NAIVELY)
    assert (naive.parts, naive.value) == ({"timed": 1, "deals": 1, "lost": 0, "open": 0}, 60)


def test_the_total_is_the_median_of_all_deals_not_of_the_sellers_medians(facts: Build) -> None:
    """Ann: 1 day. Bob: 10, 20, 30 days. Median of medians (1 + 20) / 2 = 10.5 (wrong); of 1, 10, 20, 30: 15 (right)."""
    deals = [_won(id=str(n), seller="b", closed_at=f"2024-01-{n + 1}") for n in (10, 20, 30)]
    company = facts(deals=[_won(seller="a", closed_at="2024-01-02"), *deals])
    figure = company.figure("time_to_close", by="seller", policies=_NAIVELY)
    assert (figure.value, figure.spreads["days"].p25, figure.spreads["days"].p75) == (15, 7.75, 22.5)
    assert company.values("time_to_close", by="seller", policies=_NAIVELY) == {"a": 1, "b": 20}
    # Of the cumulative incidence: the smallest number of days by which half of the wins have come.
    assert company.figure("time_to_close", by="seller").value == 10


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


def _begun(status: str, days: int | None) -> dict[str, Any]:
    closed = None if days is None else str(date(2024, 1, 1) + timedelta(days=days))
    return {"status": status, "created_at": "2024-01-01", "closed_at": closed}


def test_deals_that_are_still_open_are_counted_as_far_as_they_were_followed(facts: Build) -> None:
    """
    created 1 January: 4 won on day 10, 2 lost on day 20, 4 won on day 40; 2 on 11 March, open on day 20, when the data
    end on 31 March (day 90)
    day | followed | won | lost | S before |  F1
     10 |    12    |  4  |      |  1       |  1/3
     20 |     8    |     |  2   |  2/3     |
     40 |     4    |  4  |      |  1/2     |  1/3 + 1/2 = 5/6      half of 5/6: day 40
    naively: four of 10 days, four of 40: the median is 25 days (wrong)
    """
    deals = [_begun("won", 10)] * 4 + [_begun("lost", 20)] * 2 + [_begun("won", 40)] * 4
    young = [{"status": "open", "created_at": "2024-03-11"}] * 2
    company = facts(deals=deals + young, meetings=[{"starts_at": "2024-03-31"}])
    figure = company.figure("time_to_close")
    assert (figure.value, figure.spreads["days"].median, figure.spreads["to_won"].p25) == (40, 25, 10)
    assert figure.parts == {"timed": 8, "deals": 8, "lost": 2, "open": 2}


def test_while_many_are_undecided_it_is_too_early_to_say(facts: Build) -> None:
    """Two won on day 10, eight open: the naive median of 10 days would grow for months."""
    deals = [_begun("won", 10)] * 2 + [_begun("open", None)] * 8
    figure = facts(deals=deals, meetings=[{"starts_at": "2024-01-31"}]).figure("time_to_close")
    assert (figure.value, figure.too_early, figure.spreads["days"].median) == (None, True, 10)


def test_of_a_past_day_later_meetings_and_closings_are_not_known(facts: Build) -> None:
    """On 31 January the deal was open and had not been met; its clock started again with the meeting in February."""
    company = facts(deals=[_won()], meetings=[{"deal": "d", "starts_at": "2024-02-10"}])
    early = company.ask("time_to_close", as_of="2024-01-31", rows=True)
    assert early.rows is not None
    assert early.rows.select(["day", "open", "outcome"]).to_pylist() == [
        {"day": date(2024, 1, 1), "open": 1, "outcome": 0}
    ]
    assert company.figure("time_to_close", as_of="2024-03-01").value == 20
