"""The few KPIs of everybody week by week with their natural limits: what sparklines and charts are drawn from."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from merilo.core.text import _
from merilo.insight.limits import Chart, watch
from merilo.reports.asking import Desk
from merilo.reports.signals.watched import WATCHED, History, Watched, history
from merilo.reports.staff import Staff

SHOWN = 52
"""So many weeks back; points of four weeks reach as far."""


def weekly(desk: Desk) -> dict[str, Any]:
    """Per watched KPI its points (first days) and the series of each seller (id), each team and the company.

    A series has `value` (counts, shares, or amounts of four weeks), `size` (working days or cases), and of each point
    `low`, `middle` and `high`: what it may be without anything having changed; None where there is no point or no limit
    yet. `shifts`: the points (by place) at which a new level begins. Empty where nothing is known.
    """
    past = history(desk)
    if past is None:
        return {"end": None, "kpis": {}}
    staff = Staff(desk, past.end)
    teams = sorted({team for who, team in staff.teams.items() if who in past.sellers})
    return {"end": past.end, "kpis": {name: _kpi(past, each, staff, teams) for name, each in WATCHED.items()}}


def _kpi(past: History, watched: Watched, staff: Staff, teams: list[str]) -> dict[str, Any]:
    name, count = watched.name, max(1, SHOWN // watched.weeks)
    sellers = watch(past.stack(name))
    members = [list(range(len(past.sellers))), *(_members(past, staff, team) for team in teams)]
    groups = watch(past.summed(name, members))
    points = sellers.stack.value.shape[1]
    first = max(0, points - count)
    return {
        "label": _(watched.label),
        "unit": watched.unit,
        "better": watched.kpi.better.value,
        "weeks": watched.weeks,
        "kind": watched.kind.value,
        "points": [past.first_day(watched, place) for place in range(first, points)],
        "seller": {
            who: _series(sellers.chart(place), sellers.stack.size[place], first)
            for place, who in enumerate(past.sellers)
        },
        "team": {
            team: _series(groups.chart(place + 1), groups.stack.size[place + 1], first)
            for place, team in enumerate(teams)
        },
        "company": _series(groups.chart(0), groups.stack.size[0], first),
    }


def _members(past: History, staff: Staff, team: str) -> list[int]:
    return [place for place, who in enumerate(past.sellers) if staff.teams.get(who) == team]


def _series(chart: Chart, size: npt.NDArray[np.float64], first: int) -> dict[str, Any]:
    tables = {"value": chart.value, "low": chart.low, "middle": chart.middle, "high": chart.high, "size": size}
    shown: dict[str, Any] = {name: _numbers(each[first:]) for name, each in tables.items()}
    return shown | {"shifts": [place - first for place in chart.shifts if place >= first]}


def _numbers(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [round(float(value), 4) if np.isfinite(value) else None for value in values]
