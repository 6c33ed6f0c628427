"""How much money the open deals bring per day, as things have gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import as_day
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import (
    Anchor,
    Aside,
    Beside,
    Better,
    Check,
    Factor,
    Family,
    Kpi,
    Part,
    Policy,
    Product,
    Share,
    Unit,
)
from merilo.kpis.money import MONEY, NO_RATE, convert
from merilo.kpis.sales_cycle.deal_state import deals_then

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def open_and_lately_closed(facts: Facts, context: Context) -> ir.Table:
    """One row per deal that is open at the end of the day looked at, or was closed in the days before it.

    The days before are counted from the last that the data reach, so that old data are not a year without deals.
    """
    deals = deals_then(facts, context) if context.dated else facts.deals
    closed_on = deals.closed_at.cast("date")
    back = ibis.interval(days=int(context.policies["back"]))
    horizon = ibis.literal(context.horizon)
    lately = ((closed_on > as_day(horizon - back)) & (closed_on <= horizon)).fill_null(False)
    stands = deals.status == "open"
    rows = deals.filter(stands | lately)
    closed, won = rows.status != "open", rows.status == "won"
    took = rows.closed_at.cast("date").delta(rows.created_at.cast("date"), unit="day")
    timed = won & (took >= 0).fill_null(False)
    counted = rows.select(
        "id", *DEAL_COLUMNS,
        fact=ibis.literal("deals"),
        # A closed deal counts for the team of the day on which it was closed, and at the rate of that day.
        day=ibis.ifelse(closed, rows.closed_at.cast("date"), ibis.literal(context.as_of)),
        amount=ibis.ifelse(won, rows.amount, ibis.null(MONEY)),
        open=(~closed).cast("int64"), closed=closed.cast("int64"), won=won.cast("int64"), timed=timed.cast("int64"),
        days=ibis.ifelse(timed, took, 0).cast("int64"), no_days=(won & ~timed).cast("int64"),
        no_amount=(won & rows.amount.isnull()).cast("int64"),
    )  # fmt: skip
    converted = convert(counted, facts, context)
    return converted.mutate(with_amount=converted.amount.notnull().cast("int64"))


def _closed_without_day(facts: Facts, _context: Context) -> ir.Table:
    deals = facts.deals
    return deals.filter(deals.closed_at.isnull(), deals.status != "open").agg(n=lambda t: t.count())


SALES_VELOCITY = Kpi(
    name="sales_velocity",
    family=Family.RATIOS,
    label=N_("Sales velocity"),
    question=N_("How much money per day do the open deals bring, as deals have gone lately?"),
    formula=N_("open deals × win rate × average won deal / average days from creation to won; money per day, from the "
               "deals open at the end of the day and those closed in the days before it"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    needs=("deals", "deal_changes"),
    money=("deals",),
    rows=open_and_lately_closed,
    parts=(
        Part("open", N_("Open deals"), Unit.COUNT),
        Part("won", N_("Won"), Unit.COUNT),
        Part("closed", N_("Won or lost"), Unit.COUNT),
        Part("amount", N_("Won amount"), Unit.MONEY),
        Part("with_amount", N_("Won deals with an amount"), Unit.COUNT),
        Part("days", N_("Days to win, all deals"), Unit.DAYS),
        Part("timed", N_("Won deals with known days"), Unit.COUNT),
    ),
    value=Product(
        (
            Factor(N_("Open deals"), "open"),
            Factor(N_("Win rate"), "won", "closed"),
            Factor(N_("Average deal"), "amount", "with_amount"),
            Factor(N_("Days to win"), "days", "timed", divides=True),
        )
    ),
    beside=(Beside("win_share", N_("Win rate of these days"), Unit.SHARE, Share("won", "closed")),),
    n="won",
    n_is=N_("deals won in the days before"),
    enough=20,
    cuts=DEAL_CUTS,
    anchor=Anchor.AS_OF,
    policies=(
        Policy("back", ("90", "180", "365"), "365", N_("days before the day looked at, whose closed deals count")),
    ),
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} won deals ({share}) have no amount; the average rests on the others."), "won"),
        Aside("no_days", N_("{n} won deals ({share}) have no known days from creation to won."), "won"),
    ),
    checks=(Check(N_("{n} deals were closed on an unknown day; left out."), _closed_without_day),),
    traps=(
        N_("A product of four estimates is rough: each is uncertain, so no interval is given. Use it to see which of "
           "the four moved, not as a forecast."),
        N_("Open deals that are dead make it look faster: clean the pipeline first."),
        N_("It supposes that open deals will go as the closed ones went; by seller or product there are soon too few."),
        N_("The velocities of groups do not add up to that of all."),
    ),
    advice=N_("Compare the four factors with those of a year ago: the one that fell is where to begin."),
)  # fmt: skip
