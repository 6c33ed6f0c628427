"""How revenue moved between two equal periods: new, back, more, less, gone. Opening + moves = closing, exactly.

1. every customer's amount per period (at the grain of the cuts asked: product, seller …);
2. each amount is the closing of its own period and the opening of the next, so a stop shows up without a calendar;
3. the customer's opening and closing decide the kind of move; amounts stay at the finer grain, so cuts re-add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, number_of, period_number
from merilo.kpis.columns import without
from merilo.kpis.money import convert
from merilo.kpis.revenue_rows import one_off, running

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

KINDS = ("new", "reactivation", "expansion", "contraction", "churn")
_NEEDS_SELLER = ("seller", "team", "manager", "role")
_SUM = "decimal(38, 4)"


def movement_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per customer, period and line (a customer's product, seller … as far as the question cuts by them)."""
    lines = line_columns(context)
    amounts = _amounts(facts, context, lines)
    opened = _openings_and_closings(amounts, context, lines)
    return _as_rows(_classified(opened, lines), context, lines)


def line_columns(context: Context) -> tuple[str, ...]:
    """What splits a customer's revenue, no finer than the question asks."""
    wanted = {"seller"} if context.cuts & set(_NEEDS_SELLER) else set()
    wanted |= context.cuts & {"product", "source", "currency"}
    return tuple(sorted(wanted))


def _amounts(facts: Facts, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """Per customer, line and period number: what it paid (single sales) or its rate on the last day (subscriptions)."""
    period, calendar = context.every or Period.MONTH, context.calendar
    columns = ("account", *lines, *(() if context.single_currency else ("currency",)), "amount", "day", "number")
    columns = tuple(dict.fromkeys(columns))
    sold = one_off(facts)
    sold = sold.mutate(number=period_number(sold.day, period, calendar)).select(*columns)
    rows = sold.union(running(facts, context, period).select(*columns))
    rows = rows.filter(rows.account.notnull(), rows.number <= number_of(context.horizon, period, calendar))
    rows = convert(rows, facts, context)
    summed = rows.group_by(["account", *lines, "number"]).agg(amount=rows.amount.sum())
    return _without_negatives(summed, context, lines)


def _without_negatives(amounts: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """Policy `negative`: a customer whose period is below zero is counted as having paid nothing in it."""
    if context.policies["negative"] == "keep":
        return amounts.filter(amounts.amount != 0)
    if not lines:
        return amounts.filter(amounts.amount > 0)
    customer = amounts.amount.sum().over(ibis.window(group_by=["account", "number"]))
    marked = amounts.mutate(customer=customer)
    return without(marked.filter(marked.customer > 0), "customer")


def _openings_and_closings(amounts: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    twice = amounts.mutate(later=ibis.range(0, 2).unnest())
    nothing = ibis.literal(0).cast(_SUM)
    moved = twice.mutate(
        number=twice.number + twice.later,
        opening=ibis.ifelse(twice.later == 1, twice.amount, nothing),
        closing=ibis.ifelse(twice.later == 0, twice.amount, nothing),
    )
    last = number_of(context.horizon, context.every or Period.MONTH, context.calendar)
    keys = ["account", *lines, "number"]
    grouped = moved.filter(moved.number <= last).group_by(keys)
    return grouped.agg(opening=moved.opening.sum().cast(_SUM), closing=moved.closing.sum().cast(_SUM))


def _classified(opened: ir.Table, lines: tuple[str, ...]) -> ir.Table:
    """With `kind`, decided by the customer's own opening and closing, and `counted`: the line it is counted on."""
    if lines:
        opened = opened.mutate(**_of_customer(opened, lines))
    else:
        opened = opened.mutate(before=opened.opening, now=opened.closing, place=ibis.literal(0, "int64"))
    paying = ibis.ifelse(opened.now > 0, opened.number, None)
    opened = opened.mutate(first_number=paying.min().over(ibis.window(group_by="account")), counted=opened.place == 0)
    return opened.mutate(kind=_kind(opened))


def _of_customer(opened: ir.Table, lines: tuple[str, ...]) -> dict[str, ir.Value]:
    """Its opening and closing over all lines, and each line's place: a customer counts once, on its largest line."""
    customer = ibis.window(group_by=["account", "number"])
    order = [ibis.desc(opened.opening + opened.closing), *(opened[name].fill_null("") for name in lines)]
    return {
        "before": opened.opening.sum().over(customer),
        "now": opened.closing.sum().over(customer),
        "place": ibis.row_number().over(ibis.window(group_by=["account", "number"], order_by=order)),
    }


def _kind(opened: ir.Table) -> ir.Value:
    was, now, more = opened.before > 0, opened.now > 0, opened.now > opened.before
    return ibis.cases(
        (~was & now & (opened.number == opened.first_number), "new"),
        (~was & now, "reactivation"),
        (was & ~now, "churn"),
        (more, "expansion"),
        (opened.now < opened.before, "contraction"),
        # The customer as a whole stands still, but its lines may have changed places.
        else_="expansion",
    )


def _as_rows(moves: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    gain = moves.closing - moves.opening
    nothing = ibis.literal(0).cast(_SUM)
    lost = ("contraction", "churn")
    amounts = {k: ibis.ifelse(moves.kind == k, -gain if k in lost else gain, nothing) for k in KINDS}
    counted = moves.counted
    changed = moves.now != moves.before
    counts = {f"customers_{k}": ((moves.kind == k) & changed & counted).cast("int64") for k in KINDS}
    return moves.select(
        "account", *lines, "opening", "closing",
        **amounts, **counts,
        fact=ibis.literal("accounts"), id=moves.account,
        day=end_of_number(moves.number, context.every or Period.MONTH, context.calendar),
        customers=counted.cast("int64"),
        customers_opening=((moves.before > 0) & counted).cast("int64"),
        customers_closing=((moves.now > 0) & counted).cast("int64"),
    )  # fmt: skip
