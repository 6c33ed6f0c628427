"""Amounts in the reporting currency: each row by the rate of its own day, or named as left out; never 1:1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import period_number, start_of_number
from merilo.kpis.columns import without
from merilo.kpis.declaration import Aside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

MONEY = "decimal(18, 4)"
NO_RATE = Aside(
    "no_rate",
    N_("{n} rows are left out of amounts: their currency has no exchange rate for their day ({detail})."),
    detail="currency",
)


def convert(rows: ir.Table, facts: Facts, context: Context, amounts: tuple[str, ...] = ("amount",)) -> ir.Table:
    """The rows with their `amounts` in the reporting currency (empty without a rate) and `no_rate` 0 or 1.

    A rate holds from its day until the next one; a row without a day takes the rate of the day looked at. `no_rate`
    is of the first of several amounts.
    """
    if context.single_currency:
        return rows.mutate(no_rate=ibis.literal(0, "int64"))
    rates = _daily_rates(facts, context)
    rows = rows.mutate(rate_day=rows.day.fill_null(ibis.literal(context.as_of)))
    joined = rows.left_join(rates, [rows.currency == rates.rate_currency, rows.rate_day == rates.rated_on])
    own = (joined.currency == context.currency).fill_null(False)
    by_rate = {name: (joined[name].cast("float64") * joined.rate).cast(MONEY) for name in amounts}
    lost = joined[amounts[0]].notnull() & ~own & joined.rate.isnull()
    exchanged = joined.mutate(
        **{name: ibis.ifelse(own, joined[name], value) for name, value in by_rate.items()}, no_rate=lost.cast("int64")
    )
    return without(exchanged, "rate_day", "rate_currency", "rated_on", "rate")


def _daily_rates(facts: Facts, context: Context) -> ir.Table:
    """One rate per currency and day: joining by equal days is many times faster than by from and until."""
    rates = facts.rates.filter(facts.rates.base == context.currency)
    following = ibis.window(group_by="currency", order_by=["day", "id"])
    # Rows after the day looked at are never asked for, except the unfinished period that holds it.
    last = ibis.literal(context.calendar.next(context.as_of, context.every or Period.MONTH))
    spans = rates.select("currency", "rate", "day", until=rates.day.lead().over(following).fill_null(last))
    numbers = ibis.range(*(period_number(day, Period.DAY, context.calendar) for day in (spans.day, spans.until)))
    # Two rates for one day leave the first no day at all: the later id holds.
    days = spans.select("rate", rate_currency=spans.currency, number=numbers.unnest())
    return days.select("rate", "rate_currency", rated_on=start_of_number(days.number, Period.DAY, context.calendar))


def currencies(facts: Facts, tables: tuple[str, ...]) -> ir.Table:
    """The distinct currencies (empty ones too) of all rows with money in these tables."""
    found = [_with_money(facts, table) for table in tables]
    return ibis.union(*found, distinct=True) if len(found) > 1 else found[0].distinct()


def _with_money(facts: Facts, table: str) -> ir.Table:
    rows: ir.Table = getattr(facts, table)
    worth = rows.low if table == "targets" else rows.amount
    return rows.filter(worth.notnull()).select("currency")
