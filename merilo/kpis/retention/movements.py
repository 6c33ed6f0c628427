"""How revenue moved between two equal periods: new, back, more, less, gone. Opening + moves = closing, exactly.

1. every customer's amount per period (at the grain of the cuts asked: product, seller …);
2. each amount is the closing of its own period and the opening of the next, so a stop shows up without a calendar;
3. the customer's opening and closing decide the kind of move; amounts stay at the finer grain, so cuts re-add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, number_of, start_of_number
from merilo.kpis.declaration import Policy
from merilo.kpis.retention.paid import exchange_apart, line_columns, paid_amounts
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

REACTIVATION = Policy(
    "reactivation",
    ("ever", "year"),
    "ever",
    N_("who comes back is no new customer, however long it was away (ever), or only within a year without paying"),
)
_A_YEAR = {Period.DAY: 365, Period.WEEK: 52, Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}
_LOST = ("contraction", "churn")
_SUM = "decimal(38, 4)"


def movement_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per customer, period and line (a customer's product, seller … as far as the question cuts by them)."""
    lines = line_columns(context)
    amounts = paid_amounts(facts, context, lines)
    opened = _openings_and_closings(amounts, context, lines)
    return shared(_as_rows(_classified(opened, context, lines), context, lines), "movements")


def movement_rows_at_one_rate(facts: Facts, context: Context) -> ir.Table:
    """The same for KPIs that hold moves against the opening: both at the rates at which the moves are counted."""
    rows = movement_rows(facts, context)
    return rows.mutate(opening=rows.opening + rows.exchange) if exchange_apart(context) else rows


def _openings_and_closings(amounts: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """Each amount closes its own period and opens the next: a row per period with either, `first` on a line's first."""
    beside = ibis.window(group_by=["account", *lines], order_by="number")
    number = amounts.number
    seen = amounts.mutate(
        number_before=number.lag().over(beside),
        amount_before=amounts.amount.lag().over(beside),
        number_after=number.lead().over(beside),
    )
    last = number_of(context.horizon, context.every or Period.MONTH, context.calendar)
    stops = (seen.number < last) & (seen.number_after.isnull() | (seen.number_after > seen.number + 1))
    # A line that stops has one row more: the period in which it pays nothing.
    if exchange_apart(context):
        seen = seen.mutate(own_before=amounts.own.lag().over(beside))
    rows = seen.mutate(later=ibis.range(0, ibis.ifelse(stops, 2, 1)).unnest())
    nothing = ibis.literal(0).cast(_SUM)
    goes_on = (rows.number_before == rows.number - 1).fill_null(False)
    opening = ibis.ifelse(goes_on, rows.amount_before, nothing)
    exchange = {"exchange": _exchange(rows, goes_on & (rows.later == 0))} if exchange_apart(context) else {}
    return rows.select(
        "account", *lines,
        number=rows.number + rows.later,
        opening=ibis.ifelse(rows.later == 1, rows.amount, opening),
        closing=ibis.ifelse(rows.later == 1, nothing, rows.amount),
        first=_is_new(rows.number_before, rows.number, context) & (rows.later == 0),
        **exchange,
    )  # fmt: skip


def _exchange(rows: ir.Table, goes_on: ir.Value) -> ir.Value:
    """By how much the opening of a line that goes on is worth more (less) at the period's rate than it was before."""
    now = (rows.own_before.cast("float64") * rows.rate).cast(_SUM)
    return ibis.ifelse(goes_on & now.notnull(), now - rows.amount_before, ibis.literal(0).cast(_SUM))


def _classified(opened: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    """With what decides the kind of move, as the customer stands as a whole: `before`, `now`, and `first`."""
    if lines:
        opened = opened.mutate(**_of_customer(opened, lines))
    else:
        opened = opened.mutate(before=opened.opening, now=opened.closing, place=ibis.literal(0, "int64"))
    if not lines and context.policies["negative"] == "clip":
        return opened
    # Lines come and go, and a kept negative is no payment: the customer's earlier payments are looked for.
    paying = ibis.ifelse(opened.now > 0, opened.number, None)
    if context.policies["reactivation"] == "ever":
        begun = opened.mutate(first_number=paying.min().over(ibis.window(group_by="account")))
        return begun.mutate(first=begun.number == begun.first_number)
    earlier = ibis.range_window(group_by="account", order_by="number", preceding=(None, 1))
    begun = opened.mutate(paid_before=paying.max().over(earlier))
    return begun.mutate(first=_is_new(begun.paid_before, begun.number, context))


def _is_new(paid_before: ir.Value, number: ir.Value, context: Context) -> ir.Value:
    """Policy `reactivation`: whether a customer is new that last paid in that period, if ever."""
    never = paid_before.isnull()
    if context.policies["reactivation"] == "ever":
        return never
    return never | (number - paid_before - 1 > _A_YEAR[context.every or Period.MONTH])


def _of_customer(opened: ir.Table, lines: tuple[str, ...]) -> dict[str, ir.Value]:
    """Its opening and closing over all lines, and each line's place: a customer counts once, on its largest line."""
    customer = ibis.window(group_by=["account", "number"])
    before = opened.opening + opened.exchange if "exchange" in opened.columns else opened.opening
    order = [ibis.desc(opened.opening + opened.closing), *(opened[name].fill_null("") for name in lines)]
    return {
        "before": before.sum().over(customer),
        "now": opened.closing.sum().over(customer),
        "place": ibis.row_number().over(ibis.window(group_by=["account", "number"], order_by=order)),
    }


def _kinds(moves: ir.Table) -> dict[str, ir.Value]:
    """One condition per kind of move; exactly one of them holds for a row.

    A customer that stands still as a whole, while its lines change places, is under expansion: its sum is nothing.
    """
    was, now = moves.before > 0, moves.now > 0
    less = moves.now < moves.before
    stays = was == now
    return {
        "new": ~was & now & moves["first"],
        "reactivation": ~was & now & ~moves["first"],
        "expansion": stays & ~less,
        "contraction": stays & less,
        "churn": was & ~now,
    }


def _as_rows(moves: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    period = context.every or Period.MONTH
    nothing, once = ibis.literal(0).cast(_SUM), moves.place == 0
    exchange = moves.exchange if "exchange" in moves.columns else None
    gain = moves.closing - moves.opening if exchange is None else moves.closing - moves.opening - exchange
    kinds = _kinds(moves)
    amounts = {k: ibis.ifelse(kind, -gain if k in _LOST else gain, nothing) for k, kind in kinds.items()}
    changed = moves.now != moves.before
    counts = {f"customers_{k}": (kind & changed & once).cast("int32") for k, kind in kinds.items()}
    return moves.select(
        "account", *lines, "opening", "closing",
        **amounts, **counts,
        exchange=nothing if exchange is None else exchange,
        fact=ibis.literal("accounts"), id=moves.account,
        day=end_of_number(moves.number, period, context.calendar),
        period=start_of_number(moves.number, period, context.calendar),
        customers=once.cast("int32"),
        customers_opening=((moves.before > 0) & once).cast("int32"),
        customers_closing=((moves.now > 0) & once).cast("int32"),
    )  # fmt: skip
