from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

MOVES = ("opening", "new", "reactivation", "expansion", "contraction", "churn", "closing")


def _sale(account: str | None, month: int, amount: object, **more: Any) -> dict[str, Any]:
    return {"account": account, "starts_on": f"2024-{month:02}-15", "amount": amount, **more}


def _plan(account: str, start: str, end: str | None, amount: object, **more: Any) -> dict[str, Any]:
    rate = {"kind": "recurring", "per": "month"}
    return {"account": account, "starts_on": start, "ends_on": end, "amount": amount, **rate, **more}


def _moves(company: Any, **asked: Any) -> dict[str, tuple[int, ...]]:
    answer = company.ask("revenue_movements", **asked)
    return {line.period: tuple(line.figure.parts[name] for name in MOVES) for line in answer.lines}


def test_gap_is_churn_then_reactivation(facts: Build) -> None:
    """
            Jan  Feb  Mar  Apr                 opening new react exp contr churn closing
    x       100  120   0    90         Jan        0    100   0    0    0     0    100
                                       Feb      100      0   0   20    0     0    120
                                       Mar      120      0   0    0    0   120      0
                                       Apr        0      0  90    0    0     0     90
    """
    company = facts(revenue=[_sale("x", 1, 100), _sale("x", 2, 120), _sale("x", 4, 90)])
    assert _moves(company) == {
        "2024-01": (0, 100, 0, 0, 0, 0, 100),
        "2024-02": (100, 0, 0, 20, 0, 0, 120),
        "2024-03": (120, 0, 0, 0, 0, 120, 0),
        "2024-04": (0, 0, 90, 0, 0, 0, 90),
    }


def test_cancelling_one_of_two_subscriptions_is_contraction_not_churn(facts: Build) -> None:
    """A 100 (January, February), B 50 (runs on): March 150 -> 50 is contraction 100; churn of a customer is none."""
    company = facts(revenue=[_plan("x", "2024-01-01", "2024-03-01", 100), _plan("x", "2024-01-01", "2024-06-01", 50)])
    assert _moves(company)["2024-03"] == (150, 0, 0, 0, 100, 0, 50)
    assert company.values("contraction")["2024-03"] == 100
    assert company.values("churn")["2024-03"] == 0
    assert company.values("logo_churn")["2024-03"] == 0


def test_back_to_back_periods_with_a_new_price_are_no_churn(facts: Build) -> None:
    company = facts(revenue=[_plan("x", "2024-01-01", "2024-02-01", 50), _plan("x", "2024-02-01", "2024-04-01", 75)])
    assert _moves(company)["2024-02"] == (50, 0, 0, 25, 0, 0, 75)


def test_a_subscription_counts_where_it_runs_on_the_last_day(facts: Build) -> None:
    """20 January to 20 March (exclusive): it runs on 31 January and 29 February, not on 31 March."""
    company = facts(revenue=[_plan("x", "2024-01-20", "2024-03-20", 30)])
    assert [values[-1] for values in _moves(company).values()] == [30, 30, 0]


def test_a_rate_is_brought_to_the_length_of_the_period(facts: Build) -> None:
    """300 a quarter and 1200 a year are 100 a month each, 300 a quarter; 1200 for a whole year's row are the same."""
    rows = [
        _plan("q", "2024-01-01", "2024-07-01", 300, per="quarter"),
        _plan("y", "2024-01-01", "2024-07-01", 1200, per="year"),
        _plan("r", "2024-01-01", "2025-01-01", 1200, per="row"),
        _plan("m", "2024-01-01", "2024-07-01", 100),
    ]
    company = facts(revenue=rows, today="2024-06-30")
    assert company.values("revenue_movements", by="account", start="2024-02-01", end="2024-02-29") == {
        (name, "2024-02"): Decimal(100) for name in "qyrm"
    }
    quarters = company.values(
        "revenue_movements", by="account", every=Period.QUARTER, start="2024-01-01", end="2024-03-31"
    )
    assert quarters == {(name, "2024Q1"): Decimal(300) for name in "qyrm"}


def test_a_short_month_is_no_contraction(facts: Build) -> None:
    """1000 for the whole of 2024, February included: spread by days, February would shrink and March would grow."""
    company = facts(revenue=[_plan("x", "2024-01-01", "2025-01-01", 1000, per="row")], today="2024-06-30")
    assert set(company.values("contraction").values()) == {0}
    assert {values[3] for values in _moves(company).values()} == {0}


def test_a_subscription_without_end_or_rate_is_left_out_and_named(facts: Build) -> None:
    company = facts(revenue=[_plan("x", "2024-01-01", None, 1000, per="row")], today="2024-03-31")
    answer = company.ask("revenue_movements")
    assert answer.lines == ()
    assert any("1 subscriptions have an amount for their whole time but no end" in note for note in answer.notes)


def test_one_that_runs_on_runs_to_the_day_looked_at_and_no_further(facts: Build) -> None:
    company = facts(revenue=[_plan("x", "2024-01-01", None, 10)], today="2024-03-31")
    assert list(_moves(company)) == ["2024-01", "2024-02", "2024-03"]
    assert list(_moves(company, as_of="2024-02-10")) == ["2024-01", "2024-02"]
    partial = {line.period: line.partial for line in company.ask("nrr", as_of="2024-02-10").lines}
    assert partial == {"2024-01": False, "2024-02": True}


def test_grr_and_nrr_rest_on_the_same_opening_customers(facts: Build) -> None:
    """
            Jan   Feb        opening 400; expansion 50, contraction 30, churn 100; new 500 is in neither
    up      100   150        grr = (400 - 30 - 100) / 400 = 0.675
    down    200   170        nrr = 0.675 + 50 / 400       = 0.800
    gone    100    -         an average of the three customers' grr would be (1 + 0.85 + 0) / 3 = 0.617 (wrong)
    fresh    -    500
    """
    rows = [_sale("up", 1, 100), _sale("up", 2, 150, starts_on="2024-02-29"), _sale("down", 1, 200),
            _sale("down", 2, 170), _sale("gone", 1, 100), _sale("fresh", 2, 500)]  # fmt: skip
    company = facts(revenue=rows)
    assert company.values("grr")["2024-02"] == pytest.approx(0.675)
    assert company.values("nrr")["2024-02"] == pytest.approx(0.8)
    assert company.values("logo_churn")["2024-02"] == pytest.approx(1 / 3)
    assert company.values("grr")["2024-01"] is None
    counts = company.ask("revenue_movements", start="2024-02-01").lines[0].figure.parts
    kinds = ("opening", "new", "expansion", "contraction", "churn", "closing")
    assert [counts[f"customers_{kind}"] for kind in kinds] == [3, 1, 1, 1, 1, 3]


def test_a_customer_handed_to_another_seller_neither_churns_nor_is_new(facts: Build) -> None:
    """x pays 100 to Ann's account in January and 100 to Bob's in February: Ann -100, Bob +100, together nothing."""
    company = facts(revenue=[_sale("x", 1, 100, seller="a"), _sale("x", 2, 100, seller="b")])
    assert _moves(company)["2024-02"] == (100, 0, 0, 0, 0, 0, 100)
    lines = company.ask("revenue_movements", by="seller", start="2024-02-01", end="2024-02-29").lines
    found = {line.labels["seller"]: tuple(line.figure.parts[name] for name in MOVES) for line in lines}
    assert found == {"a": (100, 0, 0, -100, 0, 0, 0), "b": (0, 0, 0, 100, 0, 0, 100)}
    assert sum(line.figure.parts["customers"] for line in lines) == 1


def test_moving_between_products_is_decided_by_the_customer_as_a_whole(facts: Build) -> None:
    """p 100 -> 0, q 0 -> 130: the customer grew by 30; the cut shows -100 and +130, both expansion, together 30."""
    company = facts(revenue=[_sale("x", 1, 100, product="p"), _sale("x", 2, 130, product="q")])
    lines = company.ask("revenue_movements", by="product", start="2024-02-01").lines
    assert {line.labels["product"]: line.figure.parts["expansion"] for line in lines} == {"p": -100, "q": 130}
    assert all(line.figure.parts["churn"] == 0 for line in lines)


def test_a_period_below_zero_counts_as_zero_unless_kept(facts: Build) -> None:
    """February -40 (returns): clipped it is churn of 100 and a return of 50; kept, 140 are lost and 90 come back."""
    company = facts(revenue=[_sale("x", 1, 100), _sale("x", 2, -40), _sale("x", 3, 50)])
    assert [values[-1] for values in _moves(company).values()] == [100, 0, 50]
    assert _moves(company)["2024-02"] == (100, 0, 0, 0, 0, 100, 0)
    kept = _moves(company, policies={"negative": "keep"})
    assert kept["2024-02"] == (100, 0, 0, 0, 0, 140, -40)
    assert kept["2024-03"] == (-40, 0, 90, 0, 0, 0, 50)


def test_revenue_of_nobody_is_left_out_of_movements_and_named(facts: Build) -> None:
    company = facts(revenue=[_sale("x", 1, 100, starts_on="2024-01-31"), _sale(None, 1, 900)])
    answer = company.ask("revenue_movements")
    assert answer.lines[0].figure.value == 100
    assert "1 rows of revenue name no customer and are left out." in answer.notes
    assert company.figure("revenue").value == 1000


def test_quarters_of_movements_follow_the_fiscal_year(facts: Build) -> None:
    company = facts(
        revenue=[_sale("x", 1, 10), _sale("x", 2, 20), _sale("x", 4, 30)], settings=Settings(fiscal_year_start=2)
    )
    assert {name: values[-1] for name, values in _moves(company, every=Period.QUARTER).items()} == {
        "FY2024Q4": 10, "FY2025Q1": 50,
    }  # fmt: skip


def test_weeks_of_movements_begin_on_the_workspace_s_day(facts: Build) -> None:
    rows = [{"account": "x", "starts_on": day, "amount": 1} for day in ("2024-03-02", "2024-03-03", "2024-03-10")]
    company = facts(revenue=rows, settings=Settings(week_start="sunday"))
    assert {name: v[-1] for name, v in _moves(company, every=Period.WEEK).items()} == {
        "2024-02-25": 1, "2024-03-03": 1, "2024-03-10": 1,
    }  # fmt: skip


def test_revenue_is_sales_on_their_day_and_subscriptions_by_month(facts: Build) -> None:
    company = facts(
        revenue=[_sale("x", 1, 10), _plan("x", "2024-01-05", "2024-03-05", 100), _plan("y", "2024-02-01", None, 7)],
        today="2024-03-31",
    )
    assert company.values("revenue", every=Period.MONTH) == {"2024-01": 110, "2024-02": 107, "2024-03": 7}
    assert company.figure("revenue", end="2024-01-30").value == 10


def test_a_single_sale_beside_subscriptions_is_no_churn(facts: Build) -> None:
    """
               Jan    Feb     x pays 100 a month and once, in January, 50 for the set-up.
    x          100    100     Subscriptions alone: nothing moved. Both together: 150 -> 100, a contraction of 50
    x set-up    50     -      that nobody caused.
    """
    rows = [_plan("x", "2024-01-01", None, 100), _sale("x", 1, 50)]
    company = facts(revenue=rows, today="2024-02-29")
    assert company.values("contraction")["2024-02"] == 0
    answer = company.ask("grr")
    assert any(note.startswith("1 single sales are left out") for note in answer.notes)
    both = company.ask("contraction", policies={"kind": "all"}).lines[-1].figure
    assert both.value == 50
    alone = facts(revenue=[_sale("x", 1, 50), _sale("y", 2, 7, starts_on="2024-02-29")], today="2024-02-29")
    assert alone.values("churn")["2024-02"] == 50  # nothing but single sales: they are what there is


def test_a_contract_that_ended_after_the_last_export_is_no_churn_yet(facts: Build) -> None:
    """The last deal is of 10 March; the contract ends with March. Asked in August, April is not a whole month."""
    deal = {"seller": "a", "status": "won", "amount": 1, "created_at": "2024-01-05", "closed_at": "2024-03-10"}
    plan = _plan("x", "2024-01-01", "2024-04-01", 100)
    answer = facts(revenue=[plan], deals=[deal], today="2024-08-15").ask("churn")
    assert [line.period for line in answer.lines if not line.partial] == ["2024-01", "2024-02"]
    assert "The data end on 2024-03-10: what happened since is not known." in answer.notes


def test_an_unfinished_period_moves_but_is_compared_with_nothing(facts: Build) -> None:
    """x and y pay 100 each in January; x by 10 February. Half a February would look like a churn of one half."""
    rows = [_sale("x", 1, 100), _sale("y", 1, 100), _sale("x", 2, 90, starts_on="2024-02-10")]
    company = facts(revenue=rows, today="2024-02-12")
    for kpi in ("revenue_movements", "contraction", "churn", "logo_churn", "grr", "nrr"):
        lines = company.ask(kpi).lines
        assert [(line.period, line.partial) for line in lines] == [("2024-01", False), ("2024-02", True)]
        assert lines[1].figure.value is None
        assert lines[1].figure.interval is None
    assert company.ask("churn").lines[1].figure.parts["churn"] == 100
    assert company.ask("churn").total is None
    assert company.ask("churn", start="2024-02-01").total.figure.value is None


def test_a_subscription_that_ends_with_a_period_is_churn_after_it_or_with_it(facts: Build) -> None:
    """
                                            Jan   Feb   Mar   Apr    closing, counted in the first period without
    a  1 January  to the end of February    100   100    -     -     period_end: churn 100 in March
    b  1 January  to 20 March                10    10    -     -     cancellation: a's in February, b's still in March
    c  runs on                                1     1     1     1
    """
    rows = [_plan("a", "2024-01-01", "2024-03-01", 100), _plan("b", "2024-01-01", "2024-03-20", 10),
            _plan("c", "2024-01-01", None, 1)]  # fmt: skip
    company = facts(revenue=rows, today="2024-04-30")
    late = company.ask("churn")
    assert [line.figure.value for line in late.lines] == [0, 0, 110, 0]
    assert late.policies["recognised"] == "period_end"
    early = company.ask("churn", policies={"recognised": "cancellation"})
    assert [line.figure.value for line in early.lines] == [0, 100, 10, 0]
    assert early.policies["recognised"] == "cancellation"
    moves = _moves(company, policies={"recognised": "cancellation"})
    assert moves["2024-02"] == (111, 0, 0, 0, 0, 100, 11)
    assert moves["2024-03"] == (11, 0, 0, 0, 0, 10, 1)


def test_a_renewal_or_one_of_two_subscriptions_is_no_cancellation(facts: Build) -> None:
    """x goes over to another row on the day that its first ends; y keeps one of two: neither leaves with January."""
    rows = [_plan("x", "2024-01-01", "2024-02-01", 50), _plan("x", "2024-02-01", None, 70),
            _plan("y", "2024-01-01", "2024-02-01", 30), _plan("y", "2024-01-01", None, 20)]  # fmt: skip
    company = facts(revenue=rows, today="2024-02-29")
    assert _moves(company, policies={"recognised": "cancellation"}) == _moves(company)
    by_product = company.ask("churn", by="product", policies={"recognised": "cancellation"})
    assert all(line.figure.parts["churn"] == 0 for line in by_product.lines)


def test_an_end_on_the_day_that_the_data_end_is_no_cancellation_yet(facts: Build) -> None:
    """All that is known ends on 1 February: whether x was renewed that day nobody knows."""
    company = facts(revenue=[_plan("x", "2024-01-01", "2024-02-01", 50)], today="2024-08-01")
    found = _moves(company, policies={"recognised": "cancellation"})
    assert found["2024-01"] == (0, 50, 0, 0, 0, 0, 50)


def test_who_comes_back_after_more_than_a_year_is_new_where_that_is_the_policy(facts: Build) -> None:
    """
           2023-01  2024-01  2024-02       x is away for 11 whole months and comes back in the twelfth: reactivation
    x         10       10       -         y is away for exactly 12 months: reactivation still
    y         10        -      20         z for 13 months, 2023-01 to 2024-03: new under `year`
    z         10        -       -    40
    """
    rows = [{"account": name, "starts_on": "2023-01-15", "amount": 10} for name in "xyz"]
    rows += [_sale("x", 1, 10), _sale("y", 2, 20), _sale("z", 3, 40, starts_on="2024-03-31")]
    company = facts(revenue=rows)
    ever, year = _moves(company), _moves(company, policies={"reactivation": "year"})
    assert [ever[month][1:3] for month in ("2024-01", "2024-02", "2024-03")] == [(0, 10), (0, 20), (0, 40)]
    assert [year[month][1:3] for month in ("2024-01", "2024-02", "2024-03")] == [(0, 10), (0, 20), (40, 0)]
    kept = _moves(company, policies={"reactivation": "year", "negative": "keep"})
    assert kept == year
    lines = company.ask("revenue_movements", by="product", start="2024-03-01", policies={"reactivation": "year"}).lines
    assert [line.figure.parts["new"] for line in lines] == [40]


_RATES = [{"currency": "EUR", "day": day, "rate": rate} for day, rate in (("2024-01-01", 1.5), ("2024-02-01", 2))]


def _in_euros(facts: Build) -> Any:
    """
            Jan       Feb              in EUR   x grows by 2, y shrinks by 1, z leaves, u joins; a dollar stays a dollar
    x    10 EUR 15  12 EUR 24          at the rate of February (2) instead of January's (1.5):
    y    10 EUR 15   9 EUR 18          x 20 -> 24 expansion 4, exchange 5; y 20 -> 18 contraction 2, exchange 5
    z    10 EUR 15     -               z churn 15, at the rate at which it was counted
    u       -        1 EUR  2
    d     7 USD  7   7 USD  7
    """
    euros = {"currency": "EUR", "product": "p"}
    rows = [_sale("x", 1, 10, **euros), _sale("x", 2, 12, **euros), _sale("y", 1, 10, **euros),
            _sale("y", 2, 9, **euros), _sale("z", 1, 10, **euros), _sale("u", 2, 1, **euros),
            _sale("d", 1, 7, currency="USD"), _sale("d", 2, 7, currency="USD", starts_on="2024-02-29")]  # fmt: skip
    return facts(revenue=rows, rates=_RATES, settings=Settings(currency="USD"), today="2024-02-29")


def test_a_rate_that_moves_is_growth_of_nobody_when_set_apart(facts: Build) -> None:
    """Opening 52 + exchange 10 + new 2 + expansion 4 - contraction 2 - churn 15 = closing 51 (see _in_euros)."""
    company = _in_euros(facts)
    mixed, apart = _moves(company)["2024-02"], _moves(company, policies={"exchange": "apart"})["2024-02"]
    assert mixed == (52, 2, 0, 12, 0, 15, 51)  # y's contraction is hidden by the rate
    assert apart == (52, 2, 0, 4, 2, 15, 51)
    answer = company.ask("revenue_movements", policies={"exchange": "apart"})
    assert [line.figure.parts["exchange"] for line in answer.lines] == [0, 10]
    assert not any("A rate that moves" in note for note in answer.notes)
    assert any("A rate that moves" in note for note in company.ask("revenue_movements").notes)


def test_retention_at_one_rate(facts: Build) -> None:
    """Set apart, what opened is worth 62 at February's rate: gross (62 - 2 - 15) / 62, net with 4 more."""
    company = _in_euros(facts)
    apart = {"exchange": "apart"}
    assert company.values("grr", policies=apart)["2024-02"] == pytest.approx(45 / 62)
    assert company.values("nrr", policies=apart)["2024-02"] == pytest.approx(49 / 62)
    assert company.values("nrr")["2024-02"] == pytest.approx(49 / 52)


def test_exchange_set_apart_is_the_same_however_it_is_cut(facts: Build) -> None:
    """By product p has all the euros; by nothing and by product together they are the same 10."""
    lines = (
        _in_euros(facts)
        .ask("revenue_movements", by="product", start="2024-02-01", policies={"exchange": "apart"})
        .lines
    )
    assert {line.labels["product"]: line.figure.parts["exchange"] for line in lines} == {"p": 10, "(none)": 0}


def test_in_one_currency_there_is_no_exchange(facts: Build) -> None:
    company = facts(revenue=[_sale("x", 1, 10), _sale("x", 2, 12)], today="2024-02-29")
    assert _moves(company, policies={"exchange": "apart"}) == _moves(company)


def test_retention_says_how_sure_it_is_and_gross_never_more_than_all(facts: Build) -> None:
    """Four customers of 100 keep 100, 100, 100, 80: 95 %. Residuals 5, 5, 5, −15: √(4/3 · 300)/400 = 0.05, × t(3)."""
    rows = [_sale(name, 1, 100) for name in "abcd"] + [_sale(name, 2, 80 if name == "d" else 100) for name in "abcd"]
    rows.append(_sale("a", 3, 100))  # so that February is whole
    figure = facts(revenue=rows, today="2024-03-16").ask("grr", start="2024-02-01", end="2024-02-29").lines[0].figure
    assert figure.value == pytest.approx(0.95)
    assert figure.interval is not None
    assert (figure.interval.low, figure.interval.high) == (pytest.approx(0.95 - 0.05 * 3.18245, abs=1e-5), 1.0)
