"""Touches drawn together: all those to the same lead, deal and account, and all those of an account in a period.

One pass over the touches each, for every KPI that asks when somebody was first touched, how often, and when he
answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.calendar_cut import period_start
from merilo.kpis.prospecting.outbound import ANSWERS, by_day_looked_at
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_NAMED = ("account", "lead", "deal")


def approaches(facts: Facts, context: Context, *more: str) -> ir.Table:
    """One row per account, lead and deal that touches name together (and each of `more`), touched by us at least once.

    `times` of our touches, `first_at` and `last_at` of them and how many (`total`); `first`: the first by time, then
    by id (its at, id, seller, cadence, source); `answered_at`: our first that was answered; `calls`: the times of
    theirs. What happened after the day looked at is not known.
    """
    touches = by_day_looked_at(facts.touches, context)
    touches = touches.filter(touches.account.notnull() | touches.lead.notnull() | touches.deal.notnull())
    at, out = touches["at"], touches.direction == "outbound"
    first = ibis.struct({name: touches[name] for name in ("at", "id", "seller", "cadence", "source")})
    found = touches.group_by(*_NAMED, *more).agg(
        times=at.collect(where=out), first_at=at.min(where=out), last_at=at.max(where=out),
        total=out.cast("int64").sum(), calls=at.collect(where=~out),
        answered_at=at.min(where=out & touches.outcome.isin(ANSWERS).fill_null(False)), first=first.min(where=out),
    )  # fmt: skip
    return shared(found, "approaches")


def first_approaches(facts: Facts, context: Context, unit: str) -> ir.Table:
    """Columns touched (a lead, account or deal) and first_at: when it was first touched by us."""
    found = approaches(facts, context)
    found = found.filter(found[unit].notnull(), found.first_at.notnull())
    return shared(found.group_by(touched=found[unit]).agg(first_at=found.first_at.min()), "first_touches")


def contacts_by_period(facts: Facts, context: Context, every: Period) -> ir.Table:
    """One row per account and period in which there were touches of either side.

    `first`: our first, by time, then by id (at, id, seller, source; empty without any); `theirs_at`: their first;
    `last_at`: the last of all. What happened after the day looked at is not known.
    """
    touches = by_day_looked_at(facts.touches, context).filter(lambda t: t.account.notnull())
    at, out = touches["at"], touches.direction == "outbound"
    first = ibis.struct({name: touches[name] for name in ("at", "id", "seller", "source")})
    period = period_start(at.cast("date"), every, context.calendar)
    found = touches.group_by(account="account", period=period).agg(
        first=first.min(where=out), theirs_at=at.min(where=~out), last_at=at.max()
    )
    return shared(found, "contacts")
