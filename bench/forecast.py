"""How right forecasts have been where the course is known, and how long learning from a large company takes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from bench.forecast_company import made
from bench.sizes import DATA, SEED, parse
from merilo.core.time import day_of_number
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.forecast.backtest import HORIZONS, Backtest, Kind, backtest, origins_of, together
from merilo.insight.forecast.landmarks import landmarks
from merilo.insight.forecast.model import learn, look_ahead
from merilo.insight.forecast.rhythm import Calendar
from merilo.reports.asking import Desk
from merilo.reports.forecast.document import BANDS, sure
from merilo.reports.forecast.history import calendar_of, deals_known
from tests.conftest import SHARED
from tests.datasets.conftest import DATA_SETS, data_set_imported

GOAL_SECONDS, GOAL_GIB = 60.0, 4.0
_ENDS = np.array([7, 14, 28, 30, 31, 60, 61, 91, 92])
Say = Callable[[str], None]


@dataclass(frozen=True)
class Course:
    """Workspaces whose forecasts are tried, and told together: `data`, a shared data set, or companies of the demo with
    so many touches (`rows`), one per seed: of one company some thirty origins tell little of how often bands hold.

    `spans` in days; `start`: the first origin, in days after the first deal (None: as soon as enough has been won).
    """

    name: str
    data: str = ""
    rows: str = ""
    seeds: tuple[int, ...] = (SEED,)
    spans: tuple[int, ...] = HORIZONS
    start: int | None = None

    def workspaces(self, say: Say) -> Iterator[Workspace]:
        """Made once, kept in bench/data."""
        if self.rows:
            for seed in self.seeds:
                size = replace(parse(self.rows), seed=seed)
                size.ready(say)
                yield size.workspace()
            return
        folder = DATA / self.data
        if not (folder / "workspace").exists():
            say(f"{self.name}: importing it …")
            data_set_imported(DATA_SETS[self.data], SHARED / "data", folder)
        yield Workspace.open(folder / "workspace")


COURSES = {
    "bpi2012": Course("BPI 2012", data="bpi2012", spans=(7, 14, 28), start=49),
    "maven_crm": Course("Maven", data="maven_crm"),
    "12": Course("demo companies, 12 sellers each", rows="200k", seeds=tuple(range(1, 13))),
    "60": Course("demo companies, 60 sellers each", rows="1M", seeds=(SEED, *range(1, 8))),
    "500": Course("demo companies, 500 sellers each", rows="8400k", seeds=(SEED, 1, 2)),
}


def measure(names: list[str], say: Say) -> dict[str, Any]:
    """The speed, and the record of each course."""
    say("forecast: a company of 300,000 deals …")
    with get_context("spawn").Pool(1) as pool:  # its own process: the peak of memory is of this alone
        speed = pool.apply(_speed)
    return {"speed": speed, "courses": [_course(COURSES[name], say) for name in names]}


def _speed() -> dict[str, float]:
    history = made()
    calendar = Calendar.of(int(history.created.min()), history.upto + 800)
    began = time.process_time()
    model = learn(history, landmarks(history, history.upto), calendar, history.upto)
    learned = time.process_time()
    ahead = look_ahead(model, history, history.upto + _ENDS)
    ended = time.process_time()
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return {
        "deals": history.n, "open": len(ahead.deals.deal), "learn": learned - began, "ahead": ended - learned,
        "seconds": ended - began, "peak_gib": int(peak[1]) / 2**20 if peak else float("nan"),
    }  # fmt: skip


def _course(course: Course, say: Say) -> dict[str, Any]:
    records, took = [], 0.0
    for place in course.workspaces(say):
        say(f"{course.name}: trying forecasts on past days …")
        began = time.process_time()
        records.append(_record(course, place))
        took += time.process_time() - began
    record = together(records)
    return {
        "name": course.name, "origins": len(record.origins), "seconds": took,
        "companies": len(records),
        "rows": [row for days in course.spans for measure in (0, 1) if (row := _row(record, days, measure))],
        "chances": [row for days in course.spans if (row := _chances(record, days))],
    }  # fmt: skip


def _record(course: Course, place: Workspace) -> Backtest:
    snapshot = FactStore.open(place.facts).snapshot()
    with open_engine("duckdb", snapshot, place.settings.calendar) as engine:
        desk = Desk(engine, place.settings)
        history = deals_known(desk, desk.today).history
        # Of data that end long ago: nothing was won since, nor was anything opened.
        reach = int(max(history.created.max(), history.closed[history.status > 0].max()))
        history = deals_known(desk, day_of_number(min(history.upto, reach))).history
        calendar = calendar_of(desk, history)
    first = int(history.created.min())
    origins = origins_of(history, course.spans)
    if course.start is not None:
        origins = np.arange(first + course.start, history.upto - min(course.spans) + 1, 7)
    return backtest(history, calendar, {}, origins, course.spans)


def _row(record: Backtest, days: int, measure: int) -> dict[str, Any] | None:
    score = record.score(Kind(days=days), measure)
    if score is None or score.model.wmape is None:
        return None
    interval, alone = score.skill_interval, record.seller_bands(Kind(days=days), measure)
    return {
        "days": days, "of": ("wins", "amount")[measure], "n": score.n, "wmape": score.model.wmape,
        "bias": score.model.bias, "best": score.best,
        "best_wmape": score.naive[score.best].wmape if score.best else None,
        "skill": score.skill, "low": interval.low if interval else None, "high": interval.high if interval else None,
        **{name: getattr(score.bands, name) for name in BANDS},
        **sure(score.bands),
        **{f"sellers_{name}": getattr(alone, name) if alone else None for name in ("n", *BANDS)},
        "noise": None if measure else score.noise,
    }  # fmt: skip


def _chances(record: Backtest, days: int) -> dict[str, Any] | None:
    found = record.calibration(days)
    if found is None:
        return None
    names = ("n", "brier", "brier_of_all", "error", "noise", "auc", "auc_alike")
    return {"days": days} | {name: getattr(found, name) for name in names}
