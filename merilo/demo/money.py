"""Exchange rates as a random walk, and the company's plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from merilo.core.time import Calendar, Period
from merilo.demo.clock import Clock, Floats
from merilo.demo.pipeline import PER_EURO, WON, Deals
from merilo.demo.truth import Truth

_DAILY_STEP = 0.006
MONEY_KPI = "won_amount"


@dataclass(frozen=True)
class Target:
    """An expectation: of which KPI, whose, and for which days (both inclusive)."""

    kpi: str
    scope: str
    subject: str
    first: date
    last: date
    low: float
    high: float | None


def euro_rates(truth: Truth, clock: Clock) -> Floats:
    """Units of the base currency for one euro, for each day with events."""
    steps = np.random.default_rng([truth.seed, 8]).normal(0, _DAILY_STEP, clock.days)
    # Pulled back a little each day, so that years do not carry it away.
    level, walk = 0.0, np.empty(clock.days)
    for day, step in enumerate(steps):
        level = 0.995 * level + step
        walk[day] = level
    return np.round(PER_EURO * np.exp(walk), 4)


def plans(truth: Truth, clock: Clock, deals: Deals) -> list[Target]:
    """Per quarter a plan for each seller then employed, each team and the company: what is usual, and a little more."""
    in_base = np.where(deals.euro, deals.amount * PER_EURO, deals.amount)
    usual = in_base[deals.status == WON].sum() / max(clock.days / 91.3, 1) / max(len(truth.sellers), 1)
    found: list[Target] = []
    quarters = Calendar().periods(clock.start, clock.until, Period.QUARTER)
    for number, (first, last) in enumerate(quarters):
        each = round(usual * (0.9 + 0.03 * number), -4)
        found += _quarter(truth, first, last, each)
    return found


def _quarter(truth: Truth, first: date, last: date, each: float) -> list[Target]:
    here = [s for s in truth.sellers if s.hired_on <= first and (s.left_on is None or s.left_on >= last)]
    teams: dict[str, int] = {}
    for seller in here:
        spell = next(sp for sp in seller.spells if sp.last is None or sp.last >= first)
        teams[spell.team] = teams.get(spell.team, 0) + 1
    own = [Target(MONEY_KPI, "seller", s.id, first, last, each, each * 1.3) for s in here]
    shared = [Target(MONEY_KPI, "team", team, first, last, each * n, each * n * 1.25) for team, n in teams.items()]
    whole = [Target(MONEY_KPI, "company", "", first, last, each * len(here), None)] if here else []
    return whole + shared + own


def rate_days(clock: Clock) -> list[date]:
    """The days that have a rate."""
    return [clock.start + timedelta(days=i) for i in range(clock.days)]
