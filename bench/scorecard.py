"""The scorecard over time: all sellers × KPIs × months, made anew, from what KPIs share, and from what is kept."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bench.asking import Took
from bench.sizes import UNTIL, YEARS, Size
from merilo.core.time import Period
from merilo.facts.engines import duckdb_engine, open_engine
from merilo.facts.store import FactStore
from merilo.kpis.registry import ALL
from merilo.reports.answer import ENGINE, SHARED
from merilo.reports.asking import Desk
from merilo.reports.score_series import FIGURES, score_series
from merilo.reports.together import asked_together, figures_of

GOAL = 10.0
"""Seconds for all KPIs, where what they share is there."""
_DAYS = date(UNTIL.year - YEARS, UNTIL.month + 1, 1), UNTIL


@dataclass(frozen=True)
class Scored:
    """How long the few KPIs of the scorecard (or all) took.

    `first`: nothing is there but the facts, as after a large import; `anew`: the rows that KPIs share are there, as the
    worker makes them; `kept`: the same question a second time. `shared`: megabytes of those rows. `each`: the seconds
    of every query, anew, by the KPIs that are made of it.
    """

    name: str
    figures: int
    first: Took | None
    anew: Took
    kept: Took
    shared: float
    each: dict[str, Took] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return self.anew.clock <= GOAL


def measure(size: Size) -> list[Scored]:
    """All, for the first time, anew and kept; then the few, which find there what all have left."""
    for kept in (SHARED, FIGURES):
        shutil.rmtree(size.workspace().root / kept, ignore_errors=True)
    return [_measured(size, everything=True), _measured(size, everything=False)]


def _measured(size: Size, *, everything: bool) -> Scored:
    root = size.workspace().root
    first = _scored(size, everything=everything)[0] if everything else None
    shutil.rmtree(root / FIGURES, ignore_errors=True)
    (anew, made), (kept, _same) = (_scored(size, everything=everything) for _run in range(2))
    megabytes = sum(path.stat().st_size for path in (root / SHARED).glob("*")) / 1e6
    each = dict(_by_query(size)) if everything else {}
    return Scored("all KPIs" if everything else "the few", made, first, anew, kept, megabytes, each)


def _scored(size: Size, *, everything: bool) -> tuple[Took, int]:
    duckdb_engine._answered.cache_clear()  # else what this process has asked before would cost nothing
    began = _now()
    found = score_series(size.workspace(), Period.MONTH, _DAYS, everything=everything, today=UNTIL)
    return _since(began), len(found)


def _by_query(size: Size) -> Iterator[tuple[str, Took]]:
    workspace = size.workspace()
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    kpis = [kpi for kpi in ALL if "seller" in kpi.cuts]
    with open_engine(ENGINE, snapshot, settings.calendar, keep=workspace.root / SHARED) as engine:
        desk = Desk(engine, settings, UNTIL)
        began = _now()
        groups = list(asked_together(desk, kpis, Period.MONTH, list(settings.calendar.periods(*_DAYS, Period.MONTH))))
        yield "what all need to know first", _since(began)
        for group in groups:
            duckdb_engine._answered.cache_clear()
            began = _now()
            list(figures_of(desk, group))
            yield " + ".join(kpi.name for kpi in group.kpis), _since(began)


def _now() -> Took:
    return Took(time.perf_counter(), time.process_time())


def _since(began: Took) -> Took:
    return Took(time.perf_counter() - began.clock, time.process_time() - began.cpu)
