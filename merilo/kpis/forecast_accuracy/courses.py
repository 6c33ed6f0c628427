"""All that a forecast learns from: deals, every change of them, and what was done about them, one table each.

Days are local ones. Amounts are in the reporting currency by the rate of the day on which the deal was opened, which is
known ever after; `unit` is what one of the deal's own currency was worth then, for the amounts that changes tell, and
`unit_closed` what it was worth on the closing day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.columns import without
from merilo.kpis.money import MONEY, convert

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

FIELDS = ("stage", "amount", "expected_close_on", "seller", "status")


def followed_deals(facts: Facts, context: Context) -> ir.Table:
    """Every deal that was opened by the end of `context.as_of`, as it stands, in the order of its opening.

    Deals that were closed on an unknown day teach nothing and are not open either.
    """
    deals = _deals(facts, context)
    rows = deals.select(
        "id", "name", "account", "seller", "pipeline", "stage", "status", "origin", "currency", "amount",
        created=deals.created_at.cast("date"), closed=deals.closed_at.cast("date"), expected=deals.expected_close_on,
        day=deals.created_at.cast("date"), unit=ibis.literal(1).cast(MONEY), unit_closed=ibis.literal(1).cast(MONEY),
        born=deals.created_at,
    )  # fmt: skip
    opened = without(convert(rows, facts, context, ("unit", "amount")), "no_rate")
    converted = convert(opened.mutate(day=opened.closed), facts, context, ("unit_closed",))
    numbers = {name: converted[name].cast("float64") for name in ("amount", "unit", "unit_closed")}
    return converted.mutate(**numbers).order_by(["born", "id"])


def told_changes(facts: Facts) -> ir.Table:
    """Every change of a field, in the order in which they happened."""
    changes = facts.deal_changes
    known = changes.filter(changes.field.isin(FIELDS))
    rows = known.select("deal", "field", "old", "new", "id", "at", day=known["at"].cast("date"))
    return rows.order_by(["at", "id"])


def touched_days(facts: Facts, context: Context) -> ir.Table:
    """A row per outbound touch of a deal, or of the account of a deal when it names none."""
    touches = facts.touches
    known = touches.filter(touches.direction == "outbound", touches["at"] < over_after(context.as_of, context.calendar))
    return _of_deals(known.mutate(day=known["at"].cast("date")), facts, context)


def met_days(facts: Facts, context: Context) -> ir.Table:
    """A row per held meeting of a deal, or of its account. (A meeting to come is not told: had it been called off, many
    sources would have no row of it, so that those that are there promise more than they did on that day.)
    """
    meetings = facts.meetings
    over = over_after(context.as_of, context.calendar)
    held = meetings.filter(meetings.status == "held", meetings.starts_at < over)
    return _of_deals(held.mutate(day=held.starts_at.cast("date")), facts, context)


def planned_steps(facts: Facts, context: Context) -> ir.Table:
    """A row per next step of a deal: when it was planned, is due, and was done by the end of `context.as_of`."""
    steps, over = facts.next_steps, over_after(context.as_of, context.calendar)
    known = steps.filter(steps.deal.notnull(), steps.created_at < over)
    done = ibis.ifelse(known.done_at < over, known.done_at.cast("date"), ibis.null("date"))
    return known.select("deal", made=known.created_at.cast("date"), due=known.due_on, done=done)


def _deals(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals.filter(facts.deals.created_at < over_after(context.as_of, context.calendar))
    return deals.filter((deals.status == "open") | deals.closed_at.notnull())


def undated(facts: Facts) -> ir.Table:
    """How many deals have no day of opening, or were closed on an unknown day: `n`."""
    deals = facts.deals
    closed = (deals.status != "open") & deals.closed_at.isnull()
    return deals.filter(deals.created_at.isnull() | closed).agg(n=lambda t: t.count())


def _of_deals(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    own = rows.filter(rows.deal.notnull()).select("deal", "day")
    deals = _deals(facts, context)
    named = deals.filter(deals.account.notnull()).select(of_deal="id", of_account="account")
    others = rows.filter(rows.deal.isnull(), rows.account.notnull()).select("account", "day")
    joined = others.inner_join(named, others.account == named.of_account)
    return own.union(joined.select(deal="of_deal", day="day"))


def left_sellers(facts: Facts) -> ir.Table:
    """The last day of every seller who left."""
    sellers = facts.sellers
    return sellers.filter(sellers.left_on.notnull()).select("id", "left_on")


def stage_chances(facts: Facts) -> ir.Table:
    """The stages with their place and the CRM's own chance."""
    stages = facts.stages
    return stages.select("pipeline", "name", "position", "crm_probability")
