from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

PARTS = ("due", "due_amount", "renewed_already", "ended", "renewed")


def _plan(account: str | None, start: str, end: str | None, amount: object = 10, **more: Any) -> dict[str, Any]:
    rate = {"kind": "recurring", "per": "month"}
    return {"account": account, "starts_on": start, "ends_on": end, "amount": amount, **rate, **more}


def _parts(company: Any, **asked: Any) -> tuple[Any, ...]:
    figure = company.figure("renewals_due", **asked)
    return tuple(figure.parts[name] or 0 for name in PARTS)


def test_due_is_what_ends_within_the_days_asked(facts: Build) -> None:
    """On 1 March: a still runs until 31 March (30 days), b until the day after, c until 30 May (90 days); d is over."""
    rows = [_plan("a", "2024-01-01", "2024-03-31", 1), _plan("b", "2024-01-01", "2024-04-01", 2),
            _plan("c", "2024-01-01", "2024-05-30", 4), _plan("c", "2024-01-01", "2024-05-31", 8),
            _plan("d", "2024-01-01", "2024-03-01", 16), _plan("e", "2024-01-01", None, 32),
            _plan("f", "2024-03-02", "2024-04-02", 64)]  # fmt: skip
    company = facts(revenue=rows, today="2024-03-01")
    assert _parts(company, policies={"within": "30"}) == (1, 1, 0, 1, 0)
    assert _parts(company, policies={"within": "60"}) == (2, 3, 0, 1, 0)
    assert _parts(company) == (3, 7, 0, 1, 0)


def test_amounts_due_are_the_rate_of_a_month_at_the_end(facts: Build) -> None:
    """1200 a year, 300 a quarter and 600 for a row of half a year are 100 a month each."""
    end = "2024-03-31"
    rows = [_plan("a", "2023-04-01", end, 1200, per="year"), _plan("b", "2024-01-01", end, 300, per="quarter"),
            _plan("c", "2023-09-30", end, 600, per="row")]  # fmt: skip
    assert _parts(facts(revenue=rows, today="2024-03-01"))[1] == pytest.approx(300, abs=1)


def test_a_contract_is_renewed_by_one_that_begins_in_time_and_goes_beyond(facts: Build) -> None:
    """
    ended on 1 February              followed by                                    renewed
    a  another product               product q from 1 February                      no: p is gone
    b                                31 days later, 3 March                         yes, just
    c                                32 days later, 4 March                         no: it came back
    d                                on its last day, at another price              yes: a line replaced
    e                                one that ends on 1 February too                no
    f                                one that began with it and runs on             no: one of two was cancelled
    g  product p                     a row that names no product                    yes: nothing says otherwise
    five not renewed would be right if every later row counted: 3 of 7 are renewed
    """
    end = "2024-02-01"
    old = [_plan(name, "2023-10-01", end, product="p" if name in "ag" else None) for name in "abcdefg"]
    new = [_plan("a", end, None, product="q"), _plan("b", "2024-03-03", None), _plan("c", "2024-03-04", None),
           _plan("d", end, "2024-12-01", 99), _plan("e", "2023-11-01", end), _plan("f", "2023-10-01", None),
           _plan("g", "2024-02-05", None)]  # fmt: skip
    company = facts(revenue=old + new, today="2024-06-30")
    answer = company.ask("renewals_due", rows=True)
    renewed = {row["account"] for row in answer.rows.to_pylist() if row["renewed"]}
    assert renewed == {"b", "d", "g"}
    assert _parts(company)[3:] == (8, 3)  # e's second row ended on that day as well
    rate = answer.total.figure.beside["renewal_rate"]
    assert rate.value == pytest.approx(3 / 8)
    assert rate.interval.low < 3 / 8 < rate.interval.high


def test_two_successors_of_one_contract_count_it_once(facts: Build) -> None:
    rows = [_plan("x", "2023-01-01", "2024-01-01"), _plan("x", "2024-01-01", None), _plan("x", "2024-01-05", None)]
    assert _parts(facts(revenue=rows, today="2024-03-01"))[3:] == (1, 1)


def test_only_the_year_before_counts_as_ended(facts: Build) -> None:
    """Up to 1 March 2025: 365 days back is 1 March 2024, which is outside; the day after is inside."""
    rows = [_plan("a", "2023-01-01", "2024-03-01"), _plan("b", "2023-01-01", "2024-03-02"),
            _plan("c", "2023-01-01", "2025-03-01"), _plan("d", "2023-01-01", None)]  # fmt: skip
    assert _parts(facts(revenue=rows, today="2025-03-01"))[3:] == (2, 0)


def test_who_pauses_is_not_renewed_and_what_ended_just_now_is_said_to_be_open(facts: Build) -> None:
    """x comes back after two months: not renewed. y ended 10 days ago: counted as ended, and said."""
    rows = [_plan("x", "2023-01-01", "2023-10-01"), _plan("x", "2023-12-01", None),
            _plan("y", "2023-01-01", "2024-02-20")]  # fmt: skip
    company = facts(revenue=rows, today="2024-03-01")
    assert _parts(company)[3:] == (2, 0)
    notes = company.ask("renewals_due").notes
    assert "1 of the contracts that ended (50%) did so in the last 31 days and may still be renewed." in notes


def test_a_contract_that_ended_after_the_data_did_is_neither_due_nor_ended(facts: Build) -> None:
    """The last deal is of 10 March; the contract ends with March. Whether it was renewed in April is not known."""
    deal = {"seller": "a", "status": "won", "amount": 1, "created_at": "2024-01-05", "closed_at": "2024-03-10"}
    plans = [_plan("x", "2023-01-01", "2024-04-01"), _plan("y", "2023-01-01", None)]
    company = facts(revenue=plans, deals=[deal], today="2024-08-15")
    assert not any(_parts(company))
    assert _parts(company, as_of="2024-03-10") == (1, 10, 0, 0, 0)


def test_as_of_a_past_day_a_renewal_counts_once_it_was_known(facts: Build) -> None:
    """
    Both contracts end on 1 March and are followed on that day. As of 15 February nothing of it had begun; Merilo had
    seen a's new row on the 10th, b's only in May: a is renewed already, b is not. Asked today both are.
    """
    seen = {name: datetime(2024, month, 10, tzinfo=UTC) for name, month in (("a", 2), ("b", 5))}
    rows = [_plan(name, "2023-03-01", "2024-03-01") for name in "ab"]
    rows += [_plan(name, "2024-03-01", "2024-12-01", observed_at=seen[name]) for name in "ab"]
    company = facts(revenue=rows, today="2024-06-30")
    assert _parts(company, as_of="2024-02-15") == (2, 20, 1, 0, 0)
    assert _parts(company, as_of="2024-03-01") == (0, 0, 0, 2, 2)
    assert _parts(company)[3:] == (2, 2)


def test_a_renewal_that_is_signed_is_known_before_it_begins(facts: Build) -> None:
    rows = [_plan("x", "2023-01-01", "2024-03-20"), _plan("x", "2024-03-20", None)]
    assert _parts(facts(revenue=rows, today="2024-03-01"))[:3] == (1, 10, 1)


def test_a_series_shows_each_period_s_end(facts: Build) -> None:
    rows = [_plan("x", "2023-01-01", "2024-03-20"), _plan("y", "2023-01-01", None)]
    found = facts(revenue=rows, today="2024-04-30").ask(
        "renewals_due", every=Period.MONTH, start="2024-01-01", policies={"within": "30"}
    )
    assert [(line.period, line.figure.parts["due"] or 0, line.figure.parts["ended"] or 0) for line in found.lines] == [
        ("2024-01", 0, 0), ("2024-02", 1, 0), ("2024-03", 0, 1), ("2024-04", 0, 1),
    ]  # fmt: skip


def test_cut_by_team_as_it_is_on_the_day_and_currencies_by_its_rate(facts: Build) -> None:
    """10 EUR at 2 are 20 USD; pounds have no rate and are named. Ann's contract moved to South with her."""
    rows = [_plan("x", "2024-01-01", "2024-03-31", currency="EUR", seller="ann"),
            _plan("y", "2024-01-01", "2024-03-31", currency="USD", seller="bob"),
            _plan("z", "2024-01-01", "2024-03-31", currency="GBP", seller="bob")]  # fmt: skip
    teams = [{"seller": "ann", "team": "North", "valid_to": "2024-02-15"}, {"seller": "bob", "team": "North"},
             {"seller": "ann", "team": "South", "valid_from": "2024-02-16"}]  # fmt: skip
    company = facts(revenue=rows, memberships=teams, settings=Settings(currency="USD"), today="2024-03-01",
                    rates=[{"currency": "EUR", "day": "2024-02-28", "rate": 2}])  # fmt: skip
    answer = company.ask("renewals_due", by="team")
    found = {line.labels["team"]: (line.figure.value, line.figure.parts["due_amount"]) for line in answer.lines}
    assert found == {"North": (2, 10), "South": (1, 20)}
    assert any("GBP 1" in note for note in answer.notes)


def test_a_contract_of_nobody_is_left_out_and_named(facts: Build) -> None:
    company = facts(revenue=[_plan(None, "2024-01-01", "2024-03-31")], today="2024-03-01")
    answer = company.ask("renewals_due")
    assert answer.total is None or not answer.total.figure.value
    assert "1 rows of revenue name no customer and are left out." in answer.notes
