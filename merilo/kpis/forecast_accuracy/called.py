"""People's calls held against what was won: one row per seller and period that is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, period_number, start_of_number
from merilo.kpis.money import MONEY, convert
from merilo.kpis.ratios.deals import WON_AMOUNT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_FRIDAY = 4


def judged_calls(facts: Facts, context: Context) -> ir.Table:
    """The call that stood at the moment chosen, of each seller and period of the length chosen, and what he won in it.

    The call is in the reporting currency by the rate of the day on which it was given, what was won by that of each
    deal's closing. Without a rate for the call nothing of the row is counted.
    """
    calls = _standing(facts, context)
    called = convert(calls, facts, context, ("called",))
    won = WON_AMOUNT.rows(facts, context)
    won = won.filter(won.seller.notnull(), won.day.notnull())
    sums = won.group_by(won_by=won.seller, won_in=_number(won.day, context)).agg(won=won.amount.sum())
    rows = called.left_join(sums, [called.seller == sums.won_by, called.number == sums.won_in])
    nothing = ibis.literal(0).cast(MONEY)
    # A sum is wider than what a row holds.
    actual = ibis.ifelse(rows.called.isnull(), ibis.null(MONEY), rows.won.cast(MONEY).fill_null(nothing))
    off = (rows.called - actual).cast(MONEY)
    return rows.select(
        "id", "seller", "currency", "no_rate", "called",
        fact=ibis.literal("forecast_calls"), day=rows.ends_on, given_on=rows.day, actual=actual,
        absolute=off.abs().cast(MONEY), calls=ibis.literal(1, "int64"),
        too_high=(off > 0).fill_null(False).cast("int64"), nothing_won=(actual == 0).fill_null(False).cast("int64"),
    )  # fmt: skip


def _standing(facts: Facts, context: Context) -> ir.Table:
    """The last call by the moment, of each seller and whole period that is over; `day` is when it was given."""
    calls, policies = facts.forecast_calls, context.policies
    other = (calls.given_by != calls.seller).fill_null(False)
    number = _number(calls.starts_on, context)
    period = Period(policies["period"])
    given_on = calls.submitted_at.cast("date")
    days = calls.ends_on.delta(calls.starts_on, unit="day") + 1
    over = given_on.delta(calls.starts_on, unit="day") * 100 <= days * int(policies["elapsed"])
    told = calls.filter(
        calls.seller.notnull(), calls.amount.notnull(), calls.category == policies["category"],
        other if policies["whose"] == "manager" else ~other,
        calls.starts_on == start_of_number(number, period, context.calendar),
        calls.ends_on == end_of_number(number, period, context.calendar),
        calls.ends_on <= ibis.literal(min(context.as_of, covered(context.horizon))),
        over,
    )  # fmt: skip
    latest = ibis.window(
        group_by=["seller", "starts_on"], order_by=[ibis.desc("submitted_at"), ibis.desc("id")]
    )  # fmt: skip
    placed = told.select(
        "id", "seller", "ends_on", currency=told.currency.fill_null(context.currency), called=told.amount.cast(MONEY),
        day=told.submitted_at.cast("date"), number=_number(told.starts_on, context),
        place=ibis.row_number().over(latest),
    )  # fmt: skip
    return placed.filter(placed.place == 0)


def _number(day: ir.Value, context: Context) -> ir.Value:
    return period_number(day, Period(context.policies["period"]), context.calendar)


def covered(horizon: date) -> date:
    """The last day of which data up to the horizon tell all: the weekend after a Friday too (see `reaches_end`)."""
    return horizon + timedelta(days=6 - horizon.weekday() if horizon.weekday() >= _FRIDAY else 0)
