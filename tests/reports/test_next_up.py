"""What is to be done next, on a few deals of which each has its own reason, or none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from merilo.reports.next_up import next_up
from tests.kpis.conftest import Build

TODAY = date(2026, 3, 10)


def _deal(key: str, **fields: Any) -> dict[str, Any]:
    return {"id": key, "seller": "a", "account": f"c-{key}", "status": "open", "amount": 100, "currency": "USD",
            "created_at": "2026-03-01", "stage": "Talk"} | fields  # fmt: skip


def _step(key: str, due: date, **fields: Any) -> dict[str, Any]:
    return {"id": key, "seller": "a", "due_on": due.isoformat(), "subject": f"do {key}",
            "created_at": "2026-03-01"} | fields  # fmt: skip


def _meeting(key: str, account: str, status: str, days: int) -> dict[str, Any]:
    return {"id": key, "seller": "a", "account": account, "status": status, "starts_at": _day(days).isoformat()}


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def found(facts: Build) -> dict[str, Any]:
    """Seven open deals: two well planned, each other with one trouble, one with two."""
    return next_up(
        facts(
            today=TODAY.isoformat(),
            deals=[
                _deal("planned"), _deal("met"), _deal("bare", amount=500), _deal("late"), _deal("done"),
                _deal("slips", expected_close_on=_day(-1).isoformat()),
                _deal("today", expected_close_on=TODAY.isoformat()),
                _deal("gone", status="lost", closed_at="2026-03-05"),
            ],
            next_steps=[
                _step("1", _day(3), deal="planned"), _step("2", _day(-20), deal="planned"),
                _step("3", _day(-4), deal="late"), _step("4", _day(1), account="c-slips"),
                _step("5", _day(2), deal="done", done_at="2026-03-09"), _step("6", TODAY, deal="today"),
                _step("7", _day(-91), deal="gone"), _step("8", _day(8), deal="today"),
            ],
            meetings=[
                _meeting("m1", "c-met", "booked", 5), _meeting("m2", "c-bare", "cancelled", 5),
                _meeting("m3", "c-done", "booked", -5),
            ],
        ).desk
    )  # fmt: skip


def test_each_deal_is_named_with_its_reason_the_largest_first(found: dict[str, Any]) -> None:
    assert [(each["id"], each["why"]) for each in found["deals"]] == [
        ("bare", [{"what": "no_next_step"}]),
        ("done", [{"what": "no_next_step"}]),
        ("late", [{"what": "overdue", "day": _day(-4)}]),
        ("slips", [{"what": "close_passed", "day": _day(-1)}]),
    ]


def test_steps_are_those_of_a_week_and_what_is_overdue(found: dict[str, Any]) -> None:
    """Done ones, those of later weeks and those long forgotten are not listed; the latter are counted."""
    assert [each["id"] for each in found["steps"]] == ["2", "3", "6", "4", "1"]
    assert found["forgotten"] == {"a": 1}


def test_where_no_steps_are_kept_nobody_is_blamed_for_it(facts: Build) -> None:
    found = next_up(facts(today=TODAY.isoformat(), deals=[_deal("bare")]).desk)
    assert found["deals"] == []
    assert "No next steps are kept" in found["notes"][0]


def test_a_deal_past_its_age_says_by_how_much(facts: Build) -> None:
    """Twenty deals won after 10 days each: 1.5 times that is 15; one open for 40 days is 25 past it.

    A deal begun today shows that the data reach today: ages are counted to where they end.
    """
    won = [_deal(f"w{n}", status="won", created_at=f"2025-12-{n + 1:02}", closed_at=f"2025-12-{n + 11:02}")
           for n in range(20)]  # fmt: skip
    old, new = _deal("old", created_at=_day(-40).isoformat()), _deal("new", created_at=TODAY.isoformat())
    meetings = [
        {"id": f"f-{each['id']}", "seller": "a", "account": each["account"], "deal": each["id"], "status": "held",
         "starts_at": each["created_at"]}
        for each in [*won, old, new]
    ]  # fmt: skip
    found = next_up(facts(today=TODAY.isoformat(), deals=[*won, old, new], meetings=meetings).desk)
    assert [(each["id"], each["why"]) for each in found["deals"]] == [("old", [{"what": "over_age", "days": 25}])]


def test_a_closing_day_put_off_twice_is_a_reason_once_or_brought_forward_is_none(facts: Build) -> None:
    """twice: from 1 to 5 to 9 April, then back to 7; once: put off, brought forward; gone: put off twice, then lost."""
    days = {"twice": (1, 5, 9, 7), "once": (9, 12, 5), "gone": (1, 5, 9)}
    changes = [
        {"deal": deal, "field": "expected_close_on", "old": f"2026-04-{old:02}", "new": f"2026-04-{new:02}",
         "at": f"2026-03-0{n + 2}"}
        for deal, told in days.items() for n, (old, new) in enumerate(pairwise(told))
    ]  # fmt: skip
    lost = {"status": "lost", "closed_at": "2026-03-09"}
    deals = [_deal("twice"), _deal("once"), _deal("gone", **lost)]
    found = next_up(facts(today=TODAY.isoformat(), deals=deals, deal_changes=changes).desk)
    assert [(each["id"], each["why"]) for each in found["deals"]] == [("twice", [{"what": "pushed", "times": 2}])]
