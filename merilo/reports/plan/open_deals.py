"""What the open deals will bring by a day: of the deals that stood where each stands now, how many were won in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from merilo.core.time import number_of_day
from merilo.insight.chain import Portion
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

Cell = tuple[str | None, str | None]
"""A pipeline and one of its stages."""

_ANYWHERE: Cell = (None, None)
_LOOKS, _APART = 6, 30  # so many looks back, so many days from one to the next
_WEIGHT = 10.0  # cases that all deals together count for beside those of one stage


@dataclass(frozen=True)
class OpenDeals:
    """All open deals: whose, where they stand, and their amounts (NaN: none is known)."""

    seller: tuple[str | None, ...]
    cell: tuple[Cell, ...]
    amount: npt.NDArray[np.float64]

    def of(self, sellers: set[str] | None) -> OpenDeals:
        """Those of these sellers (None: of everyone)."""
        kept = [place for place, who in enumerate(self.seller) if sellers is None or who in sellers]
        return OpenDeals(
            tuple(self.seller[k] for k in kept), tuple(self.cell[k] for k in kept), self.amount[np.array(kept, int)]
        )


@dataclass(frozen=True)
class Chances:
    """The chance to be won in time by stage; `anywhere`: of any open deal. None: nothing like it was seen yet."""

    by_stage: dict[Cell, Portion]
    anywhere: Portion | None

    def of(self, deals: OpenDeals) -> list[Portion]:
        """The chance of each deal; of a stage that was never seen, that of any open deal."""
        if self.anywhere is None:
            return []
        return [self.by_stage.get(cell, self.anywhere) for cell in deals.cell]


def open_deals(desk: Desk, as_of: date | None) -> OpenDeals:
    """The open deals on the day looked at, their amounts in the reporting currency."""
    rows = desk.inquiry(kpi_named("pipeline"), Question("pipeline", as_of=as_of)).rows
    # In the order of their ids: what is drawn by lot for a deal must not depend on how its rows are stored.
    found = desk.table(rows.select("id", "seller", "pipeline", "stage", "amount").order_by("id")).to_pydict()
    amounts = np.array([np.nan if each is None else float(each) for each in found["amount"]], dtype=np.float64)
    return OpenDeals(tuple(found["seller"]), tuple(zip(found["pipeline"], found["stage"], strict=True)), amounts)


def chances(desk: Desk, day: date, start: date, end: date) -> Chances:
    """The chance that a deal open on `day` is won between `start` and `end`, by the stage in which it stands.

    On each of up to six days in the past, thirty days apart, the deals then open are looked at, and whether they
    were won as many days later (a landmark analysis: van Houwelingen 2007, Scand. J. Stat. 34, 70–85). So it says what
    deals of the usual age in the stage did, in time, with all their ways forward and back. A stage counts as many cases
    as it had different deals, beside them ten at the rate of all stages.
    """
    deals = _Past.of(desk.table(_deals(desk)))
    looks = _looks(day, max(start - day, timedelta(0)), end - day, deals.first)
    anywhere = _rates(deals, looks, {}).get(_ANYWHERE)
    if anywhere is None:
        return Chances({}, None)
    visits = _Past.of(desk.table(_visits(desk)))
    prior = anywhere.middle
    by_stage = _rates(visits, looks, {"like": _WEIGHT * prior, "unlike": _WEIGHT * (1 - prior)})
    return Chances(by_stage, anywhere)


def _deals(desk: Desk) -> Any:
    deals = desk.engine.facts.deals
    known = deals.filter(deals.created_at.notnull())
    return known.select(
        "id", came=known.created_at.cast("date"), gone=known.closed_at.cast("date"),
        won_on=(known.status == "won").ifelse(known.closed_at.cast("date"), None),
    )  # fmt: skip


def _visits(desk: Desk) -> Any:
    deals = desk.engine.facts.deals
    won = deals.filter(deals.status == "won").select(winner="id", won_on=deals.closed_at.cast("date"))
    rows = desk.inquiry(kpi_named("stage_time"), Question("stage_time")).rows
    timed = rows.filter(rows.day.notnull())
    joined = timed.left_join(won, timed.id == won.winner)
    return joined.select("id", "pipeline", "stage", "won_on", came=joined.day, gone=joined.left_on)


@dataclass(frozen=True)
class _Past:
    """What was where from when until when: whole days since 1970, far ahead where it still is."""

    deal: npt.NDArray[np.int64]
    cells: list[Cell]
    cell: npt.NDArray[np.int64]
    came: npt.NDArray[np.int64]
    gone: npt.NDArray[np.int64]
    won: npt.NDArray[np.int64]

    @classmethod
    def of(cls, table: pa.Table) -> _Past:
        stages = "stage" in table.column_names
        names: list[Cell] = []
        if stages:
            names = list(zip(table["pipeline"].to_pylist(), table["stage"].to_pylist(), strict=True))
        cells = sorted(set(names), key=str) if stages else [_ANYWHERE]
        numbers = {name: place for place, name in enumerate(cells)}
        cell = np.array([numbers[name] for name in names]) if stages else np.zeros(table.num_rows, dtype=np.int64)
        deal = table["id"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
        came, gone, won = (_days(table[name]) for name in ("came", "gone", "won_on"))
        return cls(deal, cells, cell.astype(np.int64), came, gone, won)

    @property
    def first(self) -> int | None:
        """The first day of all."""
        return int(self.came.min()) if len(self.came) else None


_AHEAD = 10**7


def _days(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    found = column.cast(pa.date32()).cast(pa.int32()).fill_null(_AHEAD)
    return np.asarray(found.to_numpy(), dtype=np.int64)


@dataclass(frozen=True)
class _Looks:
    days: list[int]
    soonest: int
    latest: int


def _looks(day: date, soonest: timedelta, latest: timedelta, first: int | None) -> _Looks:
    now = number_of_day(day)
    last = now - latest.days
    days = [last - _APART * k for k in range(_LOOKS)]
    return _Looks([d for d in days if first is not None and d >= first], soonest.days, latest.days)


def _rates(past: _Past, looks: _Looks, prior: dict[str, float]) -> dict[Cell, Portion]:
    n = len(past.cells)
    seen, won, different = np.zeros(n), np.zeros(n), [np.zeros(0, dtype=np.int64)]
    for day in looks.days:
        there = (past.came <= day) & (past.gone > day)
        in_time = there & (past.won > day + looks.soonest - 1) & (past.won <= day + looks.latest)
        seen += np.bincount(past.cell[there], minlength=n)
        won += np.bincount(past.cell[in_time], minlength=n)
        different.append(np.unique(past.deal[there] * n + past.cell[there]))
    cases = np.bincount(np.unique(np.concatenate(different)) % n, minlength=n).astype(np.float64)
    shares = np.divide(won, seen, out=np.zeros(n), where=seen > 0)
    return {
        past.cells[k]: Portion(float(shares[k] * cases[k]), float(cases[k]), **prior) for k in range(n) if seen[k] > 0
    }
