"""Open deals that are older than deals which are still won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.cuts import DEAL_COLUMNS, DEAL_CUTS
from merilo.kpis.declaration import Anchor, Aside, Better, Check, Distribution, Family, Kpi, Part, Policy, Total, Unit
from merilo.kpis.money import NO_RATE, convert
from merilo.kpis.sales_cycle.deal_state import deals_then
from merilo.kpis.time_to_close.from_first_meeting import with_first_meeting

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

ACCEPTABLE_AGE = "acceptable_age"
_OWN = f"{ACCEPTABLE_AGE} of "


def own_age(pipeline: str) -> str:
    """The name under which a pipeline's own acceptable age is learned."""
    return _OWN + pipeline


def over_age_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per deal that is open at the end of the day looked at and older than its pipeline's age.

    Its age is that on the last day that the data reach: what became of it later is not known.
    """
    deals = _aged(facts, context)
    known, limit = ACCEPTABLE_AGE in context.learned, _limit(deals, context)
    old = deals.mutate(past=deals.age_days - limit).filter(lambda t: ibis.literal(known) & (t.past > 0))
    rows = old.select(
        "id", *DEAL_COLUMNS, "amount", "age_days", "past",
        fact=ibis.literal("deals"), day=ibis.literal(context.as_of), deals=ibis.literal(1, "int64"),
        no_amount=old.amount.isnull().cast("int64"),
    )  # fmt: skip
    return convert(rows, facts, context)


def _limit(deals: ir.Table, context: Context) -> ir.Value:
    """The acceptable age of each deal: its pipeline's own, else the company's."""
    company = ibis.literal(context.learned.get(ACCEPTABLE_AGE, 0.0), "float64")
    own = sorted((name.removeprefix(_OWN), age) for name, age in context.learned.items() if name.startswith(_OWN))
    if not own:
        return company
    return ibis.cases(*((deals.pipeline == name, ibis.literal(age, "float64")) for name, age in own), else_=company)


def _aged(facts: Facts, context: Context) -> ir.Table:
    deals = deals_then(facts, context) if context.dated else facts.deals
    is_open = deals.filter(deals.status == "open")
    if context.policies["start"] == "first_meeting":
        met = with_first_meeting(is_open, facts, over_after(context.as_of, context.calendar))
        begun = met.mutate(began=met.met_at.fill_null(met.created_at).cast("date"))
    else:
        begun = is_open.mutate(began=is_open.created_at.cast("date"))
    return begun.mutate(age_days=ibis.literal(context.horizon).delta(begun.began, unit="day"))


def _without_age(facts: Facts, context: Context) -> ir.Table:
    if context.dated:
        return facts.deals.filter(facts.deals.created_at.isnull(), facts.deals.status == "open").agg(
            n=lambda t: t.count()
        )
    deals = _aged(facts, context)
    return deals.filter(deals.age_days.isnull()).agg(n=lambda t: t.count())


OVER_AGE = Kpi(
    name="over_age",
    family=Family.TIME_TO_CLOSE,
    label=N_("Over-age deals"),
    question=N_("Which open deals are older than deals should get?"),
    formula=N_("open deals older than the acceptable age: the age past which the chance of an open deal to be won "
               "stays below half its best, learned from all deals of its pipeline known on the day; where the data "
               "do not show that age matters, 1.5 times the median days to win. A pipeline with too few wins has the "
               "age of all deals"),
    unit=Unit.COUNT,
    better=Better.LOWER,
    needs=("deals", "deal_changes", "meetings"),
    money=("deals",),
    rows=over_age_rows,
    parts=(Part("deals", N_("Over-age deals"), Unit.COUNT), Part("amount", N_("Their amount"), Unit.MONEY)),
    value=Total("deals"),
    spreads=(
        Distribution("age_days", N_("Age in days"), Unit.DAYS),
        Distribution("past", N_("Days past the acceptable age"), Unit.DAYS),
    ),
    n="deals",
    n_is=N_("over-age deals"),
    enough=1,
    cuts=DEAL_CUTS,
    anchor=Anchor.AS_OF,
    policies=(Policy("start", ("first_meeting", "created"), "first_meeting", N_("what the clock starts with")),),
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} of them ({share}) have no amount; the sum rests on the others."), "deals"),
    ),
    checks=(Check(N_("{n} open deals have no known start, so no known age; left out."), _without_age),),
    traps=(
        N_("The age is learned per pipeline: within one, a product that is sold slowly looks old. Cut by product."),
        N_("On a past day only what was known then teaches the age, so it may have been another one."),
        N_("An over-age deal can still be won; it should not be counted on."),
    ),
    advice=N_("Ask for each: what is the next step, and when? Without an answer close it, and look where it stood "
              "longest."),
    learns=(ACCEPTABLE_AGE,),
)  # fmt: skip
