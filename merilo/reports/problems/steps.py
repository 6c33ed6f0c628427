"""A step of the funnel for all subjects of one level: their value now, a benchmark, and the loss between the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.core.text import N_
from merilo.insight.funnel import UPPER_QUARTILE, Benchmark, Loss, best_of, expected, lost
from merilo.insight.shrinkage import Numbers, Shrunk, shrink_rates, shrink_shares
from merilo.reports.problems.declared import Step

DRAWS = 2000
PEERS = 5
"""From so many on the better quarter of them is a benchmark; fewer are compared with their own best quarter."""
_SEED = 20_260_101


class Against(StrEnum):
    """What a value is held against."""

    EXPECTATION = N_("what is expected")
    PEERS = N_("the better quarter of all")
    OWN_BEST = N_("the own best quarter")


@dataclass(frozen=True)
class Gap:
    """One subject in one step: his own shrunk value, the benchmark, on how many cases, and the loss in money."""

    subject: str
    own: float
    low: float
    high: float
    benchmark: float
    against: Against
    n: int
    loss: Loss


@dataclass(frozen=True, eq=False)
class Sheet:
    """The counts of one step for the subjects of one level, shape (subjects, quarters).

    `base`: what everybody else did in each quarter where that is no choice of the subject (season), else None.
    `comparable`: which quarters may be the own best one. `asked`: what is expected, NaN where nothing is.
    `volume`: what comes to the step in a quarter; `factors`: draws of what follows it, shape (draws, subjects).
    `counted`: the cases to name beside the value where they are not `of` (rates) or `over` (shares).
    `relative`: the volume is that of the own value, so the gap counts as a part of it.
    """

    step: Step
    subjects: Sequence[str]
    of: Numbers
    over: Numbers
    volume: Numbers
    factors: tuple[Numbers, ...]
    active: npt.NDArray[np.bool_]
    base: Numbers | None = None
    comparable: npt.NDArray[np.bool_] | None = None
    asked: Mapping[str, float] | None = None
    relative: bool = False
    counted: Numbers | None = None


def random_for(*place: int) -> np.random.Generator:
    """The same numbers for the same place every time."""
    return np.random.default_rng([_SEED, *place])


def shrunk(step: Step, of: Numbers, over: Numbers) -> Shrunk:
    """The step's values in the light of each other."""
    return shrink_rates(of, over) if step.per_time else shrink_shares(of, over)


def present(sheet: Sheet) -> tuple[Numbers, Numbers]:
    """The counts of the quarters that make up the present, added."""
    last = sheet.step.quarters
    return sheet.of[:, -last:].sum(1), sheet.over[:, -last:].sum(1)


def gaps(sheet: Sheet, place: int) -> list[Gap]:
    """The gap of every subject of whom enough is known, against whatever shows it most surely; `place` seeds draws.

    Peers and own quarters are only compared where the data prove that they differ at all (`Shrunk.proven`).
    """
    of, over = present(sheet)
    if not over.sum() > 0:
        return []
    found = shrunk(sheet.step, of, over)
    draws = found.draws(DRAWS, random_for(place))
    told = (cases(sheet.step, found.pooled, of, over) >= sheet.step.enough) & sheet.active
    benchmark = None
    if told.sum() >= PEERS and found.proven:
        benchmark = best_of(found, draws, higher=sheet.step.higher, share=UPPER_QUARTILE, among=told)
    rows = []
    for index in (int(each) for each in np.flatnonzero(told)):
        asked = (sheet.asked or {}).get(sheet.subjects[index])
        against = [] if benchmark is None else [(benchmark, Against.PEERS)]
        against += [] if asked is None else [(expected(asked, DRAWS), Against.EXPECTATION)]
        held = [_gap(sheet, index, (found, index, draws), *each) for each in against]
        own = _own_best(sheet, index, place)
        held += [own] if own else []
        rows += [max(held, key=lambda gap: gap.loss.interval.low)] if held else []
    return rows


def cases(step: Step, pooled: float, of: Numbers, over: Numbers) -> Numbers:
    """How many cases a value rests on: of a share all, of a rate those that came or would usually have come."""
    return np.maximum(of, over * pooled) if step.per_time else over


def _own_best(sheet: Sheet, index: int, place: int) -> Gap | None:
    """The last quarter against the best of all, each in the light of the others."""
    over = sheet.over[index] * (1.0 if sheet.base is None else sheet.base[index])
    known = over > 0
    if sheet.comparable is not None:
        known &= sheet.comparable
    if not known[-1] or known.sum() < 2:
        return None
    of, over = np.where(known, sheet.of[index], 0.0), np.where(known, over, 0.0)
    found = shrunk(sheet.step, of, over)
    enough = cases(sheet.step, found.pooled, of, over) >= sheet.step.enough
    if not enough[-1] or not found.proven:
        return None
    draws = found.draws(DRAWS, random_for(place, index))
    # A quarter of few cases is no benchmark, however good it was.
    benchmark = best_of(found, draws, higher=sheet.step.higher, share=1.0, among=known & enough)
    return _gap(sheet, index, (found, len(over) - 1, draws), benchmark, Against.OWN_BEST)


def _gap(sheet: Sheet, index: int, own: tuple[Shrunk, int, Numbers], benchmark: Benchmark, against: Against) -> Gap:
    """The gap of a subject whose value and draws are those of a column of `own`."""
    step, (found, column, draws) = sheet.step, own
    factors = [factor[:, index] for factor in sheet.factors]
    factors += [1 / draws[:, column]] if sheet.relative else []
    # Near 0 and 1 a posterior's mean is a little off its value; the loss is that between the values named.
    drawn = draws[:, column] + (found.value[column] - draws[:, column].mean())
    loss = lost(drawn, benchmark, float(sheet.volume[index]), factors, higher=step.higher)
    value, low, high = (float(each[column]) * step.shown_per for each in (found.value, found.low, found.high))
    n = _counted(sheet)[index, -1 if against is Against.OWN_BEST else slice(-step.quarters, None)].sum()
    return Gap(
        sheet.subjects[index], value, low, high, benchmark.value * step.shown_per, against, round(float(n)), loss
    )


def _counted(sheet: Sheet) -> Numbers:
    if sheet.counted is not None:
        return sheet.counted
    return sheet.of if sheet.step.per_time else sheet.over
