"""How much must stand in each stage so that enough comes out: Little's law on a chain of stages.

L = λ·W (Little 1961, Operations Research 9, 383–387): what stands in a stage is what comes into it per day times the
days that it stays. What comes into each stage for one that comes out follows from where cases go: with P the chances to
move from stage to stage, N = (I − P)⁻¹ are the expected visits (Kemeny & Snell 1960, Finite Markov Chains, ch. 3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.chain import DRAWS, SEED, Draws, Range, Size
from merilo.insight.logrank import at_risk

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stay:
    """How long cases stay: the mean and its standard error, the median (None: not reached), and how many left.

    `staying`: the share that had not left when the longest stay ended. While it is large the mean cannot be told: it
    grows with the time that one looks.
    """

    mean: float
    error: float
    median: float | None
    ended: int
    staying: float = 0.0


def stay(days: npt.ArrayLike, ended: npt.ArrayLike) -> Stay:
    """The stay, with those who have not left yet censored: Kaplan–Meier's mean and median.

    The mean is the area under the curve up to the longest stay seen, ∫₀^max S(t) dt; its variance is
    Σ A(tᵢ)²·dᵢ/(nᵢ(nᵢ − dᵢ)), A(tᵢ) the area beyond tᵢ (Klein & Moeschberger 2003, Survival Analysis, §4.5). Where the
    longest has not left it is a little too short. Nothing ended: mean 0 with no case.
    """
    days, ended = np.asarray(days, float), np.asarray(ended, bool)
    at, deaths = np.unique(days[ended], return_counts=True)
    if not len(at):
        return Stay(0.0, 0.0, None, 0)
    n = at_risk(days, at)
    surviving = np.cumprod(1 - deaths / n)
    widths = np.diff(np.r_[0.0, at, max(float(days.max()), float(at[-1]))])
    areas = np.r_[1.0, surviving] * widths
    beyond = areas[1:][::-1].cumsum()[::-1]
    left = n - deaths
    variance = (beyond**2 * np.divide(deaths, n * left, out=np.zeros(len(at)), where=left > 0)).sum()
    half = np.flatnonzero(surviving <= 0.5 + 1e-12)
    median = float(at[half[0]]) if len(half) else None
    return Stay(float(areas.sum()), float(np.sqrt(variance)), median, int(ended.sum()), float(surviving[-1]))


@dataclass(frozen=True)
class Moves:
    """Where cases went: how many `began` in each of k stages, went `to` each other (k, k), were `won`, `lost`."""

    began: Floats
    to: Floats
    won: Floats
    lost: Floats


@dataclass(frozen=True)
class Visits:
    """Draws of what one new case does: `expected` visits of each stage (draws, k), and `won` from each (draws, k)."""

    expected: Floats
    won: Floats


def visits(moves: Moves, *, seed: int = SEED, size: int = DRAWS) -> Visits:
    """What one new case does, as far as the counts tell: every row of chances is drawn from its Dirichlet posterior.

    Half a case is added to the lost ones of each stage, so that whatever comes in goes out.
    """
    rng = np.random.default_rng([seed, 2_000])
    k = len(moves.began)
    counts = np.concatenate([moves.to, moves.won[:, None], moves.lost[:, None] + 0.5], axis=1)
    drawn = rng.gamma(np.broadcast_to(counts, (size, *counts.shape)))
    chances = drawn / drawn.sum(axis=2, keepdims=True)
    start = rng.gamma(np.broadcast_to(moves.began, (size, k)))
    start = start / np.maximum(start.sum(axis=1, keepdims=True), 1e-300)
    through = np.swapaxes(np.eye(k) - chances[:, :, :k], 1, 2)
    expected: Floats = np.linalg.solve(through, start[:, :, None])[:, :, 0]
    return Visits(expected, expected * chances[:, :, k])


@dataclass(frozen=True)
class Hold:
    """What a stage should hold: the expected number, and the `least` and `most` that chance alone may make of it."""

    should: Range
    least: float
    most: float


def hold(inflow: Draws, days: Stay, *, tail: float, seed: int = SEED) -> Hold:
    """What a stage should hold when `inflow` cases a day (draws) come in and stay so long: L = λ·W, drawn.

    Of cases that come one by one and independently, the number there is a Poisson one, however long they stay
    (Newell 1966, J. Appl. Prob. 3, 563–570: M/G/∞). `least` and `most` leave the share `tail` outside on either side,
    of what is drawn with both: what is not known of inflow and stay, and the Poisson noise.
    """
    rng = np.random.default_rng([seed, 3_000])
    should = inflow * Size(days.mean, days.error).draws(rng, len(inflow)) if days.mean > 0 else inflow * 0.0
    there = rng.poisson(should)
    least, most = np.quantile(there, [tail, 1 - tail], method="inverted_cdf")
    return Hold(Range.of(should), float(least), float(most))
