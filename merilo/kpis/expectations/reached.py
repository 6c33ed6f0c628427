"""What was reached of each target of an amount, all periods in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merilo.kpis.cuts import attach
from merilo.kpis.expectations.measured import MEASURED

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def reached_rows(facts: Facts, context: Context, kpi: str, scope: str, between: tuple[date, date]) -> ir.Table:
    """Columns id, seller, reached, n, no_rate: of each target that lies between two days, what its subject did in it.

    Of a role per target and seller, for what he did while he had the role. Targets whose days overlap are held against
    the same rows, each on its own; a target without any row is not here.
    """
    measured, (first, last) = MEASURED[kpi], between
    spans = facts.targets.filter(
        facts.targets.scope == scope, facts.targets.kpi == kpi,
        facts.targets.starts_on >= first, facts.targets.ends_on <= last,
    ).select("subject", "starts_on", "ends_on", target="id")  # fmt: skip
    rows = attach(measured.rows(facts, context), [] if scope == "company" else [scope], facts, context)
    rows = rows.filter(rows.day >= first, rows.day <= min(last, context.as_of))
    then = [rows.day >= spans.starts_on, rows.day <= spans.ends_on]
    own = [] if scope == "company" else [rows[scope] == spans.subject]
    found = rows.inner_join(spans, [*own, *then])
    keys = {"id": found.target} | ({"seller": found.seller} if scope == "role" else {})
    return found.group_by(**keys).agg(
        reached=found.worth.sum(), n=found.worth.count(), no_rate=found.no_rate.sum()
    )  # fmt: skip
