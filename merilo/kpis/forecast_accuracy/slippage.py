"""How much of what was planned for a period was put off, and how often closing days are moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_CUTS
from merilo.kpis.declaration import Anchor, Aside, Beside, Better, Check, Family, Kpi, Part, Ratio, Share, Unit
from merilo.kpis.forecast_accuracy.plans import planned_deals
from merilo.kpis.money import NO_RATE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def _without_history(facts: Facts, context: Context) -> ir.Table:
    """All deals with an expected day, where no day of any deal was ever told to move."""
    del context
    told = facts.deal_changes.filter(facts.deal_changes.field == "expected_close_on").agg(told=lambda t: t.count())
    deals = facts.deals.filter(facts.deals.expected_close_on.notnull()).agg(deals=lambda t: t.count())
    both = deals.cross_join(told)
    return both.select(n=ibis.ifelse(both.told > 0, 0, both.deals))


_NO_HISTORY = Check(
    N_("Of none of {n} deals a move of the closing day is known: the source keeps no history of it, so none can slip."),
    _without_history,
)

SLIPPAGE = Kpi(
    name="slippage",
    family=Family.FORECAST,
    label=N_("Slippage"),
    question=N_("Of the deals that should close in the period, how many were put off?"),
    formula=N_("open deals expected, when the period began, to close in it, whose day lies beyond its end when it is "
               "over / all open deals expected so; beside it the same of amounts, and those pulled in from later"),
    unit=Unit.SHARE,
    better=Better.LOWER,
    needs=("deals", "deal_changes"),
    money=("deals",),
    rows=planned_deals,
    parts=(
        Part("due", N_("Expected to close"), Unit.COUNT),
        Part("pushed", N_("Pushed out"), Unit.COUNT),
        Part("won", N_("Won"), Unit.COUNT),
        Part("lost", N_("Lost"), Unit.COUNT),
        Part("left", N_("Left past their day"), Unit.COUNT),
        Part("pulled_in", N_("Pulled in"), Unit.COUNT),
        Part("amount_due", N_("Amount expected to close"), Unit.MONEY),
        Part("amount_pushed", N_("Amount pushed out"), Unit.MONEY),
        Part("amount_pulled_in", N_("Amount pulled in"), Unit.MONEY),
    ),
    value=Share("pushed", "due"),
    beside=(
        Beside("by_amount", N_("Of the amount"), Unit.SHARE, Ratio(plus=("amount_pushed",), out_of="amount_due")),
        Beside("pulled", N_("Pulled in, per deal expected"), Unit.RATIO, Ratio(plus=("pulled_in",), out_of="due")),
    ),
    n="due",
    n_is=N_("open deals that should have closed in the period"),
    enough=10,
    cuts=DEAL_CUTS,
    anchor=Anchor.PERIOD,
    compares=True,
    asides=(
        NO_RATE,
        Aside("no_amount", N_("{n} deals ({share}) have no amount; they count as deals, and as nothing in sums."),
              "due"),
        Aside("overdue", N_("{n} open deals were past their closing day already when the period began; in neither.")),
    ),
    checks=(_NO_HISTORY,),
    traps=(
        N_("A day put off and brought back within the period is not pushed out; how often days move is another KPI."),
        N_("Deals left open past their day without a new one are no better than pushed out: look at both."),
        N_("What came into the pipeline during the period was not expected when it began, and is not in it."),
        N_("A deal that changed hands counts for whom it belonged to when the period ended."),
    ),
    advice=N_("High? Ask of each deal what the buyer must do by when; a day that only we have set is a wish."),
)  # fmt: skip

CLOSE_DATE_PUSHES = Kpi(
    name="close_date_pushes",
    family=Family.FORECAST,
    label=N_("Pushes of the closing day"),
    question=N_("How often is the closing day of an open deal put off?"),
    formula=N_("moves of the expected closing day to a later one in the period / deals that were open in it"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    needs=("deals", "deal_changes"),
    rows=planned_deals,
    parts=(
        Part("pushes", N_("Moves to a later day"), Unit.COUNT),
        Part("pulls", N_("Moves to an earlier day"), Unit.COUNT),
        Part("pushed_once", N_("Deals put off"), Unit.COUNT),
        Part("left", N_("Left past their day"), Unit.COUNT),
        Part("deals", N_("Deals open in the period"), Unit.COUNT),
    ),
    value=Ratio(plus=("pushes",), out_of="deals", sampled=True),
    beside=(
        Beside("deals_pushed", N_("Deals put off"), Unit.SHARE, Share("pushed_once", "deals")),
        Beside("pulled", N_("Brought forward, per deal"), Unit.RATIO, Ratio(plus=("pulls",), out_of="deals")),
    ),
    n="deals",
    n_is=N_("deals that were open in the period"),
    enough=10,
    cuts=DEAL_CUTS,
    anchor=Anchor.PERIOD,
    checks=(_NO_HISTORY,),
    traps=(
        N_("A source compared import by import shows one move where there were several in between."),
        N_("Who never looks at his closing days never pushes them: look at the deals left past their day."),
        N_("A longer period holds more moves of the same deals: compare only periods of one length."),
    ),
    advice=N_("Pushed twice or more? Talk about that deal before it is counted on again."),
)  # fmt: skip
