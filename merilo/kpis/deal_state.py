"""Deals as they stood at the end of a past day, from what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.money import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_FIELDS = ("stage", "amount", "seller", "status")


def deals_then(facts: Facts, context: Context) -> ir.Table:
    """Every deal that existed at the end of `context.as_of`, with stage, amount, seller and status as of then.

    A field is the `new` of its last change by then, else the `old` of its first change after, else the present value.
    Status without changes: the present one if the deal was closed by then, else open. The stage of a deal that has
    closed since and has no history is not known, and so empty. Deals without a creation time are left out.
    """
    day = ibis.literal(context.as_of)
    deals = facts.deals.filter(facts.deals.created_at.cast("date") <= day)
    known = _values_around(facts, context)
    joined = deals.left_join(known, deals.id == known.change_deal)
    # Closed on an unknown day: it cannot be said to have been open then, so the present status stands.
    open_still = (joined.closed_at.cast("date") > day).fill_null(False)
    by_closing = ibis.ifelse(open_still, "open", joined.status)
    status = ibis.coalesce(joined.status_then, by_closing)
    closed_since = (joined.status != "open") & (status == "open")
    present_stage = ibis.ifelse(closed_since, ibis.null("string"), joined.stage)
    return joined.mutate(
        status=status,
        stage=_then(joined, "stage", present_stage),
        seller=_then(joined, "seller", joined.seller),
        amount=_then(joined, "amount", joined.amount, joined.amount_then.try_cast(MONEY)),
    )


def _then(joined: ir.Table, field: str, present: ir.Value, past: ir.Value | None = None) -> ir.Value:
    past = joined[f"{field}_then"] if past is None else past
    return ibis.ifelse(joined[f"{field}_known"].fill_null(0) == 1, past, present)


def _values_around(facts: Facts, context: Context) -> ir.Table:
    """Per deal and field: its value at the end of the day as far as changes tell (`_known` 1 when they do)."""
    nearest = _nearest_changes(facts, context)
    columns = {}
    for field in _FIELDS:
        mine = nearest.field == field
        # The change before the day outranks the one after it.
        value_before = nearest.value.max(where=mine & nearest.past)
        value_after = nearest.value.max(where=mine & ~nearest.past)
        has_before = (mine & nearest.past).any()
        columns[f"{field}_then"] = ibis.ifelse(has_before.fill_null(False), value_before, value_after)
        columns[f"{field}_known"] = mine.any().fill_null(False).cast("int64")
    return nearest.group_by(change_deal=nearest.deal).agg(**columns)


def _nearest_changes(facts: Facts, context: Context) -> ir.Table:
    """Of each deal's field the last change by the day and the first one after it, with the value they tell of."""
    changes = facts.deal_changes
    marked = changes.select(
        "id", "deal", "field", "at", "old", "new", past=changes.at.cast("date") <= ibis.literal(context.as_of)
    )
    side = {"group_by": ["deal", "field", "past"]}
    ranked = marked.mutate(
        from_end=ibis.row_number().over(ibis.window(**side, order_by=[ibis.desc("at"), ibis.desc("id")])),
        from_start=ibis.row_number().over(ibis.window(**side, order_by=["at", "id"])),
    )
    nearest = ranked.filter(ibis.ifelse(ranked.past, ranked.from_end, ranked.from_start) == 0)
    return nearest.mutate(value=ibis.ifelse(nearest.past, nearest.new, nearest.old))


def stage_entered(facts: Facts, context: Context) -> ir.Table:
    """Per deal: the last time that its stage really changed, by the end of the day looked at."""
    changes = facts.deal_changes
    moved = changes.filter(
        changes.field == "stage",
        changes.at.cast("date") <= ibis.literal(context.as_of),
        changes.old.isnull() | (changes.old != changes.new),
    )
    return moved.group_by(moved_deal=moved.deal).agg(entered_at=moved.at.max())
