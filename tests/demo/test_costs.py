"""What customers cost is found again from the costs, the payments and nothing else."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import duckdb
import pytest

from merilo.demo import Company, company
from merilo.demo.costs import spend


def test_cost_of_winning_a_customer(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    spent, won = sql.execute(
        """SELECT (SELECT sum(amount) FROM costs WHERE purpose = 'acquisition'),
        (SELECT count(DISTINCT account) FROM revenue WHERE kind = 'recurring')"""
    ).fetchall()[0]
    assert won > 300
    assert spent / won == demo.truth.costs.per_new_customer


def test_cost_of_keeping_a_customer_for_a_month(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    spent, months = sql.execute(
        """SELECT (SELECT sum(amount) FROM costs WHERE purpose = 'retention'),
        (SELECT count(*) FROM (SELECT DISTINCT account, month FROM revenue, generate_series(
            starts_on, coalesce(ends_on - 1, DATE '2026-06-30'), INTERVAL 1 MONTH) AS s(month)
         WHERE kind = 'recurring' AND month <= DATE '2026-06-30'))"""
    ).fetchall()[0]
    assert spent / months == demo.truth.costs.per_customer_month


def test_every_month_has_both_purposes_and_whole_months_only(demo: Company) -> None:
    found = spend(demo.truth, demo.staff.clock, demo.subscriptions)
    purposes: dict[date, set[str]] = defaultdict(set)
    for cost in found:
        purposes[cost.first].add(cost.purpose)
        assert (cost.first.day, (cost.last + timedelta(days=1)).day) == (1, 1)
        assert cost.first < cost.last < cost.first + timedelta(days=31)
        assert cost.amount > 0
    assert list(purposes.values()) == [{"acquisition", "retention"}] * 24


def test_what_for_the_money_goes(demo: Company) -> None:
    shares: dict[str, float] = defaultdict(float)
    found = [c for c in spend(demo.truth, demo.staff.clock, demo.subscriptions) if c.purpose == "acquisition"]
    for cost in found:
        shares["team" if cost.team else "seller" if cost.seller else "company"] += cost.amount
    facts, total = demo.truth.costs, sum(shares.values())
    expected = {"company": facts.advertising, "team": facts.salaries, "seller": facts.travel}
    assert {level: spent / total for level, spent in shares.items()} == pytest.approx(expected, rel=0.1)


def test_only_people_and_teams_of_that_time_cost_something(demo: Company) -> None:
    for cost in spend(demo.truth, demo.staff.clock, demo.subscriptions):
        there = [
            (seller.id, spell.team)
            for seller in demo.truth.sellers
            for spell in seller.spells
            if (spell.first is None or spell.first <= cost.last) and (spell.last is None or spell.last >= cost.first)
        ]
        assert not cost.seller or cost.seller in {seller for seller, _ in there}
        assert not cost.team or cost.team in {team for _, team in there}


@pytest.mark.parametrize("sellers", [1, 2])
def test_the_smallest_company_spends_for_the_customers_it_has(sellers: int) -> None:
    made = company(until=date(2026, 6, 30), sellers=sellers, teams=1, years=0.25)
    customers = len(set(made.subscriptions.deal[~made.subscriptions.addon].tolist()))
    found = spend(made.truth, made.staff.clock, made.subscriptions)
    spent = sum(cost.amount for cost in found if cost.purpose == "acquisition")
    assert spent == made.truth.costs.per_new_customer * customers
