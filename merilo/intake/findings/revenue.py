"""Revenue and targets: money without a customer, below cost, in half a period; targets without sales."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import timedelta

from merilo.core.sql import quoted
from merilo.core.text import N_, _, dated
from merilo.intake.findings.ground import Check, Ground, some
from merilo.sources.raw import Finding

_WHOLE_MONTH_BUT = 3  # days that may be missing at a month's end: a weekend
_LEADING_ROLES = "manager|director|head|chief|vp|vice president|руковод|директор|начальник"
_LEADS = f"regexp_matches(lower(s.role), '{_LEADING_ROLES}')"


def _without_account(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("revenue", "account"):
        return []
    relation = ground.computed.finals["revenue"].relation
    rows, money = ground.one(f"SELECT count(*), sum(amount) FROM {relation} WHERE account IS NULL")
    message = _("rows of revenue name no customer; together {money}").format(money=f"{money or 0:,.2f}")
    return some("revenue_without_account", message, (rows, ()), "revenue")


def _signs(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("revenue", "amount"):
        return
    relation = ground.computed.finals["revenue"].relation
    example = "coalesce(document, source_id)" if ground.gives("revenue", "document") else "source_id"
    negative = ground.counted(relation, "amount < 0", example)
    yield from some(
        "revenue_negative", _("rows of revenue are below zero: returns, cancellations, debts"), negative, "revenue"
    )
    zero = ground.counted(relation, "amount = 0", example)
    yield from some("revenue_zero", _("rows of revenue are zero"), zero, "revenue")


def _last_month(ground: Ground) -> Iterable[Finding]:
    """A month that the data ends in the middle of looks like churn."""
    if not ground.gives("revenue", "starts_on"):
        return []
    one_off = f"SELECT max(starts_on) FROM {ground.facts('revenue')} WHERE kind = 'one_off' AND per = 'row'"
    last = ground.one(one_off)[0]
    if last is None:
        return []
    days = calendar.monthrange(last.year, last.month)[1]
    if days - last.day <= _WHOLE_MONTH_BUT:
        return []
    message = _(
        "days of the last month are missing, because the data ends on {day}; it must not count as churn"
    ).format(day=dated(last))
    return some("last_period_incomplete", message, (days - last.day, (str(last + timedelta(days=1)),)), "revenue")


def _below_cost(ground: Ground) -> Iterable[Finding]:
    final = ground.final("revenue")
    if final is None or "_check_cost" not in final.columns:
        return []
    counted = ground.counted(final.relation, "_check_cost > amount")
    return some("sold_below_cost", _("rows of revenue are below their cost"), counted, "revenue")


def _not_listed(ground: Ground) -> Iterable[Finding]:
    """Values that should occur together in another file, such as a seller and a region."""
    for part in ground.computed.parts:
        for number, listed in enumerate(part.entry.listed):
            name = quoted(f"_listed_{number}")
            money = "sum(amount)" if "amount" in part.columns else "NULL"
            rows, total = ground.one(f"SELECT count(*), {money} FROM {part.relation} WHERE NOT {name}")
            message = _("rows of {table} have {columns} that {file} does not list together").format(
                table=part.entry.to, columns=" + ".join(listed.columns), file=listed.file
            )
            if total is not None:
                message = _("{message}; together {money}").format(message=message, money=f"{total:,.2f}")
            yield from some("not_listed_together", message, (rows, ()), part.entry.to)


def _targets_after_last_sale(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("targets"):
        return []
    last = ground.one(
        f"SELECT greatest((SELECT max(starts_on) FROM {ground.facts('revenue')}), "
        f"(SELECT max(CAST(closed_at AS DATE)) FROM {ground.facts('deals')}))"
    )[0]
    if last is None:
        return []
    counted = ground.counted(ground.facts("targets"), f"starts_on > DATE '{last}'")
    message = _("targets lie after the last sale ({day})").format(day=dated(last))
    return some("targets_after_last_sale", message, counted, "targets")


def _targets_of_managers(ground: Ground) -> Iterable[Finding]:
    """A manager's target usually is the sum of his people's: adding all targets would count them twice."""
    if not ground.gives("targets"):
        return []
    relation = (
        f"(SELECT s.name || coalesce(' (' || s.role || ')', '') AS who, s.id FROM {ground.facts('targets')} t "
        f"JOIN {ground.facts('sellers')} s ON t.subject = s.id WHERE t.scope = 'seller' AND ({_LEADS} OR s.id IN "
        f"(SELECT manager FROM {ground.facts('memberships')} WHERE manager IS NOT NULL)))"
    )
    rows = ground.one(f"SELECT count(*) FROM {relation}")[0]
    people = tuple(row[0] for row in ground.rows(f"SELECT DISTINCT who FROM {relation} ORDER BY 1"))
    message = _("targets are of people who lead others: added to their sellers' targets they would count twice")
    return some("targets_of_managers", message, (rows, people), "targets")


CHECKS = (
    Check("revenue_without_account", N_("Which revenue has no customer?"), _without_account),
    Check("revenue_signs", N_("Which revenue is zero or below?"), _signs),
    Check("last_period_incomplete", N_("Is the last month whole?"), _last_month),
    Check("sold_below_cost", N_("What was sold below cost?"), _below_cost),
    Check("not_listed_together", N_("Which values are not listed together elsewhere?"), _not_listed),
    Check("targets_after_last_sale", N_("Do targets lie after the last sale?"), _targets_after_last_sale),
    Check("targets_of_managers", N_("Whose targets are sums of others' targets?"), _targets_of_managers),
)
