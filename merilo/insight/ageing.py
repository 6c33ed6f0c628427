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
ties half (Mann & Whitney 1947): ½ where age does not tell lost from won. It says nothing of deals that nobody decides:
those that are open for longer than any deal took to be decided are `forgotten`. W falls for them too; so where W falls
and the lost were not older, it is not age that loses deals.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.insight.concordance import concordance
from merilo.insight.incidence import ENDED_OTHERWISE, GOES_ON, HAPPENED
from merilo.insight.intervals import Interval, normal_quantile
from merilo.insight.outlook import Outlook, outlook
from merilo.insight.survival import Followed, Numbers

_SAMPLES, _SURE, _LEAST = 200, 0.95, 30
_SAMPLES_EACH = 40  # so that what is needed of many kinds leaves two samples that may differ
_HALF, _NEARLY_ALL, _FALLBACK = 0.5, 0.9, 1.5
_STANDS_FOR = 10.0 + 1e-9
_LITTLE = 0.05
LEAST_WON = 10
"""Fewer wins than this teach no age, not even a median."""


class Older(StrEnum):
    """Which of the decided deals were older when they were decided."""

    LOST = "lost"
    WON = "won"
    NEITHER = "neither"


@dataclass(frozen=True)
class AcceptableAge:
    """The age (days) past which an open deal is too old, and how it was found.

    `learned`: from the win probability by age; else it is 1.5 times `median`, the median days to win, because the win
    probability never stays below half its `peak` at an age up to `looked` days (`falls` False), or does so too seldom
    in the samples (`sure`; it takes `needed`). `older`: what `auc` says, its interval being one of `needed` for this,
    and further from ½ than 0.05, which nobody could use; None where nothing was lost. `longest`: the days after which
    the last deal was decided; `forgotten`: the deals that are open for longer, where that is no chance. `past`: what
    becomes of deals open past `days`, won within `window` days more; None where none was followed so far.
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
    needed: float
    looked: int
    older: Older | None
    longest: int
    forgotten: int
    past: Outlook | None

    @property
    def loses_deals(self) -> bool:
        """Whether age is what loses deals: the chance falls with it, and the deals that were lost were older."""
        return self.learned and self.older is Older.LOST

    @property
    def still_good(self) -> bool:
        """Whether deals past it are won at least half as often as at the best age, as far as is known."""
        later = self.past.within[self.window] if self.past else None
        return later is not None and later[0] >= _HALF * self.peak


def acceptable_age(cases: Followed, seed: int = 0, samples: int = _SAMPLES, *, among: int = 1) -> AcceptableAge | None:
    """The acceptable age (whole days) of deals with these courses, one of `among` kinds; None of less than ten wins."""
    won, median, window = _won(cases), cases.curve.quantile(0.5), _window(cases)
    if won < LEAST_WON or median is None or window is None:
        return None
    needed = 1 - (1 - _SURE) / among
    fall = _fall(cases, window, seed, max(samples, _SAMPLES_EACH * among))
    auc, auc_interval = _auc(cases, needed)
    learned = fall.falls and fall.sure >= needed
    days = float(fall.age) if learned else _FALLBACK * median
    longest, forgotten = _forgotten(cases, needed)
    return AcceptableAge(
        days=days, learned=learned, interval=fall.interval if learned else None, falls=fall.falls, sure=fall.sure,
        peak=fall.peak, median=median, window=window, auc=auc, auc_interval=_auc(cases, _SURE)[1], n=cases.n, won=won,
        needed=needed, looked=fall.looked, older=_older(auc, auc_interval), longest=longest, forgotten=forgotten,
        past=next(iter(outlook(cases, (int(days),), (window,))), None),
    )  # fmt: skip


def _won(cases: Followed) -> int:
    return int((cases.outcome == HAPPENED).sum())


def _window(cases: Followed) -> int | None:
    """The whole days within which nearly all wins come."""
    nearly_all = cases.curve.quantile(_NEARLY_ALL)
    return None if nearly_all is None else max(1, int(np.ceil(nearly_all)))


@dataclass(frozen=True)
class _Fall:
    """The last `age` at which W is at least half its `peak`, of those up to `looked`; `falls`: it is before that one.

    `sure`: the share of samples in which it falls as well; `interval`: where most of their ages lie.
    """

    age: int
    peak: float
    looked: int
    falls: bool
    sure: float
    interval: Interval


def _fall(cases: Followed, window: int, seed: int, samples: int) -> _Fall:
    cells = _Cells.of(cases)
    everyone = _curves(cells, cells.times[None, :].astype(np.float64))
    last = _last_told(everyone, window)
    peak, ages = _ages(_chances(everyone, window, last))
    age, falls = int(ages[0]), bool(ages[0] < last)
    if not falls:
        return _Fall(age, float(peak[0]), last, falls, 0.0, Interval(age, age))
    drawn = np.random.default_rng(seed).poisson(cells.times, (samples, len(cells.times))).astype(np.float64)
    sampled = _ages(_chances(_curves(cells, drawn), window, last))[1]
    low, high = np.quantile(sampled, [0.025, 0.975])
    interval = Interval(min(float(low), age), max(float(high), age))
    return _Fall(age, float(peak[0]), last, falls, float((sampled < last).mean()), interval)


def _forgotten(cases: Followed, sure: float) -> tuple[int, int]:
    """The days `longest` after which the last decided deal was decided, and how many deals are open for longer.

    0 where that may be chance: with λ the decided per day that a deal was followed in the older half of the ages up to
    `longest`, nothing is decided in T days of following beyond it with probability exp(−λT), which must be at most
    1 − `sure` (three were to be expected, for 95 %: Hanley & Lippman-Hand 1983, JAMA 249, 1743–1745).
    """
    decided = cases.exit[cases.outcome != GOES_ON]
    longest = float(decided.max(initial=0.0))
    often = float((decided > longest / 2).sum()) / max(_followed(cases, longest / 2, longest), 1.0)
    beyond = int(((cases.outcome == GOES_ON) & (cases.exit > longest)).sum())
    expected = often * _followed(cases, longest, np.inf)
    return int(longest), beyond if expected >= -np.log(1 - sure) else 0


def _followed(cases: Followed, since: float, until: float) -> float:
    """The days for which deals of these ages were followed, added up."""
    days = np.minimum(cases.exit, until) - np.maximum(cases.entry, since)
    return float(np.maximum(days, 0.0).sum())


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


def _auc(cases: Followed, confidence: float) -> tuple[float | None, Interval | None]:
    """P(lost one older) + ½ P(as old), with Hanley & McNeil's interval (1982, Radiology 143, 29–36)."""
    won, lost = (cases.exit[cases.outcome == kind] for kind in (HAPPENED, ENDED_OTHERWISE))
    auc = concordance(lost, won)
    if auc is None:
        return None, None
    first, second = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (len(lost) - 1) * (first - auc**2) + (len(won) - 1) * (second - auc**2)
    half = normal_quantile(confidence) * float(np.sqrt(max(spread, 0.0) / len(won) / len(lost)))
    return auc, Interval(max(0.0, auc - half), min(1.0, auc + half))


def _older(auc: float | None, interval: Interval | None) -> Older | None:
    """Neither, where it is no further from a half than chance, or so little that nobody could use it."""
    if auc is None or interval is None:
        return None
    if interval.low <= 0.5 + _LITTLE and interval.high >= 0.5 - _LITTLE:
        return Older.NEITHER
    return Older.LOST if auc > 0.5 else Older.WON
