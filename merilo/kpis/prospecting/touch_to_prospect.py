"""What becomes of those who are touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.columns import without
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Better, Check, Family, Kpi, Part, Policy, Share, Unit

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def touched_leads(facts: Facts, context: Context) -> ir.Table:
    """One row per lead that was touched, on the day of the first touch, and whether it became a prospect in time."""
    rows = _with_prospect_day(_with_start(facts, context), facts, context)
    waited = rows.prospect_on.delta(rows.day, unit="day")
    within, horizon = context.policies["within"], ibis.literal(context.horizon)
    if within == "ever":
        over, became = ibis.literal(True), rows.prospect_on.notnull()
    else:
        over = horizon.delta(rows.day, unit="day") >= int(within)
        became = (waited <= int(within)).fill_null(False)
    # A lead without a first day is in no cohort, but it is not immature either.
    mature = over.fill_null(True)
    return rows.select(
        "id", "origin", "source_detail", "account", "seller", "source", "day",
        fact=ibis.literal("leads"),
        prospects=(mature & became).cast("int64"), leads=mature.cast("int64"), immature=(~mature).cast("int64"),
        before=(waited < 0).fill_null(False).cast("int64"),
    )  # fmt: skip


def _with_start(facts: Facts, context: Context) -> ir.Table:
    leads = facts.leads.mutate(seller=facts.leads.owner)
    if context.policies["start"] == "created":
        return leads.mutate(day=leads.created_at.cast("date"))
    out = facts.touches.filter(facts.touches.direction == "outbound", facts.touches.lead.notnull())
    first = out.group_by(touched=out.lead).agg(first_at=out["at"].min())
    joined = leads.inner_join(first, leads.id == first.touched)
    return without(joined.mutate(day=joined.first_at.cast("date")), "touched", "first_at")


def _with_prospect_day(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """`prospect_on`: the earliest of qualified, a held meeting, and its deal (creation, else closing); else empty.

    Policy `becomes = won`: the day on which its deal was won.
    """
    won = facts.deals.status == "won"
    deals = facts.deals.select(
        its_deal="id",
        dealt_at=facts.deals.created_at.fill_null(facts.deals.closed_at),
        won_at=ibis.ifelse(won, facts.deals.closed_at, None),
    )
    joined = rows.left_join(deals, rows.deal == deals.its_deal)
    if context.policies["becomes"] == "won":
        return joined.mutate(prospect_on=joined.won_at.cast("date"))
    held = facts.meetings.filter(facts.meetings.status == "held", facts.meetings.lead.notnull())
    met = held.group_by(met_lead=held.lead).agg(met_at=held.starts_at.min())
    joined = joined.left_join(met, joined.id == met.met_lead)
    # Far beyond any data: greatest() and least() of empty values differ between engines.
    never = ibis.date(9999, 12, 31)
    signs = [joined[name].cast("date").fill_null(never) for name in ("qualified_at", "met_at", "dealt_at")]
    return joined.mutate(prospect_on=ibis.least(*signs).nullif(never))


def _untouched(facts: Facts, context: Context) -> ir.Table:
    asked = ibis.literal(context.policies["start"] == "first_touch")
    touched = facts.touches.filter(facts.touches.direction == "outbound").select(touched="lead")
    leads = facts.leads
    return leads.anti_join(touched, leads.id == touched.touched).filter(asked).agg(n=lambda t: t.count())


def _without_lead(facts: Facts, context: Context) -> ir.Table:
    asked = ibis.literal(context.policies["start"] == "first_touch")
    touches = facts.touches
    return touches.filter(asked, touches.direction == "outbound", touches.lead.isnull()).agg(n=lambda t: t.count())


TOUCH_TO_PROSPECT = Kpi(
    name="touch_to_prospect",
    family=Family.PROSPECTING,
    label=N_("Touch to prospect"),
    question=N_("Of the leads that we began to touch, how many became real prospects in time?"),
    formula=N_("leads that were qualified, met or got a deal within the days allowed / leads first touched, by the day "
               "of the first touch; leads whose days are not over are in neither"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("leads", "touches", "meetings", "deals"),
    rows=touched_leads,
    parts=(
        Part("prospects", N_("Became prospects"), Unit.COUNT),
        Part("leads", N_("Leads whose time is over"), Unit.COUNT),
        Part("immature", N_("Leads whose time is not over"), Unit.COUNT),
    ),
    value=Share("prospects", "leads"),
    n="leads",
    n_is=N_("leads whose time to become a prospect is over"),
    enough=30,
    cuts=(*PEOPLE, "origin", "source_detail", *COMPANY, "source"),
    policies=(
        Policy("within", ("30", "60", "90", "ever"), "90", N_("days that a lead has to become a prospect")),
        Policy("becomes", ("prospect", "won"), "prospect", N_("what a lead must become: a prospect, or a won deal")),
        Policy("start", ("first_touch", "created"), "first_touch", N_("what puts a lead into its cohort")),
    ),
    asides=(
        Aside("immature", N_("{n} leads still have time to become prospects: they are in neither number.")),
        Aside("before", N_("{n} leads were prospects before their first day here; they count as prospects.")),
    ),
    checks=(
        Check(N_("{n} leads were never touched and are in no cohort."), _untouched),
        Check(N_("{n} outbound touches name no lead: nobody's first touch."), _without_lead),
    ),
    traps=(
        N_("A young cohort has had no time: it is shown as such, never as a fall."),
        N_("A prospect is counted in the period of its first touch, not in that in which it became one."),
    ),
    advice=N_("Compare origins first: the same effort brings very different shares by where a lead comes from."),
)  # fmt: skip
