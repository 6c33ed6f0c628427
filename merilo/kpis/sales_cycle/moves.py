"""What a period did to each open deal: the rows behind the movement of the pipeline, which closes exactly.

A row is a deal in a period at whose beginning or end it was open, or in which it was opened and closed again. Its
amount before and now decide the sums, its status and expected closing day before and now decide the kind of move.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number
from merilo.kpis.cuts import DEAL_COLUMNS
from merilo.kpis.money import MONEY, convert
from merilo.kpis.sales_cycle.deal_history import at_period_ends, deal_spans
from merilo.kpis.sales_cycle.deal_state import FIELDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

EVER = date(1900, 1, 1)
_BEFORE = ("status", "amount", "expected_close_on")


def moved_deals(facts: Facts, context: Context) -> ir.Table:
    """One row per deal and period in which it was in the pipeline; amounts at one rate per period, of its last day."""
    spans = with_span_before(deal_spans(facts, context, EVER, context.horizon, FIELDS))
    rows = at_period_ends(only_moving(spans), context, context.horizon)
    rows = _classified(before_and_now(rows), context)
    # Either amount shows that the row has money which needs a rate.
    rows = rows.mutate(known=rows.now.fill_null(rows.before))
    return _as_rows(convert(rows, facts, context, ("known", "now", "before")))


def with_span_before(spans: ir.Table) -> ir.Table:
    """`was_` status, amount and day in the span before; `born`: there is none, the deal came into being."""
    in_turn = ibis.window(group_by="id", order_by="begins")
    before = {f"was_{name}": spans[name].lag().over(in_turn) for name in _BEFORE}
    return spans.mutate(**before, born=spans.begins.lag().over(in_turn).isnull(), first_number=spans.begins)


def only_moving(spans: ir.Table) -> ir.Table:
    """Open spans in full; of closed ones the period in which they began, if something was closed in it."""
    is_open = spans.status == "open"
    # A deal that was closed on an unknown day is closed from its birth as far as anyone can tell: it never moved.
    unknown = spans.born & ~is_open & spans.closed_at.isnull()
    closed_now = (spans.born | (spans.was_status != spans.status)).fill_null(True) & ~unknown
    moving = spans.filter(is_open | closed_now)
    ends = ibis.ifelse(moving.status == "open", moving.ends, moving.begins + 1)
    return moving.mutate(ends=ends)


def before_and_now(rows: ir.Table) -> ir.Table:
    """Status, amount and expected day at the beginning and at the end of the row's own period."""
    first = rows.number == rows.first_number
    return rows.mutate(
        born=rows.born & first,
        status_before=ibis.ifelse(first, rows.was_status, rows.status),
        expected_before=ibis.ifelse(first, rows.was_expected_close_on, rows.expected_close_on),
        before=ibis.ifelse(first, rows.was_amount, rows.amount).cast(MONEY),
        now=rows.amount.cast(MONEY),
    )


def _classified(rows: ir.Table, context: Context) -> ir.Table:
    """With one flag per part that the row is in. What is won or lost early, or at once, came into the period first."""
    end = end_of_number(rows.number, context.every or Period.MONTH, context.calendar)
    due_before, due_now = (_due(day, end, context) for day in (rows.expected_before, rows.expected_close_on))
    open_before, open_now = (rows.status_before == "open").fill_null(False), rows.status == "open"
    stood, stands = open_before & due_before, open_now & due_now
    won = rows.status == "won"
    lost = ~open_now & ~won
    # Lost before it was due in any period up to this one: not this period's pipeline.
    left = won | (lost & (stood | ~open_before))
    came = ~stood & (stands | left)
    flags = {
        "opening": stood, "closing": stands, "created": came & rows.born,
        "pulled_in": came & open_before, "reopened": came & ~rows.born & ~open_before,
        "slipped": stood & open_now & ~stands, "won": won, "lost": lost & left,
    }  # fmt: skip
    marked = rows.mutate(**{f"is_{name}": flag for name, flag in flags.items()})
    return marked.filter(stood | came)


def _due(day: ir.Value, end: ir.Value, context: Context) -> ir.Value:
    return ibis.literal(True) if context.policies["scope"] == "all" else (day <= end).fill_null(False)


def _as_rows(rows: ir.Table) -> ir.Table:
    nothing = ibis.literal(0).cast(MONEY)
    before, now = rows.before.fill_null(nothing), rows.now.fill_null(nothing)
    # What stays open or is won is worth what it is worth now; what slips or is lost goes as it stood.
    change = ibis.ifelse(rows.is_opening & (rows.is_closing | rows.is_won), now - before, nothing)
    worth = dict.fromkeys(("closing", "created", "pulled_in", "reopened", "won"), now) | {
        "opening": before, "slipped": before, "lost": ibis.ifelse(rows.is_opening, before, now),
    }  # fmt: skip
    amounts = {name: ibis.ifelse(rows[f"is_{name}"], value, nothing).cast(MONEY) for name, value in worth.items()}
    counts = {f"deals_{name}": rows[f"is_{name}"].cast("int64") for name in worth}
    return rows.select(
        "id", *DEAL_COLUMNS, "day", "period", "no_rate",
        **amounts, **counts,
        fact=ibis.literal("deals"), deals=ibis.literal(1, "int64"),
        increased=ibis.ifelse(change > 0, change, nothing).cast(MONEY),
        decreased=ibis.ifelse(change < 0, -change, nothing).cast(MONEY),
        no_amount=rows.amount.isnull().cast("int64"),
    )  # fmt: skip
