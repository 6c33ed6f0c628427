"""How long deals stay in a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_CUTS
from merilo.kpis.declaration import Aside, Better, Distribution, Family, Kpi, Part, Unit
from merilo.kpis.sales_cycle.stage_visits import DAYS, NO_HISTORY, REOPENED, REPEATS, days_in_stage, visit_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def stay_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per visit to a stage that is no end, with its days when both ends are known and in order."""
    every = visit_rows(facts, context)
    visits = every.filter(every.ended == 0)
    took = days_in_stage(visits, context)
    backwards = (took < 0).fill_null(False)
    return visits.mutate(
        days=ibis.ifelse(backwards, ibis.null(took.type()), took),
        timed=(took.notnull() & ~backwards).cast("int64"),
        backwards=backwards.cast("int64"),
        no_days=(took.isnull() & (visits.open == 0)).cast("int64"),
    )


STAGE_TIME = Kpi(
    name="stage_time",
    family=Family.SALES_CYCLE,
    label=N_("Time in stage"),
    question=N_("How long do deals stay in each stage?"),
    formula=N_("days from entering a stage to leaving it, over visits that have ended: median, quartiles, 90 %; "
               "by day of entry"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    needs=("deals", "deal_changes", "stages"),
    rows=stay_rows,
    parts=(
        Part("timed", N_("Ended visits with known days"), Unit.COUNT),
        Part("open", N_("Still here"), Unit.COUNT),
        Part("visits", N_("Visits to the stage"), Unit.COUNT),
    ),
    value=Distribution("days", N_("Days in stage"), Unit.DAYS),
    n="timed",
    n_is=N_("ended visits with known days"),
    enough=10,
    cuts=DEAL_CUTS,
    policies=(REPEATS, DAYS),
    asides=(
        Aside("open", N_("{n} visits ({share}) still go on and are not in it: while many do, the days are too short."),
              "visits"),
        Aside("no_days", N_("{n} ended visits ({share}) have no known first or last day; left out."), "visits"),
        Aside("backwards", N_("{n} visits ({share}) ended before they began; left out: mend their dates."), "visits"),
        NO_HISTORY,
        REOPENED,
    ),
    traps=(
        N_("Only visits that have ended are in it: deals that stand still forever are never counted as long."),
        N_("A stage told again does not restart the clock, unless the policy says so."),
        N_("Cut by seller, a visit belongs to the deal's present seller, whoever had it then."),
    ),
    advice=N_("Compare the days of visits that moved on with those that were lost: past which day does waiting stop "
              "paying?"),
)  # fmt: skip
