"""How soon somebody turns to a lead that came in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.columns import without
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Beside, Better, Check, Distribution, Family, Kpi, Part, Policy, Share, Unit
from merilo.kpis.prospecting.approaches import first_approaches

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MICROSECONDS_AN_HOUR = 3_600_000_000
_OF_THEIR_OWN = ("self", "unknown")


def leads_and_first_touch(facts: Facts, context: Context) -> ir.Table:
    """One row per lead that came in, on the local day of its creation: hours to its first outbound touch, if any."""
    rows = _with_first_touch(_came_in(facts, context), facts, context)
    took = rows.first_at.delta(rows.created_at, unit="microsecond") / _MICROSECONDS_AN_HOUR
    early = (took < 0).fill_null(False)
    touched = took.notnull() & ~early
    goal = int(context.policies["goal"])
    # The data's last day may be cut off at any hour, so only a goal that was over before it is surely over.
    created_by = context.calendar.start_of_day(context.horizon) - timedelta(hours=goal)
    over = (rows.created_at <= ibis.literal(created_by, "timestamp('UTC', 6)")) & ~early
    in_time = over & (took <= goal).fill_null(False)
    flags = {
        "leads": ~early, "touched": touched, "due": over, "in_time": in_time,
        "waiting": ~early & ~touched & ~over, "never": over & ~touched, "early": early,
    }  # fmt: skip
    return rows.select(
        "id", "seller", "origin", "source_detail", "account", "source",
        fact=ibis.literal("leads"), day=rows.created_at.cast("date"),
        hours=ibis.ifelse(touched, took, ibis.null("float64")),
        **{name: flag.fill_null(False).cast("int64") for name, flag in flags.items()},
    )  # fmt: skip


def _came_in(facts: Facts, context: Context) -> ir.Table:
    leads = facts.leads
    if context.policies["leads"] == "all":
        return leads
    return leads.filter(leads.origin.notnull(), leads.origin.notin(_OF_THEIR_OWN))


def _with_first_touch(leads: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """`first_at`: its first outbound touch; empty when there is none. The owner is the seller."""
    first = first_approaches(facts, context, "lead")
    joined = leads.left_join(first, leads.id == first.touched)
    return without(joined.mutate(seller=joined.owner), "touched")


def _of_unknown_origin(facts: Facts, context: Context) -> ir.Table:
    asked = ibis.literal(context.policies["leads"] == "inbound")
    leads = facts.leads
    unknown = leads.origin.isnull() | (leads.origin == "unknown")
    return leads.filter(asked, unknown).agg(n=lambda t: t.count())


SPEED_TO_LEAD = Kpi(
    name="speed_to_lead",
    family=Family.PROSPECTING,
    label=N_("Speed to lead"),
    question=N_("How long does a lead that came in wait for its first touch?"),
    formula=N_("hours between a lead's creation and its first outbound touch: median, quartiles, 90 %; beside them the "
               "leads touched within the goal / leads whose time for it is over, untouched ones counted against"),
    unit=Unit.HOURS,
    better=Better.LOWER,
    needs=("leads", "touches"),
    rows=leads_and_first_touch,
    parts=(
        Part("leads", N_("Leads that came in"), Unit.COUNT),
        Part("touched", N_("Touched"), Unit.COUNT),
        Part("due", N_("Leads whose time for the goal is over"), Unit.COUNT),
        Part("in_time", N_("Touched within the goal"), Unit.COUNT),
        Part("waiting", N_("Not touched, still in time"), Unit.COUNT),
    ),
    value=Distribution("hours", N_("Hours to the first touch"), Unit.HOURS),
    beside=(Beside("in_time_share", N_("Share touched within the goal"), Unit.SHARE, Share("in_time", "due")),),
    n="touched",
    n_is=N_("leads that came in and were touched"),
    enough=20,
    cuts=(*PEOPLE, "origin", "source_detail", *COMPANY, "source"),
    policies=(
        Policy("leads", ("inbound", "all"), "inbound", N_("which leads count: those that came in, or all")),
        Policy("goal", ("1", "24", "72"), "24", N_("hours within which a lead should be touched")),
    ),
    asides=(
        Aside("never", N_("{n} leads ({share}) were never touched though their time is over: they are in the share, "
                          "but have no hours."), "due"),
        Aside("early", N_("{n} leads were touched before they were entered; they are left out.")),
    ),
    checks=(Check(N_("{n} leads have no known origin: whether they came in is not known."), _of_unknown_origin),),
    traps=(
        N_("The median is of those who were touched at all: who is never touched makes it no longer. Look at the share "
           "within the goal."),
        N_("Hours run on through nights and weekends, as they do for the one who waits."),
        N_("A lead of yesterday that is not yet touched is no failure: it is in the share when its time is over."),
    ),
    advice=N_("The first hours decide: let someone be on duty for what comes in before you buy more of it."),
)  # fmt: skip
