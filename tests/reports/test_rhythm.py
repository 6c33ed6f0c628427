from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.rhythm import ENOUGH, rhythm
from tests.kpis.company import Company, company

_TODAY = date(2024, 12, 31)


def _buyers(n: int, gap: int) -> list[dict[str, Any]]:
    """So many customers, each of whom buys every so many days in 2024."""
    first = date(2024, 1, 1)
    days = [first + timedelta(days=gap * step) for step in range(366 // gap + 1)]
    return [{"account": f"c{who}", "starts_on": day.isoformat(), "amount": 10}
            for who in range(n) for day in days if day <= _TODAY]  # fmt: skip


@pytest.fixture
def every_43_days() -> Iterator[Company]:
    built = company(revenue=_buyers(ENOUGH, 43), today=_TODAY.isoformat())
    yield built
    built.engine.close()


def test_where_no_period_is_asked_the_one_that_fits_is_shown_and_said(every_43_days: Company) -> None:
    answer = every_43_days.ask("churn")
    assert answer.question.every is Period.QUARTER
    assert [line.period for line in answer.lines] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert "Customers buy again after 43 days (median of 20 who did); quarters are shown." in answer.notes
    assert all(line.figure.parts["churn"] == 0 for line in answer.lines)


def test_a_shorter_period_is_shown_as_asked_with_a_warning(every_43_days: Company) -> None:
    answer = every_43_days.ask("churn", every=Period.MONTH)
    assert len(answer.lines) == 12
    (warning,) = (note for note in answer.notes if note.startswith("Customers buy again"))
    assert "after 43 days" in warning
    assert "months are too short" in warning
    assert warning.endswith("What fits: quarters.")


def test_a_longer_period_needs_no_word(every_43_days: Company) -> None:
    notes = every_43_days.ask("churn", every=Period.YEAR).notes
    assert not any("buy again" in note for note in notes)


def test_too_few_customers_have_no_rhythm_and_are_shown_by_month() -> None:
    built = company(revenue=_buyers(ENOUGH - 1, 43), today=_TODAY.isoformat())
    answer = built.ask("grr")
    assert answer.question.every is Period.MONTH
    assert not any("buy again" in note for note in answer.notes)
    built.engine.close()


def test_subscriptions_are_counted_by_month_and_their_single_sales_have_no_say() -> None:
    plan = {"account": "s", "starts_on": "2024-01-01", "amount": 1, "kind": "recurring", "per": "month"}
    built = company(revenue=[*_buyers(ENOUGH, 43), plan], today=_TODAY.isoformat())
    assert built.ask("nrr").question.every is Period.MONTH
    assert built.ask("nrr", policies={"kind": "recurring"}).question.every is Period.MONTH
    assert built.ask("nrr", policies={"kind": "all"}).question.every is Period.MONTH
    assert built.ask("nrr", policies={"kind": "one_off"}).question.every is Period.QUARTER
    built.engine.close()


def test_only_kpis_of_moving_revenue_have_a_rhythm(every_43_days: Company) -> None:
    assert every_43_days.ask("revenue").question.every is None
    assert rhythm(every_43_days.desk, kpi_named("win_rate"), Question("win_rate")) is None


def test_the_rhythm_of_a_past_day_rests_on_what_was_bought_by_then(every_43_days: Company) -> None:
    """By 12 February every customer has bought on 1 January alone."""
    asked = Question("churn", as_of=date(2024, 2, 12))
    assert rhythm(every_43_days.desk, kpi_named("churn"), asked) is None
    later = rhythm(every_43_days.desk, kpi_named("churn"), Question("churn", as_of=date(2024, 2, 13)))
    assert later is not None
    assert (later.days, later.customers) == (43, ENOUGH)
