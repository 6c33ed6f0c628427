"""The scorecard over time: all sellers × KPIs × months, made anew and from what is kept."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import date

from bench.sizes import UNTIL, YEARS, Size
from merilo.core.time import Period
from merilo.reports.score_series import score_series

GOAL = 10.0
"""Seconds for all KPIs."""


@dataclass(frozen=True)
class Scored:
    """How long the few KPIs of the scorecard (or all) took: `anew` from the facts, `kept` a second time."""

    name: str
    figures: int
    anew: float
    kept: float

    @property
    def good(self) -> bool:
        return self.anew <= GOAL


def measure(size: Size) -> list[Scored]:
    """The few, then all; each once anew and once kept."""
    return [_measured(size, everything=everything) for everything in (False, True)]


def _measured(size: Size, *, everything: bool) -> Scored:
    workspace = size.workspace()
    shutil.rmtree(workspace.root / "cache", ignore_errors=True)
    days = date(UNTIL.year - YEARS, UNTIL.month + 1, 1), UNTIL
    took = []
    for _run in range(2):
        began = time.perf_counter()
        found = score_series(workspace, Period.MONTH, days, everything=everything, today=UNTIL)
        took.append(time.perf_counter() - began)
    return Scored("all KPIs" if everything else "the few", len(found), *took)
