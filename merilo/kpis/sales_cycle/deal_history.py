"""Deals as they stood at the end of every period of a span: all periods from one pass over what changed.

1. every change, birth and closing falls into the period at whose end it is first seen;
2. per deal these periods begin spans; what was told last is carried forward, what was told first is carried back;
3. a span is then laid out as one row for the end of each period that it holds.

The answers are those of `deal_state.deals_then`, asked for each of these days.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, number_of, over_after, period_number, start_of_number
from merilo.kpis.sales_cycle.deal_state import FIELDS, really_moved, typed
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_NO_TIME = ibis.null("timestamp('UTC', 6)")
_FIRST_NUMBER = 1_000_000_000
_DIGITS = len(str(_FIRST_NUMBER))


def deal_spans(facts: Facts, context: Context, first: date, last: date, fields: tuple[str, ...] = FIELDS) -> ir.Table:
    """Every deal over every span of periods in which nothing about it changed.

    Columns of `deals` with `fields` as they were; `entered_at` its last real change of stage (empty: none); `begins`
    and `ends` the numbers of the span's first period and of the first one after it. Nothing after `last` has happened;
    deals without a creation time are left out.
    """
    spans = _spans(_laid_beside(_told(facts, context, first, last, fields), fields), fields, _after(context, last))
    deals = facts.deals.filter(facts.deals.created_at < over_after(last, context.calendar))
    joined = deals.inner_join(spans, deals.id == spans.deal)
    born = _number(joined.created_at, context, first, last)
    joined = joined.mutate(begins=ibis.greatest(joined.number, born))
    joined = joined.filter(joined.begins < joined.ends)
    return shared(_as_of_then(joined, _number(joined.closed_at, context, first, last), fields), "deal_spans")


def at_period_ends(spans: ir.Table, context: Context, last: date) -> ir.Table:
    """A row per span and period: `period` its first day, `day` its last one (of the last period: `last`)."""
    every, calendar = _every(context), context.calendar
    rows = spans.mutate(number=ibis.range(spans.begins, spans.ends).unnest())
    ends = end_of_number(rows.number, every, calendar)
    return rows.mutate(
        period=start_of_number(rows.number, every, calendar),
        day=ibis.ifelse(rows.number == number_of(last, every, calendar), ibis.literal(last), ends),
    )


def _every(context: Context) -> Period:
    return context.every or Period.MONTH


def _after(context: Context, last: date) -> int:
    return number_of(last, _every(context), context.calendar) + 1


def _number(instant: ir.Value, context: Context, first: date, last: date) -> ir.Value:
    """The number of the first period of the span at whose end the instant is over; one after the span if never."""
    every, calendar = _every(context), context.calendar
    number = period_number(instant.cast("date"), every, calendar)
    seen = instant < over_after(last, calendar)
    return ibis.ifelse(seen, ibis.greatest(number, number_of(first, every, calendar)), _after(context, last))


def _told(facts: Facts, context: Context, first: date, last: date, fields: tuple[str, ...]) -> ir.Table:
    """Per deal, period and field the last new value and the first old one; births and closings as rows without one."""
    changes = facts.deal_changes.filter(facts.deal_changes.field.isin(fields))
    moved_at = ibis.ifelse(really_moved(changes), changes["at"], _NO_TIME)
    numbered = changes.mutate(number=_number(changes["at"], context, first, last), moved_at=moved_at)
    # Compared by time, then id: structs are ordered by their fields in turn.
    told = {"at": numbered["at"], "id": numbered.id}
    values = numbered.group_by("deal", "number", "field").agg(
        new=ibis.struct({**told, "value": numbered.new}).max(),
        old=ibis.struct({**told, "value": numbered.old}).min(),
        moved_at=numbered.moved_at.max(),
    )
    values = values.select(
        "deal", "number", "field", "moved_at",
        new=_packed(values.number, values.new["value"]), old=_packed(values.number, values.old["value"]),
    )  # fmt: skip
    deals = facts.deals
    marks = [
        deals.filter(instant.notnull()).select(deal="id", number=_number(instant, context, first, last))
        for instant in (deals.created_at, deals.closed_at)
    ]
    nothing = {name: ibis.null(values[name].type()) for name in ("field", "new", "old", "moved_at")}
    return values.union(marks[0].union(marks[1]).mutate(**nothing).select(values.columns))


def _packed(number: ir.Value, value: ir.Value) -> ir.Value:
    """A value, or that it was empty, behind its period's number: the last told is the largest word.

    All numbers have as many digits. Windows carry words in a fraction of the time that structs take.
    """
    return (number + _FIRST_NUMBER).cast("string") + (ibis.literal("=") + value).fill_null("")


def _unpacked(told: ir.Value) -> ir.Value:
    return ibis.ifelse(told.length() > _DIGITS, told.substr(_DIGITS + 1), ibis.null("string"))


def _laid_beside(told: ir.Table, fields: tuple[str, ...]) -> ir.Table:
    """One row per deal and period: what each field became in it (`new_`) and what it was before (`old_`)."""
    columns = {"moved_at": told.moved_at.max()}
    for field in fields:
        columns[f"new_{field}"] = told.new.max(where=told.field == field)
        columns[f"old_{field}"] = told.old.min(where=told.field == field)
    return told.group_by("deal", "number").agg(**columns)


def _spans(beside: ir.Table, fields: tuple[str, ...], after: int) -> ir.Table:
    """From each row to the next of its deal, the values told so far; `first_` is the first value ever told, if any."""
    so_far = ibis.window(group_by="deal", order_by="number", preceding=None, following=0)
    ever = ibis.window(group_by="deal", order_by="number", preceding=None, following=None)
    in_turn = ibis.window(group_by="deal", order_by="number")
    columns = {"ends": beside.number.lead().over(in_turn).fill_null(after)}
    columns["entered_at"] = beside.moved_at.max().over(so_far)
    for field in fields:
        columns[f"now_{field}"] = beside[f"new_{field}"].max().over(so_far)
        columns[f"first_{field}"] = beside[f"old_{field}"].min().over(ever)
    spans = beside.select("deal", "number", **columns)
    return spans.filter(spans.number < after)


def _as_of_then(joined: ir.Table, closed: ir.Value, fields: tuple[str, ...]) -> ir.Table:
    """The deal's columns as told, else as they are now; status and stage as in `deal_state.deals_then`."""
    # Closed on an unknown day: it cannot be said to have been open then, so the present status stands.
    open_still = joined.closed_at.notnull() & (closed > joined.begins)
    told = {field: joined[f"now_{field}"].fill_null(joined[f"first_{field}"]) for field in fields}
    by_closing = ibis.ifelse(open_still, "open", joined.status)
    status = _unpacked(told["status"]).fill_null(by_closing)
    then = {name: joined[name] for name in joined.columns if not name.startswith(("now_", "first_"))}
    then["status"] = status
    for field in fields:
        if field != "status":
            then[field] = ibis.ifelse(told[field].notnull(), typed(_unpacked(told[field]), field), joined[field])
    closed_since = (joined.status != "open") & (status == "open")
    unknown = told["stage"].isnull() & closed_since
    then["stage"] = ibis.ifelse(unknown, ibis.null("string"), then["stage"])
    return joined.select(**then)
