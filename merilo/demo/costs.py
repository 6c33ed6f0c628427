"""What winning and keeping customers cost, month by month: the company's, its teams' and its sellers' own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from merilo.core.time import Calendar, Period
from merilo.demo.clock import Clock
from merilo.demo.customers import RUNS_ON, Subscriptions, months_since_start
from merilo.demo.truth import CostTruth, SellerTruth, Truth

_SPREAD = 0.15


@dataclass(frozen=True)
class Cost:
    """Whole units of the base currency for the days `first` to `last`; without team and seller the company's own."""

    purpose: str
    first: date
    last: date
    amount: int
    team: str
    seller: str
    detail: str


@dataclass(frozen=True)
class _Item:
    """One row to be, and how much of its purpose's money it weighs."""

    purpose: str
    first: date
    last: date
    team: str
    seller: str
    detail: str
    weight: float


def spend(truth: Truth, clock: Clock, subscriptions: Subscriptions) -> list[Cost]:
    """All costs, in order of time: a purpose's total is its true unit cost times what it brought, to the last unit."""
    rng = np.random.default_rng([truth.seed, 10])
    totals = {
        "acquisition": truth.costs.per_new_customer * customers_won(subscriptions),
        "retention": truth.costs.per_customer_month * customer_months(clock, subscriptions),
    }
    months = list(Calendar().periods(clock.start, clock.until, Period.MONTH))
    items = [item for first, last in months for item in _of_month(truth, first, last)]
    items = [replace(item, weight=item.weight * float(np.exp(rng.normal(0, _SPREAD)))) for item in items]
    found = [
        cost
        for purpose, total in totals.items()
        for cost in _shared_out(total, [item for item in items if item.purpose == purpose])
    ]
    return sorted(found, key=lambda cost: (cost.first, cost.purpose, cost.detail, cost.team, cost.seller))


def customers_won(subscriptions: Subscriptions) -> int:
    """How many customers began to pay."""
    return len(np.unique(subscriptions.deal[~subscriptions.addon]))


def customer_months(clock: Clock, subscriptions: Subscriptions) -> int:
    """In how many months, over all customers, one paid; a contract that runs on counts to the last month."""
    base = ~subscriptions.addon
    after_last = int(months_since_start(clock, np.array([clock.days - 1]))[0]) + 1
    ends = subscriptions.ends[base]
    ends = np.where(ends == RUNS_ON, after_last, np.minimum(ends, after_last))
    return int((ends - subscriptions.starts[base]).sum())


def _of_month(truth: Truth, first: date, last: date) -> list[_Item]:
    """The month's rows; who was there longer weighs more."""
    facts: CostTruth = truth.costs
    teams: Counter[str] = Counter()
    sellers: Counter[str] = Counter()
    for seller in truth.sellers:
        for team, days in _days_in_teams(seller, first, last):
            teams[team] += days
            sellers[seller.id] += days
    return [
        _Item("acquisition", first, last, "", "", "Advertising", facts.advertising * teams.total()),
        *(
            _Item("acquisition", first, last, t, "", "Salaries and bonuses", facts.salaries * n)
            for t, n in teams.items()
        ),
        *(_Item("acquisition", first, last, "", s, "Поездки", facts.travel * n) for s, n in sellers.items()),
        *(_Item("retention", first, last, t, "", "Сопровождение", float(n)) for t, n in teams.items()),
    ]


def _days_in_teams(seller: SellerTruth, first: date, last: date) -> list[tuple[str, int]]:
    """Each of the seller's teams in these days, and how many of them he was in it."""
    found = []
    for spell in seller.spells:
        begin, end = max(spell.first or first, first), min(spell.last or last, last)
        if begin <= end:
            found.append((spell.team, (end - begin).days + 1))
    return found


def _shared_out(total: int, items: list[_Item]) -> list[Cost]:
    """The total over the items by weight, in whole units that add up to it exactly."""
    weights = np.array([item.weight for item in items])
    limits = np.rint(np.cumsum(weights) / weights.sum() * total).astype(np.int64)
    return [
        Cost(item.purpose, item.first, item.last, amount, item.team, item.seller, item.detail)
        for item, amount in zip(items, np.diff(limits, prepend=0).tolist(), strict=True)
    ]
