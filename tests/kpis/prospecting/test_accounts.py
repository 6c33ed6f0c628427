from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

_SELLERS = [{"id": "ann", "name": "Ann", "country": "GB"}, {"id": "bob", "name": "Bob", "country": "GB"}]


def _touch(account: str | None, day: str, seller: str | None = "ann", **more: Any) -> dict[str, Any]:
    return {"account": account, "at": day, "seller": seller, **more}


def test_an_account_counts_once_a_period_for_the_seller_who_touched_it_first(facts: Build) -> None:
    """
    January   x: Bob on the 9th, Ann on the 3rd and 20th    Ann 1
              y: Bob                                         Bob 1
    February  x: Bob                                         Bob 1
    Months: 2 and 1. The quarter: 2 accounts, not 3, both of them by January's first touch.
    """
    company = facts(
        sellers=_SELLERS,
        touches=[
            _touch("x", "2024-01-09", "bob"), _touch("x", "2024-01-20"), _touch("x", "2024-01-03"),
            _touch("y", "2024-01-10", "bob"), _touch("x", "2024-02-01", "bob"),
        ],
    )  # fmt: skip
    assert company.values("accounts_touched", by="seller") == {
        ("Ann", "2024-01"): 1, ("Bob", "2024-01"): 1, ("Bob", "2024-02"): 1,
    }  # fmt: skip
    assert company.values("accounts_touched") == {"2024-01": 2, "2024-02": 1}
    assert company.values("accounts_touched", every=Period.QUARTER, by="seller") == {
        ("Ann", "2024Q1"): 1, ("Bob", "2024Q1"): 1,
    }  # fmt: skip
    assert company.ask("accounts_touched").total is None


def test_of_two_touches_at_one_instant_the_smaller_id_is_first(facts: Build) -> None:
    at = "2024-01-03T10:00"
    company = facts(sellers=_SELLERS, touches=[_touch("x", at, "bob", id="2"), _touch("x", at, None, id="1")])
    assert company.values("accounts_touched", by="seller") == {("(none)", "2024-01"): 1}


def test_a_period_is_whole_also_when_the_question_begins_within_it(facts: Build) -> None:
    """Asked from 15 January: the account of the 3rd belongs to January as well, that of December does not."""
    company = facts(touches=[_touch("w", "2023-12-30"), _touch("x", "2024-01-03"), _touch("y", "2024-01-20")])
    assert company.values("accounts_touched", start="2024-01-15") == {"2024-01": 2}


def test_what_came_after_the_day_looked_at_is_not_seen(facts: Build) -> None:
    company = facts(touches=[_touch("x", "2024-01-03"), _touch("y", "2024-01-20")])
    assert company.values("accounts_touched", as_of="2024-01-10") == {"2024-01": 1}


def test_the_team_is_that_of_the_first_touch_s_day(facts: Build) -> None:
    company = facts(
        sellers=_SELLERS,
        memberships=[
            {"seller": "ann", "team": "North", "valid_to": "2024-01-14"},
            {"seller": "ann", "team": "South", "valid_from": "2024-01-15"},
        ],
        touches=[_touch("x", "2024-01-03"), _touch("x", "2024-01-20"), _touch("y", "2024-01-20")],
    )
    assert company.values("accounts_touched", by="team") == {("North", "2024-01"): 1, ("South", "2024-01"): 1}


def test_inbound_touches_reach_nobody_and_nameless_ones_are_said(facts: Build) -> None:
    company = facts(touches=[_touch("x", "2024-01-03", direction="inbound"), _touch(None, "2024-01-03")])
    answer = company.ask("accounts_touched")
    assert not answer.lines
    assert "1 outbound touches name no account and are not counted." in answer.notes


def test_new_is_who_had_no_contact_in_the_window_before(facts: Build) -> None:
    """The data begin on 1 January 2023; 1 July 2024 is the day looked at, and 181 days before it 2 January 2024.

    account  before 1 July 2024                      new?
    never    nothing                                 yes
    old      touched on 2 January (181 days)         yes
    window   touched on 3 January (180 days)         no
    inbound  it called us in May                     no
    met      a meeting was held in May               no
    missed   a meeting in May was missed             yes
    twice    touched again two days later            once
    """
    on = "2024-07-01"
    company = facts(
        touches=[
            _touch("w", "2023-01-01"),
            *[_touch(name, on) for name in ("never", "old", "window", "inbound", "met", "missed", "twice")],
            _touch("old", "2024-01-02"), _touch("window", "2024-01-03"), _touch("twice", "2024-07-03"),
            _touch("inbound", "2024-05-10", direction="inbound"),
        ],
        meetings=[
            {"account": "met", "starts_at": "2024-05-10"},
            {"account": "missed", "starts_at": "2024-05-10", "status": "no_show"},
        ],
    )  # fmt: skip
    asked = {"start": on, "end": "2024-07-31"}
    rows = company.ask("new_accounts_touched", by="account", rows=True, **asked).rows
    assert rows is not None
    assert sorted(row["account"] for row in rows.to_pylist()) == ["missed", "never", "old", "twice"]
    assert company.figure("new_accounts_touched", **asked).value == 4
    assert company.figure("new_accounts_touched", policies={"window": "365"}, **asked).value == 3
    assert company.figure("new_accounts_touched", policies={"window": "90"}, **asked).value == 5


def test_where_the_data_begin_nobody_is_called_new(facts: Build) -> None:
    """Data from 1 January: first touches up to 29 June (180 days) may follow what is not in the data."""
    company = facts(
        touches=[_touch("a", "2024-01-01"), _touch("b", "2024-06-29"), _touch("c", "2024-06-30")],
        meetings=[{"account": "z", "starts_at": "2020-01-01"}],
    )
    answer = company.ask("new_accounts_touched")
    assert answer.total is not None
    assert answer.total.figure.value == 1
    assert any(note.startswith("2 accounts are touched too soon") for note in answer.notes)


def test_new_accounts_per_week_worked(facts: Build) -> None:
    """Two new accounts in 1-8 May 2024, which are five working days in Britain; days before any touch do not count."""
    company = facts(
        sellers=_SELLERS[:1],
        touches=[_touch("w", "2024-01-01"), _touch("x", "2024-05-01"), _touch("y", "2024-05-08")],
        meetings=[{"account": "z", "starts_at": "2020-01-01"}],
    )
    figure = company.figure("new_accounts_touched", policies={"window": "90"}, start="2024-05-01", end="2024-05-08")
    assert figure.parts == {"new_accounts": 2, "working_days": 5}
    assert figure.beside["per_week"].value == pytest.approx(2)
    before = company.figure("new_accounts_touched", start="2020-01-01", end="2023-12-31")
    assert not before.parts["working_days"]


def test_the_pause_is_of_local_days_across_a_change_of_the_clock(facts: Build) -> None:
    """London: 23:30 on 2 January to 00:10 on 2 April are 91 days by the calendar, though 90 days less 20 minutes."""
    company = facts(
        settings=Settings(time_zone="Europe/London"),
        touches=[
            _touch("w", "2023-01-01"),
            _touch("x", "2024-01-02T23:30"),
            _touch("x", "2024-04-02T00:10"),
            _touch("y", "2024-01-03T00:10"),
            _touch("y", "2024-04-02T23:30"),
        ],
    )
    answer = company.ask("new_accounts_touched", start="2024-04-01", rows=True, policies={"window": "90"}, by="account")
    assert answer.rows is not None
    assert answer.rows["account"].to_pylist() == ["x"]
