"""What winning a customer costs against what keeping one costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, number_of, period_number, start_of_number
from merilo.kpis.cuts import with_membership
from merilo.kpis.declaration import Anchor, Beside, Better, Check, Factor, Family, Kpi, Part, Product, Unit
from merilo.kpis.money import MONEY, NO_RATE, convert
from merilo.kpis.retention.movements import REACTIVATION, movement_rows
from merilo.kpis.retention.paid import KIND, LEFT_OUT, NEGATIVE, RECOGNISED, WITHOUT_ACCOUNT, WITHOUT_RATE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_COLUMNS = ("fact", "id", "day", "period", "seller", "own_team", "currency", "acquisition", "retention", "new", "kept",
            "no_rate")  # fmt: skip


def cost_and_customer_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per cost and period that it falls in, and one per customer, line and period of the movements."""
    rows = _customers(facts, context).union(_costs(facts, context))
    if context.cuts & {"team", "manager"}:
        rows = with_membership(rows, facts, context)
        # A cost that names its team belongs to that team, whoever's it is.
        rows = rows.mutate(team=rows.own_team.fill_null(rows.team))
    return rows


def _customers(facts: Facts, context: Context) -> ir.Table:
    moves = movement_rows(facts, context)
    seller = moves.seller if "seller" in moves.columns else ibis.literal(None, "string")
    stays = moves.customers_opening - moves.customers_churn
    return moves.select(
        "fact", "id", "day", "period",
        seller=seller, own_team=ibis.literal(None, "string"), currency=ibis.literal(None, "string"),
        acquisition=ibis.literal(None, MONEY), retention=ibis.literal(None, MONEY),
        new=moves.customers_new.cast("int64"), kept=stays.cast("int64"),
        no_rate=ibis.literal(0, "int64"),
    ).select(*_COLUMNS)  # fmt: skip


def _costs(facts: Facts, context: Context) -> ir.Table:
    period, calendar = context.every or Period.MONTH, context.calendar
    last = number_of(context.horizon, period, calendar)
    costs = facts.costs
    until = ibis.least(period_number(costs.ends_on, period, calendar), last)
    first = period_number(costs.starts_on, period, calendar)
    each = costs.mutate(number=ibis.range(first, until + 1).unnest())
    ends = end_of_number(each.number, period, calendar)
    rows = each.select(
        "id", "seller", "purpose", "currency",
        fact=ibis.literal("costs"), day=ends, period=start_of_number(each.number, period, calendar),
        own_team=each.team, amount=_share(each, ends, period, context),
    )  # fmt: skip
    rows = convert(rows, facts, context)
    purposes = {name: ibis.ifelse(rows.purpose == name, rows.amount, None) for name in ("acquisition", "retention")}
    nobody = ibis.literal(0, "int64")
    return rows.mutate(**purposes, new=nobody, kept=nobody).select(*_COLUMNS)


def _share(each: ir.Table, ends: ir.Value, period: Period, context: Context) -> ir.Value:
    """The part of a cost that falls in the period, by its days: what is spent by its end less what was before.

    Both are rounded in the same way, so that the parts add up to the cost exactly.
    """
    starts = start_of_number(each.number, period, context.calendar)
    days = each.ends_on.delta(each.starts_on, unit="day") + 1
    through = ends.delta(each.starts_on, unit="day") + 1
    before = ibis.greatest(starts.delta(each.starts_on, unit="day"), 0)

    def spent(after: ir.Value) -> ir.Value:
        return (each.amount.cast("float64") * after / days).cast(MONEY)

    return (ibis.ifelse(through >= days, each.amount, spent(through)) - spent(before)).cast(MONEY)


def _none_of(purpose: str) -> Check:
    def count(facts: Facts, _context: Context) -> ir.Table:
        found = facts.costs.agg(found=(facts.costs.purpose == purpose).sum().fill_null(0))
        return found.select(n=(found.found == 0).cast("int64"))

    return Check(_MISSING[purpose], count)


_MISSING = {
    "acquisition": N_("No costs of winning customers are given (table costs, purpose acquisition): no value."),
    "retention": N_("No costs of keeping customers are given (table costs, purpose retention): no value."),
}


_WINNING = Factor(N_("Cost of winning one"), "acquisition", "new", given=True)
_KEEPING = Factor(N_("Cost of keeping one"), "retention", "kept", given=True)


ACQUISITION_VS_RETENTION = Kpi(
    name="acquisition_vs_retention",
    family=Family.RETENTION,
    label=N_("Winning against keeping"),
    question=N_("How much more does it cost to win a customer than to keep one?"),
    formula=N_(
        "(costs of winning / new customers) / (costs of keeping / customers who paid in the period before and still "
        "do); a cost is spread evenly over its days"
    ),
    unit=Unit.RATIO,
    better=Better.NEITHER,
    needs=("revenue", "costs"),
    money=("revenue", "costs"),
    rows=cost_and_customer_rows,
    parts=(
        Part("acquisition", N_("Costs of winning"), Unit.MONEY),
        Part("new", N_("New customers"), Unit.COUNT),
        Part("retention", N_("Costs of keeping"), Unit.MONEY),
        Part("kept", N_("Customers kept"), Unit.COUNT),
    ),
    value=Product((_WINNING, replace(_KEEPING, divides=True))),
    beside=(
        Beside("winning_one", _WINNING.label, Unit.MONEY, Product((_WINNING,))),
        Beside("keeping_one", _KEEPING.label, Unit.MONEY, Product((_KEEPING,))),
    ),
    n="new",
    n_is=N_("new customers"),
    enough=5,
    cuts=("seller", "team", "manager"),
    anchor=Anchor.PERIOD,
    compares=True,
    policies=(KIND, NEGATIVE, RECOGNISED, REACTIVATION),
    asides=(NO_RATE,),
    checks=(_none_of("acquisition"), _none_of("retention"), LEFT_OUT, WITHOUT_RATE, WITHOUT_ACCOUNT),
    traps=(
        N_("What is spent now wins customers later: in a growing team winning looks dearer than it is."),
        N_("The first period has no history: every customer in it is new, and none was kept."),
        N_("Who comes back is neither won nor kept."),
        N_("A cost that names no seller is nobody's when cut by seller; his customers then seem to cost less."),
    ),
    advice=N_("Where keeping one more costs less than winning one, move the next money there."),
)
