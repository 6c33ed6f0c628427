"""All KPIs, by name. A new KPI is added to its family's module; a test walks this tuple."""

from __future__ import annotations

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis import (
    expectations,
    first_meetings,
    forecast_accuracy,
    prospecting,
    ratios,
    retention,
    sales_cycle,
    time_to_close,
)
from merilo.kpis.declaration import Kpi

ALL: tuple[Kpi, ...] = (
    *prospecting.KPIS,
    *first_meetings.KPIS,
    *sales_cycle.KPIS,
    *time_to_close.KPIS,
    *forecast_accuracy.KPIS,
    *ratios.KPIS,
    *retention.KPIS,
    *expectations.KPIS,
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
