"""What won customers pay: subscriptions that renew, grow, shrink, stop and come back, and single invoices."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from merilo.demo.clock import Bools, Clock, Ints
from merilo.demo.pipeline import WON, Deals
from merilo.demo.truth import CustomerTruth, Truth

_YEAR = 12
RUNS_ON = -1


@dataclass(frozen=True)
class Subscriptions:
    """One row per time of unchanged terms, from month `starts` to month `ends` (exclusive; -1: runs on).

    Months count from the clock's first; amounts are per month. `addon`: a customer's second subscription.
    """

    number: Ints
    deal: Ints
    addon: Bools
    starts: Ints
    ends: Ints
    amount: Ints


@dataclass(frozen=True)
class Invoices:
    """One row per single sale: the deal it belongs to, the day number, the whole amount."""

    deal: Ints
    day: Ints
    amount: Ints


def months_since_start(clock: Clock, day: Ints) -> Ints:
    """The month of a day number, 0 for the clock's first."""
    days = np.datetime64(clock.start, "D") + day
    return (days.astype("datetime64[M]") - np.datetime64(clock.start, "M")).astype(np.int64)


def subscribe(truth: Truth, clock: Clock, deals: Deals) -> Subscriptions:
    """Every row of every subscription up to the company's last day."""
    won = np.flatnonzero(deals.status == WON)
    start = months_since_start(clock, clock.day_of(deals.closed[won])) + 1
    last = int(months_since_start(clock, np.array([clock.days - 1]))[0])
    return _Books(truth, won, start, deals.amount[won]).run(last)


class _Books:
    """All subscriptions at once, one month after the other; each customer's base subscription first, then add-ons."""

    def __init__(self, truth: Truth, won: Ints, start: Ints, yearly: Ints) -> None:
        self.facts: CustomerTruth = truth.customers
        self.rng = np.random.default_rng([truth.seed, 6])
        monthly, second = self.rng.random((2, len(won)))
        extra = np.flatnonzero(second < self.facts.addon_share)
        later = self.rng.integers(1, 10, len(extra))
        self.deal = np.concatenate([won, won[extra]])
        self.parent = np.concatenate([np.arange(len(won)), extra])
        self.addon = np.arange(len(self.deal)) >= len(won)
        self.start = np.concatenate([start, start[extra] + later])
        self.by_month = np.concatenate([monthly < self.facts.monthly_share, np.ones(len(extra), dtype=bool)])
        self.amount = np.maximum(np.concatenate([yearly // 12, yearly[extra] // 40]), 1)
        self.pays = np.zeros(len(self.deal), dtype=bool)
        self.row_start = np.zeros(len(self.deal), dtype=np.int64)
        self.term_end = np.zeros(len(self.deal), dtype=np.int64)
        self.rows: list[Subscriptions] = []

    def run(self, last: int) -> Subscriptions:
        """Every month to `last`; then the rows that are still open."""
        for month in range(last + 1):
            self._month(month)
        paying = np.flatnonzero(self.pays)
        self._write(paying, np.where(self.by_month[paying], RUNS_ON, self.term_end[paying]))
        columns = {f.name: np.concatenate([getattr(r, f.name) for r in self.rows]) for f in fields(Subscriptions)}
        order = np.lexsort((columns["number"], columns["starts"]))
        return Subscriptions(**{name: column[order] for name, column in columns.items()})

    def _month(self, month: int) -> None:
        fate, size, comeback = self.rng.random((3, len(self.deal)))
        had, gone = self.pays.copy(), ~self.pays & (self.start < month) & ~self.addon
        renews = had & ~self.by_month & (self.term_end == month)
        risk = np.where(self.by_month, self.facts.churn, 0.0)
        risk[self.addon], risk[renews] = self.facts.addon_loss, self.facts.renewal_loss
        lost = had & (fate < risk)
        lost |= had & self.addon & (lost[self.parent] | ~had[self.parent])
        changes = had & ~lost & (size < self.facts.contraction + self.facts.expansion)
        self._end(np.flatnonzero(lost | renews | changes), month)
        self.pays[lost] = False
        self._change(np.flatnonzero(changes), size)
        self.term_end[renews & ~lost] += _YEAR
        returns = gone & (comeback < self.facts.reactivation)
        begins = (self.start == month) & (~self.addon | (self.pays[self.parent] & had[self.parent]))
        self._begin(np.flatnonzero(returns | begins), month)

    def _end(self, which: Ints, month: int) -> None:
        self._write(which, np.full(len(which), month))
        self.row_start[which] = month

    def _change(self, which: Ints, size: np.ndarray) -> None:
        shrink = self.rng.uniform(0.6, 0.9, len(which))
        grow = self.rng.uniform(1.1, 1.5, len(which))
        factor = np.where(size[which] < self.facts.contraction, shrink, grow)
        self.amount[which] = np.maximum(np.rint(self.amount[which] * factor), 1).astype(np.int64)

    def _begin(self, which: Ints, month: int) -> None:
        self.pays[which] = True
        self.row_start[which], self.term_end[which] = month, month + _YEAR

    def _write(self, which: Ints, ends: Ints) -> None:
        self.rows.append(
            Subscriptions(which, self.deal[which], self.addon[which], self.row_start[which], ends, self.amount[which])
        )


def invoice(truth: Truth, clock: Clock, deals: Deals) -> Invoices:
    """Single sales (set-up, training) soon after a win."""
    rng = np.random.default_rng([truth.seed, 7])
    won = np.flatnonzero(deals.status == WON)
    some, wait, share = rng.random(len(won)), rng.integers(0, 15, len(won)), rng.uniform(0.08, 0.25, len(won))
    day = clock.day_of(deals.closed[won]) + wait
    kept = (some < truth.customers.one_off_share) & (day < clock.days)
    amount = np.maximum(np.rint(deals.amount[won] * share), 1).astype(np.int64)
    order = np.argsort(day[kept], kind="stable")
    return Invoices(won[kept][order], day[kept][order], amount[kept][order])
