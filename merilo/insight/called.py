"""How right people's calls were: what was called (F) held against what came (A), period by period.

**Bias.** Σ(F − A) / ΣA: so much above (+) or below (−) what came, as a share of it. **Error.** Σ|F − A| / ΣA, the wMAPE
(Kolassa & Schütz 2007, Foresight 6, 40–43). Both are ratios of sums, so a period in which nothing came, which has no
ratio of its own, counts for what was called in it, and small periods weigh little.

**How sure.** The periods are the sample: R ± t(n−1)·s, the ratio estimator of Cochran (`intervals.ratio_interval`).
Fewer than `ENOUGH` periods are too few to say anything about anybody.

**Who adds accuracy.** Two figures for the same periods differ by Σ(|F₁ − A| − |F₂ − A|) / ΣA, taken period by period:
what both missed alike falls out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.insight.intervals import Interval, Pairs, ratio_interval

ENOUGH = 6
"""So many periods are needed before anything is said."""

Numbers = npt.NDArray[np.float64]


class Leaning(StrEnum):
    """What a record says about somebody's calls: only what chance does not explain is called high or low."""

    TOO_FEW = "too_few"
    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True)
class Record:
    """Calls of `n` periods, in `nothing` of which nothing came. Shares of what came; None where nothing came at all."""

    n: int
    nothing: int
    called: float
    actual: float
    bias: float | None
    bias_interval: Interval | None
    error: float | None
    error_interval: Interval | None

    @property
    def too_few(self) -> bool:
        """Whether there are too few periods to say anything."""
        return self.n < ENOUGH or self.bias_interval is None

    @property
    def leaning(self) -> Leaning:
        """Whether the calls were too high or too low by more than chance explains."""
        if self.too_few or self.bias_interval is None:
            return Leaning.TOO_FEW
        if self.bias_interval.low > 0:
            return Leaning.HIGH
        return Leaning.LOW if self.bias_interval.high < 0 else Leaning.NEITHER


def record(called: npt.ArrayLike, actual: npt.ArrayLike) -> Record:
    """The record of calls and of what came, place by place; amounts of zero or more in one currency."""
    f, a = (np.asarray(each, dtype=np.float64) for each in (called, actual))
    bias, bias_interval = _ratio(f - a, a)
    error, error_interval = _ratio(np.abs(f - a), a)
    if error_interval is not None:
        error_interval = Interval(max(0.0, error_interval.low), error_interval.high)
    return Record(
        len(f), int((a == 0).sum()), float(f.sum()), float(a.sum()), bias, bias_interval, error, error_interval
    )  # fmt: skip


@dataclass(frozen=True)
class Added:
    """What a second figure adds to a first over the same `n` periods.

    `first` and `second`: the error of each; `gain`: by how much the second's is smaller (negative: larger).
    """

    n: int
    first: float | None
    second: float | None
    gain: float | None
    interval: Interval | None

    @property
    def leaning(self) -> Leaning:
        """HIGH where the second is nearer to what came, LOW where it is farther, by more than chance explains."""
        if self.n < ENOUGH or self.interval is None:
            return Leaning.TOO_FEW
        if self.interval.low > 0:
            return Leaning.HIGH
        return Leaning.LOW if self.interval.high < 0 else Leaning.NEITHER


def added(first: npt.ArrayLike, second: npt.ArrayLike, actual: npt.ArrayLike) -> Added:
    """Whether the second figure is nearer than the first to what came, period by period."""
    one, other, a = (np.asarray(each, dtype=np.float64) for each in (first, second, actual))
    errors = np.abs(one - a), np.abs(other - a)
    gain, interval = _ratio(errors[0] - errors[1], a)
    return Added(len(a), _ratio(errors[0], a)[0], _ratio(errors[1], a)[0], gain, interval)


def _ratio(above: Numbers, below: Numbers) -> tuple[float | None, Interval | None]:
    """Σ above / Σ below over the periods, and how sure it is."""
    if below.sum() <= 0:
        return None, None
    pairs = Pairs(
        len(below), float(above.sum()), float(below.sum()),
        float(above @ above), float(above @ below), float(below @ below),
    )  # fmt: skip
    return pairs.above / pairs.below, ratio_interval(pairs)
