"""Contracts that end soon, and how many of those that ended were renewed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import as_day, over_after
from merilo.kpis.declaration import Anchor, Aside, Beside, Better, Family, Kpi, Part, Policy, Share, Total, Unit
from merilo.kpis.money import NO_RATE, convert
from merilo.kpis.retention.paid import REVENUE_CUTS, WITHOUT_ACCOUNT
from merilo.kpis.retention.revenue_rows import COLUMNS, rate_per

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_LATE = timedelta(days=31)
_LOOK_BACK = timedelta(days=365)


def renewal_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per contract that ends within the days of the policy, or ended in the year up to the data's last day."""
    contracts = _contracts(facts, context)
    followed = _followed(contracts, facts, context)
    joined = contracts.left_join(followed, contracts.id == followed.followed_id)
    is_due, goes_on = joined.ends_on > ibis.literal(context.as_of), joined.followed_id.notnull()
    recent = joined.ends_on > ibis.literal(context.horizon - _LATE)
    rows = joined.select(
        *COLUMNS, amount=ibis.ifelse(is_due, rate_per(joined, Period.MONTH), None),
        fact=ibis.literal("revenue"), day=ibis.literal(context.as_of),
        due=is_due.cast("int64"), renewed_already=(is_due & goes_on).cast("int64"),
        ended=(~is_due).cast("int64"), renewed=(~is_due & goes_on).cast("int64"),
        undecided=(~is_due & ~goes_on & recent).cast("int64"),
    )  # fmt: skip
    exchanged = convert(rows, facts, context)
    return exchanged.mutate(due_amount=exchanged.amount)


def _contracts(facts: Facts, context: Context) -> ir.Table:
    """Those due, and those that ended."""
    revenue = facts.revenue
    today, reached = ibis.literal(context.as_of), ibis.literal(context.horizon)
    last = context.as_of + timedelta(days=int(context.policies["within"]))
    due = (revenue.starts_on <= today) & (revenue.ends_on > today) & (revenue.ends_on <= ibis.literal(last))
    since = ibis.literal(context.horizon - _LOOK_BACK)
    ended = (revenue.ends_on > revenue.starts_on) & (revenue.ends_on > since) & (revenue.ends_on <= reached)
    return revenue.filter(revenue.kind == "recurring", revenue.account.notnull(), due | ended)


def _followed(contracts: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """The contracts that another one of the same customer, and the same product where both name one, goes on from."""
    revenue = facts.revenue
    recurring = revenue.filter(revenue.kind == "recurring", *_known(revenue, context))
    then = recurring.select(
        then_account="account", then_product="product", then_starts="starts_on", then_ends="ends_on"
    )
    ended = contracts.select("id", "account", "product", "starts_on", "ends_on")
    pairs = ended.inner_join(then, ended.account == then.then_account)
    product = (pairs.product == pairs.then_product).fill_null(True)
    in_time = pairs.then_starts <= as_day(pairs.ends_on + ibis.interval(days=_LATE.days))
    beyond = pairs.then_ends.isnull() | (pairs.then_ends > pairs.ends_on)
    # What began no later ran beside it and goes on: losing one of two subscriptions is no renewal of it.
    return (
        pairs.filter(product, pairs.then_starts > pairs.starts_on, in_time, beyond).select(followed_id="id").distinct()
    )


def _known(revenue: ir.Table, context: Context) -> list[ir.BooleanValue]:
    """Whether it was known on the day looked at: it had begun, or Merilo had seen it by then."""
    if not context.dated:
        return []
    begun = revenue.starts_on <= ibis.literal(context.as_of)
    return [begun | (revenue.observed_at < over_after(context.as_of, context.calendar))]


RENEWALS_DUE = Kpi(
    name="renewals_due",
    family=Family.RETENTION,
    label=N_("Renewals due"),
    question=N_("Which contracts end soon, what are they worth, and how many are renewed?"),
    formula=N_(
        "contracts that end within 30, 60 or 90 days after the day; amount: their rate for a month at the end; renewal "
        "rate: of the contracts that ended in the 365 days before, those that another contract of the customer went "
        "on from, begun no later than 31 days after the end"
    ),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    needs=("revenue",),
    money=("revenue",),
    rows=renewal_rows,
    parts=(
        Part("due", N_("Contracts due"), Unit.COUNT),
        Part("due_amount", N_("Due amount per month"), Unit.MONEY),
        Part("renewed_already", N_("Due and already renewed"), Unit.COUNT),
        Part("ended", N_("Contracts that ended"), Unit.COUNT),
        Part("renewed", N_("Ended and renewed"), Unit.COUNT),
    ),
    value=Total("due"),
    beside=(Beside("renewal_rate", N_("Renewal rate"), Unit.SHARE, Share("renewed", "ended")),),
    n="due",
    n_is=N_("contracts due"),
    enough=1,
    cuts=REVENUE_CUTS,
    anchor=Anchor.AS_OF,
    policies=(Policy("within", ("30", "60", "90"), "90", N_("a contract is due that ends within so many days")),),
    asides=(
        NO_RATE,
        Aside(
            "undecided",
            N_("{n} of the contracts that ended ({share}) did so in the last 31 days and may still be renewed."),
            "ended",
        ),
    ),
    checks=(WITHOUT_ACCOUNT,),
    traps=(
        N_("A line replaced by another on the day that it ends is a renewal, also at another price."),
        N_("Where products are not named, any later contract of the customer counts as the renewal."),
        N_("A contract that is prolonged by changing its end is never seen to end, and so not to be renewed."),
        N_("As of a past day a renewal counts once it had begun or was seen: when it was signed is not known."),
        N_("A contract whose end was only set later is due on a past day too, though nobody knew it then."),
    ),
    advice=N_("Talk first to the largest that are not renewed yet, while there is still time to."),
)
