"""Who is above whom: only said where the data tell two groups apart; everyone else is tied.

The posteriors of `shrinkage` are compared on the scale on which they are nearly normal: the logit of a share, the
logarithm of a rate, a mean itself. With m and s² the posterior mean and variance there (ψ, ψ′: digamma, trigamma),

    logit θ: m = ψ(a) − ψ(b), s² = ψ′(a) + ψ′(b)      ln θ: m = ψ(a) − ln b, s² = ψ′(a)

    P(θ₁ > θ₂) = Φ((m₁ − m₂)/√(s₁² + s₂²))

How many comparisons are made is thought of twice. Shrinking draws all values together as far as noise can explain
their differences, so of the statements made no more are wrong than their probability says, however many there are
(Gelman, Hill & Yajima 2012, J. Res. Educ. Eff. 5, 189–211). And nothing is said at all unless the data prove that the
groups differ (`Shrunk.proven`), so that a team of equals is left alone in 95 of 100 cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.shrinkage import Family, Numbers, Shrunk

SURE = 0.95
"""How probable it must be that one group is above another before it is said."""


@dataclass(frozen=True, eq=False)
class Ranks:
    """Per group the best and the worst place it may have, 1 the highest value; equal arrays: a full order."""

    best: npt.NDArray[np.int64]
    worst: npt.NDArray[np.int64]


def told_apart(shrunk: Shrunk, one: int, other: int) -> float:
    """The probability that group `one` is above group `other`."""
    return float(above_probabilities(shrunk)[one, other])


def above_probabilities(shrunk: Shrunk) -> Numbers:
    """P(group of the row is above group of the column), shape (groups, groups); ½ on the diagonal."""
    from scipy.special import ndtr  # noqa: PLC0415 - half a second that most questions need not pay

    middle, variance = _normal_scale(shrunk)
    error = np.sqrt(variance[:, None] + variance[None, :])
    return np.asarray(ndtr((middle[:, None] - middle[None, :]) / error))


def ranks(shrunk: Shrunk, sure: float = SURE) -> Ranks:
    """The places that each group may have: nobody stands above another unless that is at least so probable.

    A group's best place is one after all that are surely above it, its worst one before all that are surely below.
    """
    n = len(shrunk.value)
    above = above_probabilities(shrunk) >= sure if shrunk.proven else np.zeros((n, n), dtype=bool)
    return Ranks(best=1 + above.sum(axis=0), worst=n - above.sum(axis=1))


def apart(shrunk: Shrunk) -> npt.NDArray[np.int64]:
    """Who stands apart from all together: 1 above, −1 below, 0 where the 95 % interval holds the pooled value."""
    if not shrunk.proven:
        return np.zeros(len(shrunk.value), dtype=np.int64)
    return (shrunk.low > shrunk.pooled).astype(np.int64) - (shrunk.high < shrunk.pooled).astype(np.int64)


def _normal_scale(shrunk: Shrunk) -> tuple[Numbers, Numbers]:
    """Mean and variance of each posterior where it is nearly normal."""
    from scipy.special import digamma, polygamma  # noqa: PLC0415

    a, b = shrunk.first, shrunk.second
    match shrunk.family:
        case Family.SHARE:
            return digamma(a) - digamma(b), polygamma(1, a) + polygamma(1, b)
        case Family.RATE:
            return digamma(a) - np.log(b), polygamma(1, a)
        case Family.MEAN:
            return a, b * b
