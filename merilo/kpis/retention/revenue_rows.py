"""Revenue as rows: what was sold on a day, and what runs at a rate for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import MONTHS, end_of_number, number_of, period_number
from merilo.kpis.columns import without
from merilo.kpis.money import MONEY, convert

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MONTHS_OF_RATE = {"month": 1, "quarter": 3, "year": 12}
_DAYS_A_MONTH = 365.25 / 12
COLUMNS = ("id", "account", "seller", "product", "currency", "source")


def one_off(facts: Facts) -> ir.Table:
    """Single sales: the amount on its day."""
    rows = facts.revenue.filter(facts.revenue.kind == "one_off")
    return rows.select(*COLUMNS, "amount", day="starts_on")


def running(facts: Facts, context: Context, period: Period) -> ir.Table:
    """Subscriptions: one row per period on whose last day it runs, with its rate for one such period (`number`, `day`).

    `until` is the first day on which it no longer runs (empty: it runs on).

    The rate of a whole row's amount is spread evenly over its months, so that a short month is no contraction.
    Rows that cannot be given a rate (an amount for the whole row, but no end) are not here: see `without_rate`.
    """
    calendar = context.calendar
    rows = facts.revenue.filter(facts.revenue.kind == "recurring", ~_endless(facts.revenue))
    now = number_of(context.horizon, period, calendar)
    after_last = period_number(rows.ends_on, period, calendar).fill_null(now + 1)
    numbered = rows.select(
        *COLUMNS,
        amount=rate_per(rows, period),
        until=rows.ends_on,
        number=ibis.range(period_number(rows.starts_on, period, calendar), ibis.least(after_last, now + 1)).unnest(),
    )
    return numbered.mutate(day=end_of_number(numbered.number, period, calendar))


def _endless(revenue: ir.Table) -> ir.Value:
    return (revenue.per == "row") & revenue.ends_on.isnull()


def without_rate(facts: Facts, _context: Context) -> ir.Table:
    """How many subscriptions cannot be given a rate."""
    revenue = facts.revenue
    return revenue.filter(revenue.kind == "recurring", _endless(revenue)).agg(n=lambda t: t.count())


def without_account(facts: Facts, _context: Context) -> ir.Table:
    """How many rows of revenue name no customer."""
    revenue = facts.revenue
    return revenue.filter(revenue.account.isnull()).agg(n=lambda t: t.count())


def rate_per(rows: ir.Table, period: Period) -> ir.Value:
    """The amount for one period. Exact where months allow; else rounded to the money's four decimals."""
    months = _months_of(period)
    cases = [(rows.per == per, _times(rows.amount, months, length)) for per, length in _MONTHS_OF_RATE.items()]
    whole = (rows.amount.cast("float64") * months / _length_in_months(rows)).cast(MONEY)
    return ibis.cases(*cases, else_=whole)


def _months_of(period: Period) -> float:
    if period in MONTHS:
        return MONTHS[period]
    return (7 if period is Period.WEEK else 1) / _DAYS_A_MONTH


def _times(amount: ir.Value, months: float, length: int) -> ir.Value:
    if months == length:
        return amount
    if months % length == 0:
        return (amount * int(months // length)).cast(MONEY)
    return (amount.cast("float64") * (months / length)).cast(MONEY)


def _length_in_months(rows: ir.Table) -> ir.Value:
    start, end = rows.starts_on, rows.ends_on
    whole = (end.year() - start.year()) * 12 + (end.month() - start.month())
    length = whole + (end.day() - start.day()) / _DAYS_A_MONTH
    # A row of a day or less still has a rate; a day is the shortest time that money is paid for.
    return ibis.greatest(length, 1 / _DAYS_A_MONTH)


def recognised(facts: Facts, context: Context) -> ir.Table:
    """Revenue by day, in the reporting currency: single sales on their day, subscriptions month by month."""
    monthly = without(running(facts, context, Period.MONTH), "number")
    columns = (*COLUMNS, "amount", "day")
    rows = one_off(facts).select(*columns).union(monthly.select(*columns))
    return convert(rows.mutate(fact=ibis.literal("revenue"), sales=ibis.literal(1, "int64")), facts, context)
