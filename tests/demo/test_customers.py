"""Subscriptions: rows of one never overlap, and the hazards are those that were put in."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from merilo.demo import Company
from merilo.demo.clock import Ints
from merilo.demo.customers import RUNS_ON, months_since_start

Z = 4.5


def _near(hits: int, of: int, share: float) -> bool:
    return abs(hits / of - share) <= Z * np.sqrt(share * (1 - share) / of)


def test_rows_of_a_subscription_never_overlap(sql: duckdb.DuckDBPyConnection) -> None:
    overlapping = sql.execute(
        """SELECT count(*) FROM (SELECT starts_on, lag(coalesce(ends_on, DATE '9999-01-01')) OVER (
        PARTITION BY document ORDER BY starts_on) AS before FROM revenue WHERE kind = 'recurring')
        WHERE before > starts_on"""
    ).fetchall()
    assert overlapping == [(0,)]


def test_amounts_are_positive_and_rows_have_a_length(sql: duckdb.DuckDBPyConnection) -> None:
    wrong = sql.execute("SELECT count(*) FROM revenue WHERE amount <= 0 OR ends_on <= starts_on").fetchall()
    assert wrong == [(0,)]


def test_only_won_deals_pay(large: Company) -> None:
    assert (large.deals.status[large.subscriptions.deal] == 1).all()
    assert (large.deals.status[large.invoices.deal] == 1).all()


class _Ledger:
    """What every base subscription paid in every month, rebuilt from its rows alone."""

    def __init__(self, company: Company) -> None:
        subs = company.subscriptions
        last = int(months_since_start(company.staff.clock, np.array([company.staff.clock.days - 1]))[0])
        base = ~subs.addon
        self.number, starts, ends, amount = (getattr(subs, n)[base] for n in ("number", "starts", "ends", "amount"))
        self.starts, self.ends = starts, ends
        self.paid: Ints = np.zeros((self.number.max() + 1, last + 1), dtype=np.int64)
        for n, first, end, money in zip(self.number, starts, ends, amount, strict=True):
            self.paid[n, first : last + 1 if end == RUNS_ON else end] = money


def test_monthly_hazards(large: Company) -> None:
    ledger, facts = _Ledger(large), large.truth.customers
    before, after = ledger.paid[:, :-1], ledger.paid[:, 1:]
    stayed = (before > 0) & (after > 0)
    assert _near(int((stayed & (after < before)).sum()), int(stayed.sum()), facts.contraction)
    assert _near(int((stayed & (after > before)).sum()), int(stayed.sum()), facts.expansion)
    began = np.maximum.accumulate(before > 0, axis=1)
    away = began & (before == 0)
    assert _near(int((away & (after > 0)).sum()), int(away.sum()), facts.reactivation)


def test_churn_of_monthly_and_yearly_customers(large: Company) -> None:
    """A stop in a month that is no anniversary is a monthly customer's; at anniversaries both kinds may stop."""
    ledger, facts = _Ledger(large), large.truth.customers
    first = np.argmax(ledger.paid > 0, axis=1)
    months = np.arange(ledger.paid.shape[1])[None, :]
    age = months - first[:, None]
    had = np.zeros_like(ledger.paid, dtype=bool)
    had[:, 1:] = np.logical_and.accumulate((ledger.paid > 0) | (age < 0), axis=1)[:, :-1] & (age[:, 1:] > 0)
    stopped = had & (ledger.paid == 0)
    off = had & (age % 12 != 0)
    # Before the first anniversary the share of monthly customers sinks with their churn alone.
    early = off & (age < 12)
    share = facts.monthly_share * (1 - facts.churn) ** (age - 1)
    share = share / (share + 1 - facts.monthly_share)
    expected = (share * facts.churn)[early].sum()
    assert abs(int((stopped & early).sum()) - expected) <= Z * np.sqrt(expected)
    year = had & (age == 12)
    mix = facts.monthly_share * (1 - facts.churn) ** 11
    mix = mix / (mix + 1 - facts.monthly_share)
    assert _near(int((stopped & year).sum()), int(year.sum()), mix * facts.churn + (1 - mix) * facts.renewal_loss)


def test_an_addon_never_outlives_its_customer(large: Company) -> None:
    subs = large.subscriptions
    last = int(months_since_start(large.staff.clock, np.array([large.staff.clock.days - 1]))[0])
    paying: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
    rows = zip(subs.addon, subs.deal, subs.starts, subs.ends, strict=True)
    for addon, deal, starts, ends in rows:
        stop = last + 1 if ends == RUNS_ON else min(ends, last + 1)
        paying[bool(addon)] |= {(int(deal), month) for month in range(starts, stop)}
    assert len(paying[True]) > 500
    assert paying[True] <= paying[False]


@pytest.mark.parametrize("kind", ["recurring", "one_off"])
def test_both_kinds_of_revenue_are_there(sql: duckdb.DuckDBPyConnection, kind: str) -> None:
    assert sql.execute("SELECT count(*) FROM revenue WHERE kind = ?", [kind]).fetchall()[0][0] > 100
