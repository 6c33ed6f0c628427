"""How many of many findings are chance: the false discovery rate, and intervals of what was picked out.

Of m chances p₍₁₎ ≤ … ≤ p₍ₘ₎ (each uniform, or larger, where there is nothing to find) let R be the largest i with

    p₍ᵢ₎ ≤ q·i/m                                                                    (Benjamini & Hochberg 1995)

The R smallest are findings; on average at most q of those named are named by chance, and where there is nothing to
find at all, anything is named in at most q of all cases (J. R. Stat. Soc. B 57, 289–300). That holds for chances that
are independent or depend positively on each other (Benjamini & Yekutieli 2001, Ann. Stat. 29, 1165–1188).

An interval that is only shown for what was picked out misses more often than it says. At the confidence 1 − R·q/m at
most q of the intervals shown miss (false coverage-statement rate: Benjamini & Yekutieli 2005, J. Am. Stat. Assoc. 100,
71–81).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 0.05
"""Of all that is named, the part that may be named by chance."""


@dataclass(frozen=True, eq=False)
class Discoveries:
    """Which chances are findings; `threshold` R·q/m: up to which a chance is one (0 where nothing is)."""

    found: npt.NDArray[np.bool_]
    threshold: float

    @property
    def confidence(self) -> float:
        """That of an interval shown for a finding, 1 − R·q/m."""
        return 1 - self.threshold


def discoveries(chances: npt.ArrayLike, rate: float = RATE) -> Discoveries:
    """The findings among these chances by Benjamini and Hochberg's rule.

    Raises ValueError for a chance that is not between 0 and 1, or a rate that is not between them.
    """
    p = np.asarray(chances, dtype=float)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all() or not 0 < rate < 1:
        raise ValueError("chances from 0 to 1 in one row, and a rate between 0 and 1")
    if not len(p):
        return Discoveries(np.zeros(0, dtype=bool), 0.0)
    allowed = rate * np.arange(1, len(p) + 1) / len(p)
    below = np.flatnonzero(np.sort(p) <= allowed)
    threshold = float(allowed[below[-1]]) if len(below) else 0.0
    return Discoveries((p <= threshold) & (threshold > 0), threshold)


def any_of(chances: npt.ArrayLike, axis: int = 0) -> npt.NDArray[np.float64]:
    """The chance that there is nothing in any of several, min over i of k·p₍ᵢ₎/i along an axis; NaN are left out.

    Simes 1986 (Biometrika 73, 751–754); it holds for chances that are independent or depend positively on each other
    (Sarkar 1998, Ann. Stat. 26, 494–504), as those of the same cases held against several things do. NaN of nothing.
    """
    p = np.sort(np.moveaxis(np.asarray(chances, dtype=float), axis, 0), axis=0)
    known = np.isfinite(p)
    place = np.arange(1, len(p) + 1).reshape(-1, *[1] * (p.ndim - 1))
    least = np.where(known, p * known.sum(0) / place, np.inf).min(axis=0, initial=np.inf)
    return np.asarray(np.where(known.any(0), least, np.nan))
