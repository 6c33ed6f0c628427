"""What is expected of everyone in a role is near what people do."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pytest

from merilo.core.time import Calendar, Period
from merilo.demo import Company, company
from merilo.demo.role_plans import role_plans


@pytest.mark.parametrize(("kpi", "period"), [("touches", Period.WEEK), ("first_meetings", Period.MONTH)])
def test_one_range_for_every_period(demo: Company, kpi: str, period: Period) -> None:
    found = [t for t in role_plans(demo.truth, demo.staff.clock, demo.meetings) if t.kpi == kpi]
    assert [(t.first, t.last) for t in found] == list(Calendar().periods(demo.truth.start, demo.truth.until, period))
    assert {(t.scope, t.subject) for t in found} == {("role", "Seller")}
    assert all(t.high is not None and t.low < t.high for t in found)


def test_the_role_is_that_of_the_memberships(sql: duckdb.DuckDBPyConnection) -> None:
    lost = sql.execute(
        "SELECT count(*) FROM targets WHERE scope = 'role' AND subject NOT IN (SELECT role FROM memberships)"
    ).fetchall()
    assert lost == [(0,)]


def test_ranges_lie_around_what_is_usual(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    """Of the whole weeks at work of those who did not change about half are in the range or above."""
    targets = role_plans(demo.truth, demo.staff.clock, demo.meetings)
    low = next(t.low for t in targets if t.kpi == "touches")
    changed = [demo.truth.collapses, demo.truth.improves]
    weeks = sql.execute(
        """SELECT count(*) AS n FROM touches WHERE direction = 'outbound' AND NOT list_contains(?, seller[6:])
        GROUP BY seller, date_trunc('week', "at") HAVING count(DISTINCT CAST("at" AS DATE)) = 5""",
        [changed],
    ).fetchnumpy()["n"]
    assert 0.5 < np.mean(weeks >= low) < 0.98
    low, high = next((t.low, t.high) for t in targets if t.kpi == "first_meetings")
    mean = sql.execute(
        """SELECT avg(n) FROM (SELECT count(*) AS n FROM (SELECT account, arg_min(seller, starts_at) AS seller,
        min(starts_at) AS at0 FROM meetings WHERE status = 'held' GROUP BY account)
        GROUP BY seller, date_trunc('month', at0))"""
    ).fetchall()[0][0]
    assert high is not None
    assert low < mean < high


def test_counts_have_no_currency(sql: duckdb.DuckDBPyConnection) -> None:
    found = sql.execute("SELECT DISTINCT kpi, scope, currency FROM targets ORDER BY ALL").fetchall()
    assert found == [
        ("first_meetings", "role", None), ("touches", "role", None), ("won_amount", "company", "RUB"),
        ("won_amount", "seller", "RUB"), ("won_amount", "team", "RUB"),
    ]  # fmt: skip


def test_the_smallest_company_is_expected_to_do_something() -> None:
    tiny = company(until=date(2026, 6, 30), sellers=1, teams=1, years=0.25)
    assert all(t.low > 0 for t in role_plans(tiny.truth, tiny.staff.clock, tiny.meetings))
