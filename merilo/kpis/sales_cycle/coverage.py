"""Whether what is open can fill what is left of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import PEOPLE
from merilo.kpis.declaration import Anchor, Aside, Beside, Better, Check, Family, Kpi, Part, Policy, Ratio, Unit
from merilo.kpis.money import NO_RATE
from merilo.kpis.ratios.deals import WON_AMOUNT
from merilo.kpis.sales_cycle.coverage_rows import coverage_rows, open_deals, period_of, targets_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def _reached(facts: Facts, context: Context) -> ir.Table:
    """How many of those with a target have nothing left of it."""
    scope, rows = context.policies["scope"], coverage_rows(facts, context)
    whose = ibis.literal("") if scope == "company" else rows[scope]
    per_holder = rows.group_by(holder=whose).agg(left=rows.left.sum(), targets=rows.targets.sum())
    return per_holder.filter(per_holder.targets > 0, per_holder.left <= 0).agg(n=lambda t: t.count())


def _without_day(facts: Facts, context: Context) -> ir.Table:
    deals = open_deals(facts, context)
    asked = context.policies["deals"] == "expected"
    return deals.filter(deals.expected_close_on.isnull() & asked).agg(n=lambda t: t.count())


def _in_part(facts: Facts, context: Context) -> ir.Table:
    """Targets that touch the period but are not counted: longer than it, across its ends, or beside a longer one."""
    start, end = period_of(context)
    targets = facts.targets
    touching = targets.filter(
        targets.kpi == WON_AMOUNT.name, targets.scope == context.policies["scope"],
        targets.starts_on <= end, targets.ends_on >= start,
    )  # fmt: skip
    counted = targets_of(facts, context).select(counted="id")
    return touching.anti_join(counted, touching.id == counted.counted).agg(n=lambda t: t.count())


COVERAGE = Kpi(
    name="coverage",
    family=Family.SALES_CYCLE,
    label=N_("Pipeline coverage"),
    question=N_("Is enough open to fill what is left of the target?"),
    formula=N_("open amount / (target − won so far), of those who have a target for the period that holds the day"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    needs=("deals", "deal_changes", "targets", "stages"),
    money=("deals", "targets"),
    rows=coverage_rows,
    parts=(
        Part("amount", N_("Open amount"), Unit.MONEY),
        Part("left", N_("Left of the target"), Unit.MONEY),
        Part("weighted", N_("Open amount by the CRM's probability"), Unit.MONEY),
        Part("target", N_("Target"), Unit.MONEY),
        Part("won", N_("Won so far"), Unit.MONEY),
        Part("uncovered", N_("Open amount without a target"), Unit.MONEY),
        Part("deals", N_("Open deals"), Unit.COUNT),
        Part("targets", N_("Targets"), Unit.COUNT),
    ),
    value=Ratio(plus=("amount",), out_of="left"),
    beside=(Beside("weighted_coverage", N_("By probability"), Unit.RATIO, Ratio(plus=("weighted",), out_of="left")),),
    n="deals",
    n_is=N_("open deals"),
    enough=5,
    cuts=PEOPLE,
    anchor=Anchor.AS_OF,
    policies=(
        Policy("deals", ("expected", "all"), "expected",
               N_("open deals that should close by the end of the period, overdue ones too (expected), or all")),
        Policy("period", ("month", "quarter", "year"), "quarter", N_("the period whose target is to be filled")),
        Policy("scope", ("seller", "team", "company"), "seller",
               N_("whose targets: scopes are never added together")),
    ),
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} open deals ({share}) have no amount; the sum rests on the others."), "deals"),
        Aside("no_probability", N_("{n} open deals ({share}) have no probability; in no weighted amount."), "deals"),
        Aside("no_target", N_("{n} open deals ({share}) belong to nobody with a target for the period; shown beside."),
              "deals"),
    ),
    checks=(
        Check(N_("{n} targets are reached: nothing is left of them, so they have no coverage."), _reached),
        Check(N_("{n} open deals have no expected closing day; left out."), _without_day),
        Check(N_("{n} targets cover only a part of the period, or more than it, or lie beside a longer one; left out."),
              _in_part),
    ),
    traps=(
        N_("In a sum of several people, what one has won above his target fills what another has left."),
        N_("Three times the target is no law: what is needed is one divided by the share of the amount that is won."),
        N_("Overdue deals count as open: look at how many there are before trusting them."),
        N_("A person's target, wins and deals all follow him to the team that he is in on the day."),
    ),
    advice=N_("Below what your win rate needs? New deals must come now; above it, look at their quality, not number."),
)  # fmt: skip
