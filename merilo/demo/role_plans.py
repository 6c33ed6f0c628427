"""What is expected of everyone in a role: touches per week and first meetings per month, as ranges."""

from __future__ import annotations

from datetime import date

import numpy as np

from merilo.core.time import Calendar, Period
from merilo.demo.clock import Clock
from merilo.demo.meetings import Meetings
from merilo.demo.money import Target
from merilo.demo.next_steps import first_meetings
from merilo.demo.staff import ROLE
from merilo.demo.truth import SellerTruth, Truth

_LOW, _HIGH = 0.75, 1.2
_DAYS_IN_A_MONTH = 30.4


def role_plans(truth: Truth, clock: Clock, meetings: Meetings) -> list[Target]:
    """For every week and month one range each, around what is usual; it holds for each person in the role."""
    touches = float(np.mean([sum(s.touches_per_week.values()) for s in truth.sellers]))
    met = float(first_meetings(meetings, truth.next_steps)[0].sum())
    months = sum(_days_employed(s, clock.start, clock.until) for s in truth.sellers) / _DAYS_IN_A_MONTH
    weekly = _plans(clock, "touches", Period.WEEK, *_range(touches, 5))
    return weekly + _plans(clock, "first_meetings", Period.MONTH, *_range(met / max(months, 1), 1))


def _plans(clock: Clock, kpi: str, period: Period, low: float, high: float) -> list[Target]:
    spans = Calendar().periods(clock.start, clock.until, period)
    return [Target(kpi, "role", ROLE, first, last, low, high) for first, last in spans]


def _range(usual: float, step: int) -> tuple[float, float]:
    """The range in whole steps, as people set it; never empty."""
    low = max(round(usual * _LOW / step), 1) * step
    return float(low), float(max(round(usual * _HIGH / step) * step, low + step))


def _days_employed(seller: SellerTruth, start: date, until: date) -> int:
    return (min(seller.left_on or until, until) - max(seller.hired_on, start)).days + 1
