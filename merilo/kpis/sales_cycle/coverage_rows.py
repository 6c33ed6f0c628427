"""Open deals, and the targets that they have to fill less what is already won: the rows behind coverage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.kpis.columns import without
from merilo.kpis.cuts import PEOPLE, attach
from merilo.kpis.money import MONEY, convert
from merilo.kpis.ratios.deals import WON_AMOUNT
from merilo.kpis.sales_cycle.deal_state import FIELDS, deals_then

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

AMOUNTS = ("amount", "weighted", "left", "target", "won", "uncovered")
COUNTS = ("deals", "targets", "no_rate", "no_amount", "no_probability", "no_target")
_NOTHING, _NONE = ibis.literal(0).cast(MONEY), ibis.literal(0, "int64")
_ORGANISATION = frozenset(PEOPLE) - {"seller"}


def coverage_rows(facts: Facts, context: Context) -> ir.Table:
    """Open deals, targets of the period and deals won in it, one under another; won ones only where there is a target.

    `left` is the target, less what is won; the open deals of those without a target are in `uncovered` only.
    """
    held = _holders(facts, context)
    return ibis.union(_targets(facts, context), _open(facts, context, held), _won(facts, context, held))


def period_of(context: Context) -> tuple[date, date]:
    """First and last day of the period whose target is to be filled: that which holds the day looked at."""
    period = Period(context.policies["period"])
    start = context.calendar.start(context.as_of, period)
    return start, context.calendar.next(context.as_of, period) - timedelta(days=1)


def targets_of(facts: Facts, context: Context) -> ir.Table:
    """The targets that lie in the period; where a person has several, those that follow upon one another.

    A quarter's target beside those of its months is counted alone: the longest that begins first holds.
    """
    start, end = period_of(context)
    targets = facts.targets
    inside = targets.filter(
        targets.kpi == WON_AMOUNT.name, targets.scope == context.policies["scope"],
        targets.starts_on >= start, targets.ends_on <= end,
    )  # fmt: skip
    inside = inside.select("id", "starts_on", "ends_on", "low", "currency", subject=inside.subject.fill_null(""))
    order = [inside.starts_on, ibis.desc(inside.ends_on), inside.id]
    earlier = ibis.window(group_by="subject", order_by=order, preceding=(None, 1))
    laid = inside.mutate(taken_to=inside.ends_on.max().over(earlier))
    return without(laid.filter(laid.taken_to.isnull() | (laid.starts_on > laid.taken_to)), "taken_to")


def open_deals(facts: Facts, context: Context) -> ir.Table:
    """Deals that are open at the end of the day looked at."""
    everything = deals_then(facts, context, FIELDS) if context.dated else facts.deals
    return everything.filter(everything.status == "open")


def _asked(context: Context) -> frozenset[str]:
    """Which of team, manager and role the question or the scope of the targets needs."""
    return _ORGANISATION & (context.cuts | {context.policies["scope"]})


def _holders(facts: Facts, context: Context) -> ir.Table:
    return targets_of(facts, context).select(holder="subject").distinct()


def _targets(facts: Facts, context: Context) -> ir.Table:
    scope = context.policies["scope"]
    targets = targets_of(facts, context)
    rows = targets.select(
        # A target is set in the reporting currency unless it says otherwise.
        "id", "subject", day="starts_on", currency=targets.currency.fill_null(context.currency),
        amount=targets.low.cast(MONEY), seller=targets.subject if scope == "seller" else ibis.null("string"),
    )  # fmt: skip
    rows = convert(rows, facts, context)
    if _asked(context):  # those of the day looked at, not of the day that the rate is of
        rows = _today(rows, context)
    if scope == "seller":
        rows = attach(rows, sorted(_asked(context)), facts, context)
    else:
        asked = sorted(_asked(context))
        rows = rows.mutate(**{n: rows.subject if n == scope else ibis.null("string") for n in asked})
    return _filled(rows, "targets", context, target=rows.amount, left=rows.amount, targets=ibis.literal(1, "int64"))


def _open(facts: Facts, context: Context, held: ir.Table) -> ir.Table:
    deals = open_deals(facts, context)
    if context.policies["deals"] == "expected":
        deals = deals.filter(deals.expected_close_on <= period_of(context)[1])
    rows = deals.select("id", "seller", "pipeline", "stage", "currency", "amount", day=ibis.literal(context.as_of))
    rows = _with_probability(attach(convert(rows, facts, context), sorted(_asked(context)), facts, context), facts)
    rows = _with_holder(rows, held, context)
    mine = rows.holder.notnull()
    weighted = (rows.amount.cast("float64") * rows.probability).cast(MONEY)
    return _filled(
        rows, "deals", context, amount=ibis.ifelse(mine, rows.amount, None), weighted=ibis.ifelse(mine, weighted, None),
        uncovered=ibis.ifelse(mine, None, rows.amount), deals=ibis.literal(1, "int64"),
        no_amount=rows.amount.isnull().cast("int64"), no_probability=rows.probability.isnull().cast("int64"),
        no_target=(~mine).cast("int64"),
    )  # fmt: skip


def _won(facts: Facts, context: Context, held: ir.Table) -> ir.Table:
    """Won in the period by the day looked at. A team keeps what it won; a person takes what he won with him."""
    rows = WON_AMOUNT.rows(facts, context)
    rows = rows.filter(rows.day >= period_of(context)[0], rows.day <= context.as_of)
    rows = rows.select("id", "seller", "currency", "day", "no_rate", worth=rows.amount.cast(MONEY))
    if context.policies["scope"] == "seller":
        rows = _today(rows, context)
    rows = _with_holder(attach(rows, sorted(_asked(context)), facts, context), held, context)
    rows = rows.filter(rows.holder.notnull())
    return _filled(rows, "deals", context, won=rows.worth, left=-rows.worth)


def _today(rows: ir.Table, context: Context) -> ir.Table:
    return rows.mutate(day=ibis.literal(context.as_of))


def _with_holder(rows: ir.Table, held: ir.Table, context: Context) -> ir.Table:
    """`holder` is empty where nobody has a target that the row could count for."""
    scope = context.policies["scope"]
    return rows.left_join(held, (ibis.literal("") if scope == "company" else rows[scope]) == held.holder)


def _with_probability(rows: ir.Table, facts: Facts) -> ir.Table:
    """The CRM's own probability of the deal's stage, in its pipeline; stages without a pipeline are those of all."""
    stages = facts.stages
    named = rows.pipeline.isin(stages.pipeline).fill_null(False)
    rows = rows.mutate(stage_pipeline=ibis.ifelse(named, rows.pipeline, ""))
    known = stages.group_by(known_pipeline=stages.pipeline.fill_null(""), known_stage=stages.name)
    chances = known.agg(probability=stages.crm_probability.max())
    return rows.left_join(chances, [rows.stage_pipeline == chances.known_pipeline, rows.stage == chances.known_stage])


def _filled(rows: ir.Table, fact: str, context: Context, **own: ir.Value) -> ir.Table:
    """All columns of a row: what it has of its own, and nothing of the others."""
    empty = dict.fromkeys(AMOUNTS, _NOTHING) | {name: _NONE for name in COUNTS if name != "no_rate"}
    values = {name: value.cast(MONEY) if name in AMOUNTS else value for name, value in own.items()}
    return rows.select(
        "id", "seller", *sorted(_asked(context)), "currency", "no_rate",
        **empty | values, fact=ibis.literal(fact), day=ibis.literal(context.as_of),
    )  # fmt: skip
