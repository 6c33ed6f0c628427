"""Which KPIs a target can ask an amount of: those that add up over days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from merilo.kpis.declaration import Kpi, Rate
from merilo.kpis.ratios.deals import WON_AMOUNT
from merilo.kpis.retention.revenue import REVENUE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


@dataclass(frozen=True)
class Measured:
    """A KPI whose part `part` a target is about: an amount, or how many there were, over all days of its period."""

    kpi: Kpi
    part: str

    @property
    def money(self) -> bool:
        """Whether it is an amount of money, in the target's currency."""
        return bool(self.kpi.money)

    def rows(self, facts: Facts, context: Context) -> ir.Table:
        """What was reached, one row each, its size in `worth`."""
        rows = self.kpi.rows(facts, context)
        # The rows of a rate are also the days in which nothing happened.
        happened = rows.filter(rows[self.part] != 0) if isinstance(self.kpi.value, Rate) else rows
        return happened.mutate(worth=happened[self.part])


def _measured(kpi: Kpi) -> Measured:
    """A target for a KPI that is shown per week is for the number itself."""
    return Measured(kpi, kpi.value.of if isinstance(kpi.value, Rate) else str(kpi.additive))


MEASURED: dict[str, Measured] = {kpi.name: _measured(kpi) for kpi in (REVENUE, WON_AMOUNT)}
