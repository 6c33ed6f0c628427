"""Customers by the period of their first payment, and what is left of them in every period since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, number_of, start_of_number
from merilo.kpis.columns import without
from merilo.kpis.declaration import Anchor, Beside, Better, Family, Kpi, Part, Ratio, Share, Unit
from merilo.kpis.retention.paid import (
    KIND,
    LEFT_OUT,
    NEGATIVE,
    REVENUE_CUTS,
    WITHOUT_ACCOUNT,
    WITHOUT_RATE,
    line_columns,
    paid_amounts,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MONEY = "decimal(38, 4)"


def cohort_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per customer and period, from its first payment to the last day that the data reach.

    Cut by seller, product …, a customer stays with what it began with: the largest line of its first period.
    """
    lines = line_columns(context)
    paid = _per_customer(paid_amounts(facts, context, lines), lines)
    if context.policies["negative"] == "keep":
        paid = _from_the_first_payment(paid)
    every = _every_period_since(_begun(paid, lines), context)
    then = paid.select(paid_account="account", paid_number="number", amount="amount")
    return _as_rows(
        every.left_join(then, [every.account == then.paid_account, every.number == then.paid_number]), context, lines
    )


def _per_customer(amounts: ir.Table, lines: tuple[str, ...]) -> ir.Table:
    """What the customer paid in a period over all lines, and beside it its largest line."""
    if not lines:
        return amounts
    order = [ibis.desc(amounts.amount), *(amounts[name].fill_null("") for name in lines)]
    place = ibis.row_number().over(ibis.window(group_by=["account", "number"], order_by=order))
    placed = amounts.mutate(place=place)
    largest = {name: placed[name].max(where=placed.place == 0) for name in lines}
    return placed.group_by(["account", "number"]).agg(amount=placed.amount.sum(), **largest)


def _from_the_first_payment(paid: ir.Table) -> ir.Table:
    """Without refunds before any payment: they begin no cohort."""
    paying = ibis.ifelse(paid.amount > 0, paid.number, None)
    begun = paid.mutate(begun=paying.min().over(ibis.window(group_by="account")))
    return without(begun.filter(begun.number >= begun.begun), "begun")


def _begun(paid: ir.Table, lines: tuple[str, ...]) -> ir.Table:
    """Per customer: the period in which it first paid, what it paid then, and the line that it began with."""
    history = ibis.window(group_by="account", order_by="number")
    known = paid.mutate(**{name: paid[name].first(include_null=True).over(history) for name in lines})
    return known.group_by("account").agg(
        begun=known.number.min(),
        first_amount=known.amount.argmin(known.number),
        **{name: known[name].max() for name in lines},
    )


def _every_period_since(begun: ir.Table, context: Context) -> ir.Table:
    last = number_of(context.horizon, context.every or Period.MONTH, context.calendar)
    return begun.mutate(number=ibis.range(begun.begun, last + 1).unnest())


def _as_rows(known: ir.Table, context: Context, lines: tuple[str, ...]) -> ir.Table:
    period, calendar = context.every or Period.MONTH, context.calendar
    return known.select(
        "account", *lines, "first_amount",
        fact=ibis.literal("accounts"), id=known.account,
        day=end_of_number(known.number, period, calendar),
        period=start_of_number(known.number, period, calendar),
        cohort=start_of_number(known.begun, period, calendar),
        age=known.number - known.begun,
        size=ibis.literal(1, "int64"),
        active=(known.amount > 0).fill_null(False).cast("int64"),
        amount=known.amount.fill_null(ibis.literal(0).cast(_MONEY)),
    )  # fmt: skip


COHORTS = Kpi(
    name="cohorts",
    family=Family.RETENTION,
    label=N_("Cohorts"),
    question=N_("Of the customers who began together, how many still pay, and how much?"),
    formula=N_("customers who pay in the period / all customers who first paid in the cohort's period"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("revenue",),
    money=("revenue",),
    rows=cohort_rows,
    parts=(
        Part("size", N_("Customers of the cohort"), Unit.COUNT),
        Part("active", N_("Customers who pay"), Unit.COUNT),
        Part("amount", N_("Revenue"), Unit.MONEY),
        Part("first_amount", N_("Revenue of the first period"), Unit.MONEY),
    ),
    value=Share("active", "size"),
    beside=(
        Beside(
            "revenue_left",
            N_("Revenue left of the first period's"),
            Unit.SHARE,
            Ratio(plus=("amount",), out_of="first_amount", sampled=True),
        ),
    ),
    n="size",
    n_is=N_("customers who first paid in this period or before"),
    enough=20,
    cuts=("cohort", "age", *REVENUE_CUTS),
    anchor=Anchor.PERIOD,
    compares=True,
    policies=(KIND, NEGATIVE),
    checks=(LEFT_OUT, WITHOUT_RATE, WITHOUT_ACCOUNT),
    traps=(
        N_("Young cohorts have had less time: compare cohorts at the same age, not in the same period."),
        N_("Nobody knows who paid before the data begin: in the first cohort old customers stand beside new ones."),
        N_("A customer who pauses is missing in that period and back in a later one: the share may rise again."),
        N_("Cut by seller or product, a customer stays with what it began with, whoever serves it now."),
    ),
    advice=N_("Find the age at which most are lost, and ask what happens to a customer then."),
)
