"""When a lead or an account became a real prospect: it was qualified, met or got a deal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

# Far beyond any data: greatest() and least() of empty values differ between engines.
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_SIGNS = ("qualified_at", "met_at", "dealt_at")


def leads_becoming(leads: ir.Table, facts: Facts, context: Context, becomes: str = "prospect") -> ir.Table:
    """The leads with `prospect_at`: the earliest of qualified, a held meeting, and its deal (creation, else closing).

    `becomes = won`: when its deal was won. Empty for what had not happened by the end of the day looked at.
    """
    deals = _dealt(facts).select(its_deal="id", dealt_at="dealt_at", won_at="won_at")
    joined = leads.left_join(deals, leads.deal == deals.its_deal)
    if becomes == "prospect":
        met = _met(facts, "lead")
        joined = joined.left_join(met, joined.id == met.met)
    return _with_earliest(joined, context, becomes)


def accounts_becoming(accounts: ir.Table, facts: Facts, context: Context, becomes: str = "prospect") -> ir.Table:
    """The accounts with `prospect_at`: the first of a qualified lead, a held meeting and a deal of theirs."""
    dealt = _dealt(facts)
    deals = dealt.group_by(their_deals=dealt.account).agg(dealt_at=dealt.dealt_at.min(), won_at=dealt.won_at.min())
    joined = accounts.left_join(deals, accounts.id == deals.their_deals)
    if becomes == "prospect":
        met, leads = _met(facts, "account"), facts.leads.filter(facts.leads.account.notnull())
        good = leads.group_by(their_leads=leads.account).agg(qualified_at=leads.qualified_at.min())
        joined = joined.left_join(met, joined.id == met.met)
        joined = joined.left_join(good, joined.id == good.their_leads)
    return _with_earliest(joined, context, becomes)


def _dealt(facts: Facts) -> ir.Table:
    deals = facts.deals
    return deals.select(
        "id", "account",
        dealt_at=deals.created_at.fill_null(deals.closed_at),
        won_at=ibis.ifelse(deals.status == "won", deals.closed_at, None),
    )  # fmt: skip


def _met(facts: Facts, whom: str) -> ir.Table:
    meetings = facts.meetings.filter(facts.meetings.status == "held", facts.meetings[whom].notnull())
    return meetings.group_by(met=meetings[whom]).agg(met_at=meetings.starts_at.min())


def _with_earliest(joined: ir.Table, context: Context, becomes: str) -> ir.Table:
    never = ibis.literal(_NEVER, "timestamp('UTC', 6)")
    signs = ["won_at"] if becomes == "won" else _SIGNS
    known = [joined[name].fill_null(never) for name in signs]
    first = ibis.least(*known) if len(known) > 1 else known[0]
    happened = first < over_after(context.as_of, context.calendar)
    return joined.mutate(prospect_at=ibis.ifelse(happened, first, ibis.null("timestamp('UTC', 6)")))
