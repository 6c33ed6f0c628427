"""What customers pay."""

from __future__ import annotations

from merilo.core.text import N_
from merilo.kpis.declaration import Better, Family, Kpi, Part, Total, Unit
from merilo.kpis.money import NO_RATE
from merilo.kpis.retention.paid import REVENUE_CUTS, WITHOUT_RATE
from merilo.kpis.retention.revenue_rows import recognised

REVENUE = Kpi(
    name="revenue",
    family=Family.RETENTION,
    label=N_("Revenue"),
    question=N_("How much did customers pay?"),
    formula=N_(
        "single sales on their day + subscriptions month by month at the rate that runs on the month's last day"
    ),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    needs=("revenue",),
    money=("revenue",),
    rows=recognised,
    parts=(
        Part("amount", N_("Revenue"), Unit.MONEY),
        Part("sales", N_("Sales and subscription months"), Unit.COUNT),
    ),
    value=Total("amount"),
    n="sales",
    n_is=N_("single sales and months of subscriptions"),
    enough=1,
    cuts=REVENUE_CUTS,
    asides=(NO_RATE,),
    checks=(WITHOUT_RATE,),
    traps=(N_("A subscription counts on the last day of each month that it runs, whatever day it is billed on."),),
    advice=N_("A rise that comes from new customers alone hides what the old ones do: look at the movements."),
)
