"""What a group's own few cases say, in the light of all groups: empirical Bayes for shares, rates and means.

Every group i has an unknown true value θᵢ; the θ lie about `pooled` μ with the standard deviation `spread` τ:

    shares   kᵢ of nᵢ         θ ~ Beta(μM, (1−μ)M), M = 1/ρ − 1, τ² = μ(1−μ)ρ     (beta-binomial)
    rates    kᵢ over eᵢ       θ ~ Gamma(1/c, rate 1/(cμ)), τ² = cμ²               (gamma-Poisson)
    means    yᵢ ± √vᵢ         θ ~ N(μ, τ²)                                        (normal-normal)

The shrunk value is wᵢ·own + (1 − wᵢ)·μ, where the weight on the own data is nᵢ/(nᵢ + M), cμeᵢ/(1 + cμeᵢ) or
τ²/(τ² + vᵢ) (Robbins 1956; Efron & Morris 1975, JASA 70, 311–319; Casella 1985, Am. Stat. 39, 83–87). For a given τ
the best μ is the mean weighted by the inverse of each group's whole variance (Kleinman 1973, JASA 68, 46–54), and how
likely τ is follows from the marginal likelihood, integrated over μ (Harville 1977, JASA 72, 320–338).

With one best τ the intervals would be too short where groups are few (Morris 1983, JASA 78, 47–55). So weights and
variances are averaged over τ, flat before the data (Gelman 2006, Bayesian Analysis 1, 515–534), and the uncertainty of
μ is added (Kass & Steffey 1989, JASA 84, 717–726); each posterior is the beta, gamma or normal distribution of that
mean and variance. Only when no spread at all is likelier than any other (τ = 0) is every group's value the pooled one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from merilo.insight.intervals import CONFIDENCE, Interval

Numbers = npt.NDArray[np.float64]

# Twice the logarithm of the likelihood ratio at which no spread is refuted with 95 %: the ratio is 0 in half of all
# cases, as τ cannot be below zero (Self & Liang 1987, JASA 82, 605–610).
_PROVEN = 2.7055
_COARSE, _FINE = 60, 40
_MANY = 20_000  # factors that are added one by one
_FAR = 12.0  # of the logarithm of the likelihood: what lies below this has no weight


class Family(StrEnum):
    """Which distribution the posterior of a group has."""

    SHARE = "share"
    RATE = "rate"
    MEAN = "mean"


@dataclass(frozen=True, eq=False)
class Shrunk:
    """All groups in the light of each other; arrays have one place per group, in the order given.

    `pooled` and its `pooled_interval`: what a group is that nothing else is known of; `spread`: the standard deviation
    of the true values (0: they cannot be told apart); `proven`: whether the data refute that there is none.
    `weight`: how much a value rests on the group's own data. `first`, `second`: the posterior's parameters (beta a and
    b; gamma shape and rate; normal mean and standard deviation).
    """

    family: Family
    pooled: float
    pooled_interval: Interval
    spread: float
    proven: bool
    value: Numbers
    low: Numbers
    high: Numbers
    weight: Numbers
    first: Numbers
    second: Numbers

    def draws(self, number: int, rng: np.random.Generator) -> Numbers:
        """Values drawn from every group's posterior, shape (number, groups)."""
        shape = (number, len(self.first))
        match self.family:
            case Family.SHARE:
                return rng.beta(self.first, self.second, shape)
            case Family.RATE:
                return rng.gamma(self.first, 1 / self.second, shape)
            case Family.MEAN:
                return rng.normal(self.first, self.second, shape)


def shrink_shares(successes: npt.ArrayLike, trials: npt.ArrayLike) -> Shrunk:
    """Shares of groups: `successes` of `trials`. A group without trials gets the pooled share, weight 0.

    Raises ValueError for other shapes, for counts below zero, more successes than trials, or no trial in any group.
    """
    k, n = _pair(successes, trials)
    if (k > n).any():
        raise ValueError("more successes than trials")
    return _shrunk(_Shares(k, n))


def shrink_rates(events: npt.ArrayLike, exposure: npt.ArrayLike, dispersion: float = 1.0) -> Shrunk:
    """Rates of groups: `events` counted over `exposure`. A group without exposure gets the pooled rate, weight 0.

    `dispersion` above 1: by how much the events' variance exceeds their mean where they come in bunches; they then
    count as so many fewer cases (quasi-likelihood: Wedderburn 1974, Biometrika 61, 439–447).
    Raises ValueError for other shapes, for numbers below zero, or no exposure in any group.
    """
    k, e = _pair(events, exposure)
    return _shrunk(_Rates(k / dispersion, e / dispersion))


def shrink_means(means: npt.ArrayLike, variances: npt.ArrayLike) -> Shrunk:
    """Means of groups with the variance of each mean (s²/n); an infinite one is a group of which nothing is known.

    Raises ValueError for other shapes, a variance that is not above zero, or none that is finite.
    """
    y, v = np.asarray(means, dtype=float), np.asarray(variances, dtype=float)
    if y.shape != v.shape or y.ndim != 1 or not (v > 0).all() or not np.isfinite(v).any():
        raise ValueError("one mean and one variance above zero per group, and at least one of them finite")
    return _shrunk(_Means(np.where(np.isfinite(v), y, 0.0), v))


def moderated_variances(counts: npt.ArrayLike, variances: npt.ArrayLike, freedom: float = 10.0) -> Numbers:
    """Sample variances drawn to the pooled one, which counts as `freedom` degrees of freedom.

    (d₀s₀² + (n − 1)s²)/(d₀ + n − 1) with s₀² pooled over all groups (Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3, 3):
    a group of two or three cases must not look sure because they happen to be alike. NaN where no group has two cases.
    """
    n, s2 = np.asarray(counts, dtype=float), np.asarray(variances, dtype=float)
    own = np.maximum(n - 1, 0.0)
    squares = np.where(own > 0, np.nan_to_num(s2) * own, 0.0)
    pooled = squares.sum() / own.sum() if own.sum() else np.nan
    return np.asarray((freedom * pooled + squares) / (freedom + own))


def _pair(counts: npt.ArrayLike, sizes: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    k, n = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    if k.shape != n.shape or k.ndim != 1 or (k < 0).any() or (n < 0).any() or not n.sum() > 0:
        raise ValueError("two numbers from zero up per group, and something to count over in one of them")
    return np.where(n > 0, k, 0.0), n


def _different(counts: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.int64]]:
    """The different pairs, how many groups have each, and which one every group has: groups alike are alike throughout.

    Months of few cases have few different pairs, and the functions asked of each are dear.
    """
    pairs, place, times = np.unique(counts + 1j * sizes, return_inverse=True, return_counts=True)
    return pairs.real, pairs.imag, times.astype(np.float64), place


@dataclass(frozen=True)
class _Given:
    """All that follows from one τ for every τ of a grid: rows are τ, columns groups (`pooled` and `error` only τ)."""

    likelihood: Numbers
    pooled: Numbers
    error: Numbers
    weight: Numbers
    variance: Numbers


def _rising(start: Numbers, step: Numbers, factors: Numbers) -> Numbers:
    """log(start · (start + step) · (start + 2·step) ⋯) of so many factors, rows by start and step.

    That is a ratio of gamma functions, step^m · Γ(start/step + m)/Γ(start/step), but added up nothing cancels: those
    lose all digits as the step goes to 0, and whether there is any spread would be decided by rounding.
    """
    most = int(factors.max(initial=0.0))
    if most > _MANY or (factors != np.floor(factors)).any():
        return _rising_by_gamma(start, step, factors)
    logs = np.log(start + step * np.arange(most))
    sums = np.concatenate([np.zeros_like(start), np.cumsum(logs, axis=1)], axis=1)
    return np.asarray(sums[:, factors.astype(np.int64)])


def _rising_by_gamma(start: Numbers, step: Numbers, factors: Numbers) -> Numbers:
    """The same of parts of factors, and of very many."""
    from scipy.special import gammaln  # noqa: PLC0415 - half a second that most questions need not pay

    some = np.maximum(step, 1e-12)
    ratio = gammaln(start / some + factors) - gammaln(start / some) + factors * np.log(some)
    return np.where(step > 1e-9, ratio, factors * np.log(start))


class _Shares:
    """Beta-binomial; τ is measured by √ρ, so that it lies between 0 and 1."""

    family, largest = Family.SHARE, 0.98

    def __init__(self, k: Numbers, n: Numbers) -> None:
        self.k, self.n, self.times, self.place = _different(k, n)
        self.known = self.n > 0
        self.own = np.divide(self.k, self.n, out=np.zeros_like(self.k), where=self.known)
        self.least = 0.5 / (n.sum() + 1)

    def given(self, roots: Numbers) -> _Given:
        k, n = self.k, self.n
        rho = (roots * roots)[:, None]
        size = np.where(self.known, n / (1 + (n - 1) * rho), 0.0)
        whole = size @ self.times
        pooled = (size * self.own) @ self.times / whole
        inside = np.clip(pooled, self.least, 1 - self.least)[:, None]
        step = rho / (1 - rho)  # 1/M, in units of which B(a + k, b + n − k)/B(a, b) is three products
        mixed = _rising(inside, step, k) + _rising(1 - inside, step, n - k) - _rising(np.ones_like(rho), step, n)
        likelihood = mixed @ self.times
        weight = np.where(self.known, n * rho / (1 + (n - 1) * rho), 0.0)
        middle = weight * self.own + (1 - weight) * inside
        variance = middle * (1 - middle) * rho / (1 + n * rho)
        error = (inside * (1 - inside))[:, 0] / whole
        return _Given(likelihood, pooled, error, weight, variance)

    def spread(self, root: float, pooled: float) -> float:
        return float(root * np.sqrt(max(pooled * (1 - pooled), 0.0)))

    def matched(self, mean: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
        m = np.clip(mean, self.least, 1 - self.least)
        size = np.maximum(m * (1 - m) / np.maximum(variance, 1e-18) - 1, 1e-3)
        return m * size, (1 - m) * size

    def quantile(self, first: Numbers, second: Numbers, p: float) -> Numbers:
        from scipy.special import betaincinv  # noqa: PLC0415 - half a second that most questions need not pay

        return np.asarray(betaincinv(first, second, p))


class _Rates:
    """Gamma-Poisson; τ is measured by √c, the coefficient of variation of the true rates."""

    family, largest = Family.RATE, 5.0

    def __init__(self, k: Numbers, e: Numbers) -> None:
        self.k, self.e, self.times, self.place = _different(k, e)
        self.known = self.e > 0
        self.own = np.divide(self.k, self.e, out=np.zeros_like(self.k), where=self.known)
        self.overall, self.least = k.sum() / e.sum(), 0.5 / e.sum()

    def given(self, roots: Numbers) -> _Given:
        k, e = self.k, self.e
        c = (roots * roots)[:, None]
        pooled = np.full(len(roots), self.overall)
        for _step in range(4):
            size = e / (1 + c * np.maximum(pooled, self.least)[:, None] * e)
            whole = size @ self.times
            pooled = (size * self.own) @ self.times / whole
        inside = np.maximum(pooled, self.least)[:, None]
        expected = inside * e
        none = np.log1p(c * expected)  # of the chance of none, per c; without any spread it is what is expected
        never = np.divide(none, c, out=expected.copy(), where=c > 0)
        mixed = _rising(np.ones_like(c), c, k) + k * np.log(inside) - k * none - never
        likelihood = mixed @ self.times
        weight = c * expected / (1 + c * expected)
        middle = weight * self.own + (1 - weight) * inside
        variance = middle * inside * c / (1 + c * expected)
        return _Given(likelihood, pooled, inside[:, 0] / whole, weight, variance)

    def spread(self, root: float, pooled: float) -> float:
        return float(root * pooled)

    def matched(self, mean: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
        m = np.maximum(mean, self.least)
        v = np.maximum(variance, 1e-18 * m * m)
        return m * m / v, m / v

    def quantile(self, first: Numbers, second: Numbers, p: float) -> Numbers:
        from scipy.special import gammaincinv  # noqa: PLC0415

        return np.asarray(gammaincinv(first, p)) / second


class _Means:
    """Normal-normal; τ is measured in units of the means' own scale."""

    family, largest = Family.MEAN, 10.0

    def __init__(self, y: Numbers, v: Numbers) -> None:
        self.own, self.v, self.known = y, v, np.isfinite(v)
        self.times, self.place = np.ones(len(y)), np.arange(len(y))  # hardly two are alike
        seen = self.known
        self.scale = float(np.sqrt(y[seen].var() + np.median(v[seen])))

    def given(self, roots: Numbers) -> _Given:
        tau2 = (roots * self.scale)[:, None] ** 2
        whole = self.v + tau2
        size = 1 / whole
        pooled = (size * self.own).sum(1) / size.sum(1)
        off = np.where(self.known, np.log(whole) + (self.own - pooled[:, None]) ** 2 * size, 0.0)
        weight = tau2 * size
        variance = tau2 * (1 - weight)
        return _Given(-0.5 * off.sum(1), pooled, 1 / size.sum(1), weight, variance)

    def spread(self, root: float, pooled: float) -> float:
        return float(root * self.scale)

    def matched(self, mean: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
        return mean, np.sqrt(variance)

    def quantile(self, first: Numbers, second: Numbers, p: float) -> Numbers:
        from scipy.special import ndtri  # noqa: PLC0415

        return np.asarray(first + second * ndtri(p))


def _shrunk(model: _Shares | _Rates | _Means) -> Shrunk:
    roots = _grid(model.given, model.largest)
    given = model.given(roots)
    likelihood = given.likelihood + 0.5 * np.log(given.error)
    best = int(np.argmax(likelihood))
    chance = _chances(roots, likelihood)
    several = bool(model.times[model.known].sum() > 1)
    equal = not several or best == 0
    pooled = float(given.pooled[0] if equal else chance @ given.pooled)
    weight = np.zeros(len(model.own)) if equal else chance @ given.weight
    value = pooled + weight * (model.own - pooled)
    variance = _variances(model, given, chance, value) if several else np.full(len(value), given.error[0])
    first, second = model.matched(value, variance)
    tail = (1 - CONFIDENCE) / 2
    low, high = (model.quantile(first, second, p) for p in (tail, 1 - tail))
    return Shrunk(
        family=model.family,
        pooled=pooled,
        pooled_interval=_pooled_interval(model, pooled, float(chance @ given.error), tail),
        spread=0.0 if equal else model.spread(float(roots[best]), pooled),
        proven=several and bool(2 * (likelihood[best] - likelihood[0]) >= _PROVEN),
        # Where nothing ever succeeded the value itself is an end of the interval.
        value=value[model.place],
        low=np.minimum(low, value)[model.place],
        high=np.maximum(high, value)[model.place],
        weight=weight[model.place],
        first=first[model.place],
        second=second[model.place],
    )


def _variances(model: _Shares | _Rates | _Means, given: _Given, chance: Numbers, value: Numbers) -> Numbers:
    """Each posterior's variance: that under every τ, that of μ, and that of the value with τ itself."""
    middle = given.pooled[:, None] + given.weight * (model.own - given.pooled[:, None])
    own = given.variance + (1 - given.weight) ** 2 * given.error[:, None] + (middle - value) ** 2
    return chance @ own


def _pooled_interval(model: _Shares | _Rates | _Means, pooled: float, error: float, tail: float) -> Interval:
    first, second = model.matched(np.array([pooled]), np.array([error]))
    low, high = (float(model.quantile(first, second, p)[0]) for p in (tail, 1 - tail))
    return Interval(min(low, pooled), max(high, pooled))


def _grid(given: Callable[[Numbers], _Given], largest: float) -> Numbers:
    """0 and the √ρ (√c, τ) that matter: first all orders of size, then finely where the likelihood is."""
    coarse = np.concatenate([[0.0], np.geomspace(1e-4, largest, _COARSE)])
    found = given(coarse)
    likelihood = found.likelihood + 0.5 * np.log(found.error)
    near = np.flatnonzero(likelihood > likelihood.max() - _FAR)
    low, high = coarse[max(near[0] - 1, 0)], coarse[min(near[-1] + 1, len(coarse) - 1)]
    # Squares lie closer together near 0, where a spread that is small beside the noise is decided.
    fine = low + (high - low) * np.linspace(0, 1, _FINE) ** 2
    return np.unique(np.concatenate([[0.0], fine]))


def _chances(roots: Numbers, likelihood: Numbers) -> Numbers:
    """The probability of each τ, flat before the data: likelihood × the stretch that a point of the grid stands for."""
    stretch = np.gradient(roots) if len(roots) > 1 else np.ones(1)
    raw = np.exp(likelihood - likelihood.max()) * stretch
    return np.asarray(raw / raw.sum())
