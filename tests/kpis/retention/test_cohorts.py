from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

PARTS = ("size", "active", "amount", "first_amount")


def _sale(account: str | None, month: int, amount: object, **more: Any) -> dict[str, Any]:
    return {"account": account, "starts_on": f"2024-{month:02}-15", "amount": amount, **more}


def _parts(company: Any, *by: str, **asked: Any) -> dict[tuple[str, ...], tuple[Any, ...]]:
    answer = company.ask("cohorts", by=by or ("cohort",), **asked)
    return {
        (*line.labels.values(), line.period): tuple(line.figure.parts[name] for name in PARTS) for line in answer.lines
    }


def test_a_customer_belongs_to_the_period_of_its_first_payment_for_ever(facts: Build) -> None:
    """
            Jan  Feb  Mar  Apr     cohort January: x, y (first month 100 + 10); February: z
    x       100    -   50    -     Mar: of x and y only x pays, 50 of 110
    y        10   20    -    -     Apr: only w's, whose cohort that is
    z         -    5    -    -     a mean of each customer's own share in February would be (0 + 2) / 2 = 1 (wrong)
    w         -    -    -    9
    """
    rows = [_sale("x", 1, 100), _sale("x", 3, 50), _sale("y", 1, 10), _sale("y", 2, 20), _sale("z", 2, 5),
            _sale("w", 4, 9)]  # fmt: skip
    company = facts(revenue=rows, today="2024-04-15")
    assert _parts(company) == {
        ("2024-01", "2024-01"): (2, 2, 110, 110),
        ("2024-01", "2024-02"): (2, 1, 20, 110),
        ("2024-01", "2024-03"): (2, 1, 50, 110),
        ("2024-01", "2024-04"): (2, 0, 0, 110),
        ("2024-02", "2024-02"): (1, 1, 5, 5),
        ("2024-02", "2024-03"): (1, 0, 0, 5),
        ("2024-02", "2024-04"): (1, 0, 0, 5),
        ("2024-04", "2024-04"): (1, 1, 9, 9),
    }
    february = next(line for line in company.ask("cohorts", by="age").lines if line.period == "2024-02" and
                    line.labels["age"] == "1")  # fmt: skip
    assert february.figure.value == pytest.approx(0.5)
    assert february.figure.beside["revenue_left"].value == pytest.approx(20 / 110)


def test_a_customer_who_pauses_is_missing_and_then_back(facts: Build) -> None:
    company = facts(revenue=[_sale("x", 1, 100), _sale("x", 4, 30)], today="2024-04-30")
    assert [parts[:3] for parts in _parts(company, "age").values()] == [
        (1, 1, 100), (1, 0, 0), (1, 0, 0), (1, 1, 30),
    ]  # fmt: skip


def test_an_unfinished_period_has_parts_but_no_share(facts: Build) -> None:
    """The data end on 15 February: half a February is not compared with the whole January."""
    company = facts(revenue=[_sale("x", 1, 100), _sale("y", 1, 10), _sale("y", 2, 10)], today="2024-02-20")
    january, february = company.ask("cohorts", by="cohort").lines
    assert (january.figure.value, january.partial) == (1, False)
    assert (february.figure.value, february.partial) == (None, True)
    assert february.figure.beside["revenue_left"].value is None
    assert february.figure.parts["active"] == 1


def test_cancelling_one_of_two_subscriptions_leaves_the_customer_active(facts: Build) -> None:
    """A 100 ends in March, B 50 runs on: the customer is still one of one, with 50 of 150."""
    plan = {"kind": "recurring", "per": "month", "account": "x", "starts_on": "2024-01-01"}
    rows = [{**plan, "ends_on": "2024-03-01", "amount": 100}, {**plan, "amount": 50}]
    assert _parts(facts(revenue=rows, today="2024-03-31")) == {
        ("2024-01", "2024-01"): (1, 1, 150, 150),
        ("2024-01", "2024-02"): (1, 1, 150, 150),
        ("2024-01", "2024-03"): (1, 1, 50, 150),
    }


def test_a_refund_below_zero_is_no_payment_and_begins_no_cohort(facts: Build) -> None:
    """
            Jan  Feb  Mar      clip: cohort February, March pays nothing
    x       -40  100  -30      keep: the same cohort, but March's revenue is -30; nobody is active in it
    """
    company = facts(revenue=[_sale("x", 1, -40), _sale("x", 2, 100), _sale("x", 3, -30)], today="2024-03-31")
    assert _parts(company) == {("2024-02", "2024-02"): (1, 1, 100, 100), ("2024-02", "2024-03"): (1, 0, 0, 100)}
    kept = _parts(company, policies={"negative": "keep"})
    assert kept == {("2024-02", "2024-02"): (1, 1, 100, 100), ("2024-02", "2024-03"): (1, 0, -30, 100)}


def test_cut_by_product_a_customer_stays_with_what_it_began_with(facts: Build) -> None:
    """x begins with 100 of p and 30 of q, and moves to q: it stays p's customer, counted once, with all its revenue."""
    rows = [_sale("x", 1, 100, product="p"), _sale("x", 1, 30, product="q"), _sale("x", 2, 70, product="q"),
            _sale("y", 1, 5, product="q")]  # fmt: skip
    company = facts(revenue=rows, today="2024-02-29")
    assert _parts(company, "product") == {
        ("p", "2024-01"): (1, 1, 130, 130),
        ("p", "2024-02"): (1, 1, 70, 130),
        ("q", "2024-01"): (1, 1, 5, 5),
        ("q", "2024-02"): (1, 0, 0, 5),
    }


def test_amounts_are_in_the_reporting_currency_and_those_without_a_rate_are_left_out(facts: Build) -> None:
    """10 EUR at 1.5 are 15 USD in January, at 2 20 USD in February; pounds have no rate: z never is a customer."""
    rows = [_sale("x", 1, 10, currency="EUR"), _sale("x", 2, 10, currency="EUR"), _sale("y", 1, 5, currency="USD"),
            _sale("z", 1, 9, currency="GBP")]  # fmt: skip
    rates = [{"currency": "EUR", "day": day, "rate": rate} for day, rate in (("2024-01-01", 1.5), ("2024-02-01", 2))]
    company = facts(revenue=rows, rates=rates, settings=Settings(currency="USD"), today="2024-02-29")
    assert _parts(company) == {("2024-01", "2024-01"): (2, 2, 20, 20), ("2024-01", "2024-02"): (2, 1, 20, 20)}


def test_quarters_follow_the_fiscal_year_and_name_the_cohort(facts: Build) -> None:
    company = facts(
        revenue=[_sale("x", 1, 10), _sale("y", 2, 20), _sale("x", 4, 5)],
        settings=Settings(fiscal_year_start=2), today="2024-04-30",
    )  # fmt: skip
    assert _parts(company, "cohort", "age", every=Period.QUARTER) == {
        ("FY2024Q4", "0", "FY2024Q4"): (1, 1, 10, 10),
        ("FY2024Q4", "1", "FY2025Q1"): (1, 1, 5, 10),
        ("FY2025Q1", "0", "FY2025Q1"): (1, 1, 20, 20),
    }
    only = company.ask("cohorts", by="age", every=Period.QUARTER, where={"cohort": "FY2024Q4"})
    assert [line.figure.parts["amount"] for line in only.lines] == [10, 5]


def test_the_rows_behind_say_who_left(facts: Build) -> None:
    company = facts(revenue=[_sale("x", 1, 1), _sale("y", 1, 1), _sale("y", 2, 1)], today="2024-02-29")
    rows = company.ask("cohorts", start="2024-02-01", rows=True).rows.to_pylist()
    assert [(row["id"], row["active"], row["cohort"]) for row in rows] == [
        ("x", 0, date(2024, 1, 1)), ("y", 1, date(2024, 1, 1)),
    ]  # fmt: skip
