"""Calls held against what was won, worked by hand; a manager's figures, lead times and periods of nothing apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kpis.company import Company
from tests.kpis.conftest import Build

_MONTH = {"2024-01": "2024-01-31", "2024-02": "2024-02-29", "2024-03": "2024-03-31"}


def _call(month: str, amount: float, at: str, **more: Any) -> dict[str, Any]:
    days = {"starts_on": f"{month}-01", "ends_on": _MONTH[month]}
    call = {"seller": "a", "category": "commit", "amount": amount, "currency": "USD", "submitted_at": at}
    return call | days | more


def _won(amount: float | None, day: str, seller: str = "a") -> dict[str, Any]:
    return {"seller": seller, "status": "won", "amount": amount, "currency": "USD", "created_at": "2024-01-01",
            "closed_at": day}  # fmt: skip


_TOLD = (
    _call("2024-01", 120, "2024-01-02"), _call("2024-01", 150, "2024-01-12"), _call("2024-01", 60, "2024-01-31"),
    _call("2024-02", 80, "2024-02-01"), _call("2024-02", 999, "2024-02-01", category="best_case"),
    _call("2024-02", 90, "2024-02-02", given_by="m"),
    _call("2024-03", 50, "2024-03-01"),
)  # fmt: skip
_SALES = (_won(70, "2024-01-10"), _won(30, "2024-01-31"), _won(100, "2024-02-15"), _won(5, "2024-03-20", "b"))


@pytest.fixture
def told(facts: Build) -> Company:
    """
                called by the 8th day | half-way | won
    January      120                  | 150      | 100
    February      80                  |  80      | 100     (her manager: 90)
    March         50                  |  50      |   0
    """
    end = {"id": "end", "status": "open", "created_at": "2024-04-01"}
    return facts(today="2024-04-15", forecast_calls=list(_TOLD), deals=[*_SALES, end])


def test_error_and_bias_are_of_sums_over_seller_and_period(told: Company) -> None:
    """|20| + |−20| + |50| = 90 of 200; 250 called of 200; the mean of ratios would say +20 −20: no bias."""
    figure = told.figure("forecast_accuracy")
    parts = {name: float(figure.parts[name]) for name in ("absolute", "called", "actual", "calls", "too_high")}
    assert parts == {"absolute": 90, "called": 250, "actual": 200, "calls": 3, "too_high": 2}
    assert (figure.value, figure.beside["bias"].value, figure.too_few) == (0.45, 0.25, True)
    assert any(note.startswith("1 calls") and "nothing was won" in note for note in told.ask("forecast_accuracy").notes)


def test_the_call_that_stood_at_the_moment_counts(told: Company) -> None:
    by_half = told.figure("forecast_accuracy", policies={"elapsed": "50"})
    assert float(by_half.parts["called"]) == 280
    early = told.figure("forecast_accuracy", policies={"elapsed": "10"}, start="2024-01-01", end="2024-01-31")
    assert float(early.parts["called"]) == 120


def test_a_manager_s_figure_is_judged_apart_and_a_best_case_too(told: Company) -> None:
    manager = told.figure("forecast_accuracy", policies={"whose": "manager"})
    assert (manager.value, manager.n) == (0.1, 1)
    assert told.figure("forecast_accuracy", policies={"category": "best_case"}).parts["called"] == 999


def test_a_period_that_is_not_over_or_not_whole_is_not_judged(facts: Build) -> None:
    """Data to Thursday the 28th of March: March is not over. To Friday the 29th: the 31st is a Sunday, so it is."""
    odd = _call("2024-01", 7, "2024-01-02", ends_on="2024-01-30")
    for day, n in (("2024-03-28", 2), ("2024-03-29", 3)):
        end = {"status": "open", "created_at": day}
        built = facts(today="2024-04-15", forecast_calls=[*_TOLD, odd], deals=[*_SALES, end])
        assert built.figure("forecast_accuracy").n == n
    assert built.figure("forecast_accuracy", policies={"period": "quarter"}).n == 0


def test_a_call_in_another_currency_is_worth_what_it_was_on_its_day(facts: Build) -> None:
    """100 EUR at 1.2 = 120 against 100 won; pounds have no rate, so neither that call nor its month counts."""
    calls = [_call("2024-01", 100, "2024-01-02", currency="EUR"), _call("2024-02", 9, "2024-02-02", currency="GBP")]
    rates = [{"currency": "EUR", "day": "2024-01-01", "rate": 1.2}, {"currency": "EUR", "day": "2024-01-03", "rate": 9}]
    end = {"status": "open", "created_at": "2024-04-01"}
    built = facts(today="2024-04-15", forecast_calls=calls, deals=[*_SALES, end], rates=rates)
    figure = built.figure("forecast_accuracy")
    assert (figure.value, float(figure.parts["actual"]), figure.n) == (0.2, 100, 2)
    assert any("GBP 1" in note for note in built.ask("forecast_accuracy").notes)


def test_a_seller_s_teams_follow_him_by_the_period_s_last_day(facts: Build) -> None:
    members = [{"seller": "a", "team": "North", "valid_to": "2024-01-31"},
               {"seller": "a", "team": "South", "valid_from": "2024-02-01"}]  # fmt: skip
    end = {"status": "open", "created_at": "2024-04-01"}
    built = facts(today="2024-04-15", forecast_calls=list(_TOLD), deals=[*_SALES, end], memberships=members)
    assert built.values("forecast_accuracy", by="team") == {"North": 0.2, "South": 0.7}
