"""How far people's calls were from what was won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merilo.core.text import N_
from merilo.kpis.cuts import PEOPLE
from merilo.kpis.declaration import Aside, Beside, Better, Check, Family, Kpi, Part, Policy, Ratio, Unit
from merilo.kpis.forecast_accuracy.called import judged_calls
from merilo.kpis.money import NO_RATE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def _of_teams(facts: Facts, context: Context) -> ir.Table:
    calls = facts.forecast_calls
    asked = context.policies["whose"] == "own"
    return calls.filter(calls.seller.isnull() & asked).agg(n=lambda t: t.count())


FORECAST_ACCURACY = Kpi(
    name="forecast_accuracy",
    family=Family.FORECAST,
    label=N_("Error of people's calls"),
    question=N_("How far are people's own forecasts from what is won?"),
    formula=N_("sum of |called − won| / sum of won, of sellers and periods that are over and had a call by then; "
               "beside it the bias, (called − won) / won, of the same sums: above zero too much was called"),
    unit=Unit.SHARE,
    better=Better.LOWER,
    needs=("forecast_calls", "deals"),
    money=("forecast_calls", "deals"),
    rows=judged_calls,
    parts=(
        Part("absolute", N_("Called and won apart"), Unit.MONEY),
        Part("called", N_("Called"), Unit.MONEY),
        Part("actual", N_("Won"), Unit.MONEY),
        Part("calls", N_("Calls of periods that are over"), Unit.COUNT),
        Part("too_high", N_("Called more than was won"), Unit.COUNT),
    ),
    value=Ratio(plus=("absolute",), out_of="actual", sampled=True),
    beside=(Beside("bias", N_("Bias"), Unit.SHARE, Ratio(plus=("called",), minus=("actual",), out_of="actual")),),
    n="calls",
    n_is=N_("calls, one per seller and period that is over"),
    enough=6,
    cuts=PEOPLE,
    policies=(
        Policy("period", ("month", "quarter", "week", "year"), "month", N_("the length of the called periods")),
        Policy("category", ("commit", "best_case"), "commit", N_("which of the two is held against what was won")),
        Policy("whose", ("own", "manager"), "own",
               N_("the sellers' own calls, or their managers' figures for the same sellers")),
        Policy("elapsed", ("10", "25", "50", "75"), "25",
               N_("how much of the period was over (%): the last call given by then counts")),
    ),
    asides=(
        NO_RATE,
        Aside("nothing_won", N_("{n} calls ({share}) are of periods in which nothing was won: they have no ratio of "
                                "their own, and count in the sums."), "calls"),
    ),
    checks=(
        Check(N_("{n} calls of teams and of the company are not in it; `merilo call record` judges them."), _of_teams),
    ),
    traps=(
        N_("A period without a call by the moment chosen is in neither sum: who calls only if he is sure looks good."),
        N_("Errors of sellers cancel out in the bias of a team, never in its error."),
        N_("A best case is meant to be high: its bias is no fault, its distance from the commit is what to look at."),
        N_("Deals without an amount count as nothing won."),
    ),
    advice=N_("Look at the bias first: who is always too high or too low is put right by it; the rest is luck."),
)  # fmt: skip
