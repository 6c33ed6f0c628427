"""How long a row was followed, and how that ended: the columns of a course (see `merilo.insight.survival`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Fewer deals than this may well have been open together before the first of them was closed.
_LATE_HISTORY = 30


def with_history_start(deals: ir.Table) -> ir.Table:
    """`told_from`: the first day from which closings are known, per source, where the history begins late; else empty.

    A source of which at least 30 deals were created before its first closing was cut off there: those closed earlier
    are not in it, so each of its deals was surely open until that day, and is followed only from then on. In a young
    company it may be so by chance; then only the time in which nothing could be seen is left out.
    """
    alike = ibis.window(group_by="source")
    marked = deals.mutate(first_closed=deals.closed_at.min().over(alike))
    earlier = (marked.created_at < marked.first_closed).cast("int64").sum().over(alike)
    late = (earlier >= _LATE_HISTORY).fill_null(False)
    return marked.mutate(told_from=ibis.ifelse(late, marked.first_closed.cast("date"), ibis.null("date")))


def in_order(days: ir.Value) -> ir.Value:
    """Days from a beginning to an end; empty where the end is before the beginning."""
    return ibis.ifelse(days >= 0, days, ibis.null(days.type()))


def days_unseen(began: ir.Value, told_from: ir.Value) -> ir.Value:
    """How old a deal was on the first day from which closings are known: 0 when it began later."""
    return ibis.greatest(told_from.delta(began, unit="day").fill_null(0), ibis.literal(0, "int64"))
