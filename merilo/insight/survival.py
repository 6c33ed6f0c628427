"""How long until it happens, and to how many, where some are still waiting: cumulative incidence with competing ends.

A case is followed from the age `entry` (0: from its beginning; above 0: it had that age before anything was known of
it) to the age `exit`, both included, and then it happened (1), the case ended otherwise (2), or it goes on (0). With
Y(t) the cases followed at age t, d₁(t) and d₂(t) those to which it happened or that ended otherwise at t, d = d₁ + d₂:

    S(t) = Π_{s≤t} (1 − d(s)/Y(s))        Fₖ(t) = Σ_{s≤t} S(s−) · dₖ(s)/Y(s)        S + F₁ + F₂ = 1

(Aalen & Johansen 1978, Scand. J. Stat. 5, 141–150; without other ends 1 − F₁ is Kaplan & Meier 1958). Where everyone
is followed to the end, Fₖ is the plain share. The covariance is that of the delta method (Gaynor et al. 1993, JASA 88,
400–409): with a = d/(Y(Y−d)), b = S(s−)² d₁(Y−d₁)/Y³, c = S(s−) d₁/Y², sums over ages up to s ≤ t,

    cov(F₁(s), F₁(t)) = Σ (F₁(s)−F₁)(F₁(t)−F₁)·a + b − [(F₁(s)−F₁) + (F₁(t)−F₁)]·c

which is Greenwood's without other ends. Intervals are those of log(−log F₁) (Choudhury 2002, Stat. Med. 21, 1129–1144).

The end of a curve rests on the few who were followed longest. It is known only up to its `reach`: the last age at
which one case stands for no more than ten, S(t−) · n/Y(t) ≤ 10 (weights of inverse censoring, cut as is usual).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from merilo.insight.incidence import Slots, covariance, slots
from merilo.insight.intervals import CONFIDENCE, Interval, normal_quantile, wilson

Numbers = npt.NDArray[np.float64]
ALIKE = 1e-12
UNDECIDED = 0.1 + 1e-9
"""More cases than this undecided at the end of a curve (rounding aside): what becomes of all cannot be told yet."""


@dataclass(frozen=True, eq=False)
class Followed:
    """Cases by the ages (days) from and to which each was followed, both included, and how that ended: 0, 1 or 2."""

    entry: Numbers
    exit: Numbers
    outcome: npt.NDArray[np.int8]

    @classmethod
    def of(
        cls, exits: Sequence[float] | Numbers, outcomes: Sequence[int], entries: Sequence[float] | None = None
    ) -> Followed:
        """From plain numbers; without `entries` all are followed from their beginning."""
        entry = np.zeros(len(exits)) if entries is None else np.asarray(entries, dtype=np.float64)
        return cls(entry, np.asarray(exits, dtype=np.float64), np.asarray(outcomes, dtype=np.int8))

    @classmethod
    def pooled(cls, groups: Sequence[Followed]) -> Followed:
        """All cases of several groups."""
        return cls(*(np.concatenate([getattr(g, name) for g in groups]) for name in ("entry", "exit", "outcome")))

    @property
    def n(self) -> int:
        """How many cases there are, with those that were never followed (ended before they were known)."""
        return len(self.exit)

    @property
    def seen_from_start(self) -> bool:
        """Whether any case was followed from its beginning; else nothing is known of those that end early."""
        return bool((self.entry <= 0).any())

    def open_past(self, age: float) -> Followed:
        """The cases that were still going on after that age, each followed from there on."""
        later = self.exit > age
        entry = np.maximum(self.entry[later], np.nextafter(age, math.inf))
        return Followed(entry, self.exit[later], self.outcome[later])

    @cached_property
    def curve(self) -> Curve:
        """The cumulative incidence of these cases."""
        return curves(self, np.array([self.n]))[0]


@dataclass(frozen=True, eq=False)
class Curve:
    """F₁, F₂ and S of one group of `n` cases at `age` (every age at which anything ended), with what variances need."""

    n: int
    age: Numbers
    at_risk: Numbers
    happened: Numbers
    otherwise: Numbers
    surviving: Numbers
    sums: Numbers

    @property
    def reach(self) -> float:
        """The last age up to which the curve is known; −∞ of nobody."""
        return float(self.age[-1]) if len(self.age) else -math.inf

    @property
    def wins(self) -> int:
        """To how many cases it happened within the reach of the curve."""
        before = np.concatenate(([1.0], self.surviving[:-1]))
        steps = np.diff(self.happened, prepend=0.0) * self.at_risk
        return int(np.round(np.divide(steps, before, out=np.zeros_like(steps), where=before > 0)).sum())

    @property
    def undecided(self) -> float:
        """The share of cases for which nothing has happened by the end of the curve: 1 of nobody."""
        return float(self.surviving[-1]) if len(self.age) else 1.0

    def knows(self, age: float) -> bool:
        """Whether the curve reaches that age; beyond the last case that could end, nothing more can come."""
        return age <= self.reach or self.undecided <= 0.0

    @property
    def settled(self) -> bool:
        """Whether so few cases are undecided at the end of the curve that what becomes of all of them can be told."""
        return self.undecided <= UNDECIDED

    def share(self, age: float = math.inf) -> float:
        """F₁(age): the share of all cases to which it has happened by then (as far as the curve reaches)."""
        return min(self._at(self.happened, age, 0.0), 1.0)  # rounding may leave 1 by its last digit

    def lost(self, age: float = math.inf) -> float:
        """F₂(age): the share of all cases that have ended otherwise by then."""
        return self._at(self.otherwise, age, 0.0)

    def still(self, age: float = math.inf) -> float:
        """S(age): the share of all cases that go on after that age."""
        return self._at(self.surviving, age, 1.0)

    def deviation(self, age: float = math.inf) -> float:
        """The standard error of F₁(age)."""
        place = self._place(age)
        return math.sqrt(max(0.0, float(self._covariance(place, self.share(age))))) if place >= 0 else 0.0

    def interval(self, age: float = math.inf, confidence: float = CONFIDENCE) -> Interval | None:
        """The interval of F₁(age): F₁^exp(±z·σ/(F₁ ln F₁)); None of nobody.

        Where it happened to nobody or to all (rounding aside), it is Wilson's.
        """
        share, deviation = self.share(age), self.deviation(age)
        if not len(self.age):
            return None
        # So near to all or nothing that the exponent would leave what a float can hold.
        if share <= ALIKE or share >= 1.0 - ALIKE or deviation <= 0.0:
            return wilson(round(share * self.n), self.n, confidence)
        power = math.exp(normal_quantile(confidence) * deviation / (share * math.log(share)))
        return Interval(share ** (1 / power), share**power)

    def quantile(self, share: float, *, of_all: bool = False) -> float | None:
        """The smallest age t with F₁(t) ≥ `share` · F₁(∞); of all cases, with F₁(t) ≥ `share`. None: not reached."""
        wanted = share if of_all else share * self.share()
        if wanted <= 0.0:
            return None
        # Shares that are equal by hand may differ in their last digit here.
        place = int(np.searchsorted(self.happened, wanted * (1 - ALIKE)))
        return float(self.age[place]) if place < len(self.age) else None

    def quantile_interval(
        self, share: float, *, of_all: bool = False, confidence: float = CONFIDENCE
    ) -> Interval | None:
        """The ages t at which F₁(t) − `share` · F₁(∞) is within z of its standard errors of zero.

        Brookmeyer & Crowley 1982, Biometrics 38, 29–41, for a share of a share. None where either end is not reached:
        then the data do not say how long it may take.
        """
        if self.quantile(share, of_all=of_all) is None:
            return None
        apart, variance = self._apart(share, of_all=of_all)
        near = apart * apart <= normal_quantile(confidence) ** 2 * variance
        if near[-1]:
            return None
        # The first age that reaches it is in its own interval, however few cases there are.
        near[int(np.argmax(apart >= -ALIKE))] = True
        places = np.flatnonzero(near)
        return Interval(float(self.age[places[0]]), float(self.age[places[-1]]))

    def _apart(self, share: float, *, of_all: bool) -> tuple[Numbers, Numbers]:
        """F₁(t) − `share` · F₁(∞) (of all: − `share`) at every age, and its variance."""
        variance = self._covariance(slice(None), self.happened)
        if of_all:
            return self.happened - share, variance
        whole = self.share()
        both = self._covariance(slice(None), whole)
        last = float(self._covariance(-1, whole))
        return self.happened - share * whole, variance - 2 * share * both + share**2 * last

    def _place(self, age: float) -> int:
        return int(np.searchsorted(self.age, age, side="right")) - 1

    def _at(self, values: Numbers, age: float, before: float) -> float:
        place = self._place(age)
        return float(values[place]) if place >= 0 else before

    def _covariance(self, place: int | slice, later: float | Numbers) -> Numbers:
        """cov(F₁(s), F₁(t)) for s at `place` and t ≥ s with F₁(t) = `later`."""
        return covariance(self.sums[:, place], self.happened[place], later)


def curves(cases: Followed, lengths: npt.NDArray[np.int64]) -> list[Curve]:
    """The curve of each of several groups that lie one behind another in `cases`, `lengths` cases each; one sort."""
    found = slots(cases.entry, cases.exit, cases.outcome, lengths)
    return [_curve(found, group) for group in range(len(lengths))]


def with_curves(cases: Followed, lengths: npt.NDArray[np.int64]) -> list[Followed]:
    """The cases of each of several groups, apart; each knows its curve."""
    if not len(lengths):
        return []
    cuts = np.cumsum(lengths)[:-1]
    columns = (np.split(column, cuts) for column in (cases.entry, cases.exit, cases.outcome))
    groups = [Followed(*each) for each in zip(*columns, strict=True)]
    for group, curve in zip(groups, curves(cases, lengths), strict=True):
        # What a cached property would find, found for all of them at once.
        group.__dict__["curve"] = curve
    return groups


def _curve(found: Slots, group: int) -> Curve:
    mine = slice(found.starts[group], found.starts[group + 1])
    return Curve(
        int(found.n[group]),
        found.age[mine],
        found.at_risk[mine],
        found.happened[mine],
        found.otherwise[mine],
        found.surviving[mine],
        found.sums[:, mine],
    )
