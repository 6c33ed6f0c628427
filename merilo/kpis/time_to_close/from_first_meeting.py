"""Time to close: from the first meeting to won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.columns import without
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import (
    Aside,
    Better,
    Course,
    Distribution,
    Family,
    Kpi,
    Part,
    Policy,
    TimeUntil,
    Unit,
)
from merilo.kpis.following import days_unseen, in_order, with_history_start

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MICROSECONDS_A_DAY = 86_400_000_000


def deals_with_start(facts: Facts, context: Context) -> ir.Table:
    """One row per deal, on the day on which its clock started: how long it was followed, and how that ended.

    Policy `cohort = closed`: one per won deal, on the day it was won.
    """
    deals = facts.deals
    if context.policies["cohort"] == "closed":
        deals = deals.filter(deals.status == "won")
    rows = _measured(_begun(with_history_start(deals), facts, context), context)
    if context.policies["cohort"] == "closed":
        rows = rows.mutate(day=rows.closed_on)
    return without(rows, "closed_on")


def _begun(deals: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """`met_at` (empty without a meeting), `began_at`, and `ended_at`, empty while a deal is open on the day asked."""
    over = over_after(context.as_of, context.calendar)
    # What was closed after the day looked at was open on it.
    later = (deals.closed_at >= over).fill_null(False)
    ended = deals.mutate(ended=(deals.status != "open") & ~later)
    if context.policies["start"] == "first_meeting":
        ended = with_first_meeting(ended, facts, over)
    else:
        ended = ended.mutate(met_at=ibis.null("timestamp('UTC', 6)"))
    # A meeting after the deal was closed did not begin it.
    after = ended.ended & (ended.met_at > ended.closed_at)
    met = ibis.ifelse(after.fill_null(False), ibis.null("timestamp('UTC', 6)"), ended.met_at)
    return ended.mutate(met_at=met, began_at=met.fill_null(ended.created_at))


def _measured(begun: ir.Table, context: Context) -> ir.Table:
    won, ended = begun.ended & (begun.status == "won"), begun.ended
    took = _days(begun.began_at, begun.closed_at, context)
    backwards = (took < 0).fill_null(False)
    fell_back = begun.met_at.isnull() & begun.created_at.notnull() & (context.policies["start"] == "first_meeting")
    began_on = begun.began_at.cast("date")
    return begun.select(
        "id", *DEAL_COLUMNS,
        fact=ibis.literal("deals"), day=began_on, closed_on=begun.closed_at.cast("date"),
        deals=won.cast("int64"), lost=(ended & ~won).cast("int64"), open=(~ended).cast("int64"),
        days=ibis.ifelse(won, in_order(took), ibis.null(took.type())),
        timed=(won & took.notnull() & ~backwards).cast("int64"),
        backwards=(won & backwards).cast("int64"),
        no_days=(won & took.isnull()).cast("int64"),
        fell_back=(won & fell_back.fill_null(False)).cast("int64"),
        unseen_days=days_unseen(began_on, begun.told_from),
        followed_days=in_order(ibis.ifelse(ended, took, _days_to_horizon(begun.began_at, context))),
        outcome=ibis.cases((won, 1), (ended, 2), else_=0),
    )  # fmt: skip


def _days_to_horizon(began: ir.Value, context: Context) -> ir.Value:
    """Days from a beginning to the last day that the data reach: how long an open deal was followed."""
    if context.policies["days"] == "calendar":
        return ibis.literal(context.horizon).delta(began.cast("date"), unit="day")
    return over_after(context.horizon, context.calendar).delta(began, unit="microsecond") / _MICROSECONDS_A_DAY


def _days(start: ir.Value, end: ir.Value, context: Context) -> ir.Value:
    if context.policies["days"] == "calendar":
        return end.cast("date").delta(start.cast("date"), unit="day")
    # Between instants, so that a change of the clock is no hour more or less.
    return end.delta(start, unit="microsecond") / _MICROSECONDS_A_DAY


def with_first_meeting(deals: ir.Table, facts: Facts, over: ir.Value) -> ir.Table:
    """`met_at`: the deal's own first held meeting, else the first that its account ever had without naming a deal.

    Meetings from the instant `over` on are not known yet.
    """
    held = facts.meetings.filter(facts.meetings.status == "held", facts.meetings.starts_at < over)
    own = held.filter(held.deal.notnull()).group_by(met_deal="deal").agg(deal_at=held.starts_at.min())
    free = held.filter(held.deal.isnull(), held.account.notnull())
    theirs = free.group_by(met_account="account").agg(account_at=free.starts_at.min())
    joined = deals.left_join(own, deals.id == own.met_deal)
    joined = joined.left_join(theirs, joined.account == theirs.met_account)
    return joined.mutate(met_at=joined.deal_at.fill_null(joined.account_at))


_NAIVE = Distribution("days", N_("Naively, of won deals alone"), Unit.DAYS)
_TO_WON = Course("to_won", N_("Days to close"), since="unseen_days", until="followed_days", outcome="outcome")


def _by_closing(kpi: Kpi, policies: Mapping[str, str]) -> Kpi:
    """By the day of closing only won deals are looked at, as everybody does."""
    if policies["cohort"] == "started":
        return kpi
    return replace(
        kpi,
        formula=N_("days from the first held meeting (else the deal's creation) to won, over won deals by the day of "
                   "closing: median, quartiles, 90 %, and the naive mean beside them"),
        value=Distribution("days", N_("Days to close"), Unit.DAYS),
        spreads=(),
    )  # fmt: skip


TIME_TO_CLOSE = Kpi(
    name="time_to_close",
    family=Family.TIME_TO_CLOSE,
    label=N_("Time to close"),
    question=N_("How long does it take from the first meeting to a won deal?"),
    formula=N_("days from the first held meeting (else the deal's creation) to won, of the deals begun in the period "
               "that will be won: median, quartiles and 90 % of the cumulative incidence (Aalen-Johansen), where lost "
               "deals compete and open ones count as far as they were followed. Beside it, naively, those won so far"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    needs=("deals", "meetings"),
    rows=deals_with_start,
    parts=(
        Part("timed", N_("Won deals with a known start"), Unit.COUNT),
        Part("deals", N_("Won deals"), Unit.COUNT),
        Part("lost", N_("Lost deals"), Unit.COUNT),
        Part("open", N_("Still open"), Unit.COUNT),
    ),
    value=TimeUntil(_TO_WON, plainly=_NAIVE),
    spreads=(_NAIVE,),
    n="timed",
    n_is=N_("won deals with a known start"),
    enough=10,
    cuts=DEAL_CUTS,
    policies=(
        Policy("cohort", ("started", "closed"), "started",
               N_("all deals by the day on which they began, or won ones alone by the day of closing")),
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
        N_("Of won deals alone it is too short while others are open: those that take long are not won yet."),
        N_("The mean is naive: a few very long deals carry it. The median is the figure to speak of."),
        N_("Where more than a tenth of the deals begun are undecided when the data end, it is too early to say."),
        N_("An account's first meeting starts the clock of a deal only when no meeting names the deal."),
        N_("The deal's own first held meeting counts here, even with a customer or soon after an earlier one; the "
           "number of first meetings leaves such meetings out."),
    ),
    advice=N_("Find the stage in which the days are spent before asking anyone to be faster."),
    by_policy=_by_closing,
)  # fmt: skip
