"""What is in the pipeline, on any day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import (
    Anchor,
    Aside,
    Better,
    Check,
    Distribution,
    Family,
    Kpi,
    Part,
    Total,
    Unit,
)
from merilo.kpis.money import NO_RATE, convert
from merilo.kpis.sales_cycle.deal_history import at_period_ends, deal_spans
from merilo.kpis.sales_cycle.deal_state import WITHOUT_PLANS, deals_then, stage_entered

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def pipeline_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per deal that is open at the end of the day looked at."""
    everything = deals_then(facts, context) if context.dated else _deals_now(facts, context)
    deals = everything.filter(everything.status == "open")
    return _rows(deals.mutate(day=ibis.literal(context.as_of)), facts, context)


def _deals_now(facts: Facts, context: Context) -> ir.Table:
    moved = stage_entered(facts, context)
    return facts.deals.left_join(moved, facts.deals.id == moved.moved_deal)


def pipeline_series(facts: Facts, context: Context, first: date, last: date) -> ir.Table:
    """One row per period and deal that is open at the period's end."""
    spans = deal_spans(facts, context, first, last, WITHOUT_PLANS)
    return _rows(at_period_ends(spans.filter(spans.status == "open"), context, last), facts, context)


def _rows(deals: ir.Table, facts: Facts, context: Context) -> ir.Table:
    entered = deals.entered_at.fill_null(deals.created_at).cast("date")
    rows = deals.select(
        "id", *DEAL_COLUMNS, "amount", "day", *(["period"] if "period" in deals.columns else []),
        fact=ibis.literal("deals"), deals=ibis.literal(1, "int64"),
        no_amount=deals.amount.isnull().cast("int64"), age_days=deals.day.delta(entered, unit="day"),
        no_age=entered.isnull().cast("int64"), no_stage=deals.stage.isnull().cast("int64"),
    )  # fmt: skip
    return convert(rows, facts, context)


def _without_creation(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    # Undated, such deals are counted; only a past day cannot tell whether they existed then.
    asked = ibis.literal(context.dated)
    return deals.filter(asked, deals.created_at.isnull(), deals.status == "open").agg(n=lambda t: t.count())


def _closed_without_day(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    asked = ibis.literal(context.dated)
    return deals.filter(asked, deals.closed_at.isnull(), deals.status != "open").agg(n=lambda t: t.count())


PIPELINE = Kpi(
    name="pipeline",
    family=Family.SALES_CYCLE,
    label=N_("Pipeline"),
    question=N_("What is open, where does it stand, and how long has it stood there?"),
    formula=N_("open deals at the end of the day: their number, their amount, and the median days in their stage"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    needs=("deals", "deal_changes"),
    money=("deals",),
    rows=pipeline_rows,
    series=pipeline_series,
    parts=(
        Part("deals", N_("Open deals"), Unit.COUNT),
        Part("amount", N_("Open amount"), Unit.MONEY),
    ),
    value=Total("deals"),
    spreads=(Distribution("age_days", N_("Days in stage"), Unit.DAYS),),
    n="deals",
    n_is=N_("open deals"),
    enough=1,
    cuts=DEAL_CUTS,
    anchor=Anchor.AS_OF,
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} open deals ({share}) have no amount; the sum rests on the others."), "deals"),
        Aside("no_age", N_("{n} open deals ({share}) have no creation time, so no known days in stage."), "deals"),
        Aside("no_stage", N_("The stage of {n} open deals ({share}) is not known."), "deals"),
    ),
    checks=(
        Check(N_("{n} open deals have no creation time; left out, as they may not have existed on that day."),
              _without_creation),
        Check(N_("{n} deals were closed on an unknown day; left out, as they may have been open on that day."),
              _closed_without_day),
    ),
    traps=(
        N_("A past day shows the deals as they stood then: those closed since are open there, and later ones are not."),
        N_("A deal that has closed since and has no stage history has no known stage on a past day."),
        N_("An amount without a history is the one known now, also on a past day: of a deal that was won since, what "
           "it was won for."),
        N_("Repeating the same stage in the history does not restart its age."),
    ),
    advice=N_("Look first at the stage with the largest amount and the highest median age: there deals stand still."),
)  # fmt: skip
