"""Touches laid end to end: what was done to one lead or one deal, from the first touch to an answer or the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.prospecting.approaches import approaches
from merilo.kpis.prospecting.prospects import leads_becoming
from merilo.kpis.shared import shared

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
    early, touches = (runs.ends_at < runs.first_at).fill_null(False), _until(runs)
    if context.policies["counted"] == "all":
        early, touches = ibis.literal(False), runs.total
    span = runs.last_at.delta(runs.first_at, unit="microsecond") / _MICROSECONDS_A_DAY
    found = runs.select(
        *_KNOWN, "ended", "answered", "dropped", "converted", "fact",
        id="thread", seller=runs["first"]["seller"], cadence=runs["first"]["cadence"],
        day=runs.first_at.cast("date"), touches=touches, early=early, gap=span / (runs.total - 1).nullif(0),
    )  # fmt: skip
    return shared(found, "threads")


def _until(runs: ir.Table) -> ir.Value:
    """How many of a thread's outbound touches there were until it stopped; all when it did not."""
    by_then = runs.times.filter(lambda at: at <= runs.stop_at).length().cast("int64")
    return ibis.ifelse(runs.stop_at < runs.last_at, by_then, runs.total)


def _leads(facts: Facts, context: Context) -> ir.Table:
    columns = ("id", "deal", "qualified_at", "disqualified_at", *_KNOWN)
    leads = leads_becoming(facts.leads.select(*columns), facts, context)
    runs = _runs(facts, context, "lead")
    subjects = leads.select(
        *_KNOWN, subject="id", ends_at="prospect_at", given_up_at=_by_then(leads.disqualified_at, context)
    )  # fmt: skip
    joined = runs.inner_join(subjects, runs.thread == subjects.subject)
    # Who becomes a prospect has answered, whether or not anyone logged it on a touch.
    answer_at = ibis.least(joined.answer_at.fill_null(joined.ends_at), joined.ends_at.fill_null(joined.answer_at))
    given_up = (joined.given_up_at >= joined.first_at).fill_null(False)
    # By instants, as the local day of every last touch is dear.
    quiet_since = context.horizon - timedelta(days=int(context.policies["quiet"]))
    dropped = answer_at.isnull() & (given_up | (joined.last_at < over_after(quiet_since, context.calendar)))
    return joined.mutate(
        fact=ibis.literal("leads"), answered=answer_at.notnull(), dropped=dropped,
        ended=answer_at.notnull() | dropped, converted=joined.ends_at.notnull(),
        stop_at=answer_at.fill_null(ibis.ifelse(given_up, joined.given_up_at, ibis.null(_TIME))),
    )  # fmt: skip


def _deals(facts: Facts, context: Context) -> ir.Table:
    deals, runs = facts.deals, _runs(facts, context, "deal")
    subjects = deals.select(*_KNOWN, "status", "closed_at", subject="id", ends_at=_by_then(deals.closed_at, context))
    joined = runs.inner_join(subjects, runs.thread == subjects.subject)
    # A deal that was closed later than the day looked at was open then.
    ended = (joined.status != "open") & (joined.ends_at.notnull() | joined.closed_at.isnull())
    won = ended & (joined.status == "won")
    return joined.mutate(
        fact=ibis.literal("deals"), answered=joined.answer_at.notnull(), dropped=ended & ~won, ended=ended,
        converted=won, stop_at=joined.ends_at,
    )  # fmt: skip


def _by_then(moment: ir.Value, context: Context) -> ir.Value:
    happened = moment < over_after(context.as_of, context.calendar)
    return ibis.ifelse(happened, moment, ibis.null(_TIME))


def _runs(facts: Facts, context: Context, unit: str) -> ir.Table:
    """One row per thread: its outbound touches' times, the first and the last of them, and when it was answered.

    All of it in one grouping: numbering the touches in order of time would sort them all.
    """
    by_cadence = ("cadence",) if context.policies["thread"] == "cadence" else ()
    known = approaches(facts, context, *by_cadence)
    known = known.filter(known[unit].notnull())
    keys = {"thread": known[unit]} | ({"of": known.cadence} if by_cadence else {})
    found = known.group_by(**keys).agg(
        times=known.times.collect().flatten(), first_at=known.first_at.min(), last_at=known.last_at.max(),
        total=known.total.sum(), calls=known.calls.collect().flatten(), answered_at=known.answered_at.min(),
        # The first by time, then by id, whatever it holds: argmin would pass over an empty seller.
        first=known["first"].min(),
    )  # fmt: skip
    found = found.filter(found.total > 0)
    # A touch of their own is an answer only when ours came before it.
    back = found.calls.filter(lambda call: call > found.first_at).mins()
    answer_at = ibis.least(found.answered_at.fill_null(back), back.fill_null(found.answered_at))
    return found.mutate(answer_at=answer_at)
