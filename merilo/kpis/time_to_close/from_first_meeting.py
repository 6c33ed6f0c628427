"""Time to close: from the first meeting to won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import Aside, Better, Distribution, Family, Kpi, Part, Policy, Unit

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MICROSECONDS_A_DAY = 86_400_000_000


def won_with_start(facts: Facts, context: Context) -> ir.Table:
    """One row per won deal: the day it was won, and the days since its start (empty when they cannot be told)."""
    won = facts.deals.filter(facts.deals.status == "won")
    if context.policies["start"] == "first_meeting":
        won = _with_first_meeting(won, facts)
    else:
        won = won.mutate(met_at=ibis.null("timestamp('UTC', 6)"))
    # A meeting after the deal was won did not begin it.
    met = ibis.ifelse(won.met_at <= won.closed_at, won.met_at, ibis.null("timestamp('UTC', 6)"))
    timed = won.mutate(met_at=met, began_at=met.fill_null(won.created_at))
    return _measured(timed, context)


def _measured(timed: ir.Table, context: Context) -> ir.Table:
    took = _days(timed.began_at, timed.closed_at, context)
    backwards = (took < 0).fill_null(False)
    fell_back = timed.met_at.isnull() & timed.created_at.notnull() & (context.policies["start"] == "first_meeting")
    return timed.select(
        "id", *DEAL_COLUMNS,
        fact=ibis.literal("deals"), day=timed.closed_at.cast("date"), deals=ibis.literal(1, "int64"),
        days=ibis.ifelse(backwards, ibis.null(took.type()), took),
        timed=(took.notnull() & ~backwards).cast("int64"),
        backwards=backwards.cast("int64"),
        no_days=took.isnull().cast("int64"),
        fell_back=fell_back.fill_null(False).cast("int64"),
    )  # fmt: skip


def _days(start: ir.Value, end: ir.Value, context: Context) -> ir.Value:
    if context.policies["days"] == "calendar":
        return end.cast("date").delta(start.cast("date"), unit="day")
    # Between instants, so that a change of the clock is no hour more or less.
    return end.delta(start, unit="microsecond") / _MICROSECONDS_A_DAY


def _with_first_meeting(won: ir.Table, facts: Facts) -> ir.Table:
    """`met_at`: the deal's own first held meeting, else the first that its account ever had without naming a deal."""
    held = facts.meetings.filter(facts.meetings.status == "held")
    own = held.filter(held.deal.notnull()).group_by(met_deal="deal").agg(deal_at=held.starts_at.min())
    free = held.filter(held.deal.isnull(), held.account.notnull())
    theirs = free.group_by(met_account="account").agg(account_at=free.starts_at.min())
    joined = won.left_join(own, won.id == own.met_deal)
    joined = joined.left_join(theirs, joined.account == theirs.met_account)
    return joined.mutate(met_at=joined.deal_at.fill_null(joined.account_at))


TIME_TO_CLOSE = Kpi(
    name="time_to_close",
    family=Family.TIME_TO_CLOSE,
    label=N_("Time to close"),
    question=N_("How long does it take from the first meeting to a won deal?"),
    formula=N_("days from the first held meeting (else the deal's creation) to won, over won deals: median, quartiles, "
               "90 %, and the naive mean beside them"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    needs=("deals", "meetings"),
    rows=won_with_start,
    parts=(Part("timed", N_("Won deals with a known start"), Unit.COUNT), Part("deals", N_("Won deals"), Unit.COUNT)),
    value=Distribution("days", N_("Days to close"), Unit.DAYS),
    n="timed",
    n_is=N_("won deals with a known start"),
    enough=10,
    cuts=DEAL_CUTS,
    policies=(
        Policy("start", ("first_meeting", "created"), "first_meeting", N_("what the clock starts with")),
        Policy("days", ("calendar", "elapsed"), "calendar",
               N_("calendar days between two dates, or days of 24 hours between two instants")),
    ),
    asides=(
        Aside("fell_back", N_("{share} of won deals ({n}) have no first meeting; their clock starts at creation."),
              "deals"),
        Aside("no_days", N_("{n} won deals ({share}) have no known start or closing day; left out."), "deals"),
        Aside("backwards", N_("{n} won deals ({share}) were won before they began; left out: mend their dates."),
              "deals"),
    ),
    traps=(
        N_("Only won deals are in it, neither open nor lost ones, so it is too short while deals are young."),
        N_("The mean is naive: a few very long deals carry it. The median is the figure to speak of."),
        N_("An account's first meeting starts the clock of a deal only when no meeting names the deal."),
        N_("The deal's own first held meeting counts here, even with a customer or soon after an earlier one; the "
           "number of first meetings leaves such meetings out."),
    ),
    advice=N_("Find the stage in which the days are spent before asking anyone to be faster."),
)  # fmt: skip
