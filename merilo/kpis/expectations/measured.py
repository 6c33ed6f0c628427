"""Which KPIs a target can ask an amount of: those that add up over days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis

from merilo.kpis.declaration import Kpi, Policy, Rate
from merilo.kpis.first_meetings.held import FIRST_MEETINGS
from merilo.kpis.prospecting.touches import TOUCHES
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
        """What was reached, one row each, its size in `worth`; by the KPI's own policies where the context has them."""
        policies = {policy.name: context.policies.get(policy.name, policy.default) for policy in self.kpi.policies}
        context = replace(context, policies=policies)
        if not isinstance(self.kpi.value, Rate):
            rows = self.kpi.rows(facts, context)
            return rows.mutate(worth=rows[self.part])
        # Cut by what is not people a rate makes no rows for the days of work, which a target does not need.
        rows = self.kpi.rows(facts, replace(context, cuts=frozenset({"source"})))
        return rows.filter(rows[self.part] != 0).mutate(
            worth=rows[self.part], currency=ibis.null("string"), no_rate=ibis.literal(0, "int64")
        )


def _measured(kpi: Kpi) -> Measured:
    """A target for a KPI that is shown per week is for the number itself."""
    return Measured(kpi, kpi.value.of if isinstance(kpi.value, Rate) else str(kpi.additive))


MEASURED: dict[str, Measured] = {kpi.name: _measured(kpi) for kpi in (REVENUE, WON_AMOUNT, TOUCHES, FIRST_MEETINGS)}


def measured_policies() -> tuple[Policy, ...]:
    """The policies of all these KPIs, each once."""
    return tuple({policy.name: policy for measured in MEASURED.values() for policy in measured.kpi.policies}.values())
