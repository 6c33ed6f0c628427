"""Whether two groups stay equally long where many have not left yet; and whether, and since when, stays grew longer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_EDGE = 0.1  # of all that is expected to end: no change is looked for nearer to the first or the last case
_LEAST = 5.0  # cases expected to end on either side
_SUPPORT = 2.0  # how far below its best the log-likelihood of a day may lie, for the day to be possible


@dataclass(frozen=True)
class LogRank:
    """The test of two groups: how many of the second ended, how many were expected to, χ² and its probability."""

    observed: float
    expected: float
    chi2: float
    p: float


def logrank(days: npt.ArrayLike, ended: npt.ArrayLike, second: npt.ArrayLike) -> LogRank:
    """The log-rank test of equal stays in two groups (Mantel 1966; Peto & Peto 1972, J. R. Stat. Soc. A 135, 185–207).

    At each day on which d of n at risk ended, n₂ of them of the second group: E = Σ d·n₂/n and
    V = Σ d·(n₂/n)(1 − n₂/n)(n − d)/(n − 1); χ² = (O − E)²/V with one degree of freedom. `ended` false: still there
    after `days`. Nothing ended, or one group is empty: χ² = 0.
    """
    days, ended, second = np.asarray(days, float), np.asarray(ended, bool), np.asarray(second, bool)
    at, deaths = np.unique(days[ended], return_counts=True)
    d = deaths.astype(np.float64)
    n, n2 = at_risk(days, at), at_risk(days[second], at)
    share = n2 / n
    expected = float((d * share).sum())
    variance = float((d * share * (1 - share) * np.divide(n - d, n - 1, out=np.zeros_like(d), where=n > 1)).sum())
    observed = float(ended[second].sum())
    chi2 = (observed - expected) ** 2 / variance if variance > 0 else 0.0
    return LogRank(observed, expected, chi2, math.erfc(math.sqrt(chi2 / 2)))


def at_risk(days: Floats, at: Floats) -> Floats:
    """How many cases were still there at each of these ages, those that ended at it included."""
    return (len(days) - np.searchsorted(np.sort(days), at, side="left")).astype(np.float64)


@dataclass(frozen=True)
class Change:
    """The day from which those who came stayed longer or shorter than those before, if any did.

    `since`: the likeliest first day; `earliest` to `latest`: all days that are not much less likely; `longer`: how many
    times as long they stay since then; `chi2`, `p`: of the largest difference over all days, looked-for days counted
    in; `test`: the plain log-rank test of before and since.
    """

    since: int
    earliest: int
    latest: int
    longer: float
    chi2: float
    p: float
    test: LogRank


def changed(came: npt.ArrayLike, days: npt.ArrayLike, ended: npt.ArrayLike) -> Change | None:
    """Since when those who came stay another time than those before; None where there are too few to look.

    With H the Nelson–Aalen hazard of all cases together, each case is expected to end H(days) times. For every day c
    the cases before and from c on are held against that: with O, E those from c on, O′, E′ those before,
    χ²(c) = (O − E)²·(1/E + 1/E′) (Peto's form of the log-rank test). The largest over all c, b² = max χ²(c), has under
    no change

        P(max > b²) ≈ 4φ(b)/b + φ(b)(b − 1/b)·ln(ε₂(1 − ε₁)/(ε₁(1 − ε₂)))

    where ε₁ to ε₂ are the shares of E that were looked through (Miller & Siegmund 1982, Biometrics 38, 1011–1016). The
    likeliest c is that of the largest O·ln(O/E) + O′·ln(O′/E′), the likelihood of hazards in proportion; days within
    2 of it are possible (a support interval: Edwards 1992, Likelihood). `longer` is (O′/E′)/(O/E).
    """
    came, days, ended = np.asarray(came, np.int64), np.asarray(days, float), np.asarray(ended, bool)
    order = np.argsort(came, kind="stable")
    came, days, ended = came[order], days[order], ended[order]
    hazard = _hazard(days, ended)
    whole = float(hazard.sum())
    first = np.flatnonzero(np.r_[False, np.diff(came) > 0])
    before, ends = np.cumsum(hazard)[first - 1], np.cumsum(ended)[first - 1].astype(np.float64)
    part = before / whole if whole else before
    fit = (part >= _EDGE) & (part <= 1 - _EDGE) & (before >= _LEAST) & (whole - before >= _LEAST)
    first, before, ends, part = first[fit], before[fit], ends[fit], part[fit]
    if not len(first):
        return None
    since, total = whole - before, float(ended.sum())
    apart = total - ends - since
    chi2 = apart * apart * (1 / since + 1 / before)
    likelihood = _log_ratio(ends, before) + _log_ratio(total - ends, since)
    best = int(np.argmax(likelihood))
    near = came[first[likelihood >= likelihood[best] - _SUPPORT]]
    later = np.arange(len(came)) >= first[best]
    most = float(chi2.max())
    return Change(
        since=int(came[first[best]]),
        earliest=int(near.min()),
        latest=int(near.max()),
        longer=float((ends[best] / before[best]) / max((total - ends[best]) / since[best], 1e-9)),
        chi2=most,
        p=largest_p(math.sqrt(most), float(part[0]), float(part[-1])),
        test=logrank(days, ended, later),
    )


def largest_p(b: float, low: float, high: float) -> float:
    """How likely the largest |difference| of standard size over the shares `low` to `high` exceeds b by chance.

    The formula of Miller & Siegmund (see `changed`), never below the chance at a single share and never above 1; at
    b² = 8.85 and shares from 0.15 to 0.85 it is the 5 % of Andrews (1993, Econometrica 61, 821–856, table I).
    """
    alone = math.erfc(b / math.sqrt(2))
    if b <= 1:
        return 1.0
    density = math.exp(-b * b / 2) / math.sqrt(2 * math.pi)
    spread = math.log(high * (1 - low) / (low * (1 - high))) if high > low else 0.0
    return min(1.0, max(alone, 4 * density / b + density * (b - 1 / b) * spread)) if spread else alone


def _hazard(days: Floats, ended: Bools) -> Floats:
    """Nelson–Aalen's cumulative hazard Σ d/n of all cases at each case's own days."""
    at, deaths = np.unique(days[ended], return_counts=True)
    steps = np.cumsum(deaths / at_risk(days, at)) if len(at) else np.zeros(0)
    place = np.searchsorted(at, days, side="right")
    found: Floats = np.r_[0.0, steps][place]
    return found


def _log_ratio(observed: Floats, expected: Floats) -> Floats:
    found: Floats = observed * np.log(np.maximum(observed, 1e-12) / expected)
    return found
