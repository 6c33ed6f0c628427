"""In which stage each deal was at which age: what a chance by stage must be told of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from merilo.kpis.sales_cycle.stage_visits import visit_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def stages_by_age(deals: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """One row per stay of a deal in an open stage, with how the whole deal went on.

    `deals`: rows of `time_to_close`. The deal `id` was in `stage` at the end of the days of its age (days since its
    clock began) from `since_age` on, before `until_age` (empty: it is still there); `unseen_days`, `followed_days` and
    `outcome` are the deal's own, the same in all its stays. Stays of which the beginning is not known are left out:
    nobody can say at which ages they were.
    """
    merged = replace(context, policies={**context.policies, "repeats": "merged", "days": "calendar"})
    visits = visit_rows(facts, merged)
    known = visits.filter(visits.ended == 0, visits.day.notnull()).select(
        visited="id", stage="stage", entered_on="day", left_on="left_on"
    )
    began = deals.filter(deals.day.notnull()).select("id", "day", "unseen_days", "followed_days", "outcome")
    stays = began.inner_join(known, began.id == known.visited)
    return stays.select(
        "id", "stage", "unseen_days", "followed_days", "outcome",
        since_age=stays.entered_on.delta(stays.day, unit="day"), until_age=stays.left_on.delta(stays.day, unit="day"),
    )  # fmt: skip
