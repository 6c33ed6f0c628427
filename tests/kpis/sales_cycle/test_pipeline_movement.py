from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.time import Period
from tests.kpis.company import Company
from tests.kpis.conftest import Build
from tests.kpis.sales_cycle.test_deal_history import random_company

_GAINS, _LOSSES = ("created", "pulled_in", "reopened"), ("slipped", "won", "lost")


def _deal(name: str = "d", **more: Any) -> dict[str, Any]:
    return {"id": name, "created_at": "2024-01-10", "amount": 100, "currency": "USD",
            "expected_close_on": "2024-03-20", **more}  # fmt: skip


def _change(field: str, old: str | None, new: str | None, at: str, deal: str = "d") -> dict[str, Any]:
    return {"deal": deal, "field": field, "old": old, "new": new, "at": at}


def _moved(company: Company, **asked: Any) -> dict[str, dict[str, int]]:
    """Per period the money parts that are not zero."""
    asked.setdefault("every", Period.MONTH)
    found = {}
    for line in company.ask("pipeline_movement", **asked).lines:
        parts = {name: int(value or 0) for name, value in line.figure.parts.items()}
        found[line.period] = {name: value for name, value in parts.items() if value and not name.startswith("deals")}
    return found


_ALL = {"scope": "all"}


def test_a_deal_s_life_moves_through_the_parts_and_closes_exactly(facts: Build) -> None:
    """
    created 10 January at 100; raised to 150 in February; lowered to 120 on the day of winning, 5 March
    January: created 100 -> 100.  February: 100 + 50 -> 150.  March: 150 − 30 − won 120 -> 0.
    """
    changes = [
        _change("amount", "100", "150", "2024-02-05"),
        _change("amount", "150", "120", "2024-03-05"),
        _change("status", "open", "won", "2024-03-05"),
    ]
    deal = _deal(amount=120, status="won", closed_at="2024-03-05")
    company = facts(deals=[deal, _deal("last", amount=1, created_at="2024-04-01")], deal_changes=changes)
    assert _moved(company, policies=_ALL) == {
        "2024-01": {"created": 100, "closing": 100},
        "2024-02": {"opening": 100, "increased": 50, "closing": 150},
        "2024-03": {"opening": 150, "decreased": 30, "won": 120},
        "2024-04": {"created": 1, "closing": 1},
    }


def test_slipping_and_pulling_in_move_between_periods(facts: Build) -> None:
    """
    d  due 20 March; on 5 March put off to 20 May; on 10 April brought forward to 25 April; open since
    January, February: not due yet. March: stood (due in March), slipped. April: pulled in. May: stood, overdue.
    """
    changes = [
        _change("expected_close_on", "2024-03-20", "2024-05-20", "2024-03-05"),
        _change("expected_close_on", "2024-05-20", "2024-04-25", "2024-04-10"),
    ]
    deals = [_deal(expected_close_on="2024-04-25"), _deal("x", created_at="2024-05-31", expected_close_on=None)]
    company = facts(deals=deals, deal_changes=changes)
    assert _moved(company) == {
        "2024-03": {"opening": 100, "slipped": 100},
        "2024-04": {"pulled_in": 100, "closing": 100},
        "2024-05": {"opening": 100, "closing": 100},
    }
    notes = company.ask("pipeline_movement").notes
    assert any(note.startswith("1 open deals have no expected closing day") for note in notes)


def test_created_and_closed_within_one_period_counts_in_both(facts: Build) -> None:
    deals = [_deal("w", status="won", closed_at="2024-01-20", expected_close_on="2024-09-01"),
             _deal("l", status="lost", closed_at="2024-01-25", amount=7, expected_close_on=None)]  # fmt: skip
    company = facts(deals=deals)
    assert _moved(company) == {"2024-01": {"created": 107, "won": 100, "lost": 7}}
    assert _moved(company, policies=_ALL) == _moved(company)


def test_won_before_it_was_due_is_pulled_in_and_lost_before_it_was_due_is_no_loss_of_the_period(facts: Build) -> None:
    deals = [_deal("w", status="won", closed_at="2024-02-20", expected_close_on="2024-09-01"),
             _deal("l", status="lost", closed_at="2024-02-25", amount=7, expected_close_on="2024-09-01")]  # fmt: skip
    company = facts(deals=deals)
    assert _moved(company) == {"2024-02": {"pulled_in": 100, "won": 100}}
    assert _moved(company, policies=_ALL)["2024-02"] == {"opening": 107, "won": 100, "lost": 7}


def test_a_reopened_deal_comes_back_as_such(facts: Build) -> None:
    changes = [_change("status", "open", "lost", "2024-02-05"), _change("status", "lost", "open", "2024-04-05")]
    company = facts(deals=[_deal()], deal_changes=changes)
    assert _moved(company, policies=_ALL) == {
        "2024-01": {"created": 100, "closing": 100},
        "2024-02": {"opening": 100, "lost": 100},
        "2024-03": {},
        "2024-04": {"reopened": 100, "closing": 100},
    }


def test_a_rate_that_moves_changes_an_opening_and_nothing_within_a_period(facts: Build) -> None:
    """100 EUR at 2 on 31 January and at 3 on 29 February: the February opening is 300 and nothing increased."""
    rates = [{"currency": "EUR", "day": "2024-01-01", "rate": 2}, {"currency": "EUR", "day": "2024-02-15", "rate": 3}]
    deals = [_deal(currency="EUR"), _deal("u", created_at="2024-02-20", amount=1), _deal("g", currency="GBP")]
    company = facts(deals=deals, rates=rates, today="2024-02-29")
    assert _moved(company, policies=_ALL) == {
        "2024-01": {"created": 200, "closing": 200},
        "2024-02": {"opening": 300, "created": 1, "closing": 301},
    }
    assert any("(GBP 2)" in note for note in company.ask("pipeline_movement", policies=_ALL).notes)


def test_a_deal_closed_on_an_unknown_day_never_moves_and_is_said(facts: Build) -> None:
    company = facts(deals=[_deal(status="won"), _deal("e")], today="2024-01-31")
    assert _moved(company, policies=_ALL) == {"2024-01": {"created": 100, "closing": 100}}
    assert any("closed on an unknown day" in note for note in company.ask("pipeline_movement").notes)


def test_the_unfinished_period_closes_with_today_and_is_marked(facts: Build) -> None:
    deals = [_deal(), _deal("later", created_at="2024-02-25")]
    answer = facts(deals=deals, today="2024-02-20").ask("pipeline_movement", every=Period.MONTH, policies=_ALL)
    assert [(line.figure.value, line.partial) for line in answer.lines] == [(Decimal(100), True)]


def test_cut_by_seller_a_deal_counts_where_it_stood_at_the_end(facts: Build) -> None:
    changes = [_change("seller", "a", "b", "2024-02-10")]
    deals = [_deal(seller="b"), _deal("x", created_at="2024-02-11", seller="a", amount=1)]
    company = facts(deals=deals, deal_changes=changes, today="2024-02-28")
    lines = company.ask("pipeline_movement", every=Period.MONTH, by="seller", policies=_ALL).lines
    found = {(line.labels["seller"], line.period): line.figure.parts["closing"] for line in lines}
    assert found == {("a", "2024-01"): 100, ("a", "2024-02"): 1, ("b", "2024-02"): 100}


@given(
    st.integers(0, 10**6),
    st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER]),
    st.sampled_from(["expected", "all"]),
)
@settings(max_examples=8)
def test_opening_and_all_moves_are_the_closing_exactly(seed: int, every: Period, scope: str) -> None:
    built = random_company(seed)
    answer = built.ask("pipeline_movement", every=every, by="seller", policies={"scope": scope})
    assert answer.lines
    for line in answer.lines:
        p: Any = {name: value or 0 for name, value in line.figure.parts.items()}
        gained = sum(p[name] for name in _GAINS) + p["increased"] - p["decreased"]
        assert p["opening"] + gained - sum(p[name] for name in _LOSSES) == p["closing"]
        counted = sum(p[f"deals_{name}"] for name in _GAINS) - sum(p[f"deals_{name}"] for name in _LOSSES)
        assert p["deals_opening"] + counted == p["deals_closing"]
        assert scope == "expected" or p["pulled_in"] == p["slipped"] == p["deals_slipped"] == 0
    built.engine.close()


@given(st.integers(0, 10**6), st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER]))
@settings(max_examples=8)
def test_all_open_deals_open_a_period_as_they_closed_the_last_one_and_stand_as_the_pipeline(
    seed: int, every: Period
) -> None:
    built = random_company(seed, currencies=("USD",))
    lines = built.ask("pipeline_movement", every=every, policies={"scope": "all"}).lines
    before, deals = Decimal(0), 0
    for line in lines:
        p: Any = line.figure.parts
        assert (p["opening"] or 0, p["deals_opening"] or 0) == (before, deals)
        before, deals = p["closing"] or Decimal(0), p["deals_closing"] or 0
    horizon = built.desk.horizon(("deals", "deal_changes"), built.desk.today)
    standing = built.figure("pipeline", as_of=horizon)
    assert (before, deals) == (standing.parts["amount"] or 0, standing.parts["deals"] or 0)
    built.engine.close()


def test_without_deals_there_is_no_movement(facts: Build) -> None:
    assert facts(deals=[]).ask("pipeline_movement").lines == ()


@pytest.mark.parametrize("scope", ["expected", "all"])
def test_rows_behind_name_the_deal_once_per_period(facts: Build, scope: str) -> None:
    changes = [_change("amount", "90", "100", "2024-01-20"), _change("amount", "80", "90", "2024-01-15")]
    company = facts(deals=[_deal(expected_close_on="2024-01-01")], deal_changes=changes, today="2024-02-10")
    rows = company.ask("pipeline_movement", every=Period.MONTH, policies={"scope": scope}, rows=True).rows
    assert rows is not None
    assert rows["id"].to_pylist() == ["d"]
