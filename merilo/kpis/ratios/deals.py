"""How often a deal is won, and what a won deal brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import (
    Aside,
    Beside,
    Better,
    Chance,
    Course,
    Family,
    Kpi,
    Mean,
    Part,
    Policy,
    Share,
    Total,
    Unit,
)
from merilo.kpis.following import days_unseen, in_order, with_history_start
from merilo.kpis.money import NO_RATE, convert

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_ONE = ibis.literal(1, "int64")


def decided_deals(facts: Facts, context: Context) -> ir.Table:
    """One row per deal that was won or lost, on the day of closing; by creation, one per deal, decided or open."""
    if context.policies["cohort"] == "created":
        return _created_deals(facts, context)
    deals = facts.deals.filter(facts.deals.status != "open")
    return deals.select(
        "id", *DEAL_COLUMNS,
        fact=ibis.literal("deals"), day=deals.closed_at.cast("date"), won=(deals.status == "won").cast("int64"),
        closed=_ONE, open=ibis.literal(0, "int64"),
    )  # fmt: skip


def _created_deals(facts: Facts, context: Context) -> ir.Table:
    deals = with_history_start(facts.deals)
    # What was closed after the day looked at was open on it.
    later = (deals.closed_at >= over_after(context.as_of, context.calendar)).fill_null(False)
    day, closed = deals.created_at.cast("date"), (deals.status != "open") & ~later
    won = closed & (deals.status == "won")
    # Closed on an unknown day: it is not known how long it was followed.
    last = ibis.ifelse(closed, deals.closed_at.cast("date"), ibis.literal(context.horizon))
    return deals.select(
        "id", *DEAL_COLUMNS,
        fact=ibis.literal("deals"), day=day, won=won.cast("int64"),
        closed=closed.cast("int64"), open=(~closed).cast("int64"),
        unseen_days=days_unseen(day, deals.told_from), days=in_order(last.delta(day, unit="day")),
        outcome=ibis.cases((won, 1), (closed, 2), else_=0),
    )  # fmt: skip


def won_deals(facts: Facts, context: Context) -> ir.Table:
    """One row per won deal, on the day of closing; a blank amount stays blank, a zero is a zero."""
    deals = facts.deals.filter(facts.deals.status == "won")
    rows = deals.select(
        "id", *DEAL_COLUMNS, "amount",
        fact=ibis.literal("deals"), day=deals.closed_at.cast("date"),
        deals=_ONE, no_amount=deals.amount.isnull().cast("int64"),
    )  # fmt: skip
    converted = convert(rows, facts, context)
    return converted.mutate(with_amount=converted.amount.notnull().cast("int64"))


_NO_AMOUNT = Aside("no_amount", N_("{n} won deals ({share}) have no amount and are left out of it."), "deals")
_WON_PARTS = (
    Part("amount", N_("Won amount"), Unit.MONEY),
    Part("with_amount", N_("Won deals with an amount"), Unit.COUNT),
    Part("deals", N_("Won deals"), Unit.COUNT),
)

_DECIDED = Share("won", "closed")
_TO_WON = Course("to_won", N_("Won"), since="unseen_days", until="days", outcome="outcome")


def _by_creation(kpi: Kpi, policies: Mapping[str, str]) -> Kpi:
    """By creation the open deals count as far as they were followed, and the rate of those decided stands beside."""
    if policies["cohort"] == "closed":
        return kpi
    return replace(
        kpi,
        question=N_("Of the deals that were created, how many will we have won?"),
        formula=N_("cumulative incidence of won (Aalen-Johansen) by the day of creation: lost deals compete, open ones "
                   "count as far as they were followed; no value while more than a tenth are undecided. Beside it won "
                   "/ (won + lost) of the same deals"),
        value=Chance(_TO_WON, plainly=_DECIDED),
        beside=(Beside("of_decided", N_("Won of those decided"), Unit.SHARE, _DECIDED),),
    )  # fmt: skip


WIN_RATE = Kpi(
    name="win_rate",
    family=Family.RATIOS,
    label=N_("Win rate"),
    question=N_("Of the deals that were decided, how many did we win?"),
    formula=N_("won deals / (won + lost deals), by the day of closing; open deals are in neither. As a cohort, by the "
               "day of creation: the share that will be won, open deals counted as far as they were followed"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("deals",),
    rows=decided_deals,
    parts=(
        Part("won", N_("Won"), Unit.COUNT),
        Part("closed", N_("Won or lost"), Unit.COUNT),
        Part("open", N_("Still open"), Unit.COUNT),
    ),
    value=_DECIDED,
    n="closed",
    n_is=N_("deals that were won or lost"),
    enough=20,
    cuts=DEAL_CUTS,
    policies=(
        Policy("cohort", ("closed", "created"), "closed", N_("the day by which a deal counts: of closing or creation")),
    ),
    asides=(Aside("open", N_("{n} are still open: they are neither won nor lost yet.")),),
    traps=(
        N_("Deals that should be given up but stay open make this rate look better than it is."),
        N_("By creation, the rate of those decided so far shows only the quickest decisions, and lost deals are often "
           "decided sooner than won ones: the share that will be won counts the open ones, too."),
        N_("The total is won / closed of all groups together, never the average of the groups' rates."),
    ),
    advice=N_("Compare by origin and product before by seller: unlike deals are not won alike."),
    by_policy=_by_creation,
)  # fmt: skip

AVERAGE_DEAL = Kpi(
    name="average_deal",
    family=Family.RATIOS,
    label=N_("Average deal"),
    question=N_("What does a won deal bring?"),
    formula=N_("won amount / won deals that have an amount; a blank is left out, a zero is counted"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    needs=("deals",),
    money=("deals",),
    rows=won_deals,
    parts=_WON_PARTS,
    value=Mean("amount", "with_amount"),
    n="with_amount",
    n_is=N_("won deals with an amount"),
    enough=10,
    cuts=DEAL_CUTS,
    asides=(NO_RATE, _NO_AMOUNT),
    traps=(N_("One very large deal moves the mean: look at the interval and at the rows behind."),),
    advice=N_("A falling average with a steady win rate is usually discount or smaller customers: cut by product."),
)

WON_AMOUNT = Kpi(
    name="won_amount",
    family=Family.RATIOS,
    label=N_("Won amount"),
    question=N_("How much was won?"),
    formula=N_("sum of the amounts of won deals, by the day of closing"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    needs=("deals",),
    money=("deals",),
    rows=won_deals,
    parts=_WON_PARTS,
    value=Total("amount"),
    n="deals",
    n_is=N_("won deals"),
    enough=1,
    cuts=DEAL_CUTS,
    asides=(NO_RATE, _NO_AMOUNT),
    traps=(N_("What was won is not yet revenue: revenue counts what customers pay."),),
    advice=N_("Take it apart: number of wins × average deal; then win rate and new deals behind the number of wins."),
)
