"""The regularised incomplete beta function and the two distributions that follow from it."""

from __future__ import annotations

import math

_TINY, _PRECISION, _STEPS = 1e-300, 1e-15, 1000


def regularized_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1, by its continued fraction (DLMF 8.17.22, evaluated by Lentz's method)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    # The fraction converges quickly only below the mean; above it the mirror image is used (DLMF 8.17.4).
    if x > (a + 1) / (a + b + 2):
        return 1.0 - regularized_beta(b, a, 1.0 - x)
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1/(1 + d2/(1 + …)) with the d of DLMF 8.17.23."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        term = _term(a, b, x, step)
        d = 1.0 / _away_from_zero(1.0 + term * d)
        c = _away_from_zero(1.0 + term / c)
        value *= c * d
        if abs(c * d - 1.0) < _PRECISION:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _term(a: float, b: float, x: float, step: int) -> float:
    m = step // 2
    if step % 2 == 0:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def binomial_cdf(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X binomial(n, p): I_{1−p}(n − k, k + 1) (DLMF 8.17.5)."""
    if k < 0 or k >= n:
        return 0.0 if k < 0 else 1.0
    return regularized_beta(n - k, k + 1, 1.0 - p)


def student_cdf(t: float, freedom: float) -> float:
    """P(T ≤ t) for Student's t: 1 − ½ I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0."""
    tail = 0.5 * regularized_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
    return 1.0 - tail if t >= 0 else tail


def student_quantile(probability: float, freedom: float) -> float:
    """The t with P(T ≤ t) = `probability`, by halving; exact to about 1e-12 relative."""
    if probability < 0.5:
        return -student_quantile(1.0 - probability, freedom)
    low, high = 0.0, 1.0
    while student_cdf(high, freedom) < probability:
        low, high = high, high * 2
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if student_cdf(middle, freedom) < probability else (low, middle)
    return (low + high) / 2
