"""From a gap in one step of a funnel to money: what a better value of that step would bring, and how sure that is.

A quarter's money is volume × step × the steps after it × money per win. With `own` o and a benchmark b in one step

    loss = ± (b − o) · volume · Π fⱼ            (+ where more is better, − where less is)

All factors are drawn from their posteriors (`shrinkage`), independently of each other and in the same number; the loss
is the mean of the products, its interval lies between their 2.5 % and 97.5 % points (Monte Carlo; Efron & Tibshirani
1993, ch. 13). Nothing is claimed unless the interval lies above zero.

A benchmark is itself the best of many: the upper quartile or the best of *shrunk* values, never of raw ones, whose best
is mostly the luckiest. How sure it is comes from the same quantile of every draw, moved so that its mean is the
benchmark named: the spread of the best, without its upward pull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.intervals import CONFIDENCE, Interval, normal_quantile
from merilo.insight.shrinkage import Numbers, Shrunk

UPPER_QUARTILE = 0.75

_NOTHING = 0.01
_SUREST = 1 - 1e-12


@dataclass(frozen=True)
class Loss:
    """What is lost in the unit of the last factor; `certain`: its interval lies above zero, so it may be said."""

    amount: float
    interval: Interval

    @property
    def certain(self) -> bool:
        """Whether the data tell it from nothing: an interval that begins within a hundredth of nothing does not."""
        return self.interval.low > _NOTHING * self.amount

    def widened(self, confidence: float) -> Loss:
        """The same loss with the interval of a higher confidence, for a loss that was picked out of many.

        A product of positive factors is nearly lognormal, so both ends move away from the amount in the ratio of the
        normal quantiles on the scale of logarithms: low' = a·(low/a)^(z'/z). A loss that is not certain stays as it is.
        """
        if not self.certain or confidence <= CONFIDENCE:
            return self
        stretch = normal_quantile(min(confidence, _SUREST)) / normal_quantile(CONFIDENCE)
        low, high = (self.amount * (end / self.amount) ** stretch for end in (self.interval.low, self.interval.high))
        return Loss(self.amount, Interval(low, high))


@dataclass(frozen=True, eq=False)
class Benchmark:
    """A value to compare with, and draws of it (one per draw; a fixed expectation is the same in all)."""

    value: float
    draws: Numbers


def expected(value: float, number: int) -> Benchmark:
    """A benchmark that people set: known for sure, `number` times."""
    return Benchmark(value, np.full(number, value))


def best_of(
    shrunk: Shrunk, draws: Numbers, *, higher: bool, share: float = UPPER_QUARTILE, among: npt.ArrayLike | None = None
) -> Benchmark:
    """The value that only the better 1 − `share` of the groups reach (1.0: the very best); `draws` are the groups' own.

    `higher`: whether more is better. `among`: which groups count, a mask; all unless given. Raises ValueError of none.
    """
    mask = np.ones(len(shrunk.value), dtype=bool) if among is None else np.asarray(among, dtype=bool)
    if not mask.any():
        raise ValueError("a benchmark needs a group")
    at = share if higher else 1 - share
    value = float(np.quantile(shrunk.value[mask], at))
    each = np.quantile(draws[:, mask], at, axis=1)
    return Benchmark(value, value + each - each.mean())


def lost(
    own: Numbers, benchmark: Benchmark, volume: float, factors: Sequence[Numbers] = (), *, higher: bool = True
) -> Loss:
    """The loss of one subject in one step: `own` and each of `factors` are draws, `volume` what comes to the step.

    See the module for the formula. Raises ValueError for draws of different numbers.
    """
    gap = benchmark.draws - own if higher else own - benchmark.draws
    money = gap * volume
    for factor in factors:
        if factor.shape != money.shape:
            raise ValueError("every factor needs the same number of draws")
        money = money * factor
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(money, [tail, 1 - tail])
    return Loss(float(money.mean()), Interval(float(low), float(high)))


def win_chances(forward: npt.ArrayLike, won: npt.ArrayLike, back: npt.ArrayLike, ended: npt.ArrayLike) -> Numbers:
    """The chance that a deal in each stage, in their order, is won in the end, from what became of visits there.

    p = won/ended + forward/ended · p(next stage) + back/ended · p(stage before); lost is the rest. The stages are an
    absorbing Markov chain, p = (I − Q)⁻¹ r (Kemeny & Snell 1960, Finite Markov Chains, ch. 3). From the last stage
    forward leads to a win; a stage that no visit has left is taken to lead on to the next one.
    """
    counts = [np.asarray(each, dtype=float) for each in (forward, won, back, ended)]
    stages = len(counts[0])
    left = counts[3] > 0
    divided = [np.divide(each, counts[3], out=np.zeros(stages), where=left) for each in counts[:3]]
    on, wins, returns = np.where(left, divided[0], 1.0), divided[1], divided[2]
    moves = np.zeros((stages, stages + 1))
    for stage in range(stages):
        moves[stage, stage + 1] += on[stage]
        moves[stage, max(stage - 1, 0)] += returns[stage]
    wins = wins + moves[:, stages]
    return np.asarray(np.linalg.solve(np.eye(stages) - moves[:, :stages], wins))
