"""How many companies are reached, and how many of them for the first time in long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.kpis.calendar_cut import end_of_number, period_number, period_start
from merilo.kpis.cuts import COMPANY, PEOPLE, attach
from merilo.kpis.declaration import Anchor, Aside, Beside, Better, Check, Family, Kpi, Part, Policy, Rate, Total, Unit
from merilo.kpis.prospecting.approaches import contacts_by_period
from merilo.kpis.prospecting.outbound import WITHOUT_RATE, by_day_looked_at, outbound, splits_time, worked
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_KNOWN = ("id", "account", "seller", "source")


def touched_accounts(facts: Facts, context: Context) -> ir.Table:
    """One row per account and period in which it was touched, for the seller of its first touch there.

    Team, manager and role are those of the day of that touch; the row's day is the period's last, so that a period
    is counted whole or not at all.
    """
    every = context.every or Period.MONTH
    found = contacts_by_period(facts, context, every)
    found = found.filter(found["first"].notnull())
    rows = found.select(
        "account", "period", fact=ibis.literal("accounts"), id="account", accounts=ibis.literal(1, "int64"),
        seller=found["first"]["seller"], source=found["first"]["source"], day=found["first"]["at"].cast("date"),
    )  # fmt: skip
    rows = attach(rows, sorted(context.cuts & set(PEOPLE)), facts, context)
    return rows.mutate(day=end_of_number(period_number(rows.period, every, context.calendar), every, context.calendar))


def newly_touched(facts: Facts, context: Context) -> ir.Table:
    """One row per outbound touch that begins with an account, then one per seller and working day (see `touches`)."""
    began = _beginnings(facts, context)
    return ibis.union(began, _days(facts, context)) if splits_time(context, PEOPLE) else began


def _beginnings(facts: Facts, context: Context) -> ir.Table:
    contacts = _contacts(facts, context)
    by_account = ibis.window(group_by="account", order_by="period")
    before = contacts.mutate(before=contacts.last_at.lag().over(by_account))
    # No window is as short as a month, so only a month's first contact can follow such a pause; ours, when it is.
    ours = before["first"]["at"]
    maybe = before.filter(before["first"].notnull(), (ours < before.theirs_at).fill_null(True))
    first, window = maybe["first"], int(context.policies["window"])
    days = maybe.select(
        "account", **{name: first[name] for name in ("id", "seller", "source")},
        day=first["at"].cast("date"), before=maybe.before.cast("date"),
        first_day=facts.touches["at"].min().as_scalar().cast("date"),
    )  # fmt: skip
    new = days.filter(days.before.isnull() | (days.day.delta(days.before, unit="day") > window))
    unsure = new.before.isnull() & (new.day.delta(new.first_day, unit="day") <= window)
    found = shared(new.select(*_KNOWN, "day", unsure=unsure), "new_accounts")
    return found.select(
        *_KNOWN, "day", fact=ibis.literal("touches"),
        new_accounts=(~found.unsure).cast("int64"), working_days=ibis.literal(0, "int64"),
        unsure=found.unsure.cast("int64"),
        no_time=ibis.literal(0 if splits_time(context, PEOPLE) else 1, "int64"),
    )  # fmt: skip


def _contacts(facts: Facts, context: Context) -> ir.Table:
    """Accounts by month, as in `contacts_by_period`; every held meeting is a contact too, and none of our touches."""
    touched = contacts_by_period(facts, context, Period.MONTH)
    meetings = facts.meetings
    held = meetings.filter(meetings.status == "held", meetings.account.notnull())
    month = period_start(held.starts_at.cast("date"), Period.MONTH, context.calendar)
    met = held.select(
        "account", period=month, first=ibis.null(touched["first"].type()), theirs_at="starts_at", last_at="starts_at"
    )
    both = touched.union(met)
    return both.group_by("account", "period").agg(
        first=both["first"].min(), theirs_at=both.theirs_at.min(), last_at=both.last_at.max()
    )


def _days(facts: Facts, context: Context) -> ir.Table:
    days, nothing = worked(facts, context), ibis.literal(0, "int64")
    # Meetings may go back further than anyone kept his touches here.
    days = days.filter(days.day >= facts.touches["at"].min().as_scalar().cast("date"))
    return days.select(
        id=days.seller.concat(":", days.day.cast("string")), account=ibis.null("string"), seller="seller",
        source=ibis.null("string"), day="day", fact=ibis.literal("working_days"),
        new_accounts=nothing, working_days=ibis.literal(1, "int64"), unsure=nothing, no_time=nothing,
    )  # fmt: skip


def _of_no_account(facts: Facts, context: Context) -> ir.Table:
    touches = by_day_looked_at(outbound(facts, "at", "account"), context)
    return touches.filter(touches.account.isnull()).agg(n=lambda t: t.count())


NO_ACCOUNT = Check(N_("{n} outbound touches name no account and are not counted."), _of_no_account)

ACCOUNTS_TOUCHED = Kpi(
    name="accounts_touched",
    family=Family.PROSPECTING,
    label=N_("Accounts touched"),
    question=N_("How many different companies were reached out to in each period?"),
    formula=N_("distinct accounts with an outbound touch in the period; each counts once, for the seller who touched "
               "it first in that period"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    needs=("touches",),
    rows=touched_accounts,
    parts=(Part("accounts", N_("Accounts touched"), Unit.COUNT),),
    value=Total("accounts"),
    n="accounts",
    n_is=N_("accounts touched"),
    enough=1,
    cuts=(*PEOPLE, *COMPANY, "source"),
    anchor=Anchor.PERIOD,
    checks=(NO_ACCOUNT,),
    traps=(
        N_("Months cannot be added: an account touched in each of three months is one account of the quarter."),
        N_("An account that two sellers touch counts for the first of them, so that sellers add up to the company."),
        N_("A period is always counted whole, whatever day the question begins or ends with."),
    ),
    advice=N_("Many touches on few accounts are thoroughness or fear of strangers: look at new accounts beside it."),
)  # fmt: skip

NEW_ACCOUNTS_TOUCHED = Kpi(
    name="new_accounts_touched",
    family=Family.PROSPECTING,
    label=N_("New accounts touched"),
    question=N_("How many companies were reached out to that nobody had been in touch with for long?"),
    formula=N_("accounts whose outbound touch follows no touch, of either side, and no held meeting in the days of the "
               "window before it; by the day of that touch and for its seller"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    needs=("touches", "meetings", "absences"),
    rows=newly_touched,
    parts=(
        Part("new_accounts", N_("New accounts touched"), Unit.COUNT),
        Part("working_days", N_("Working days"), Unit.COUNT),
    ),
    value=Total("new_accounts"),
    beside=(
        Beside("per_week", N_("New accounts per week"), Unit.PER_WEEK, Rate("new_accounts", "working_days")),
    ),
    n="new_accounts",
    n_is=N_("new accounts touched"),
    enough=1,
    cuts=(*PEOPLE, *COMPANY, "source"),
    policies=(Policy("window", ("90", "180", "365"), "180", N_("days without contact that make an account new")),),
    asides=(
        Aside("unsure", N_("{n} accounts are touched too soon after the data begin to tell whether they are new; they "
                           "are not counted.")),
        WITHOUT_RATE,
    ),
    checks=(NO_ACCOUNT,),
    traps=(
        N_("Where the data begin every account looks new: none is counted until the window has passed."),
        N_("An account that rests for longer than the window is new again, also when it is an old customer."),
    ),
    advice=N_("Set it beside accounts touched: who only works known names runs dry when their deals are done."),
)  # fmt: skip
