"""What becomes of those who are touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.columns import without
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import (
    Aside,
    Beside,
    Better,
    Chance,
    Check,
    Course,
    Family,
    Kpi,
    Part,
    Policy,
    Share,
    Unit,
)
from merilo.kpis.prospecting.approaches import first_approaches
from merilo.kpis.prospecting.prospects import accounts_becoming, leads_becoming

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def touched(facts: Facts, context: Context) -> ir.Table:
    """One row per lead (or account) that was touched, on the day of the first touch: did it become a prospect in time?

    A lead's seller is its owner, so is an account's; an account has no origin of its own.
    """
    rows = _leads(facts, context) if context.policies["unit"] == "lead" else _accounts(facts, context)
    rows = rows.mutate(prospect_on=rows.prospect_at.cast("date"))
    waited = rows.prospect_on.delta(rows.day, unit="day")
    within, horizon = context.policies["within"], ibis.literal(context.horizon)
    if within == "ever":
        over, became = ibis.literal(True), rows.prospect_on.notnull()
    else:
        over = horizon.delta(rows.day, unit="day") >= int(within)
        became = (waited <= int(within)).fill_null(False)
    # A lead without a first day is in no cohort, but it is not immature either.
    mature = over.fill_null(True)
    known = (rows.prospect_on <= horizon).fill_null(False)
    followed = ibis.greatest(ibis.ifelse(known, rows.prospect_on, horizon).delta(rows.day, unit="day"), 0)
    return rows.select(
        "id", "origin", "source_detail", "account", "seller", "source", "day", "fact",
        prospects=(mature & became).cast("int64"), leads=mature.cast("int64"), immature=(~mature).cast("int64"),
        before=(waited < 0).fill_null(False).cast("int64"), followed=ibis.literal(1, "int64"),
        unseen_days=ibis.literal(0, "int64"), days=ibis.ifelse(rows.day.isnull(), ibis.null("int64"), followed),
        outcome=known.cast("int64"),
    )  # fmt: skip


def _leads(facts: Facts, context: Context) -> ir.Table:
    leads = facts.leads.mutate(seller=facts.leads.owner, fact=ibis.literal("leads"))
    return leads_becoming(_with_start(leads, "lead", facts, context), facts, context, context.policies["becomes"])


def _accounts(facts: Facts, context: Context) -> ir.Table:
    accounts = facts.accounts.select(
        "id", "source", "created_at", seller="owner", account="id", fact=ibis.literal("accounts"),
        **dict.fromkeys(("origin", "source_detail"), ibis.null("string")),
    )  # fmt: skip
    begun = _with_start(accounts, "account", facts, context)
    return accounts_becoming(begun, facts, context, context.policies["becomes"])


def _with_start(subjects: ir.Table, unit: str, facts: Facts, context: Context) -> ir.Table:
    """`day`: when it was first touched; who was not is left out. Policy `start = created`: when it was entered."""
    if context.policies["start"] == "created":
        return subjects.mutate(day=subjects.created_at.cast("date"))
    first = first_approaches(facts, context, unit)
    joined = subjects.inner_join(first, subjects.id == first.touched)
    return without(joined.mutate(day=joined.first_at.cast("date")), "touched", "first_at")


def _asked(context: Context, unit: str) -> ir.Value:
    return ibis.literal(context.policies["start"] == "first_touch" and context.policies["unit"] == unit)


def _untouched(facts: Facts, context: Context) -> ir.Table:
    touched = facts.touches.filter(facts.touches.direction == "outbound").select(touched="lead")
    leads = facts.leads
    never = leads.anti_join(touched, leads.id == touched.touched)
    return never.filter(_asked(context, "lead")).agg(n=lambda t: t.count())


def _without_lead(facts: Facts, context: Context) -> ir.Table:
    touches = facts.touches
    unnamed = touches.filter(_asked(context, "lead"), touches.direction == "outbound", touches.lead.isnull())
    return unnamed.agg(n=lambda t: t.count())


def _without_account(facts: Facts, context: Context) -> ir.Table:
    touches = facts.touches
    unnamed = touches.filter(_asked(context, "account"), touches.direction == "outbound", touches.account.isnull())
    return unnamed.agg(n=lambda t: t.count())


_MATURE = Share("prospects", "leads")
_TO_PROSPECT = Course("to_prospect", N_("Became a prospect"), since="unseen_days", until="days", outcome="outcome")


def _within(kpi: Kpi, policies: Mapping[str, str]) -> Kpi:
    """The days allowed; without a limit, or without those who still have time, it is the plain share."""
    if policies["within"] == "ever" or policies["young"] == "left_out":
        return replace(
            kpi,
            formula=N_("leads that were qualified, met or got a deal within the days allowed / leads first touched, by "
                       "the day of the first touch; leads whose days are not over are in neither"),
            value=_MATURE, beside=(), n="leads",
            n_is=N_("leads (or accounts) whose time to become a prospect is over"),
        )  # fmt: skip
    return replace(kpi, value=Chance(_TO_PROSPECT, plainly=_MATURE, within=int(policies["within"])))


TOUCH_TO_PROSPECT = Kpi(
    name="touch_to_prospect",
    family=Family.PROSPECTING,
    label=N_("Touch to prospect"),
    question=N_("Of the leads (or accounts) that we began to touch, how many became real prospects in time?"),
    formula=N_("share of the leads first touched that was qualified, met or got a deal within the days allowed "
               "(Kaplan-Meier), by the day of the first touch: leads whose days are not over count as far as they were "
               "followed. Beside it the plain share of those whose days are over"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("leads", "accounts", "touches", "meetings", "deals"),
    rows=touched,
    parts=(
        Part("prospects", N_("Became prospects"), Unit.COUNT),
        Part("leads", N_("Leads (or accounts) whose time is over"), Unit.COUNT),
        Part("immature", N_("Leads (or accounts) whose time is not over"), Unit.COUNT),
        Part("followed", N_("Leads (or accounts) followed"), Unit.COUNT),
    ),
    value=Chance(_TO_PROSPECT, plainly=_MATURE, within=90),
    beside=(Beside("of_mature", N_("Of those whose time is over"), Unit.SHARE, _MATURE),),
    n="followed",
    n_is=N_("leads (or accounts) followed"),
    enough=30,
    cuts=(*PEOPLE, "origin", "source_detail", *COMPANY, "source"),
    policies=(
        Policy("within", ("30", "60", "90", "ever"), "90", N_("days that there are to become a prospect")),
        Policy("becomes", ("prospect", "won"), "prospect", N_("what it must become: a prospect, or a won deal")),
        Policy("unit", ("lead", "account"), "lead", N_("what is followed: a lead, or a whole account")),
        Policy("start", ("first_touch", "created"), "first_touch", N_("what puts it into its cohort")),
        Policy("young", ("followed", "left_out"), "followed",
               N_("those who still have time: counted as far as they were followed, or left out")),
    ),
    asides=(
        Aside("immature", N_("{n} of them still have time to become prospects.")),
        Aside("before", N_("{n} of them were prospects before their first day here; they count as prospects.")),
    ),
    checks=(
        Check(N_("{n} leads were never touched and are in no cohort."), _untouched),
        Check(N_("{n} outbound touches name no lead: nobody's first touch."), _without_lead),
        Check(N_("{n} outbound touches name no account: nobody's first touch."), _without_account),
    ),
    traps=(
        N_("A young cohort has had no time: it is shown as such, never as a fall."),
        N_("An account may have been a customer for years before its first recorded touch: it counts as a prospect, "
           "and how many there are is said."),
        N_("A prospect is counted in the period of its first touch, not in that in which it became one."),
    ),
    advice=N_("Compare origins first: the same effort brings very different shares by where a lead comes from."),
    by_policy=_within,
)  # fmt: skip
