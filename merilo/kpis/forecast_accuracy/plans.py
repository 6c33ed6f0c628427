"""What a period did to the expected closing day of each open deal: kept, pushed out, pulled in, and how often.

A row is a deal in a period in which it was in the pipeline. What was planned is what was known when the period began,
at the end of the day before. A day moved later and back again within the period was, at its end, not pushed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, over_after, period_number, start_of_number
from merilo.kpis.cuts import DEAL_COLUMNS
from merilo.kpis.money import MONEY, convert
from merilo.kpis.sales_cycle.deal_history import at_period_ends, deal_spans
from merilo.kpis.sales_cycle.deal_state import FIELDS, typed
from merilo.kpis.sales_cycle.moves import EVER, before_and_now, only_moving, with_span_before

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def planned_deals(facts: Facts, context: Context) -> ir.Table:
    """One row per deal and period in which it was in the pipeline; amounts at one rate per period, of its last day."""
    spans = with_span_before(deal_spans(facts, context, EVER, context.horizon, FIELDS))
    rows = before_and_now(at_period_ends(only_moving(spans), context, context.horizon))
    rows = _with_changes(_classified(rows, context), facts, context)
    rows = rows.mutate(worth=rows.before.fill_null(rows.now))
    return _as_rows(convert(rows, facts, context, ("worth",)))


def _classified(rows: ir.Table, context: Context) -> ir.Table:
    """With a flag for what was planned when the period began, and what had become of it when it ended."""
    start = start_of_number(rows.number, context.every or Period.MONTH, context.calendar)
    end = end_of_number(rows.number, context.every or Period.MONTH, context.calendar)
    open_before, open_now = (rows.status_before == "open").fill_null(False), rows.status == "open"
    later = (rows.expected_before > end).fill_null(False)
    due = open_before & ((rows.expected_before >= start) & ~later).fill_null(False)
    out, within = ((rows.expected_close_on > end).fill_null(False), (rows.expected_close_on <= end).fill_null(False))
    won = rows.status == "won"
    return rows.mutate(
        is_due=due,
        is_pushed=due & open_now & out,
        is_won=due & won,
        is_lost=due & ~open_now & ~won,
        is_left=due & open_now & ~out,
        is_pulled_in=open_before & later & (won | (open_now & within)),
        is_overdue=open_before & (rows.expected_before < start).fill_null(False),
    )


def _with_changes(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """With how often the day was moved later and earlier in the row's period."""
    changes = facts.deal_changes
    told = changes.filter(
        changes.field == "expected_close_on", changes.old.notnull(), changes.new.notnull(),
        changes["at"] < over_after(context.horizon, context.calendar),
    )  # fmt: skip
    day = {side: typed(told[side], "expected_close_on") for side in ("old", "new")}
    number = period_number(told["at"].cast("date"), context.every or Period.MONTH, context.calendar)
    moves = told.select("deal", moved_in=number, later=day["new"] > day["old"], earlier=day["new"] < day["old"])
    counts = moves.group_by(moved_deal=moves.deal, moved_in=moves.moved_in).agg(
        pushes=moves.later.fill_null(False).cast("int64").sum(),
        pulls=moves.earlier.fill_null(False).cast("int64").sum(),
    )
    return rows.left_join(counts, [rows.id == counts.moved_deal, rows.number == counts.moved_in])


def _as_rows(rows: ir.Table) -> ir.Table:
    nothing = ibis.literal(0).cast(MONEY)
    flags = ("due", "pushed", "won", "lost", "left", "pulled_in", "overdue")
    amounts = {
        f"amount_{name}": ibis.ifelse(rows[f"is_{name}"], rows.worth.fill_null(nothing), nothing).cast(MONEY)
        for name in ("due", "pushed", "pulled_in")
    }
    return rows.select(
        "id", *DEAL_COLUMNS, "day", "period", "no_rate",
        **{name: rows[f"is_{name}"].cast("int64") for name in flags}, **amounts,
        fact=ibis.literal("deals"), deals=ibis.literal(1, "int64"),
        pushes=rows.pushes.fill_null(0), pulls=rows.pulls.fill_null(0),
        pushed_once=(rows.pushes.fill_null(0) > 0).cast("int64"),
        no_amount=(rows.is_due & rows.worth.isnull() & (rows.no_rate == 0)).cast("int64"),
    )  # fmt: skip
