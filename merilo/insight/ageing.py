"""Whether a deal that is still open can be too old: its chance to be won by age, and the age past which it stays poor.

With the curves of `merilo.insight.survival` (F₁ won, S still open), a deal that is open past age a is won within h more
days with probability

    W(a) = (F₁(a + h) − F₁(a)) / S(a)

For the acceptable age h is the same at every age: the days within which 90 % of those ever won are won. So deals that
are decided slowly, but as well as ever, do not look worse because the data end. The acceptable age is the last age at
which W(a) is at least half of its peak, among ages at which at least 30 deals were followed and h more days are known.
It is taken for real only where W falls below half, and stays there, in at least 95 % of bootstrap samples of the deals
(of `among` kinds of deals that are looked at together in 1 − 0.05 / `among`: Bonferroni's rule)
(Efron & Tibshirani 1993, An Introduction to the Bootstrap, §13; each deal drawn a Poisson(1) number of times): where
age means nothing, W falls by so much in the data alone, not in nearly all its samples. Otherwise 1.5 times the median
days to win are used. The interval is from the 2.5 % to the 97.5 % point of the samples' ages.

`auc`: of two deals that were decided, one lost and one won, the chance that the lost one was older when it was decided,
ties half (Mann & Whitney 1947): ½ where age does not tell lost from won. It says nothing of deals that nobody decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.incidence import ENDED_OTHERWISE, HAPPENED
from merilo.insight.intervals import Interval
from merilo.insight.survival import Followed, Numbers

_SAMPLES, _SURE, _LEAST = 200, 0.95, 30
_HALF, _NEARLY_ALL, _FALLBACK = 0.5, 0.9, 1.5
_STANDS_FOR = 10.0
LEAST_WON = 10
"""Fewer wins than this teach no age, not even a median."""


@dataclass(frozen=True)
class Outlook:
    """Of deals still open past `age`: how many were followed there, and the share won within each number of days.

    `ever`: won at all; None where more than a tenth of them are undecided when the data end, or follow-up is too short.
    """

    age: int
    n: int
    ever: float | None
    ever_interval: Interval | None
    within: dict[int, tuple[float, Interval | None] | None]


@dataclass(frozen=True)
class AcceptableAge:
    """The age (days) past which an open deal is too old, and how it was found.

    `learned`: from the win probability by age; else it is 1.5 times `median`, the median days to win, because the
    win probability never stays below half its `peak` (`falls` False), or does so too seldom in the samples (`sure`).
    """

    days: float
    learned: bool
    interval: Interval | None
    falls: bool
    sure: float
    peak: float
    median: float
    window: int
    auc: float | None
    auc_interval: Interval | None
    n: int
    won: int


def outlook(cases: Followed, ages: tuple[int, ...], within: tuple[int, ...] = (30, 90)) -> tuple[Outlook, ...]:
    """The chances of deals open past each of these ages; ages past which nobody was followed are left out."""
    found = []
    for age in ages:
        rest = cases.open_past(age)
        n = int((rest.entry <= age + 1).sum())
        if not n:  # nobody is that old, or was that young when the history begins
            continue
        curve = rest.curve
        later = {h: (curve.share(age + h), curve.interval(age + h)) if curve.knows(age + h) else None for h in within}
        told = curve.settled
        found.append(
            Outlook(age, n, curve.share() if told else None, curve.interval() if told else None, later)
        )  # fmt: skip
    return tuple(found)


def acceptable_age(cases: Followed, seed: int = 0, samples: int = _SAMPLES, *, among: int = 1) -> AcceptableAge | None:
    """The acceptable age (whole days) of deals with these courses, one of `among` kinds; None of less than ten wins."""
    curve = cases.curve
    won, median = int((cases.outcome == HAPPENED).sum()), curve.quantile(0.5)
    nearly_all = curve.quantile(_NEARLY_ALL)
    if won < LEAST_WON or median is None or nearly_all is None:
        return None
    window, counts = max(1, int(np.ceil(nearly_all))), _Cells.of(cases)
    everyone = _curves(counts, counts.times[None, :].astype(np.float64))
    last = _last_told(everyone, window)
    peak, ages = _ages(_chances(everyone, window, last))
    auc, auc_interval = _auc(cases)
    drawn = np.random.default_rng(seed).poisson(counts.times, (samples, len(counts.times))).astype(np.float64)
    falls = bool(ages[0] < last)
    sampled = _ages(_chances(_curves(counts, drawn), window, last))[1] if falls else np.zeros(0)
    sure = float((sampled < last).mean()) if falls else 0.0
    learned = falls and sure >= 1 - (1 - _SURE) / among
    low, high = np.quantile(sampled, [0.025, 0.975]) if learned else (0.0, 0.0)
    return AcceptableAge(
        days=float(ages[0]) if learned else _FALLBACK * median,
        learned=learned,
        interval=Interval(min(float(low), float(ages[0])), max(float(high), float(ages[0]))) if learned else None,
        falls=falls, sure=sure, peak=float(peak[0]), median=median, window=window,
        auc=auc, auc_interval=auc_interval, n=cases.n, won=won,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Cells:
    """Deals that went the same way, counted: what a sample of deals draws from. Days are whole."""

    entry: npt.NDArray[np.int64]
    exit: npt.NDArray[np.int64]
    outcome: npt.NDArray[np.int64]
    times: npt.NDArray[np.int64]

    @classmethod
    def of(cls, cases: Followed) -> _Cells:
        kept = cases.exit >= cases.entry
        rows = np.column_stack((cases.entry[kept], cases.exit[kept], cases.outcome[kept])).astype(np.int64)
        cells, times = np.unique(rows, axis=0, return_counts=True)
        return cls(cells[:, 0], cells[:, 1], cells[:, 2], times)

    def by_day(self, drawn: Numbers, day: npt.NDArray[np.int64], chosen: npt.NDArray[np.bool_]) -> Numbers:
        """Per sample and day the deals of the chosen cells on it."""
        order = np.argsort(day[chosen], kind="stable")
        days, first = np.unique(day[chosen][order], return_index=True)
        found = np.zeros((len(drawn), int(self.exit.max()) + 2))
        if len(days):
            found[:, days] = np.add.reduceat(drawn[:, np.flatnonzero(chosen)[order]], first, axis=1)
        return found


@dataclass(frozen=True, eq=False)
class _Curves:
    """Per sample (row) and day: who was followed, who of them went on, S before and after the day, and F₁."""

    at_risk: Numbers
    went_on: Numbers
    before: Numbers
    surviving: Numbers
    happened: Numbers
    n: float


def _curves(cells: _Cells, drawn: Numbers) -> _Curves:
    every = np.ones(len(cells.times), dtype=bool)
    entered, left = cells.by_day(drawn, cells.entry, every), cells.by_day(drawn, cells.exit, every)
    won, lost = (cells.by_day(drawn, cells.exit, cells.outcome == kind) for kind in (HAPPENED, ENDED_OTHERWISE))
    went_on = np.maximum(np.cumsum(entered, axis=1) - np.cumsum(left, axis=1), 0.0)
    at_risk = np.maximum(went_on + left, 1.0)
    surviving = np.cumprod(1 - np.minimum((won + lost) / at_risk, 1.0), axis=1)
    before = np.concatenate((np.ones((len(drawn), 1)), surviving[:, :-1]), axis=1)
    happened = np.cumsum(before * won / at_risk, axis=1)
    return _Curves(at_risk, went_on, before, surviving, happened, float(drawn[0].sum()))


def _last_told(everyone: _Curves, window: int) -> int:
    """The last age past which thirty deals were followed, and the curve reaches a whole window further."""
    known = np.flatnonzero(everyone.before[0] * everyone.n <= _STANDS_FOR * everyone.at_risk[0])
    reach = int(known[-1]) if len(known) else 0
    told = np.flatnonzero(everyone.went_on[0, : max(1, reach - window + 1)] >= _LEAST)
    return int(told[-1]) if len(told) else 0


def _chances(curves: _Curves, window: int, last: int) -> Numbers:
    """W(a) per sample for the ages from 0 to the last."""
    until = np.minimum(np.arange(last + 1) + window, curves.happened.shape[1] - 1)
    still, more = curves.surviving[:, : last + 1], curves.happened[:, until] - curves.happened[:, : last + 1]
    return np.divide(more, still, out=np.zeros_like(still), where=still > 0)


def _ages(chances: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Per sample the peak of W, and the last age at which W is at least half of it."""
    peak = chances.max(axis=1)
    enough = chances >= _HALF * peak[:, None]
    return peak, enough.shape[1] - 1 - np.argmax(enough[:, ::-1], axis=1)


def _auc(cases: Followed) -> tuple[float | None, Interval | None]:
    """P(lost one older) + ½ P(as old), with Hanley & McNeil's interval (1982, Radiology 143, 29–36)."""
    won, lost = (np.sort(cases.exit[cases.outcome == kind]) for kind in (HAPPENED, ENDED_OTHERWISE))
    if not len(won) or not len(lost):
        return None, None
    below, upto = (np.searchsorted(won, lost, side=side) for side in ("left", "right"))
    auc = float((below + upto).mean() / 2 / len(won))
    first, second = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (len(lost) - 1) * (first - auc**2) + (len(won) - 1) * (second - auc**2)
    half = 1.959963984540054 * float(np.sqrt(max(spread, 0.0) / len(won) / len(lost)))
    return auc, Interval(max(0.0, auc - half), min(1.0, auc + half))
