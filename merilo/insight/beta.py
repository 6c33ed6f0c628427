"""The regularised incomplete beta function and the two distributions that follow from it."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

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


@lru_cache(maxsize=4096)
def student_quantile(probability: float, freedom: int) -> float:
    """The t with P(T ≤ t) = `probability`, by Newton's method from the normal quantile's expansion (AS 26.7.5)."""
    if probability == 0.5:
        return 0.0
    if freedom <= 2:
        return _of_few(probability, freedom)
    t = _expansion(NormalDist().inv_cdf(probability), freedom)
    for _step in range(_STEPS):
        step = (student_cdf(t, freedom) - probability) / _student_density(t, freedom)
        t -= step
        if abs(step) <= 1e-12 * max(1.0, abs(t)):
            break
    return t


def _of_few(probability: float, freedom: int) -> float:
    """In closed form: Cauchy's for one degree of freedom; for two (2p − 1) / √(2p(1 − p))."""
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    return (2 * probability - 1) / math.sqrt(2 * probability * (1 - probability))


def _expansion(z: float, freedom: int) -> float:
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2


def _student_density(t: float, freedom: int) -> float:
    log_front = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(log_front - (freedom + 1) / 2 * math.log1p(t * t / freedom))
