"""How the open amount came to be what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_CUTS
from merilo.kpis.declaration import Anchor, Aside, Better, Check, Family, Kpi, Part, Policy, Total, Unit
from merilo.kpis.money import NO_RATE
from merilo.kpis.sales_cycle.moves import moved_deals

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def _without_creation(facts: Facts, context: Context) -> ir.Table:
    return facts.deals.filter(facts.deals.created_at.isnull()).agg(n=lambda t: t.count())


def _closed_without_day(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    return deals.filter(deals.status != "open", deals.closed_at.isnull()).agg(n=lambda t: t.count())


def _without_plan(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    asked = context.policies["scope"] == "expected"
    return deals.filter(deals.status == "open", deals.expected_close_on.isnull() & asked).agg(n=lambda t: t.count())


PIPELINE_MOVEMENT = Kpi(
    name="pipeline_movement",
    family=Family.SALES_CYCLE,
    label=N_("Pipeline movement"),
    question=N_("What came into the pipeline of the period, what changed in it, and where did it go?"),
    formula=N_("opening + created + increased − decreased + pulled in + reopened − slipped − won − lost = closing, "
               "exactly; of open deals that should close by the end of the period"),
    unit=Unit.MONEY,
    better=Better.NEITHER,
    needs=("deals", "deal_changes"),
    money=("deals",),
    rows=moved_deals,
    parts=(
        Part("opening", N_("Opening"), Unit.MONEY),
        Part("created", N_("Created"), Unit.MONEY),
        Part("increased", N_("Increased"), Unit.MONEY),
        Part("decreased", N_("Decreased"), Unit.MONEY),
        Part("pulled_in", N_("Pulled in"), Unit.MONEY),
        Part("reopened", N_("Reopened"), Unit.MONEY),
        Part("slipped", N_("Slipped"), Unit.MONEY),
        Part("won", N_("Won"), Unit.MONEY),
        Part("lost", N_("Lost"), Unit.MONEY),
        Part("closing", N_("Closing"), Unit.MONEY),
        Part("deals", N_("Deals"), Unit.COUNT),
        Part("deals_opening", N_("Deals at the opening"), Unit.COUNT),
        Part("deals_created", N_("Deals created"), Unit.COUNT),
        Part("deals_pulled_in", N_("Deals pulled in"), Unit.COUNT),
        Part("deals_reopened", N_("Deals reopened"), Unit.COUNT),
        Part("deals_slipped", N_("Deals that slipped"), Unit.COUNT),
        Part("deals_won", N_("Deals won"), Unit.COUNT),
        Part("deals_lost", N_("Deals lost"), Unit.COUNT),
        Part("deals_closing", N_("Deals at the closing"), Unit.COUNT),
    ),
    value=Total("closing"),
    n="deals",
    n_is=N_("deals that stood in the pipeline or passed through it"),
    enough=1,
    cuts=DEAL_CUTS,
    anchor=Anchor.PERIOD,
    policies=(
        Policy("scope", ("expected", "all"), "expected",
               N_("open deals that should close by the end of the period, overdue ones too (expected), or all; "
                  "in all of them nothing is pulled in and nothing slips")),
    ),
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} deals ({share}) have no amount; they count as deals, and as nothing in sums."),
              "deals"),
    ),
    checks=(
        Check(N_("{n} deals have no creation time; left out, as it is not known when they came."), _without_creation),
        Check(N_("{n} deals were closed on an unknown day; they move nothing unless their history tells when."),
              _closed_without_day),
        Check(N_("{n} open deals have no expected closing day and are in no period's pipeline (policy scope=all takes "
                 "them in)."), _without_plan),
    ),
    traps=(
        N_("Within a period all amounts are at one exchange rate, that of its last day: so an opening differs from the "
           "closing before where rates moved."),
        N_("What should close by the end of the next period is more than what was left of this one: closing and next "
           "opening are equal only when all open deals are taken (policy scope=all)."),
        N_("A deal that changed hands or stage counts for the whole period where it stood at its end."),
        N_("A deal won counts what it was won for; what that differs from the opening is increase or decrease."),
        N_("A deal that closed and was opened again within one period did not move."),
    ),
    advice=N_("Compare slipped with won: when more slips than is won, the closing days are wishes."),
)  # fmt: skip
