"""What every customer paid in every period: the base of the movements and of the cohorts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import number_of, period_number, start_of_number
from merilo.kpis.columns import without
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Check, Policy
from merilo.kpis.money import convert
from merilo.kpis.retention.revenue_rows import one_off, running, without_account, without_rate
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.core.time import Calendar
    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

REVENUE_CUTS = (*PEOPLE, "product", *COMPANY, "currency", "source")
NEGATIVE = Policy(
    "negative", ("clip", "keep"), "clip", N_("a customer's period below zero counts as zero (clip) or as it is (keep)")
)
KIND = Policy(
    "kind",
    ("auto", "all", "recurring", "one_off"),
    "auto",
    N_("subscriptions (recurring), single sales (one_off) or both (all); auto: subscriptions where there are any"),
)
RECOGNISED = Policy(
    "recognised",
    ("period_end", "cancellation"),
    "period_end",
    N_(
        "a subscription that ends with a period is churn in the period after, the first without it (period_end), or "
        "in the one that it ends with, as soon as the data reach beyond (cancellation)"
    ),
)
EXCHANGE = Policy(
    "exchange",
    ("in_moves", "apart"),
    "in_moves",
    N_(
        "a rate that moves is in expansion and contraction of those who pay in another currency (in_moves), or a part "
        "of its own, and what customers did is counted at the period's rates (apart)"
    ),
)
_NEEDS_SELLER = ("seller", "team", "manager", "role")


def line_columns(context: Context) -> tuple[str, ...]:
    """What splits a customer's revenue, no finer than the question asks.

    Exchange set apart is known per line only, so then all lines are told apart whatever is asked: cuts must re-add.
    """
    if exchange_apart(context):
        return ("currency", "product", "seller", "source")
    wanted = {"seller"} if context.cuts & set(_NEEDS_SELLER) else set()
    wanted |= context.cuts & {"product", "source", "currency"}
    return tuple(sorted(wanted))


def exchange_apart(context: Context) -> bool:
    """Whether moves of exchange rates are counted apart, and there are any."""
    return context.policies.get(EXCHANGE.name) == "apart" and not context.single_currency


def paid_amounts(facts: Facts, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """Per customer, line and period number: what it paid (single sales) or its rate on the last day (subscriptions).

    With exchange set apart also `own`, the same in the customer's currency, and `rate`, that of the period's rows.
    """
    period, calendar = context.every or Period.MONTH, context.calendar
    cancelled = context.policies.get(RECOGNISED.name) == "cancellation"
    columns = ("account", *lines, *(() if context.single_currency else ("currency",)), "amount", "day", "number")
    columns = (*dict.fromkeys(columns), *(("stays",) if cancelled else ()))
    sold, runs = one_off(facts), running(facts, context, period)
    sold = sold.mutate(number=period_number(sold.day, period, calendar), stays=ibis.literal(1, "int64"))
    runs = runs.mutate(stays=_runs_beyond(runs, period, calendar).cast("int64"))
    rows = _of_kind(sold.select(*columns), runs.select(*columns), facts, context)
    rows = rows.filter(rows.account.notnull(), rows.number <= number_of(context.horizon, period, calendar))
    rows = convert(rows.mutate(own=rows.amount), facts, context)
    more = {"stays": rows.stays.max()} if cancelled else {}
    if exchange_apart(context):
        # Sizes, because a refund at another rate than its sale would make a rate that never was.
        own = ibis.ifelse(rows.amount.notnull(), rows.own, None)
        more |= {"own": own.sum(), "rate": _size(rows.amount) / _size(own)}
    summed = rows.group_by(["account", *lines, "number"]).agg(amount=rows.amount.sum(), **more)
    paid = _without_negatives(_until_cancelled(summed, context) if cancelled else summed, context, lines)
    return shared(paid, "paid")


def _size(amounts: ir.Value) -> ir.Value:
    return amounts.cast("float64").abs().sum().nullif(0)


def _runs_beyond(runs: ir.Table, period: Period, calendar: Calendar) -> ir.Value:
    return runs.until.isnull() | (runs.until > start_of_number(runs.number + 1, period, calendar))


def _until_cancelled(amounts: ir.Table, context: Context) -> ir.Table:
    """Policy `recognised`: without the last period of customers whose subscriptions all end with it.

    Only where the data reach beyond that end: else it has perhaps been renewed.
    """
    customer = amounts.stays.max().over(ibis.window(group_by=["account", "number"]))
    after = amounts.number.max().over(ibis.range_window(group_by="account", order_by="number", following=(1, 1)))
    before_last = context.horizon - timedelta(days=1)
    known = amounts.number < number_of(before_last, context.every or Period.MONTH, context.calendar)
    marked = amounts.mutate(leaves=(customer == 0) & after.isnull() & known)
    return without(marked.filter(~marked.leaves), "stays", "leaves")


def _of_kind(sold: ir.Table, runs: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """Policy `kind`: subscriptions, single sales or both; `auto` takes single sales only where nothing runs."""
    match context.policies["kind"]:
        case "recurring":
            return runs
        case "one_off":
            return sold
        case "all":
            return sold.union(runs)
        case _:
            subscriptions = facts.revenue.filter(facts.revenue.kind == "recurring")
            return sold.filter(subscriptions.count().as_scalar() == 0).union(runs)


def _without_negatives(amounts: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """Policy `negative`: a customer whose period is below zero is counted as having paid nothing in it."""
    if context.policies["negative"] == "keep":
        return amounts.filter(amounts.amount != 0)
    if not lines:
        return amounts.filter(amounts.amount > 0)
    customer = amounts.amount.sum().over(ibis.window(group_by=["account", "number"]))
    marked = amounts.mutate(customer=customer)
    # A line whose money has no rate is not known: it is neither an opening nor a closing.
    return without(marked.filter(marked.customer > 0, marked.amount.notnull()), "customer")


def single_sales_left_out(facts: Facts, context: Context) -> ir.Table:
    """How many single sales are not in the movements, because there are subscriptions."""
    revenue = facts.revenue
    if context.policies["kind"] != "auto":
        return revenue.agg(n=lambda t: t.count(where=ibis.literal(False)))
    runs, sold = revenue.kind == "recurring", revenue.kind == "one_off"
    counted = revenue.agg(runs=runs.sum(), sold=sold.sum())
    return counted.select(n=ibis.ifelse(counted.runs > 0, counted.sold, 0))


def _subscriptions_in_long_periods(facts: Facts, context: Context) -> ir.Table:
    """How many subscriptions there are, where the periods asked are longer than a month."""
    long = context.every in (Period.QUARTER, Period.YEAR) and context.policies["kind"] != "one_off"
    running = facts.revenue.filter(facts.revenue.kind == "recurring")
    return running.filter(ibis.literal(long)).agg(n=lambda t: t.count())


WITHOUT_RATE = Check(
    N_("{n} subscriptions have an amount for their whole time but no end: their rate is not known; left out."),
    without_rate,
)
AT_THE_END = Check(
    N_(
        "A subscription counts at the rate of the period's last day, for the whole period: one that began or changed "
        "in it counts as if it had been so all along."
    ),
    _subscriptions_in_long_periods,
)
WITHOUT_ACCOUNT = Check(N_("{n} rows of revenue name no customer and are left out."), without_account)
LEFT_OUT = Check(
    N_("{n} single sales are left out: after a single sale, nothing has churned (policy kind=all takes them in)."),
    single_sales_left_out,
)
