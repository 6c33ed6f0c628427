"""The days between two purchases of a customer, where it buys and does not subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.retention.revenue_rows import one_off

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from merilo.facts.tables import Facts


def usual_gaps(facts: Facts, as_of: date, *, beside_subscriptions: bool) -> ir.Table:
    """How many customers (`customers`) have which usual gap in days (`gap`; empty: one buying day only).

    A customer's usual gap is the median of the days between its buying days; refunds are no purchase. Unless asked for
    `beside_subscriptions`, nothing is found where there are any.
    """
    sold = one_off(facts)
    rows = sold.filter(sold.account.notnull(), sold.amount > 0, sold.day <= ibis.literal(as_of))
    if not beside_subscriptions:
        subscriptions = facts.revenue.filter(facts.revenue.kind == "recurring")
        rows = rows.filter(subscriptions.count().as_scalar() == 0)
    days = rows.select("account", "day").distinct()
    before = days.day.lag().over(ibis.window(group_by="account", order_by="day"))
    gaps = days.mutate(gap=days.day.delta(before, unit="day"))
    usual = gaps.group_by("account").agg(gap=gaps.gap.median())
    return usual.group_by("gap").agg(customers=usual.count())
