from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.company import Company
from tests.kpis.conftest import Build

Row = dict[str, Any]
_LAST = {"starts_at": "2025-12-30", "account": "late", "status": "no_show"}  # so far do the data reach


def _met(day: str = "2024-05-06", account: str | None = "x", **more: Any) -> Row:
    return {"starts_at": day, "account": account, **more}


def _deal(created: str | None, account: str | None = "x", **more: Any) -> Row:
    return {"created_at": created, "account": account, **more}


def _parts(company: Company, kpi: str = "first_meetings_per_deal", **policies: str) -> tuple[Any, Any]:
    figure = company.figure(kpi, policies=policies)
    return figure.parts["meetings"], figure.parts["came"]


@pytest.mark.parametrize(
    ("created", "came"),
    [
        ("2024-05-05", 0),  # the day before: nobody says that it came of the meeting
        ("2024-05-06", 1),
        ("2024-08-04", 1),  # the 90th day
        ("2024-08-05", 0),
    ],
)
def test_the_account_s_deal_must_begin_on_the_day_or_in_the_days_after(facts: Build, created: str, came: int) -> None:
    assert _parts(facts(meetings=[_met(), _LAST], deals=[_deal(created)])) == (1, came)


def test_a_deal_that_the_meeting_or_its_lead_names_counts_even_if_it_began_before(facts: Build) -> None:
    deals = [_deal("2024-05-01", id="d"), _deal("2024-05-01", "y", id="e")]
    meetings = [_met(deal="d"), _met(account="y", lead="l"), _LAST]
    assert _parts(facts(meetings=meetings, deals=deals, leads=[{"id": "l", "deal": "e"}])) == (2, 2)


def test_several_deals_of_one_account_are_one_deal_that_came(facts: Build) -> None:
    """Three deals after one meeting, none after the other: 2 meetings / 1 = 2, not 4 / 3 nor 2 / 3."""
    deals = [_deal(f"2024-05-{day:02}") for day in (7, 8, 9)]
    company = facts(meetings=[_met(), _met(account="y"), _LAST], deals=deals)
    assert _parts(company) == (2, 1)
    assert company.figure("first_meetings_per_deal").value == 2.0


def test_a_deal_comes_of_one_first_meeting_only(facts: Build) -> None:
    """Two first meetings 400 days apart; the one deal began after the second. Counted for both it would be 2 / 2."""
    met = [_met("2023-01-02"), _met("2024-02-06"), _LAST]
    assert _parts(facts(meetings=met, deals=[_deal("2024-03-01")]), within="ever") == (2, 1)
    both_name_it = [{**m, "deal": "d"} for m in met[:2]]
    assert _parts(facts(meetings=[*both_name_it, _LAST], deals=[_deal("2023-01-03", id="d")])) == (2, 1)


def test_a_cohort_is_of_the_month_of_the_meeting_not_of_the_deal(facts: Build) -> None:
    """
    Met in January: 2, of which a deal came in February. Met in February: 1, of which one came in March.
    By cohort: January 2 / 1, February 1 / 1. By calendar month: February 1 meeting / 1 deal, January 2 / 0 (wrong).
    """
    met = [_met("2024-01-10", "x"), _met("2024-01-20", "y"), _met("2024-02-10", "z"), _LAST]
    company = facts(meetings=met, deals=[_deal("2024-02-15", "x"), _deal("2024-03-15", "z")])
    values = company.values("first_meetings_per_deal", every=Period.MONTH)
    assert {month: value for month, value in values.items() if value} == {"2024-01": 2.0, "2024-02": 1.0}


def test_a_meeting_whose_days_are_not_over_is_in_neither_number_even_with_a_deal(facts: Build) -> None:
    """Data reach 6 August 2024, 90 days after 8 May. Met 8 May: no deal. Met 9 May: a deal. 1 / 0, not 2 / 1."""
    company = facts(
        today="2024-08-07",
        meetings=[_met("2024-05-08", "x"), _met("2024-05-09", "y")],
        deals=[_deal("2024-05-10", "y"), _deal("2024-08-06", "z")],
    )
    answer = company.ask("first_meetings_per_deal")
    assert answer.total is not None
    assert answer.total.figure.parts == {"meetings": 1, "came": 0, "immature": 1}
    assert answer.total.figure.value is None
    assert "1 first meetings still have time: they are in neither number." in answer.notes


@pytest.mark.parametrize(("won", "came"), [("2024-11-02", 1), ("2024-11-03", 0)])
def test_a_win_counts_by_the_day_it_was_won(facts: Build, won: str, came: int) -> None:
    """180 days after 6 May 2024 is 2 November. A lost deal that began earlier is no win."""
    deals = [_deal("2024-05-07", status="lost", closed_at="2024-05-20"),
             _deal("2024-06-01", status="won", closed_at=won)]  # fmt: skip
    assert _parts(facts(meetings=[_met(), _LAST], deals=deals), "first_meetings_per_win") == (1, came)


def test_a_meeting_that_names_a_lost_deal_did_not_bring_another_one_s_win(facts: Build) -> None:
    deals = [_deal("2024-05-07", id="d", status="lost", closed_at="2024-05-20"),
             _deal("2024-06-01", status="won", closed_at="2024-07-01")]  # fmt: skip
    assert _parts(facts(meetings=[_met(deal="d"), _LAST], deals=deals), "first_meetings_per_win") == (1, 0)


def test_a_win_after_the_day_looked_at_is_not_known_on_it(facts: Build) -> None:
    company = facts(meetings=[_met()], deals=[_deal("2024-05-07", status="won", closed_at="2024-07-01")])
    policies = {"within": "ever"}
    assert company.figure("first_meetings_per_win", as_of="2024-06-30", policies=policies).parts["came"] == 0
    assert company.figure("first_meetings_per_win", as_of="2024-07-01", policies=policies).parts["came"] == 1


def test_the_total_is_of_all_meetings_not_the_average_of_sellers_ratios(facts: Build) -> None:
    """Ann: 2 meetings, 2 deals. Bob: 6 meetings, 1 deal. Average (1 + 6) / 2 = 3.5 (wrong); 8 / 3 (right)."""
    ann = [_met(account=f"a{n}", seller="a") for n in range(2)]
    bob = [_met(account=f"b{n}", seller="b") for n in range(6)]
    deals = [_deal("2024-05-07", account) for account in ("a0", "a1", "b0")]
    company = facts(meetings=[*ann, *bob, _LAST], deals=deals)
    assert company.figure("first_meetings_per_deal", by="seller").value == 8 / 3
    assert company.values("first_meetings_per_deal", by="seller")["b"] == 6.0


@pytest.mark.parametrize(("day", "last"), [("2024-03-20", "2024-04-19"), ("2024-10-20", "2024-11-19")])
def test_days_are_local_over_both_changes_of_the_clock(facts: Build, day: str, last: str) -> None:
    """Half past eleven in the evening of the 30th day counts, half past midnight of the 31st does not."""
    settings = Settings(time_zone="Europe/Amsterdam")
    after = f"{last[:8]}{int(last[8:]) + 1:02}"
    for created, came in ((f"{last}T23:30", 1), (f"{after}T00:30", 0)):
        company = facts(settings=settings, meetings=[_met(f"{day}T10:00"), _LAST], deals=[_deal(created)])
        assert _parts(company, within="30") == (1, came)
