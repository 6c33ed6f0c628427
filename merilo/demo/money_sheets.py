"""What customers pay, plans and exchange rates as columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from merilo.demo.clock import Ints
from merilo.demo.columns import Columns, currencies, days, ids, same, seller_ids, words
from merilo.demo.company import Company
from merilo.demo.costs import spend
from merilo.demo.customers import RUNS_ON
from merilo.demo.money import MONEY_KPI, Target, euro_rates, plans, rate_days
from merilo.demo.parameters import OTHER_CURRENCY
from merilo.demo.role_plans import role_plans


def subscriptions(company: Company, rows: Ints) -> Columns:
    """The subscription rows with these numbers."""
    subs = company.subscriptions
    deal, amount = subs.deal[rows], pa.array(subs.amount[rows])
    products = [*(f"{p.product} subscription" for p in company.truth.pipelines), "Polaris Analytics"]
    addon = len(products) - 1
    return {
        "source_id": ids("R-", rows),
        "account": ids("A-", company.deals.lead[deal]),
        "seller": seller_ids(company, _keeper(company)[deal]),
        "product": words(products, np.where(subs.addon[rows], addon, company.deals.pipeline[deal])),
        "document": ids("S-", subs.number[rows]),
        "starts_on": _month_starts(company, subs.starts[rows]),
        "ends_on": _month_starts(company, subs.ends[rows]),
        "amount": amount,
        "currency": currencies(company, deal),
        "kind": same("recurring", rows),
        "per": same("month", rows),
    }


def _keeper(company: Company) -> Ints:
    """Who looks after each deal's customer on the last day."""
    keeper: Ints = company.staff.owner[company.deals.seller, company.staff.clock.days - 1]
    return keeper


def _month_starts(company: Company, months: Ints) -> pa.Array:
    days = (np.datetime64(company.staff.clock.start, "M") + months).astype("datetime64[D]")
    return pa.array(days, pa.date32(), mask=months == RUNS_ON)


def invoices(company: Company, rows: Ints) -> Columns:
    """The single sales with these numbers."""
    invoices = company.invoices
    deal = invoices.deal[rows]
    return {
        "source_id": ids("I-", rows),
        "account": ids("A-", company.deals.lead[deal]),
        "seller": seller_ids(company, _keeper(company)[deal]),
        "product": same("Set-up and training", rows),
        "document": ids("INV-", rows),
        "starts_on": days(company, invoices.day[rows]),
        "ends_on": pa.nulls(len(rows), pa.date32()),
        "amount": pa.array(invoices.amount[rows]),
        "currency": currencies(company, deal),
        "kind": same("one_off", rows),
        "per": same("row", rows),
    }


def targets(company: Company, rows: Ints) -> Columns:
    """All plans; small, so `rows` is not looked at."""
    truth, clock, base = company.truth, company.staff.clock, company.truth.base_currency
    found = plans(truth, clock, company.deals) + role_plans(truth, clock, company.meetings)
    return {
        "source_id": pa.array([_name(t) for t in found], pa.string()),
        "kpi": pa.array([t.kpi for t in found], pa.string()),
        "scope": pa.array([t.scope for t in found], pa.string()),
        "subject": pa.array([t.subject or None for t in found], pa.string()),
        "starts_on": pa.array([t.first for t in found], pa.date32()),
        "ends_on": pa.array([t.last for t in found], pa.date32()),
        "low": pa.array([t.low for t in found], pa.float64()),
        "high": pa.array([t.high for t in found], pa.float64()),
        "currency": pa.array([base if t.kpi == MONEY_KPI else None for t in found], pa.string()),
    }


def _name(target: Target) -> str:
    parts = (target.kpi, target.scope, target.subject, str(target.first), str(target.last))
    return "|".join(part for part in parts if part)


def costs(company: Company, rows: Ints) -> Columns:
    """All costs; small, so `rows` is not looked at."""
    found = spend(company.truth, company.staff.clock, company.subscriptions)
    return {
        "source_id": ids("K-", np.arange(len(found)), 5),
        "purpose": pa.array([c.purpose for c in found], pa.string()),
        "starts_on": pa.array([c.first for c in found], pa.date32()),
        "ends_on": pa.array([c.last for c in found], pa.date32()),
        "amount": pa.array([c.amount for c in found], pa.int64()),
        "currency": pa.array([company.truth.base_currency] * len(found), pa.string()),
        "seller": pa.array([c.seller or None for c in found], pa.string()),
        "team": pa.array([c.team or None for c in found], pa.string()),
        "source_detail": pa.array([c.detail for c in found], pa.string()),
    }


def rates(company: Company, rows: Ints) -> Columns:
    """All exchange rates; small, so `rows` is not looked at."""
    time, base = company.staff.clock, company.truth.base_currency
    days = rate_days(time)
    return {
        "source_id": pa.array([f"{OTHER_CURRENCY}|{base}|{day}" for day in days]),
        "currency": pa.array([OTHER_CURRENCY] * len(days)),
        "day": pa.array(days),
        "rate": pa.array(euro_rates(company.truth, time)),
        "base": pa.array([base] * len(days)),
    }
