from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.reports.why import explain
from tests.kpis.conftest import Build

PARTS = ("acquisition", "new", "retention", "kept")


def _sale(account: str, month: int, amount: object = 10, day: int = 15, **more: Any) -> dict[str, Any]:
    return {"account": account, "starts_on": f"2024-{month:02}-{day}", "amount": amount, **more}


def _cost(purpose: str, start: str, end: str, amount: object, **more: Any) -> dict[str, Any]:
    return {"purpose": purpose, "starts_on": start, "ends_on": end, "amount": amount, **more}


def _lines(company: Any, **asked: Any) -> dict[Any, tuple[Any, ...]]:
    lines = company.ask("acquisition_vs_retention", **asked).lines
    return {
        " ".join((*line.labels.values(), line.period)): tuple(line.figure.parts[name] or 0 for name in PARTS)
        for line in lines
    }


def test_winning_one_against_keeping_one(facts: Build) -> None:
    """
            Jan Feb     February: y, z new (costs of winning 600: 300 each); w and x kept (costs of keeping 100: 50)
    w, x     10  10     300 / 50 = 6 times as much; 600 / 100 would be the money alone (wrong)
    v        10   -     v left, so nobody kept it
    y, z      -  10
    """
    rows = [_sale(name, 1) for name in "vwx"] + [_sale(name, 2, day=29) for name in "wxyz"]
    costs = [_cost("acquisition", "2024-02-01", "2024-02-29", 600), _cost("retention", "2024-02-01", "2024-02-29", 100)]
    company = facts(revenue=rows, costs=costs, today="2024-02-29")
    january, february = company.ask("acquisition_vs_retention").lines
    assert tuple(february.figure.parts[name] for name in PARTS) == (600, 2, 100, 2)
    assert february.figure.value == pytest.approx(6)
    assert february.figure.beside["winning_one"].value == pytest.approx(300)
    assert february.figure.beside["keeping_one"].value == pytest.approx(50)
    assert january.figure.value is None
    assert january.figure.beside["winning_one"].value is None


def test_a_cost_is_spread_over_its_days_exactly(facts: Build) -> None:
    """100 from 31 January to 2 February is 33.3333 in January and the rest, 66.6667, in February: 100 together."""
    costs = [_cost("retention", "2024-01-31", "2024-02-02", 100), _cost("retention", "2023-12-01", "2024-02-29", 0.01)]
    found = _lines(facts(revenue=[_sale("x", 1), _sale("x", 2, day=29)], costs=costs, today="2024-02-29"))
    spent = {period: parts[2] for period, parts in found.items()}
    assert sum(spent.values()) == Decimal("100.01")
    assert float(spent["2024-01"]) == pytest.approx(33.3333 + 0.01 * 31 / 91, abs=1e-4)


@pytest.mark.parametrize("every", [Period.WEEK, Period.MONTH, Period.QUARTER])
def test_however_periods_are_cut_the_cost_is_the_same(facts: Build, every: Period) -> None:
    costs = [
        _cost("acquisition", "2024-01-10", "2024-05-19", 1234.5678),
        _cost("acquisition", "2024-03-31", "2024-03-31", 7),
    ]
    company = facts(revenue=[_sale("x", 1), _sale("x", 6, day=30)], costs=costs, today="2024-06-30")
    assert sum(parts[0] for parts in _lines(company, every=every).values()) == Decimal("1241.5678")


def test_missing_costs_are_said_and_give_no_value(facts: Build) -> None:
    rows = [_sale("x", 1), _sale("x", 2), _sale("y", 2, day=29)]
    spent = [_cost("retention", "2024-02-01", "2024-02-29", 50)]
    answer = facts(revenue=rows, costs=spent, today="2024-02-29").ask("acquisition_vs_retention")
    assert "No costs of winning customers are given (table costs, purpose acquisition): no value." in answer.notes
    assert not any("costs of keeping" in note for note in answer.notes)
    figure = answer.lines[-1].figure
    assert figure.value is None
    assert figure.beside["winning_one"].value is None
    assert figure.beside["keeping_one"].value == pytest.approx(50)
    none = facts(revenue=rows, today="2024-02-29").ask("acquisition_vs_retention")
    assert sum("are given" in note for note in none.notes) == 2


def test_who_comes_back_is_neither_won_nor_kept(facts: Build) -> None:
    rows = [_sale("x", 1), _sale("y", 1), _sale("y", 2), _sale("x", 3), _sale("y", 3, day=31)]
    costs = [_cost("acquisition", "2024-01-01", "2024-03-31", 91)]
    found = _lines(facts(revenue=rows, costs=costs, today="2024-03-31"))
    assert {period: (parts[1], parts[3]) for period, parts in found.items()} == {
        "2024-01": (2, 0), "2024-02": (0, 1), "2024-03": (0, 1),
    }  # fmt: skip


def test_an_unfinished_period_has_parts_but_no_value(facts: Build) -> None:
    costs = [_cost(purpose, "2024-01-01", "2024-02-29", 60) for purpose in ("acquisition", "retention")]
    rows = [_sale("x", 1), _sale("x", 2, day=10), _sale("y", 2, day=10)]
    company = facts(revenue=rows, costs=costs, today="2024-02-12")
    last = company.ask("acquisition_vs_retention").lines[-1]
    assert (last.partial, last.figure.value, last.figure.parts["new"]) == (True, None, 1)
    assert last.figure.beside["keeping_one"].value is None


def test_costs_by_team_follow_the_people_or_the_team_that_they_name(facts: Build) -> None:
    """Ann was in North until 31 January, then in South; a cost of North's names nobody."""
    costs = [_cost("acquisition", "2024-01-01", "2024-02-29", 60, seller="ann"),
             _cost("acquisition", "2024-02-01", "2024-02-29", 7, team="North")]  # fmt: skip
    teams = [{"seller": "ann", "team": "North", "valid_to": "2024-01-31"},
             {"seller": "ann", "team": "South", "valid_from": "2024-02-01"}]  # fmt: skip
    company = facts(revenue=[_sale("x", 1, seller="ann"), _sale("x", 2, seller="ann", day=29)], costs=costs,
                    memberships=teams, today="2024-02-29")  # fmt: skip
    assert _lines(company, by="team") == {
        "North 2024-01": (31, 1, 0, 0), "North 2024-02": (7, 0, 0, 0), "South 2024-02": (29, 0, 0, 1),
    }  # fmt: skip
    assert _lines(company, by="seller")["(none) 2024-02"] == (7, 0, 0, 0)


def test_costs_are_in_the_reporting_currency_and_those_without_a_rate_are_named(facts: Build) -> None:
    """60 EUR at the rate of each month's end: 30 at 1.5 and 30 at 2 (31 and 29 days of 60: 46.5 and 58)."""
    rows = [_sale("x", 1, currency="USD"), _sale("x", 2, day=29, currency="USD")]
    costs = [_cost("acquisition", "2024-01-01", "2024-02-29", 60, currency="EUR"),
             _cost("acquisition", "2024-01-01", "2024-01-31", 5, currency="GBP")]  # fmt: skip
    rates = [{"currency": "EUR", "day": day, "rate": rate} for day, rate in (("2024-01-01", 1.5), ("2024-02-01", 2))]
    company = facts(revenue=rows, costs=costs, rates=rates, settings=Settings(currency="USD"), today="2024-02-29")
    assert [float(parts[0]) for parts in _lines(company).values()] == [46.5, 58]
    assert any("GBP 1" in note for note in company.ask("acquisition_vs_retention").notes)


def test_rows_behind_are_costs_and_customers(facts: Build) -> None:
    costs = [_cost("acquisition", "2024-01-01", "2024-01-31", 5, id="fair")]
    company = facts(revenue=[_sale("x", 1, day=31)], costs=costs, today="2024-01-31")
    rows = company.ask("acquisition_vs_retention", rows=True).rows.to_pylist()
    assert [(row["fact"], row["id"]) for row in rows] == [("accounts", "x"), ("costs", "fair")]


def test_why_it_moved_is_told_by_its_two_factors(facts: Build) -> None:
    """February 60/2 : 10/1 = 3; March 120/1 : 10/2 = 24. Winning cost four times as much: 14 of
    the 21; keeping half as much: 7."""
    rows = [_sale("x", 1), _sale("x", 2), _sale("y", 2), _sale("z", 2), _sale("x", 3), _sale("y", 3),
            _sale("w", 3, day=31)]  # fmt: skip
    costs = [
        _cost("acquisition", "2024-02-01", "2024-02-29", 60),
        _cost("acquisition", "2024-03-01", "2024-03-31", 120),
    ]
    costs += [_cost("retention", "2024-02-01", "2024-02-29", 10), _cost("retention", "2024-03-01", "2024-03-31", 10)]
    company = facts(revenue=rows, costs=costs, today="2024-03-31")
    found = explain(company.desk, Question("acquisition_vs_retention", every=Period.MONTH), "2024-02", "2024-03")
    assert found.factors == {"Cost of winning one": pytest.approx(14), "Cost of keeping one": pytest.approx(7)}


def test_without_anybody_kept_there_is_nothing_to_hold_against(facts: Build) -> None:
    """In the first month nobody could be kept: winning one costs 60, keeping one is not known, nor is the ratio."""
    costs = [_cost(purpose, "2024-01-01", "2024-01-31", 60) for purpose in ("acquisition", "retention")]
    company = facts(revenue=[_sale("x", 1, day=31)], costs=costs, today="2024-01-31")
    (line,) = company.ask("acquisition_vs_retention").lines
    assert (line.figure.value, line.figure.beside["keeping_one"].value) == (None, None)
    assert line.figure.beside["winning_one"].value == 60
