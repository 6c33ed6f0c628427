from __future__ import annotations

from datetime import date
from typing import Any

from merilo.kpis.retention.buying_gaps import usual_gaps
from tests.kpis.conftest import Build


def _sale(account: str | None, day: str, amount: object = 10) -> dict[str, Any]:
    return {"account": account, "starts_on": day, "amount": amount}


def _found(company: Any, as_of: str = "2024-12-31", *, beside_subscriptions: bool = False) -> dict[Any, int]:
    gaps = usual_gaps(company.engine.facts, date.fromisoformat(as_of), beside_subscriptions=beside_subscriptions)
    return {row["gap"]: row["customers"] for row in company.desk.records(gaps)}


def test_a_customer_counts_once_by_its_own_median_gap(facts: Build) -> None:
    """
    x buys on days 1, 11, 21, 121 of the year: gaps 10, 10, 100, median 10. y: gap 40. z: one day.
    A mean over all gaps would be (10 + 10 + 100 + 40) / 4 = 40 for both (wrong).
    """
    rows = [_sale("x", day) for day in ("2024-01-01", "2024-01-11", "2024-01-21", "2024-04-30")]
    rows += [_sale("y", "2024-01-01"), _sale("y", "2024-02-10"), _sale("z", "2024-03-03")]
    assert _found(facts(revenue=rows)) == {10: 1, 40: 1, None: 1}


def test_several_rows_of_a_day_are_one_purchase_and_refunds_none(facts: Build) -> None:
    rows = [_sale("x", "2024-01-01"), _sale("x", "2024-01-01", 5), _sale("x", "2024-01-08", -5),
            _sale("x", "2024-01-31"), _sale(None, "2024-01-05")]  # fmt: skip
    assert _found(facts(revenue=rows)) == {30: 1}


def test_what_was_bought_after_the_day_is_not_known_on_it(facts: Build) -> None:
    rows = [_sale("x", "2024-01-01"), _sale("x", "2024-01-31"), _sale("x", "2024-02-02")]
    assert _found(facts(revenue=rows), "2024-01-31") == {30: 1}


def test_beside_subscriptions_single_sales_have_no_rhythm_unless_asked(facts: Build) -> None:
    plan = {"account": "x", "starts_on": "2024-01-01", "amount": 1, "kind": "recurring", "per": "month"}
    company = facts(revenue=[_sale("x", "2024-01-01"), _sale("x", "2024-01-31"), plan])
    assert _found(company) == {}
    assert _found(company, beside_subscriptions=True) == {30: 1}
