"""The cumulative incidence of many groups at once, as columns: formulas and sources are those of `survival`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
GOES_ON, HAPPENED, ENDED_OTHERWISE = 0, 1, 2
_STANDS_FOR = 10.0 + 1e-9  # who stands for just ten does, whichever way that was rounded


@dataclass(frozen=True, eq=False)
class Slots:
    """Per age at which anything ended, group by group up to the reach of each: Y, F₁, F₂, S and what variances need.

    `n`: the cases of each group; `seen`: whether any of them was followed from its beginning; `starts`: where the slots
    of each group begin, and after the last one the end. `before`: S just before the age. `sums`: see `covariance`.
    """

    n: Places
    seen: npt.NDArray[np.bool_]
    starts: Places
    group: Places
    age: Numbers
    at_risk: Numbers
    before: Numbers
    surviving: Numbers
    happened: Numbers
    otherwise: Numbers
    sums: Numbers


def slots(entry: Numbers, exits: Numbers, outcome: npt.NDArray[np.int8], lengths: Places) -> Slots:
    """The slots of several groups whose cases lie one behind another, `lengths` cases each; one sort."""
    groups = len(lengths)
    group = np.repeat(np.arange(groups), lengths)
    seen = np.bincount(group[entry <= 0], minlength=groups) > 0
    kept = (exits >= entry) & (exits >= 0)
    n = np.bincount(group[kept], minlength=groups)
    of, counts = _counted(entry[kept], exits[kept], outcome[kept], group[kept], groups)
    return _up_to_reach(_estimated(n, seen, of, counts))


def _up_to_reach(whole: Slots) -> Slots:
    """Without the slots beyond the reach of each group."""
    # A slot at which one case stands for more than ten ends the curve, unless more are known again later.
    firm = np.flatnonzero(whole.before * whole.n[whole.group] <= _STANDS_FOR * whole.at_risk)
    last = np.full(len(whole.n), -1)
    last[whole.group[firm]] = firm
    told = np.arange(len(whole.group)) <= last[whole.group]
    return Slots(
        whole.n, whole.seen, _starts(whole.group[told], len(whole.n)), whole.group[told], whole.age[told],
        whole.at_risk[told], whole.before[told], whole.surviving[told], whole.happened[told], whole.otherwise[told],
        whole.sums[:, told],
    )  # fmt: skip


def _starts(group: Places, groups: int) -> Places:
    return np.searchsorted(group, np.arange(groups + 1)).astype(np.int64)


def covariance(sums: Numbers, own: Numbers, later: float | Numbers) -> Numbers:
    """cov(F₁(s), F₁(t)) from the `sums` up to s, F₁(s) = `own` and F₁(t) = `later`."""
    a0, a1, a2, b, c0, c1 = sums
    found: Numbers = own * later * a0 - (own + later) * (a1 + c0) + a2 + b + 2 * c1
    return found


def _counted(
    entry: Numbers, exits: Numbers, outcome: npt.NDArray[np.int8], group: Places, groups: int
) -> tuple[Places, Numbers]:
    """The group of every age at which anything ended, and the age, Y, d₁ and d₂."""
    order = np.lexsort((exits, group))
    entry, exits, outcome, group = entry[order], exits[order], outcome[order], group[order]
    if not len(exits):
        return group, np.zeros((4, 0))
    first = np.flatnonzero(np.r_[True, (np.diff(group) != 0) | (np.diff(exits) != 0)])
    of, age = group[first], exits[first]
    ends = np.searchsorted(group, np.arange(groups), side="right")
    late = _not_yet(entry, group, of, age)
    at_risk = (ends[of] - first - late).astype(np.float64)
    one, two = (np.add.reduceat((outcome == kind).astype(np.float64), first) for kind in (HAPPENED, ENDED_OTHERWISE))
    # When all of the few known so early end while others enter later, they say nothing of those others (Lai & Ying
    # 1991, Ann. Stat. 19, 417-442, leave small risk sets out).
    alone = (one + two >= at_risk) & (late > 0)
    one, two = np.where(alone, 0.0, one), np.where(alone, 0.0, two)
    return of, np.array([age, at_risk, one, two])


def _not_yet(entry: Numbers, group: Places, of: Places, age: Numbers) -> Numbers:
    """How many cases of the group enter only after that age."""
    late = entry > 0
    if not late.any():
        return np.zeros(len(of))
    # One number per case that sorts by group, then by age.
    span = float(max(entry.max(), age.max())) + 1.0
    known = np.sort(group[late] * span + entry[late])
    until = np.searchsorted(known, of * span + age, side="right")
    ends = np.searchsorted(known, (of + 1) * span, side="left")
    found: Numbers = np.maximum(ends - until, 0).astype(np.float64)
    return found


def _estimated(n: Places, seen: npt.NDArray[np.bool_], of: Places, counts: Numbers) -> Slots:
    """The slots of all ages."""
    age, at_risk, one, two = counts
    if not len(of):
        return Slots(n, seen, _starts(of, len(n)), of, age, age, age, age, age, age, np.zeros((6, 0)))
    both = one + two
    opens = np.r_[True, np.diff(of) != 0]
    last = both >= at_risk
    factor = np.log1p(-np.where(last, 0.0, both / at_risk))
    dead = _running(last.astype(np.float64), opens)
    surviving = np.where(dead > 0.5, 0.0, np.exp(_running(factor, opens)))
    before = np.where(opens, 1.0, np.r_[1.0, surviving[:-1]])
    happened, otherwise = _running(np.array([before * kind / at_risk for kind in (one, two)]), opens)
    a = np.where(last, 0.0, both / (at_risk * np.where(last, 1.0, at_risk - both)))
    b = before**2 * one * (at_risk - one) / at_risk**3
    c = before * one / at_risk**2
    sums = _running(np.array([a, happened * a, happened**2 * a, b, c, happened * c]), opens)
    return Slots(n, seen, _starts(of, len(n)), of, age, at_risk, before, surviving, happened, otherwise, sums)


def _running(values: Numbers, opens: npt.NDArray[np.bool_]) -> Numbers:
    """The running sums (along the last axis) within each group; `opens` marks where a group begins.

    Added one after another within the group alone: one sum over all groups less what stood before would carry their
    rounding into this one, and a half that is just reached would be missed or not by the order of groups.
    """
    starts, found = np.flatnonzero(opens), np.empty_like(values)
    sizes = np.diff(np.append(starts, len(opens)))
    for size in np.unique(sizes):  # groups of one size are a matrix
        at = starts[sizes == size][:, None] + np.arange(size)
        found[..., at] = np.cumsum(values[..., at], axis=-1)
    return found
