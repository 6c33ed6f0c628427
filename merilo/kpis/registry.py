"""All KPIs, by name. A new KPI is added to its family's module; a test walks this tuple."""

from __future__ import annotations

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis import ratios, sales_cycle
from merilo.kpis.declaration import Kpi

ALL: tuple[Kpi, ...] = (
    *sales_cycle.KPIS,
    *ratios.KPIS,
)
KPIS: dict[str, Kpi] = {kpi.name: kpi for kpi in ALL}


def kpi_named(name: str) -> Kpi:
    """The KPI of that name; raises UsageError listing all names."""
    if name not in KPIS:
        raise UsageError(
            _("There is no KPI {name}.").format(name=name),
            allowed=_("Allowed: {values}").format(values=", ".join(KPIS)),
        )
    return KPIS[name]
