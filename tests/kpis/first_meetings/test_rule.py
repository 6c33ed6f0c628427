"""Which meeting is a first one: windows, customers, who is met, and the local day; each worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Calendar, Period
from merilo.kpis.declaration import Context
from merilo.kpis.first_meetings.rule import held_first
from tests.kpis.conftest import Build

Row = dict[str, Any]


def _met(day: str, account: str | None = "x", **more: Any) -> Row:
    return {"starts_at": day, "account": account, **more}


def _first(facts: Build, meetings: list[Row], policies: Row | None = None, **tables: Any) -> list[str]:
    """The ids of the first meetings that were held, in order."""
    built = facts(meetings=meetings, **tables)
    context = Context(Calendar(), date(2030, 1, 1), date(2030, 1, 1), "USD", policies=policies or {})
    return sorted(row["id"] for row in built.desk.records(held_first(built.engine.facts, context)))


@pytest.mark.parametrize(
    ("window", "day", "first"),
    [
        ("365", "2023-12-31", False),  # 364 days after 1 January 2023
        ("365", "2024-01-01", False),  # 365: the earlier one is still within the 365 days before
        ("365", "2024-01-02", True),  # 366
        ("90", "2023-04-01", False),
        ("90", "2023-04-02", True),
        ("180", "2023-06-30", False),
        ("180", "2023-07-01", True),
        ("ever", "2029-01-01", False),
    ],
)
def test_an_account_is_new_again_after_the_days_of_the_window(facts: Build, window: str, day: str, first: bool) -> None:
    met = [_met("2023-01-01", id="a"), _met(day, id="b")]
    assert _first(facts, met, {"window": window}) == (["a", "b"] if first else ["a"])


def test_the_window_runs_from_the_last_held_meeting_not_from_the_first(facts: Build) -> None:
    """1 January 2023, 1 December 2023 (334 days), 1 June 2024: 517 days after the first, but 183 after the second."""
    met = [_met("2023-01-01", id="a"), _met("2023-12-01", id="b"), _met("2024-06-01", id="c")]
    assert _first(facts, met) == ["a"]


def test_a_missed_or_cancelled_meeting_is_no_meeting(facts: Build) -> None:
    """no-show 1 March, cancelled 2 March, held 3 March, held 4 March: the third is the first; all three were meant as
    first ones, the fourth was not."""
    company = facts(
        meetings=[
            _met("2024-03-01", status="no_show"),
            _met("2024-03-02", status="cancelled"),
            _met("2024-03-03"),
            _met("2024-03-04"),
            _met("2024-03-05", status="no_show"),
        ]
    )
    figure = company.figure("first_meetings")
    assert {name: figure.parts[name] for name in ("held", "no_show", "cancelled", "due")} == {
        "held": 1,
        "no_show": 1,
        "cancelled": 1,
        "due": 3,
    }
    assert (figure.beside["held_share"].value, figure.beside["no_show_share"].value) == (1 / 3, 1 / 3)


def test_two_meetings_at_the_same_time_are_one_first_meeting(facts: Build) -> None:
    """Ann and Bob are both there and both note it: the smaller id holds."""
    met = [_met("2024-03-01", id="b", seller="bob"), _met("2024-03-01", id="a", seller="ann")]
    assert _first(facts, met) == ["a"]


def test_a_meeting_by_another_seller_with_the_same_account_is_no_first_one(facts: Build) -> None:
    met = [_met("2024-03-01", id="a", seller="ann"), _met("2024-04-01", id="b", seller="bob")]
    assert _first(facts, met) == ["a"]


@pytest.mark.parametrize(
    ("day", "first"), [("2023-12-31", True), ("2024-01-01", False), ("2024-06-29", False), ("2024-06-30", True)]
)
def test_whoever_pays_a_subscription_on_that_day_is_a_customer(facts: Build, day: str, first: bool) -> None:
    """Paid from 1 January to 29 June; `ends_on`, 30 June, is the first day that is no longer paid for."""
    subscription = {"account": "x", "kind": "recurring", "per": "month", "amount": 10,
                    "starts_on": "2024-01-01", "ends_on": "2024-06-30"}  # fmt: skip
    assert _first(facts, [_met(day, id="a")], revenue=[subscription]) == (["a"] if first else [])


@pytest.mark.parametrize(
    ("day", "window", "first"),
    [
        ("2022-12-31", "365", True),  # before the sale
        ("2023-01-01", "365", True),  # the meeting that sold on the same day
        ("2023-01-02", "365", False),
        ("2024-01-01", "365", False),  # 365 days after the sale
        ("2024-01-02", "365", True),  # 366
        ("2023-04-02", "90", True),
        ("2029-01-01", "ever", False),
    ],
)
@pytest.mark.parametrize("sold_by", ["deal", "invoice"])
def test_a_sale_makes_a_customer_for_the_days_of_the_window(
    facts: Build, day: str, window: str, first: bool, sold_by: str
) -> None:
    sold: Row = {"deals": [{"status": "won", "account": "x", "closed_at": "2023-01-01"}]}
    if sold_by == "invoice":
        sold = {"revenue": [{"account": "x", "amount": 5, "starts_on": "2023-01-01"}]}
    assert _first(facts, [_met(day, id="a")], {"window": window}, **sold) == (["a"] if first else [])


def test_neither_a_refund_nor_a_lost_deal_nor_another_s_sale_makes_a_customer(facts: Build) -> None:
    found = _first(
        facts,
        [_met("2024-02-01", id="a")],
        revenue=[
            {"account": "x", "amount": -5, "starts_on": "2024-01-01"},
            {"account": "y", "amount": 5, "starts_on": "2024-01-01"},
        ],
        deals=[{"status": "lost", "account": "x", "closed_at": "2024-01-01"}],
    )
    assert found == ["a"]


def test_several_sales_to_an_account_do_not_multiply_its_meetings(facts: Build) -> None:
    """Three sales, all after the meeting: the meeting is still one."""
    sales = [{"account": "x", "amount": 5, "starts_on": f"2024-0{month}-01"} for month in (4, 5, 6)]
    assert _first(facts, [_met("2024-03-01", id="a")], revenue=sales) == ["a"]


def test_a_meeting_without_account_is_its_deal_s_or_its_lead_s(facts: Build) -> None:
    """All four are with account x: only the first is a first meeting."""
    found = _first(
        facts,
        [
            _met("2024-03-04", None, id="d", lead="l", deal="unknown"),
            _met("2024-03-01", None, id="a", deal="d"),
            _met("2024-03-02", None, id="b", lead="l"),
            _met("2024-03-03", id="c"),
        ],
        deals=[{"id": "d", "account": "x"}],
        leads=[{"id": "l", "account": "x"}],
    )
    assert found == ["a"]


def test_a_lead_without_account_stands_for_one_and_who_is_with_nobody_is_counted(facts: Build) -> None:
    company = facts(
        meetings=[
            _met("2024-03-01", None, id="a", lead="l"),
            _met("2024-03-02", None, id="b", lead="l"),
            _met("2024-03-03", None, id="c", lead="m"),
            _met("2024-03-04", None, id="d", deal="n"),
            _met("2024-03-05", None, id="e"),
        ],
        leads=[{"id": "l"}, {"id": "m"}],
        deals=[{"id": "n"}],
    )
    answer = company.ask("self_sourced_share", rows=True)
    assert answer.rows is not None
    assert sorted(answer.rows["id"].to_pylist()) == ["a", "c", "d"]
    assert "1 meetings name nobody whose first meeting they could be; left out." in answer.notes


def test_per_deal_every_deal_has_one_first_meeting_even_a_customer_s(facts: Build) -> None:
    """Account x buys every year. Per account only the meeting of 2020 is a first one; per deal each deal's first. The
    meeting that names the lead belongs to the deal that the lead became; that without any deal to none."""
    meetings = [
        _met("2020-03-01", id="a", deal="d"),
        _met("2020-03-02", id="b", deal="d"),
        _met("2020-06-01", id="c", lead="l"),
        _met("2020-06-02", id="d", deal="e"),
        _met("2025-06-02", id="e", deal="e"),
        _met("2020-07-01", id="f"),
    ]
    tables: Row = {
        "deals": [{"id": "d", "account": "x"}, {"id": "e", "account": "x"}],
        "leads": [{"id": "l", "account": "x", "deal": "e"}],
        "revenue": [{"account": "x", "kind": "recurring", "amount": 5, "starts_on": "2020-05-01"}],
    }
    assert _first(facts, meetings, **tables) == ["a"]
    assert _first(facts, meetings, {"per": "deal"}, **tables) == ["a", "c"]


def test_the_day_is_the_local_one(facts: Build) -> None:
    """
    22:30 UTC on 31 January 2024 is 23:30 in Amsterdam, still January; 23:30 UTC is half past midnight in February.
    """
    met = [_met("2024-01-31T22:30+00:00", "x"), _met("2024-01-31T23:30+00:00", "y")]
    company = facts(settings=Settings(time_zone="Europe/Amsterdam"), meetings=met)
    found = {line.period: line.figure.parts["held"] for line in company.ask("first_meetings", every=Period.MONTH).lines}
    assert found == {"2024-01": 1, "2024-02": 1}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        # 90 local days over the hour that is lost on 31 March 2024: 89 days 22.5 hours; still within the window.
        ("2024-01-01T00:30", "2024-03-31T23:00"),
        # 90 local days over the hour that is won on 27 October 2024: 90 days 23.5 hours; still within the window.
        ("2024-08-01T00:30", "2024-10-30T23:00"),
    ],
)
def test_the_window_counts_local_days_over_both_changes_of_the_clock(facts: Build, earlier: str, later: str) -> None:
    """The 90th day belongs to the window up to its midnight; half an hour after midnight the 91st has begun."""
    settings = Settings(time_zone="Europe/Amsterdam")
    day = later[:8] + f"{int(later[8:10]) + 1:02}" if later[8:10] != "31" else "2024-04-01"
    within = [_met(earlier, id="a"), _met(later, id="b")]
    beyond = [_met(earlier, id="a"), _met(f"{day}T00:30", id="b")]
    assert _first(facts, within, {"window": "90"}, settings=settings) == ["a"]
    assert _first(facts, beyond, {"window": "90"}, settings=settings) == ["a", "b"]
