"""What the next value of a series will be, as its own past foretells it: exact predictive distributions.

A base that is itself estimated from few cases foretells less sharply than one that is known; the predictive
distribution says by how much, so that a short history does not cry wolf. All functions take and give arrays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_EXACT_TERMS = 400
_TINY = 1e-12


class Tails(NamedTuple):
    """How far out a value lies: P(X ≤ x) and P(X ≥ x), both with the value itself."""

    lower: Floats
    upper: Floats

    @property
    def z(self) -> Floats:
        """The normal score of the mid-probability, Φ⁻¹((P(X ≤ x) + P(X < x)) / 2), kept within ±8."""
        from scipy.special import ndtri  # noqa: PLC0415 - half a second that most commands need not pay

        middle = (self.lower + 1.0 - self.upper) / 2
        score: Floats = np.clip(ndtri(np.clip(middle, 1e-16, 1 - 1e-16)), -8.0, 8.0)
        return score


def count_tails(x: Floats, mean: Floats, spread: Floats) -> Tails:
    """Of a negative binomial count with that mean and variance mean + spread · mean².

    With spread = 1/(X + ½) it is the gamma-Poisson predictive distribution after X cases and Jeffreys' prior: NB(r, p)
    with r = X + ½ and p = r/(r + mean). P(X ≤ x) = I_p(r, x + 1) (DLMF 8.17; Johnson, Kemp & Kotz 2005, ch. 5).
    """
    from scipy.special import betainc  # noqa: PLC0415 - see above

    r = 1.0 / np.maximum(spread, _TINY)
    p = r / (r + np.maximum(mean, _TINY))
    lower = betainc(r, x + 1.0, p)
    upper = np.where(x > 0, betainc(np.maximum(x, 1.0), r, 1.0 - p), 1.0)
    return Tails(lower, upper)


def share_tails(x: Floats, n: Floats, share: Floats, variance: Floats) -> Tails:
    """Of x of n cases, where the chance itself is beta distributed with that mean and variance (beta-binomial).

    With α + β = share(1 − share)/variance − 1. The probabilities are added up one by one from 0 (or from n, by the
    mirror image, where that is nearer); beyond 400 of them the normal approximation with continuity correction.
    """
    mirrored = x > n / 2
    near = np.where(mirrored, n - x, x)
    at_most, at = _beta_binomial(near, n, np.where(mirrored, 1 - share, share), variance)
    beyond = np.clip(1.0 - at_most + at, 0.0, 1.0)
    return Tails(np.where(mirrored, beyond, at_most), np.where(mirrored, at_most, beyond))


def _beta_binomial(x: Floats, n: Floats, share: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """P(X ≤ x) and P(X = x)."""
    together = np.maximum(share * (1 - share) / np.maximum(variance, _TINY) - 1.0, 1e-6)
    alpha, beta = share * together, (1 - share) * together
    term = np.exp(_log_beta_ratio(n, alpha, beta))
    total = term.copy()
    for k in range(1, int(min(np.max(x, initial=0.0), _EXACT_TERMS)) + 1):
        # P(k)/P(k − 1) = (n − k + 1)(k − 1 + α) / (k (n − k + β)).
        more = x >= k
        term = np.where(more, term * (n - k + 1) * (k - 1 + alpha) / (k * np.maximum(n - k + beta, _TINY)), term)
        total = np.where(more, total + term, total)
    far = x > _EXACT_TERMS
    if not far.any():
        return np.minimum(total, 1.0), term
    at_most, below = _normal(x, n, share, variance)
    return np.where(far, at_most, np.minimum(total, 1.0)), np.where(far, at_most - below, term)


def _log_beta_ratio(n: Floats, alpha: Floats, beta: Floats) -> Floats:
    """ln P(X = 0) = ln B(α, n + β) − ln B(α, β)."""
    from scipy.special import betaln  # noqa: PLC0415 - see above

    result: Floats = betaln(alpha, n + beta) - betaln(alpha, beta)
    return result


def _normal(x: Floats, n: Floats, share: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """P(X ≤ x) and P(X < x)."""
    from scipy.special import ndtr  # noqa: PLC0415 - see above

    deviation = np.sqrt(np.maximum(n * share * (1 - share) + n * (n - 1) * variance, _TINY))
    return ndtr((x + 0.5 - n * share) / deviation), ndtr((x - 0.5 - n * share) / deviation)


def value_tails(distance: Floats, freedom: Floats) -> Tails:
    """Of a value `distance` standard errors from its mean, the error estimated with that many degrees of freedom."""
    from scipy.special import stdtr  # noqa: PLC0415 - see above

    known = np.maximum(freedom, 1.0)
    return Tails(stdtr(known, distance), stdtr(known, -distance))
