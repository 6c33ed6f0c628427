"""Everyone's level since a shift against his own before it: who fell, and did not only have a better quarter once.

The best of several quarters is mostly a lucky one, so it is no benchmark. What counts is the level of up to a year
before a cut, all its quarters together, against that since the cut; the cut lies before the last quarter or the one
before that. Longer ago it is over: who has worked at his present level for a year is not held against what was before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from merilo.insight.discovery import any_of
from merilo.insight.funnel import Benchmark
from merilo.insight.shrinkage import Family, Numbers
from merilo.insight.standing import Counted, Shift, shift
from merilo.reports.problems.steps import DRAWS, Against, Compared, Sheet, Value, named_cases, random_for

Mask = npt.NDArray[np.bool_]
_YEAR, _HALF = 4, 0.5
# Times since the cut, and times left out before it: a shift within a quarter makes that one neither.
_QUARTERS, _MONTHS = ((1, 0), (1, 1), (2, 0)), ((3, 0), (4, 0), (5, 0), (6, 0))


@dataclass(frozen=True, eq=False)
class _Times:
    """The counts of a sheet by the finest times it has; `quarter`: how many of them make one.

    `comparable`: which may be held against each other; `known`, per subject: in which he had anything to count over.
    """

    own: Counted
    others: Counted | None
    comparable: Mask
    known: Mask
    named: Numbers
    quarter: int


@dataclass(frozen=True, eq=False)
class _Cut:
    """One cut for everyone: what it shows, `chance` only where there are cases enough; which times it parts."""

    shift: Shift
    after: Mask
    before: Mask
    chance: Numbers


def earlier(sheet: Sheet, place: int) -> list[Compared]:
    """The comparison with the own level before, and that by what the step's cases come of; `place` seeds the draws.

    Of several cuts the likeliest is taken; the chance counts in how many were tried (Simes). Where what leads to the
    cases fell at a cut, that they fell too only has to be as sure as the interval of the loss makes it.
    """
    times = _times(sheet)
    tried = _QUARTERS if times.quarter == 1 else _MONTHS
    cuts = [_cut(sheet, times, *each) for each in tried if sum(each) < times.known.shape[1]]
    found = [_compared(sheet, times, cuts, Against.EARLIER, place)]
    if sheet.lead is not None and times.quarter > 1:
        led = [_led(sheet, times, sheet.lead, cut) for cut in cuts]
        found.append(_compared(sheet, times, led, Against.LED, place))
    return found


def _compared(sheet: Sheet, times: _Times, cuts: list[_Cut], against: Against, place: int) -> Compared:
    chances = np.array([cut.chance for cut in cuts]).reshape(len(cuts), len(sheet.subjects))

    def value(index: int) -> Value:
        return _value(sheet, times, index, cuts[int(np.nanargmin(chances[:, index]))], place)

    return Compared(against, any_of(chances), value)


def _led(sheet: Sheet, times: _Times, lead: Counted, cut: _Cut) -> _Cut:
    """The same cut by what the cases come of, in the same times; whose cases are not fewer is not below."""
    others = replace(lead, of=lead.of.sum(0) - lead.of, over=lead.over.sum(0) - lead.over) if sheet.apart else None
    known = times.known & (lead.over > 0)
    found = shift(lead, others, cut.after & known, cut.before & known)
    return replace(cut, chance=np.where(cut.chance < 1, found.chance, cut.chance))


def _times(sheet: Sheet) -> _Times:
    of, over = sheet.months or (sheet.of, sheet.over)
    quarter = of.shape[1] // sheet.of.shape[1]
    comparable = np.repeat(_all(sheet) if sheet.comparable is None else sheet.comparable, quarter)
    known = (over > 0) & comparable
    others = sheet.cases(of.sum(0) - of, over.sum(0) - over) if sheet.apart else None
    if others is not None:
        known = known & (others.over > 0) & ((others.of > 0) | (not sheet.step.per_time))
    return _Times(sheet.cases(of, over), others, comparable, known, named_cases(sheet) if quarter == 1 else of, quarter)


def _all(sheet: Sheet) -> Mask:
    return np.ones(sheet.of.shape[1], dtype=bool)


def _cut(sheet: Sheet, times: _Times, since: int, left_out: int) -> _Cut:
    ago = np.arange(times.known.shape[1])[::-1]
    first = since + left_out
    after, before = ago < since, (ago >= first) & (ago < first + _YEAR * times.quarter)
    found = shift(times.own, times.others, after & times.known, before & times.known)
    # What was over by the last quarter is over: it has to be below the level before as well.
    last = np.divide(sheet.of[:, -1], sheet.over[:, -1], out=np.zeros(len(times.known)), where=sheet.over[:, -1] > 0)
    below = last < found.expected if sheet.step.higher else last > found.expected
    cases = np.maximum(found.of, found.expected * found.over) if sheet.step.per_time else found.over
    # Times away are no fall; but of the last quarter, and of half the time since the cut, something must be known.
    there = times.known[:, -times.quarter :].any(1) & (times.known[:, after].mean(1) >= _HALF)
    there &= times.comparable[after].all()
    told = there & (cases >= sheet.step.enough) & (found.before >= sheet.step.enough) & np.isfinite(found.chance)
    return _Cut(found, after, before, np.where(told, np.where(below, found.chance, 1.0), np.nan))


def _value(sheet: Sheet, times: _Times, index: int, cut: _Cut, place: int) -> Value:
    """The level since the cut, and that before as it would be now; posteriors of their own cases (Jeffreys 1946)."""
    rng = random_for(place, index)
    of, over, wanted, size = (float(each[index]) for each in
                              (cut.shift.of, cut.shift.over, cut.shift.expected, cut.shift.size))  # fmt: skip
    own = _drawn(rng, sheet.family, (of + 0.5) / sheet.scatter, (over + _one(sheet.family)) / sheet.scatter)
    level = _drawn(rng, sheet.family, wanted * size, size) if sheet.family is Family.SHARE else rng.gamma(
        size, wanted / size, DRAWS)  # fmt: skip
    low, high = (float(each) for each in np.quantile(own, [0.025, 0.975]))
    value, n = of / over, float(times.named[index, cut.after].sum())
    benchmark = Benchmark(wanted, level + (wanted - level.mean()))
    return Value(value, min(low, value), max(high, value), own, benchmark, n)


def _one(family: Family) -> float:
    return 1.0 if family is Family.SHARE else 0.0


def _drawn(rng: np.random.Generator, family: Family, of: float, over: float) -> Numbers:
    if family is Family.SHARE:
        return rng.beta(max(of, 1e-6), max(over - of, 1e-6), DRAWS)
    return rng.gamma(of, 1 / over, DRAWS)
