"""The visits to stages as arrays: who moved where, how long each stayed, and since when they stay longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from merilo.core.time import number_of_day
from merilo.insight.little import Moves, Stay, stay
from merilo.insight.logrank import Change, changed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.plan.open_deals import Cell

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_BACK = timedelta(days=3 * 365)
LONGER = 1.25
"""How many times as long deals must stay before it is worth saying, however sure it is."""


@dataclass(frozen=True)
class StageVisits:
    """All visits to open stages in three years: their stage, day of entry (days since 1970), days so far, and end.

    `cells`: the stages; `cell`: of each visit its place among them; `next`: that of the stage it went to, −1: none.
    """

    cells: tuple[Cell, ...]
    cell: Ints
    came: Ints
    days: npt.NDArray[np.float64]
    ended: Bools
    won: Bools
    lost: Bools
    next: Ints
    first: Bools

    def moves(self) -> Moves:
        """Where deals began, and where they went from every stage; visits that go on are in none."""
        k = len(self.cells)
        to = np.zeros((k, k))
        moved = self.next >= 0
        np.add.at(to, (self.cell[moved], self.next[moved]), 1)
        counts = [np.bincount(self.cell[each], minlength=k).astype(float) for each in (self.first, self.won, self.lost)]
        return Moves(counts[0], to, counts[1], counts[2])

    def stay(self, cell: int, before: int | None = None) -> Stay:
        """How long deals stay in a stage; only those that came before a day."""
        own = (self.cell == cell) & (self.came < before if before is not None else True)
        return stay(self.days[own], self.ended[own])

    def stay_since(self, cell: int, since: int) -> Stay:
        """How long those stay who came on that day or after it."""
        own = (self.cell == cell) & (self.came >= since)
        return stay(self.days[own], self.ended[own])

    def change(self, cell: int) -> Change | None:
        """Since when deals stay another time in the stage, if there are enough to look."""
        own = self.cell == cell
        return changed(self.came[own], self.days[own], self.ended[own])

    @property
    def span(self) -> int:
        """Days from the first visit to the last."""
        return int(self.came.max() - self.came.min()) + 1 if len(self.came) else 0


def stage_visits(desk: Desk, day: date, as_of: date | None, where: tuple[tuple[str, str], ...]) -> StageVisits:
    """The visits by the day looked at; those of which beginning or end are not known are left out."""
    question = Question("stage_time", start=day - _BACK, end=day, as_of=as_of, where=where)
    rows = desk.inquiry(kpi_named("stage_time"), question).rows
    names = ("id", "pipeline", "stage", "next_stage", "day", "left_on", "open", "won", "lost", "timed", "repeated")
    found = desk.table(rows.filter(rows.day.notnull(), (rows.timed == 1) | (rows.open == 1)).select(*names))
    return _visits(found, number_of_day(day))


def _visits(found: pa.Table, today: int) -> StageVisits:
    pipelines, stages, after = (found[name].to_pylist() for name in ("pipeline", "stage", "next_stage"))
    pairs = list(zip(pipelines, stages, strict=True))
    cells = tuple(sorted(set(pairs), key=str))
    place = {cell: number for number, cell in enumerate(cells)}
    came, left = (_numbers(found[name]) for name in ("day", "left_on"))
    flags = {name: found[name].to_numpy() == 1 for name in ("open", "won", "lost")}
    closed = flags["won"] | flags["lost"]
    to = [place.get((pipeline, name), -1) for pipeline, name in zip(pipelines, after, strict=True)]
    return StageVisits(
        cells=cells,
        cell=np.array([place[pair] for pair in pairs], dtype=np.int64),
        came=came,
        days=(np.where(flags["open"], today, left) - came).clip(min=0).astype(np.float64),
        ended=~flags["open"],
        won=flags["won"],
        lost=flags["lost"],
        next=np.where(flags["open"] | closed, -1, np.array(to, dtype=np.int64)),
        first=_firsts(found["id"], came),
    )


def _numbers(days: pa.ChunkedArray) -> Ints:
    return np.asarray(days.cast(pa.int32()).fill_null(0).to_numpy(), dtype=np.int64)


def _firsts(deals: pa.ChunkedArray, came: Ints) -> Bools:
    """Which visit is its deal's first; of several on one day the first listed."""
    codes = deals.combine_chunks().dictionary_encode().indices.to_numpy()
    order = np.lexsort((came, codes))
    first = np.zeros(len(came), dtype=bool)
    first[order[np.flatnonzero(np.diff(codes[order], prepend=-1))]] = True
    return first
