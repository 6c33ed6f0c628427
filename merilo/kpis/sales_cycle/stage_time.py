"""How long deals stay in a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_CUTS
from merilo.kpis.declaration import Aside, Better, Course, Distribution, Family, Kpi, Part, TimeUntil, Unit
from merilo.kpis.following import in_order
from merilo.kpis.sales_cycle.stage_visits import (
    DAYS,
    NO_HISTORY,
    REOPENED,
    REPEATS,
    days_in_stage,
    days_so_far,
    visit_rows,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def stay_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per visit to a stage that is no end, with its days when both ends are known and in order.

    One that goes on was followed to the last day that the data reach.
    """
    every = visit_rows(facts, context)
    visits = every.filter(every.ended == 0)
    took = days_in_stage(visits, context)
    backwards = (took < 0).fill_null(False)
    goes_on = visits.open == 1
    return visits.mutate(
        days=ibis.ifelse(backwards, ibis.null(took.type()), took),
        unseen_days=ibis.literal(0, "int64"),
        followed_days=in_order(ibis.ifelse(goes_on, days_so_far(visits, context), took)),
        outcome=1 - visits.open,
        timed=(took.notnull() & ~backwards).cast("int64"),
        backwards=backwards.cast("int64"),
        no_days=(took.isnull() & (visits.open == 0)).cast("int64"),
    )


_NAIVE = Distribution("days", N_("Naively, of ended visits alone"), Unit.DAYS)
_TO_END = Course("to_end", N_("Days in stage"), since="unseen_days", until="followed_days", outcome="outcome")

STAGE_TIME = Kpi(
    name="stage_time",
    family=Family.SALES_CYCLE,
    label=N_("Time in stage"),
    question=N_("How long do deals stay in each stage?"),
    formula=N_("days from entering a stage to leaving it, by day of entry: median, quartiles and 90 % of all visits "
               "(Kaplan-Meier), where those that go on count as far as they were followed. Beside it, naively, ended "
               "visits alone"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    needs=("deals", "deal_changes", "stages"),
    rows=stay_rows,
    parts=(
        Part("timed", N_("Ended visits with known days"), Unit.COUNT),
        Part("open", N_("Still here"), Unit.COUNT),
        Part("visits", N_("Visits to the stage"), Unit.COUNT),
    ),
    value=TimeUntil(_TO_END, plainly=_NAIVE, of_all=True),
    spreads=(_NAIVE,),
    n="timed",
    n_is=N_("ended visits with known days"),
    enough=10,
    cuts=DEAL_CUTS,
    policies=(REPEATS, DAYS),
    asides=(
        Aside("open", N_("{n} visits ({share}) still go on: they count as far as they were followed."), "visits"),
        Aside("no_days", N_("{n} ended visits ({share}) have no known first or last day; left out."), "visits"),
        Aside("backwards", N_("{n} visits ({share}) ended before they began; left out: mend their dates."), "visits"),
        NO_HISTORY,
        REOPENED,
    ),
    traps=(
        N_("Of ended visits alone, deals that stand still forever are never counted as long."),
        N_("A stage told again does not restart the clock, unless the policy says so."),
        N_("Cut by seller, a visit belongs to the deal's present seller, whoever had it then."),
    ),
    advice=N_("Compare the days of visits that moved on with those that were lost: past which day does waiting stop "
              "paying?"),
)  # fmt: skip
