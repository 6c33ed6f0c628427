"""Touches laid end to end: what was done to one lead or one deal, from the first touch to an answer or the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.prospecting.outbound import ANSWERS, by_day_looked_at
from merilo.kpis.prospecting.prospects import leads_becoming

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MICROSECONDS_A_DAY = 86_400_000_000
_TIME = "timestamp('UTC', 6)"
_KNOWN = ("origin", "source_detail", "account", "source")


def threads(facts: Facts, context: Context) -> ir.Table:
    """One row per lead (policy `unit`: deal) that was touched, on the day of its first outbound touch.

    Columns besides the cuts: `touches` that were made until it ended, the mean `gap` between them in days, and the
    flags early (over before the first touch), ended, answered, dropped and converted. Its seller is who made the first
    touch. What happened after the day looked at is not known.
    """
    runs = _deals(facts, context) if context.policies["unit"] == "deal" else _leads(facts, context)
    early = (runs.ends_at < runs.first_at).fill_null(False)
    if context.policies["counted"] == "all":
        early, runs = ibis.literal(False), runs.mutate(until=runs.total)
    span = runs.last_at.delta(runs.first_at, unit="microsecond") / _MICROSECONDS_A_DAY
    return runs.select(
        *_KNOWN, "ended", "answered", "dropped", "converted", "fact",
        id="thread", seller="first_seller", cadence="first_cadence", day=runs.first_at.cast("date"),
        touches=runs.until.fill_null(0), early=early, gap=span / (runs.total - 1).nullif(0),
    )  # fmt: skip


def _leads(facts: Facts, context: Context) -> ir.Table:
    leads = leads_becoming(facts.leads.select("id", "deal", "qualified_at", "disqualified_at"), facts, context)
    ends = leads.select(thread="id", ends_at="prospect_at", given_up_at=_by_then(leads.disqualified_at, context))
    runs = _runs(facts, context, "lead", ends)
    known = facts.leads.select(*_KNOWN, subject="id")
    runs = runs.inner_join(known, runs.thread == known.subject)
    # Who becomes a prospect has answered, whether or not anyone logged it on a touch.
    answered = runs.answer_at.notnull() | runs.ends_at.notnull()
    by_touch = (runs.answer_at <= runs.ends_at).fill_null(runs.ends_at.isnull())
    given_up = (runs.given_up_at >= runs.first_at).fill_null(False)
    silent_for = ibis.literal(context.horizon).delta(runs.last_at.cast("date"), unit="day")
    dropped = ~answered & (given_up | (silent_for >= int(context.policies["quiet"])))
    until_answer = ibis.ifelse(by_touch, runs.until_answer, runs.until_end)
    until_silence = ibis.ifelse(given_up, runs.until_given_up, runs.total)
    return runs.mutate(
        fact=ibis.literal("leads"), answered=answered, dropped=dropped, ended=answered | dropped,
        converted=runs.ends_at.notnull(), until=ibis.ifelse(answered, until_answer, until_silence),
    )  # fmt: skip


def _deals(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    ends = deals.select(thread="id", ends_at=_by_then(deals.closed_at, context), given_up_at=ibis.null(_TIME))
    runs = _runs(facts, context, "deal", ends)
    known = deals.select(*_KNOWN, "status", "closed_at", subject="id")
    runs = runs.inner_join(known, runs.thread == known.subject)
    # A deal that was closed later than the day looked at was open then.
    ended = (runs.status != "open") & (runs.ends_at.notnull() | runs.closed_at.isnull())
    won = ended & (runs.status == "won")
    return runs.mutate(
        fact=ibis.literal("deals"), answered=runs.answer_at.notnull(), dropped=ended & ~won, ended=ended, converted=won,
        until=ibis.ifelse(runs.ends_at.isnull(), runs.total, runs.until_end),
    )  # fmt: skip


def _by_then(moment: ir.Value, context: Context) -> ir.Value:
    happened = moment < over_after(context.as_of, context.calendar)
    return ibis.ifelse(happened, moment, ibis.null(_TIME))


def _runs(facts: Facts, context: Context, unit: str, ends: ir.Table) -> ir.Table:
    """One row per thread: when it was first and last touched, how often, and how often until each way to end.

    The touches of a thread are numbered once, in order of time; everything else is a minimum or maximum over them.
    """
    numbered = _numbered(facts, context, unit, ends)
    out, number, at = numbered.outbound, numbered.number, numbered["at"]
    first = out & (number == 1)
    answer = (out & numbered.outcome.isin(ANSWERS).fill_null(False)) | (~out & (number >= 1))
    found = numbered.group_by(["thread", *_divided_by(context)]).agg(
        ends_at=numbered.ends_at.max(), given_up_at=numbered.given_up_at.max(),
        first_at=at.min(where=out), last_at=at.max(where=out), total=number.max(),
        first_seller=numbered.seller.max(where=first), first_cadence=numbered.cadence.max(where=first),
        answer_at=at.min(where=answer), until_answer=number.min(where=answer),
        until_end=number.max(where=at <= numbered.ends_at),
        until_given_up=number.max(where=at <= numbered.given_up_at),
    )  # fmt: skip
    return found.filter(found.total > 0)


def _divided_by(context: Context) -> list[str]:
    return ["cadence"] if context.policies["thread"] == "cadence" else []


def _numbered(facts: Facts, context: Context, unit: str, ends: ir.Table) -> ir.Table:
    """The touches with what ends their thread, and `number`: how many outbound ones there were up to each."""
    touches = by_day_looked_at(facts.touches, context)
    touches = touches.filter(touches[unit].notnull()).select(
        "id", "at", "seller", "cadence", "outcome", subject=touches[unit], outbound=touches.direction == "outbound"
    )  # fmt: skip
    joined = touches.inner_join(ends, touches.subject == ends.thread)
    window = ibis.window(group_by=["thread", *_divided_by(context)], order_by=["at", "id"], preceding=None, following=0)
    return joined.mutate(number=joined.outbound.cast("int64").sum().over(window))
