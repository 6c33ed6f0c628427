"""Deals as they stood at the end of a past day, from what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.money import MONEY
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

FIELDS = ("stage", "amount", "seller", "status", "expected_close_on")
WITHOUT_PLANS = ("stage", "amount", "seller", "status")


def deals_then(facts: Facts, context: Context, fields: tuple[str, ...] = WITHOUT_PLANS) -> ir.Table:
    """Every deal that existed at the end of `context.as_of`, with its `fields` (status always) as of then.

    `entered_at` is when its stage really changed last by then, empty when it never did.

    A field is the `new` of its last change by then, else the `old` of its first change after, else the present value.
    Status without changes: the present one if the deal was closed by then, else open. The stage of a deal that has
    closed since and has no history is not known, and so empty. Deals without a creation time are left out.
    """
    over = over_after(context.as_of, context.calendar)
    deals = facts.deals.filter(facts.deals.created_at < over)
    known = _values_around(facts, context, fields)
    joined = deals.left_join(known, deals.id == known.change_deal)
    # Closed on an unknown day: it cannot be said to have been open then, so the present status stands.
    open_still = (joined.closed_at >= over).fill_null(False)
    by_closing = ibis.ifelse(open_still, "open", joined.status)
    status = ibis.coalesce(joined.status_then, by_closing)
    closed_since = (joined.status != "open") & (status == "open")
    present_stage = ibis.ifelse(closed_since, ibis.null("string"), joined.stage)
    present = {field: joined[field] for field in fields} | {"stage": present_stage}
    then = {field: _then(joined, field, present[field]) for field in fields if field != "status"}
    return shared(joined.mutate(status=status, **then), "deals_then")


def _then(joined: ir.Table, field: str, present: ir.Value) -> ir.Value:
    return ibis.ifelse(joined[f"{field}_known"].fill_null(0) == 1, typed(joined[f"{field}_then"], field), present)


def typed(text: ir.Value, field: str) -> ir.Value:
    """A changed value as what its column holds; empty when the text is no such value."""
    kinds = {"amount": MONEY, "expected_close_on": "date"}
    return text.try_cast(kinds[field]) if field in kinds else text


def _values_around(facts: Facts, context: Context, fields: tuple[str, ...]) -> ir.Table:
    """Per deal and field: its value at the end of the day as far as changes tell (`_known` 1 when they do).

    Grouped by deal and field first, then laid beside each other: twice as fast as a condition per field and side.
    """
    changes = facts.deal_changes.filter(facts.deal_changes.field.isin(fields))
    past = changes.at < over_after(context.as_of, context.calendar)
    # Compared by time, then id: structs are ordered by their fields in turn.
    told = {"at": changes.at, "id": changes.id}
    nearest = changes.group_by("deal", "field").agg(
        before=ibis.struct({**told, "value": changes.new}).max(where=past),
        after=ibis.struct({**told, "value": changes.old}).min(where=~past),
        moved_at=changes["at"].max(where=past & really_moved(changes)),
    )
    # The change before the day outranks the one after it.
    found = nearest.select("deal", "field", "moved_at", value=nearest.before.fill_null(nearest.after)["value"])
    columns = {"entered_at": found.moved_at.max()}
    for field in fields:
        mine = found.field == field
        columns[f"{field}_then"] = found.value.max(where=mine)
        columns[f"{field}_known"] = mine.cast("int8").max()
    return found.group_by(change_deal=found.deal).agg(**columns)


def stage_entered(facts: Facts, context: Context) -> ir.Table:
    """Per deal: the last time that its stage really changed, by the end of the day looked at."""
    changes = facts.deal_changes
    moved = changes.filter(really_moved(changes), changes["at"] < over_after(context.as_of, context.calendar))
    return moved.group_by(moved_deal=moved.deal).agg(entered_at=moved["at"].max())


def really_moved(changes: ir.Table) -> ir.BooleanValue:
    """Whether a change took its deal to another stage: repeating the same one is no move."""
    return (changes.field == "stage") & (changes.old.isnull() | (changes.old != changes.new))
