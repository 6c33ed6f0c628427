"""How many touches it takes to get a first meeting; by cohort of those whom we began to touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import as_day, over_after
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Better, Check, Family, Kpi, Part, Policy, Ratio, Unit
from merilo.kpis.first_meetings.rule import READS, WINDOW, customer_spans, held_first, with_whom
from merilo.kpis.prospecting.approaches import approaches
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def touched_until_met(facts: Facts, context: Context) -> ir.Table:
    """One row per account (or lead without one) that was touched, on the day of the first touch: the touches until its
    first meeting or the end of its days, and whether there was one. In neither: who has days left, or was known.
    """
    began = _with_past(_begun(facts, context), facts, context)
    return _named(_counted(began, context), facts, context)


def _begun(facts: Facts, context: Context) -> ir.Table:
    """Columns began (an account, or a lead without one), times of all touches, the first of them: ties by id."""
    known = approaches(facts, context)
    known = known.filter(known["first"].notnull()).select("account", "lead", "deal", "times", "first")
    found = with_whom(known, facts, context)
    told = ibis.struct(
        {name: found["first"][name] for name in ("at", "id", "seller", "source")}
        | {"lead": found.lead, "account": found.account}
    )
    named = found.mutate(told=told).filter(found.whom.notnull())
    return named.group_by(began="whom").agg(times=named.times.collect().flatten(), first=named.told.min())


def _with_past(began: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """Adds `met_at`, the first meeting, and `known`: met or a customer before the first touch."""
    met = held_first(facts, context)
    firsts = met.group_by(met_whom=met.whom).agg(met_at=met.starts_at.min())
    spans = customer_spans(facts, context)
    bought = spans.group_by("customer").agg(bought_on=spans.bought_on.min())
    joined = began.left_join(firsts, began.began == firsts.met_whom)
    joined = joined.left_join(bought, joined.began == bought.customer)
    first_at = joined["first"]["at"]
    day = first_at.cast("date")
    known = (joined.met_at < first_at).fill_null(False) | (joined.bought_on <= day).fill_null(False)
    return joined.select("began", "times", "first", "met_at", day=day, known=known)


def _counted(began: ir.Table, context: Context) -> ir.Table:
    """Adds whether there was a first meeting in time (`met`), and how many touches there were until then."""
    within = context.policies["within"]
    last = ibis.literal(context.horizon) if within == "ever" else as_day(began.day + ibis.interval(days=int(within)))
    met = (began.met_at.cast("date") <= last).fill_null(False)
    over = over_after(context.horizon, context.calendar)
    until = began.mutate(last=last, met=met, until=ibis.ifelse(met, began.met_at, over))
    in_time = until.times.filter(lambda at: (at <= until.until) & (at.cast("date") <= until.last))
    first = {name: until["first"][name] for name in ("seller", "source", "lead", "account")}
    found = until.select("began", "day", "known", "met", **first, touches=in_time.length().cast("int64"))
    return shared(found, "touched")


def _named(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """The rows of the KPI, each with the seller of the first touch and the origin of its lead."""
    within, horizon = context.policies["within"], ibis.literal(context.horizon)
    leads = facts.leads.select("origin", "source_detail", its_lead="id")
    joined = rows.left_join(leads, rows.lead == leads.its_lead)
    over = ibis.literal(True) if within == "ever" else horizon.delta(joined.day, unit="day") >= int(within)
    counts = over & ~joined.known
    return joined.select(
        "day", "seller", "origin", "source_detail", "account", "source", id="began", fact=ibis.literal("touched"),
        touches=ibis.ifelse(counts, joined.touches, 0).cast("int64"), met=(counts & joined.met).cast("int64"),
        touched=counts.cast("int64"), immature=(~over & ~joined.known).cast("int64"), known=joined.known.cast("int64"),
    )  # fmt: skip


def _to_nobody(facts: Facts, _context: Context) -> ir.Table:
    touches = facts.touches.filter(facts.touches.direction == "outbound")
    nobody = touches.filter(touches.lead.isnull(), touches.deal.isnull(), touches.account.isnull())
    return nobody.agg(n=lambda t: t.count())


TOUCHES_PER_FIRST_MEETING = Kpi(
    name="touches_per_first_meeting",
    family=Family.RATIOS,
    label=N_("Touches per first meeting"),
    question=N_("How many touches does it take to get one first meeting?"),
    formula=N_("outbound touches to those whom we began to touch, up to their first meeting or the end of the days "
               "allowed / those who had a first meeting in these days; by the day of the first touch"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    needs=("touches", *READS),
    rows=touched_until_met,
    parts=(
        Part("touches", N_("Touches"), Unit.COUNT),
        Part("met", N_("First meetings"), Unit.COUNT),
        Part("touched", N_("Touched, time over"), Unit.COUNT),
        Part("immature", N_("Touched, time not over"), Unit.COUNT),
    ),
    value=Ratio(("touches",), "met", sampled=True),
    n="touched",
    n_is=N_("accounts or leads touched, whose time to be met is over"),
    enough=50,
    cuts=(*PEOPLE, "origin", "source_detail", *COMPANY, "source"),
    policies=(
        Policy("within", ("30", "60", "90", "180", "ever"), "90", N_("days in which a first meeting must be held")),
        WINDOW,
    ),
    asides=(
        Aside("immature", N_("{n} accounts or leads still have time to be met: they are in neither number.")),
        Aside("known", N_("{n} accounts or leads had been met or had bought before their first touch here; left out.")),
    ),
    checks=(Check(N_("{n} outbound touches name no account, lead or deal; left out."), _to_nobody),),
    traps=(
        N_("The touches to those who were never met count too: they are the price of those who were."),
        N_("A young cohort has had no time: it is shown as such, never as a fall."),
        N_("Everything counts for whoever touched first; later touches by others are counted with his."),
        N_("Touches after the first meeting are not counted: they serve the deal."),
    ),
    advice=N_("Look at the connect rate and at the channel first, then at who is touched: origins differ most."),
)  # fmt: skip
