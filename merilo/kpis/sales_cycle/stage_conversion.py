"""What becomes of the deals that enter a stage."""

from __future__ import annotations

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_CUTS
from merilo.kpis.declaration import Aside, Beside, Better, Family, Kpi, Part, Share, Unit
from merilo.kpis.sales_cycle.stage_visits import NO_HISTORY, REOPENED, REPEATS, visit_rows

STAGE_CONVERSION = Kpi(
    name="stage_conversion",
    family=Family.SALES_CYCLE,
    label=N_("Stage conversion"),
    question=N_("Of the deals that entered a stage, how many moved on, went back, were won or lost?"),
    formula=N_("visits to a stage that ended in a later stage or were won / visits that have ended; by day of entry"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("deals", "deal_changes", "stages"),
    rows=visit_rows,
    parts=(
        Part("advanced", N_("Moved on or won"), Unit.COUNT),
        Part("decided", N_("Visits that have ended"), Unit.COUNT),
        Part("visits", N_("Visits to the stage"), Unit.COUNT),
        Part("deals", N_("Deals, once per stage"), Unit.COUNT),
        Part("forward", N_("Moved on"), Unit.COUNT),
        Part("skipped", N_("Stages skipped"), Unit.COUNT),
        Part("won", N_("Won from here"), Unit.COUNT),
        Part("back", N_("Went back"), Unit.COUNT),
        Part("lost", N_("Lost from here"), Unit.COUNT),
        Part("open", N_("Still here"), Unit.COUNT),
        Part("repeated", N_("Same stage told again"), Unit.COUNT),
        Part("ended", N_("The stage is an end"), Unit.COUNT),
    ),
    value=Share("advanced", "decided"),
    beside=(
        Beside("back_share", N_("Share that went back"), Unit.SHARE, Share("back", "decided")),
        Beside("lost_share", N_("Share lost from here"), Unit.SHARE, Share("lost", "decided")),
    ),
    n="decided",
    n_is=N_("visits that have ended"),
    enough=20,
    cuts=DEAL_CUTS,
    policies=(REPEATS,),
    asides=(
        Aside("open", N_("{n} visits ({share}) still go on and are not in the share: young ones may yet move."),
              "visits"),
        NO_HISTORY,
        REOPENED,
        Aside("no_place", N_("{n} moves ({share}) are between stages whose order is not known; counted as moved on."),
              "decided"),
    ),
    traps=(
        N_("A visit belongs to the period in which it began: young periods lack their slow visits."),
        N_("A deal that comes back to a stage is a second visit; each deal that ever came is counted once beside."),
        N_("Cut by seller, a visit belongs to the deal's present seller, whoever had it then."),
        N_("Won straight from an early stage counts as moved on, and as skipping the stages between."),
    ),
    advice=N_("Look at the stage where the largest share is lost late: what should have been asked before it?"),
)  # fmt: skip
