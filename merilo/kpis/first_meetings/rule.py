"""What a first meeting is: one rule for every KPI that speaks of first meetings.

The first held meeting with an account that is not then a customer and had no held meeting in the days of the window
before it. A meeting that was not held is of the first kind when it would have been the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import as_day
from merilo.kpis.declaration import Check, Policy
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

WINDOW = Policy(
    "window",
    ("90", "180", "365", "ever"),
    "365",
    N_("days without a held meeting, and without a sale, after which an account can have a first meeting again"),
)
PER = Policy(
    "per",
    ("account", "deal"),
    "account",
    N_("whose first meeting it is: an account's, or a deal's (the first held one ever; customers count too)"),
)
READS = ("meetings", "deals", "leads", "revenue")
"""The fact tables that the rule reads."""

# Wide enough for a sale that makes a customer forever and for a subscription that runs on.
_FOREVER = (2999, 12, 31)
_KNOWN = (
    "id", "source", "seller", "account", "lead", "deal", "whom", "origin", "source_detail", "status", "booked_at",
    "starts_at", "day",
)  # fmt: skip


def first_kind(facts: Facts, context: Context) -> ir.Table:
    """One row per meeting that is a first one, or would have been had it been held; `status` says which.

    Columns: id, source, seller, account, lead, deal, whom, origin, source_detail, status, booked_at, starts_at and
    day, the local day on which it starts. A deal, account or origin that the meeting does not name is its lead's or
    deal's. Meetings that nobody can be named for are left out, see `NOBODY`.
    """
    meetings = with_whom(facts.meetings, facts, context)
    meetings = meetings.filter(meetings.whom.notnull()).select(*_KNOWN[:-1], day=meetings.starts_at.cast("date"))
    return shared(_not_customers(_first_in_window(meetings, context), facts, context), "first_meetings")


def held_first(facts: Facts, context: Context) -> ir.Table:
    """One row per first meeting: those of `first_kind` that were held."""
    meetings = first_kind(facts, context)
    return meetings.filter(meetings.status == "held")


def _first_in_window(meetings: ir.Table, context: Context) -> ir.Table:
    """Those before which nobody of the same was met for the days of the window."""
    earlier = ibis.window(group_by="whom", order_by=["starts_at", "id"], preceding=(None, 1))
    held_at = ibis.ifelse(meetings.status == "held", meetings.starts_at, ibis.null("timestamp('UTC', 6)"))
    known = meetings.mutate(last_held=held_at.max().over(earlier))
    first = known.last_held.isnull()
    if _days(context) is not None:
        # The day of the other meeting counts: 365 days later is still within the 365 days.
        first |= known.day.delta(known.last_held.cast("date"), unit="day") > _days(context)
    return known.filter(first).select(*_KNOWN)


def _not_customers(meetings: ir.Table, facts: Facts, context: Context) -> ir.Table:
    if _per(context) == "deal":
        return meetings
    spans = customer_spans(facts, context)
    then = [meetings.account == spans.customer, meetings.day >= spans.bought_on, meetings.day < spans.until]
    return meetings.anti_join(spans, then)


def customer_spans(facts: Facts, context: Context) -> ir.Table:
    """Columns customer (an account), bought_on, until (exclusive): the days on which it is a customer.

    A subscription makes one while it runs; a single sale or a won deal from the next day on for the days of the window,
    so that the meeting that sells at once is a first meeting still.
    """
    paid = facts.revenue.filter(facts.revenue.account.notnull(), facts.revenue.amount > 0)
    runs, forever = paid.kind == "recurring", ibis.date(*_FOREVER)
    sold = paid.select(
        customer="account",
        bought_on=ibis.ifelse(runs, paid.starts_on, _day_after(paid.starts_on, 1)),
        until=ibis.ifelse(runs, paid.ends_on.fill_null(forever), _over(paid.starts_on, context)),
    )
    won = facts.deals.filter(facts.deals.status == "won", facts.deals.account.notnull())
    closed = won.closed_at.cast("date")
    return sold.union(won.select(customer="account", bought_on=_day_after(closed, 1), until=_over(closed, context)))


def _over(sold_on: ir.Value, context: Context) -> ir.Value:
    days = _days(context)
    return ibis.date(*_FOREVER) if days is None else _day_after(sold_on, days + 1)


def _day_after(day: ir.Value, days: int) -> ir.Value:
    return as_day(day + ibis.interval(days=days))


def with_whom(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """The rows (with account, lead, deal and perhaps origin, source_detail) with `whom`: who is met or touched.

    That is the account, else the deal's, else the lead's; where none is known the lead itself stands for the account,
    else the deal. Per deal: the deal, else the one that the lead became. Empty when nothing is named.
    """
    deals = facts.deals.select(its_deal="id", deal_account="account", deal_origin="origin", deal_detail="source_detail")
    leads = facts.leads.select(
        its_lead="id", lead_account="account", lead_origin="origin", lead_detail="source_detail", lead_deal="deal"
    )
    joined = rows.left_join(deals, rows.deal == deals.its_deal)
    joined = joined.left_join(leads, joined.lead == leads.its_lead)
    account = ibis.coalesce(joined.account, joined.deal_account, joined.lead_account)
    deal = joined.deal.fill_null(joined.lead_deal)
    stands = ibis.coalesce(account, ibis.literal("lead:") + joined.lead, ibis.literal("deal:") + joined.deal)
    named = {"account": account, "deal": deal, "whom": deal if _per(context) == "deal" else stands}
    if "origin" in rows.columns:
        named |= _origin(joined)
    kept = [name for name in rows.columns if name not in named]
    return joined.select(*kept, **named)


def _origin(joined: ir.Table) -> dict[str, ir.Value]:
    """The origin that is known, of the meeting, else of its lead, else of its deal; the words that go with it."""
    own, lead, deal = (joined[name].nullif("unknown") for name in ("origin", "lead_origin", "deal_origin"))
    details = [joined[name] for name in ("source_detail", "lead_detail", "deal_detail")]
    nowhere = ibis.ifelse(deal.notnull(), details[2], ibis.coalesce(*details))
    by_lead = ibis.ifelse(lead.notnull(), details[1], nowhere)
    return {
        "origin": ibis.coalesce(own, lead, deal, joined.origin),
        "source_detail": ibis.ifelse(own.notnull(), details[0], by_lead),
    }


def _per(context: Context) -> str:
    return context.policies.get("per", PER.default)


def _days(context: Context) -> int | None:
    """The days of the window; None: ever."""
    chosen = context.policies.get("window", WINDOW.default)
    return None if chosen == "ever" or _per(context) == "deal" else int(chosen)


def _with_nobody(facts: Facts, context: Context) -> ir.Table:
    meetings = facts.meetings
    nobody = meetings.filter(meetings.lead.isnull(), meetings.deal.isnull(), meetings.account.isnull())
    if _per(context) == "deal":
        meetings = with_whom(meetings.select("account", "deal", "lead"), facts, context)
        nobody = meetings.filter(meetings.whom.isnull())
    return nobody.agg(n=lambda t: t.count())


NOBODY = Check(N_("{n} meetings name nobody whose first meeting they could be; left out."), _with_nobody)
"""Meetings of which nobody knows with whom they were."""
