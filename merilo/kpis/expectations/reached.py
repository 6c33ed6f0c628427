"""What was reached of each target of an amount, all periods in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merilo.kpis.cuts import attach
from merilo.kpis.expectations.measured import MEASURED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context
    from merilo.kpis.expectations.expected import Asked


def reached_rows(facts: Facts, context: Context, asked: Asked) -> ir.Table:
    """Columns id, seller, reached, n, no_rate: of each target asked, what its subject did on its days.

    Of a role per target and seller, for what he did while he had the role. Targets whose days overlap are held against
    the same rows, each on its own; a target without any row is not here.
    """
    measured, scope = MEASURED[asked.kpi], asked.scope
    spans = asked.of(facts.targets).select("subject", "starts_on", "ends_on", target="id")
    rows = attach(measured.rows(facts, context), [] if scope == "company" else [scope], facts, context)
    rows = rows.filter(rows.day <= context.as_of)
    then = [rows.day >= spans.starts_on, rows.day <= spans.ends_on]
    own = [] if scope == "company" else [rows[scope] == spans.subject]
    found = rows.inner_join(spans, [*own, *then])
    keys = {"id": found.target} | ({"seller": found.seller} if scope == "role" else {})
    return found.group_by(**keys).agg(
        reached=found.worth.sum(), n=found.worth.count(), no_rate=found.no_rate.sum()
    )  # fmt: skip
