from __future__ import annotations

from decimal import Decimal
from typing import Any

from merilo.core.settings import Settings
from tests.kpis.conftest import Build


def _won(amount: object, currency: str | None, day: str | None = "2024-03-05") -> dict[str, Any]:
    return {"status": "won", "closed_at": day, "amount": amount, "currency": currency, "created_at": "2024-01-01"}


_RATES = [
    {"currency": "EUR", "day": "2024-01-01", "rate": 1.10},
    {"currency": "EUR", "day": "2024-03-01", "rate": 1.25},
    {"currency": "EUR", "day": "2024-03-01", "rate": 99.0, "base": "RUB"},
    {"currency": "RUB", "day": "2024-06-01", "rate": 0.01},
]


def test_each_row_is_exchanged_by_the_rate_of_its_own_day(facts: Build) -> None:
    """100 EUR on 29 February at 1.10 and on 1 March at 1.25, and 7 USD: 110 + 125 + 7; added 1:1 it would be 207."""
    deals = [_won(100, "EUR", "2024-02-29"), _won(100, "EUR", "2024-03-01"), _won(7, "USD")]
    answer = facts(deals=deals, rates=_RATES).ask("won_amount")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.currency) == (Decimal(242), "USD")
    assert "Amounts are in USD, each row by the rate of its day." in answer.notes


def test_money_without_a_rate_is_left_out_and_named_never_one_to_one(facts: Build) -> None:
    """RUB has its first rate in June, GBP none: 7 USD are known, three rows are not."""
    deals = [_won(5000, "RUB"), _won(5000, "RUB"), _won(50, "GBP"), _won(7, "USD")]
    answer = facts(deals=deals, rates=_RATES).ask("average_deal")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.total.figure.n) == (7.0, 1)
    assert answer.notes[0] == (
        "3 rows are left out of amounts: their currency has no exchange rate for their day (GBP 1, RUB 2)."
    )


def test_one_currency_needs_no_rate_and_stays_itself(facts: Build) -> None:
    answer = facts(deals=[_won(5000, "RUB"), _won(1, None)], settings=Settings(currency="USD")).ask("won_amount")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.currency) == (Decimal(5001), "RUB")


def test_two_rates_of_one_day_do_not_double_a_deal(facts: Build) -> None:
    rates = [
        {"id": "1", "currency": "EUR", "day": "2024-01-01", "rate": 2.0},
        {"id": "2", "currency": "EUR", "day": "2024-01-01", "rate": 3.0},
    ]
    company = facts(deals=[_won(10, "EUR"), _won(1, "USD")], rates=rates)
    assert company.figure("won_amount").parts == {"amount": Decimal(31), "with_amount": 2, "deals": 2}


def test_movements_and_pipeline_are_exchanged_too(facts: Build) -> None:
    """A rate that moves is felt: 100 EUR in February (110 USD) and March (125 USD) is an expansion of 15."""
    revenue = [{"account": "x", "starts_on": f"2024-0{month}-10", "amount": 100, "currency": "EUR"} for month in (2, 3)]
    revenue.append({"account": "y", "starts_on": "2024-03-10", "amount": 1, "currency": "USD"})
    company = facts(revenue=revenue, rates=_RATES)
    assert company.ask("revenue_movements", start="2024-03-01").lines[0].figure.parts["expansion"] == 15
    deals = [{"created_at": "2024-01-01", "amount": 10, "currency": code} for code in ("EUR", "USD")]
    pipeline = facts(deals=deals, rates=_RATES, today="2024-02-01").figure("pipeline")
    assert pipeline.parts["amount"] == 21


def test_a_moving_rate_in_the_movements_is_said(facts: Build) -> None:
    """10 EUR a month in February (1.10) and March (1.25), nothing sold: 11.00 and 12.50 USD, an expansion of 1.50."""
    paid = {"account": "a", "kind": "recurring", "per": "month", "amount": 10, "currency": "EUR"}
    other = {"account": "b", "kind": "one_off", "amount": 1, "currency": "USD", "starts_on": "2024-02-10"}
    rows = [paid | {"starts_on": "2024-02-01", "ends_on": "2024-04-01"}, other]
    answer = facts(revenue=rows, rates=_RATES, today="2024-03-31").ask("revenue_movements")
    march = next(line for line in answer.lines if line.period == "2024-03")
    assert march.figure.parts["expansion"] == Decimal("1.5")
    assert "A rate that moves shows as expansion or contraction of those who pay in another currency." in answer.notes
