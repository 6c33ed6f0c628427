"""False warnings and time to detection of `merilo.insight.limits`, on simulated sellers with the demo's rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log
from typing import Any

import numpy as np

from bench import signals_pushes
from bench.signals_pushes import Pushed, risen
from merilo.core.working_days import working_days
from merilo.demo.parameters import SEASONALITY
from merilo.insight.limits import Charts, watch
from merilo.insight.predictive import Floats
from merilo.insight.series import Kind, Stack

TEAM, COMPANIES, WEEKS, CUT = 12, 56, 156, 104
DROP, FIRST_DAY, SEED = 0.7, date(2023, 12, 25), 20261123
GOAL_FALSE, GOAL_WEEKS = 1.0, 4.0
BLOCK = 4
RATES = (2.5, 5.0, 10.0, 30.0)
RISES = (1.5, 2.0, 3.0)
PUSHES = "close_date_pushes"


@dataclass(frozen=True)
class Detection:
    """How a lasting change was found: the share found within a year, the median weeks of all, the bound on the mean."""

    name: str
    found: float
    median: float | None
    bound: float | None
    goal: bool


def measure() -> dict[str, Any]:
    """All figures: false warnings per KPI and year, detections; `good` where a goal is met."""
    rng = np.random.default_rng(SEED)
    false = {name: _false(watch(make(rng)), weeks) for name, (make, weeks) in _CALM.items()}
    pushed = signals_pushes.calm()
    false[PUSHES] = _false(watch(signals_pushes.stack(pushed)), BLOCK, bad=1)
    every = sum(false.values())
    found = [*_touches(rng, false["touches"]), *(_first_meetings(rng, rate, false["first_meetings"]) for rate in RATES)]
    return {
        "seller_years": TEAM * COMPANIES * WEEKS / 52, "false": false, "every": every, "good": every <= GOAL_FALSE,
        "detections": [vars(each) for each in found], "rises": [vars(each) for each in _rises(pushed)],
        "pushes": {"share": pushed.pushed.sum() / pushed.deals.sum(), "deals": pushed.deals.mean() / BLOCK,
                   "seller_years": pushed.deals.size * BLOCK / 52},
    }  # fmt: skip


def _false(charts: Charts, weeks: int, bad: int = -1) -> float:
    """Signals in the bad direction per seller and year, over all rules and from the first point on."""
    found = sum(signal.direction == bad for signals in charts.signals for signal in signals)
    return found / float(charts.stack.value.size * weeks / 52)


def _days(points: int, weeks: int = 1) -> Floats:
    """Working days of each point in Russia, holidays taken out; the same for everybody."""
    end = FIRST_DAY + timedelta(weeks=points * weeks)
    works = {day for year in range(FIRST_DAY.year, end.year + 1) for day in working_days("RU", year)}
    return np.array([sum(FIRST_DAY + timedelta(days=place * 7 * weeks + day) in works for day in range(7 * weeks))
                     for place in range(points)], dtype=np.float64)  # fmt: skip


def _season(points: int) -> Floats:
    middle = [FIRST_DAY + timedelta(weeks=place, days=3) for place in range(points)]
    return np.array([SEASONALITY[day.month - 1] for day in middle])


_SELLERS = TEAM * COMPANIES
_GROUP = np.repeat(np.arange(COMPANIES), TEAM)


def _counts(rng: np.random.Generator, per_week: Floats, season: Floats, drop: float = 1.0) -> Stack:
    """Poisson counts per working day. One seller of each company drops, the others go on."""
    days = np.tile(_days(WEEKS), (_SELLERS, 1))
    level = np.ones((_SELLERS, WEEKS))
    level[_dropping(), CUT:] = drop
    value = rng.poisson(per_week[:, None] / 5 * days * season * level).astype(np.float64)
    return Stack(Kind.COUNTS, value, days, _GROUP)


def _dropping() -> Any:
    """One seller of each company: the others are those with whom he is compared."""
    return np.arange(0, _SELLERS, TEAM)


def _shares(rng: np.random.Generator, per_point: float, low: float, high: float, points: int) -> Stack:
    n = rng.poisson(per_point, (_SELLERS, points)).astype(np.int64)
    value = rng.binomial(n, rng.uniform(low, high, (_SELLERS, 1)))
    return Stack(Kind.SHARES, value.astype(np.float64), n.astype(np.float64), _GROUP)


def _won(rng: np.random.Generator) -> Stack:
    points = WEEKS // BLOCK
    deals = rng.poisson(2.0, (_SELLERS, points))
    small = rng.random((_SELLERS, points, 12)) < 0.6
    amount = np.where(small, 260_000, 1_200_000) * rng.lognormal(0, 0.6, small.shape)
    value = (amount * (np.arange(12) < deals[..., None])).sum(axis=2)
    return Stack(Kind.AMOUNTS, value, np.tile(_days(points, BLOCK), (_SELLERS, 1)))


def _pace(rng: np.random.Generator) -> Floats:
    """Touches per week and seller as in the demo company: calls, mails and messages together."""
    return rng.uniform((45, 40, 10), (75, 70, 30), (_SELLERS, 3)).sum(axis=1)


_CALM: dict[str, tuple[Callable[[np.random.Generator], Stack], int]] = {
    "touches": (lambda rng: _counts(rng, _pace(rng), _season(WEEKS)), 1),
    "connect_rate": (lambda rng: _shares(rng, 130, 0.1, 0.18, WEEKS), 1),
    "touch_to_prospect": (lambda rng: _shares(rng, 60, 0.1, 0.2, WEEKS // BLOCK), BLOCK),
    "first_meetings": (lambda rng: _counts(rng, rng.uniform(1.7, 3.3, _SELLERS), _season(WEEKS)), 1),
    "next_step_rate": (lambda rng: _shares(rng, 10, 0.78, 0.78, WEEKS // BLOCK), BLOCK),
    "win_rate": (lambda rng: _shares(rng, 6, 0.3, 0.45, WEEKS // BLOCK), BLOCK),
    "won_amount": (_won, BLOCK),
}


def _weeks_to(stacks: tuple[Stack, ...]) -> Floats:
    """Weeks from the drop to the first warning after it in any of the KPIs, of those who dropped; infinite: not found
    within the year.
    """
    watched = [watch(stack) for stack in stacks]
    firsts = [[s.at - CUT + 1 for charts in watched for s in charts.signals[who] if s.direction < 0 and s.at >= CUT]
              for who in _dropping()]  # fmt: skip
    return np.array([min(first, default=np.inf) for first in firsts])


def _told(name: str, cases: Sequence[tuple[Stack, ...]], bound: float | None) -> Detection:
    weeks = np.concatenate([_weeks_to(stacks) for stacks in cases])
    median = float(np.median(weeks))
    return Detection(name, float(np.isfinite(weeks).mean()), median if np.isfinite(median) else None, bound,
                     median <= GOAL_WEEKS)  # fmt: skip


def _touches(rng: np.random.Generator, false: float) -> list[Detection]:
    """A drop in touches alone; and first meetings (each touch leads to one in 52 cases) that drop with the touches."""
    touches = [_counts(rng, _pace(rng), _season(WEEKS), DROP) for _each in range(3)]
    come = [replace(each, value=rng.binomial(each.value.astype(np.int64), 2.5 / 130).astype(np.float64))
            for each in touches]  # fmt: skip
    return [
        _told("touches, 130 a week", [(each,) for each in touches], bound(130.0, false)),
        _told("first meetings, 2.5 a week, with the touches", list(zip(touches, come, strict=True)), None),
    ]


def _first_meetings(rng: np.random.Generator, rate: float, false: float) -> Detection:
    cases = [(_counts(rng, np.full(_SELLERS, rate), np.ones(WEEKS), DROP),) for _each in range(3)]
    return _told(f"first meetings alone, {rate:g} a week", cases, bound(rate, false))


def _rises(calm: Pushed) -> list[Detection]:
    """Pushes of one seller of each twelve, and of all of a team of twelve, become more frequent after two years."""
    rng, cut, sellers = np.random.default_rng(SEED), CUT // BLOCK, len(calm.deals)
    found = []
    for times in RISES:
        one = np.arange(0, sellers, TEAM)
        alone = watch(signals_pushes.stack(risen(calm, one, cut, times, rng)))
        team = watch(signals_pushes.by_teams(risen(calm, np.arange(sellers), cut, times, rng)))
        for name, charts, who in ((f"a seller's, × {times:g}", alone, one),
                                  (f"a team's of twelve, × {times:g}", team, np.arange(sellers // TEAM))):  # fmt: skip
            weeks = np.array([min((float((s.at - cut + 1) * BLOCK) for s in charts.signals[each]
                                   if s.direction > 0 and s.at >= cut), default=np.inf) for each in who])  # fmt: skip
            median = float(np.median(weeks))
            found.append(Detection(name, float(np.isfinite(weeks).mean()), median if np.isfinite(median) else None,
                                   None, median <= GOAL_WEEKS))  # fmt: skip
    return found


def bound(rate: float, false_per_year: float) -> float:
    """Weeks that no method can beat on average: ln(ARL₀)/KL (Lorden 1971, Ann. Math. Stat. 42, 1897–1908; asymptotic).

    KL = λ₁·ln(λ₁/λ₀) − (λ₁ − λ₀) per week, λ₁ = 0.7·λ₀; ARL₀: the weeks between two false warnings. At least one week.
    """
    after = rate * DROP
    information = after * log(after / rate) - (after - rate)
    return max(1.0, log(52 / false_per_year) / information)
