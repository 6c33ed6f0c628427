"""A step of the funnel for all subjects of one level: their value now, a benchmark, and the loss between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.core.text import N_
from merilo.insight.discovery import any_of
from merilo.insight.funnel import UPPER_QUARTILE, Benchmark, Loss, best_of, expected, lost
from merilo.insight.shrinkage import Family, Numbers, Shrunk, shrink_rates, shrink_shares
from merilo.insight.standing import Counted, below_asked, below_colleagues, times_apart
from merilo.reports.problems.declared import Step

DRAWS = 2000
PEERS = 5
"""From so many colleagues of known value on they are compared with each other; fewer with their own past only."""
_SEED = 20_260_101


class Against(StrEnum):
    """What a value is held against."""

    EXPECTATION = N_("what is expected")
    PEERS = N_("the better quarter of all")
    EARLIER = N_("the own level before")
    LED = N_("the own level before; touches fell too")


@dataclass(frozen=True)
class Gap:
    """One subject in one step: his own value, the benchmark, on how many cases, and the loss in money.

    `chance`: how likely chance alone makes as much of it, all that it was held against counted in (Simes).
    """

    subject: str
    own: float
    low: float
    high: float
    benchmark: float
    against: Against
    n: int
    loss: Loss
    chance: float


@dataclass(frozen=True, eq=False)
class Sheet:
    """The counts of one step for the subjects of one level, shape (subjects, quarters).

    `apart`: what all others did in each quarter is no fall or rise of his own. `comparable`: which quarters may be held
    against each other. `roles`: who may be compared with whom, one label each (None: all). `scatter`: by how much cases
    scatter more than Poisson's or the binomial's law says.
    `months`: `of` and `over` month by month, where they were asked so, shape (subjects, 3 · quarters); `lead`: what the
    step's cases come of, likewise by month, with its own scatter.
    `asked`: what is expected, per subject of whom anything is. `volume`: what comes to the step in a quarter;
    `factors`: draws of what follows it, shape (draws, subjects).
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
    apart: bool = False
    comparable: npt.NDArray[np.bool_] | None = None
    roles: Sequence[str] | None = None
    scatter: float = 1.0
    months: tuple[Numbers, Numbers] | None = None
    lead: Counted | None = None
    asked: Mapping[str, float] | None = None
    relative: bool = False
    counted: Numbers | None = None

    @property
    def family(self) -> Family:
        """Rates over time, or shares."""
        return Family.RATE if self.step.per_time else Family.SHARE

    def cases(self, of: Numbers, over: Numbers) -> Counted:
        """These counts as the statistics take them."""
        return Counted(self.family, of, over, self.step.higher, self.scatter)


@dataclass(frozen=True, eq=False)
class Value:
    """A subject's own value with its 95 % interval and draws, the benchmark it is held against, and its cases."""

    own: float
    low: float
    high: float
    draws: Numbers
    benchmark: Benchmark
    n: float


@dataclass(frozen=True, eq=False)
class Compared:
    """Everyone held against one thing: the chances (NaN: cannot be compared), and how to value the one at an index."""

    against: Against
    chance: Numbers
    value: Callable[[int], Value]


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


def named_cases(sheet: Sheet) -> Numbers:
    """The cases to name beside a value, shape (subjects, quarters)."""
    if sheet.counted is not None:
        return sheet.counted
    return sheet.of if sheet.step.per_time else sheet.over


def gaps(sheet: Sheet, place: int) -> list[Gap]:
    """The gap of every subject of whom enough is known, against whatever shows it most surely; `place` seeds draws.

    Its `chance` counts in that it was held against several things and the likeliest one taken.
    """
    from merilo.reports.problems.earlier import earlier  # noqa: PLC0415 - it takes a sheet and gives a comparison

    found = [*_now(sheet, place), *earlier(sheet, place)]
    chances = np.array([each.chance for each in found])
    chances[:, ~sheet.active] = np.nan
    together, rows = any_of(chances), []
    for index in (int(each) for each in np.flatnonzero(np.isfinite(together))):
        best = found[int(np.nanargmin(chances[:, index]))]
        rows.append(_gap(sheet, index, best.against, best.value(index), float(together[index])))
    return rows


def _gap(sheet: Sheet, index: int, against: Against, value: Value, chance: float) -> Gap:
    step = sheet.step
    factors = [factor[:, index] for factor in sheet.factors]
    factors += [1 / value.draws] if sheet.relative else []
    # Near 0 and 1 a posterior's mean is a little off its value; the loss is that between the values named.
    drawn = value.draws + (value.own - value.draws.mean())
    loss = lost(drawn, value.benchmark, float(sheet.volume[index]), factors, higher=step.higher)
    own, low, high, wanted = (x * step.shown_per for x in (value.own, value.low, value.high, value.benchmark.value))
    return Gap(sheet.subjects[index], own, low, high, wanted, against, round(value.n), loss, chance)


def _now(sheet: Sheet, place: int) -> Iterator[Compared]:
    """The present against colleagues of the same role, and against what is expected."""
    of, over = present(sheet)
    if not over.sum() > 0:
        return
    labels = np.array(["" for _who in sheet.subjects] if sheet.roles is None else list(sheet.roles), dtype=object)
    for number, label in enumerate(sorted(set(labels))):
        group = np.flatnonzero(labels == label)
        if over[group].sum() > 0:
            yield from _group(sheet, group, of[group], over[group], random_for(place, number))


def _group(
    sheet: Sheet, group: npt.NDArray[np.intp], of: Numbers, over: Numbers, rng: np.random.Generator
) -> Iterator[Compared]:
    step, column = sheet.step, {int(who): place for place, who in enumerate(group)}
    found = shrunk(step, of, over)
    draws = found.draws(DRAWS, rng)
    n = named_cases(sheet)[group, -step.quarters :].sum(1)
    colleagues = (expected_cases(step, found.pooled, over) >= step.enough) & sheet.active[group]
    told = colleagues & (cases(step, of, over) >= step.enough)

    def compared(against: Against, chance: Numbers, benchmark: Callable[[int], Benchmark]) -> Compared:
        def value(index: int) -> Value:
            at = column[index]
            own, low, high = (float(each[at]) for each in (found.value, found.low, found.high))
            return Value(own, low, high, draws[:, at], benchmark(index), float(n[at]))

        spread = np.full(len(sheet.subjects), np.nan)
        spread[group] = np.where(told, chance, np.nan)
        return Compared(against, spread, value)

    if colleagues.sum() >= PEERS:
        best = best_of(found, draws, higher=step.higher, share=UPPER_QUARTILE, among=colleagues)
        among = sheet.cases(np.where(colleagues, of, 0.0), np.where(colleagues, over, 0.0))
        chance = below_colleagues(among, _moved(sheet, group[colleagues], group))
        yield compared(Against.PEERS, chance, lambda _index: best)
    if sheet.asked:
        asked = np.array([sheet.asked.get(sheet.subjects[who], np.nan) for who in group])
        chance = below_asked(sheet.cases(of, over), asked)
        yield compared(Against.EXPECTATION, chance, lambda index: expected(float(asked[column[index]]), DRAWS))


def _moved(sheet: Sheet, colleagues: npt.NDArray[np.intp], group: npt.NDArray[np.intp]) -> Numbers | None:
    """What of a share of several quarters is due to when the cases were, for the group; None where nothing can be."""
    last = sheet.step.quarters
    if sheet.step.per_time or last == 1:
        return None
    moved = np.zeros(len(sheet.subjects))
    moved[colleagues] = times_apart(sheet.of[colleagues, -last:], sheet.over[colleagues, -last:])
    return moved[group]


def cases(step: Step, of: Numbers, over: Numbers) -> Numbers:
    """How many cases a value rests on: of a rate those that came, of a share all."""
    return of if step.per_time else over


def expected_cases(step: Step, pooled: float, over: Numbers) -> Numbers:
    """How many cases a subject would have at the usual value: who counts as a colleague must not hang on his own."""
    return over * pooled if step.per_time else over
