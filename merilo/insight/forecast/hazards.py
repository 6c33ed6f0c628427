"""The rate at which deals are won, or lost, after a day on which it is known how they stood; learned from such days.

A *landmark* is a deal that was open at the end of a day. From it on time is cut into bands of days ahead; within a band
the rate of an end is constant but for the rhythm of days:

    log rate = intercept of the band + Σ over factors of (effect of its level + effect of its level in such bands)

fitted as a Poisson regression of ends on exposure (the piecewise exponential form of a competing-risks model; Holford
1980, Laird and Olivier 1981; from landmarks: van Houwelingen 2007), each cause by itself, the other one censoring it.
Effects are drawn towards nothing, each family of effects as far as its own data say: they are normal with a variance
that is found by the fixed point of the evidence, σ² = Σβ² / (k − tr V / σ²) (MacKay 1992). So a factor that tells
nothing fades away by itself, sellers with few deals are like the team, and stages never seen are like the others.
Landmarks a week apart see the same end in bands longer than a week more than once: such bands weigh less by as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

import numpy as np
from scipy import linalg

from merilo.insight.forecast.history import Floats, Ints
from merilo.insight.forecast.standing import BY_NAME, Standing
from merilo.insight.shrinkage import shrink_rates

BANDS = (0, 3, 7, 14, 28, 56, 91, 182, 365)
"""The ends of the bands of days ahead."""
_PARTS = (0, 1, 2, 3, 3, 4, 4, 4)
_NEARLY_EACH = (0, 1, 2, 3, 4, 5, 6, 6)
"""The part of days ahead that each band belongs to, for effects that differ by part, and for those that differ by band
(the last two have few cases)."""
_NEW_VARIANCE, _LEAST_VARIANCE = 0.3, 1e-5
_TURNS, _STEPS, _CLOSE = 8, 12, 1e-7
_AS_BEFORE = 4
_ALL, _STAGE = "", "stage"
_LEAST_RATE = 1e-3


def _part(factor: str, band: int) -> int:
    known = BY_NAME.get(factor)
    return (_NEARLY_EACH if known and known.by_band else _PARTS)[band]


@dataclass(frozen=True)
class Ahead:
    """What became of landmarks in one band of days ahead: the `rows` still open at its beginning, the ends in it and
    the weighted days of exposure. `weight`: what a row counts.
    """

    band: int
    rows: Ints
    ends: Floats
    exposure: Floats
    weight: Floats


@dataclass(frozen=True)
class Hazards:
    """The fitted effects of one cause. `effects[(factor, part)]`: of each level; part -1 is all days ahead."""

    bands: Floats
    effects: dict[tuple[str, int], Floats]
    variances: dict[tuple[str, int], float]

    def rates(self, rows: Standing, band: int) -> Floats:
        """The rate per weighted day of each row in a band of days ahead."""
        log_rate = np.full(rows.n, self.bands[band])
        for (factor, part), effect in self.effects.items():
            if part in (-1, _part(factor, band)):
                log_rate += effect[rows.codes[factor]]
        rate: Floats = np.exp(np.minimum(log_rate, 5.0))
        return rate

    def effect(self, rows: Standing, factor: str, band: int) -> Floats:
        """What one factor adds to the logarithm of each row's rate in a band."""
        found = [effect[rows.codes[name]] for (name, part), effect in self.effects.items()
                 if name == factor and part in (-1, _part(name, band))]  # fmt: skip
        total: Floats = np.sum(found, axis=0) if found else np.zeros(rows.n)
        return total


def strays(hazards: Hazards, rows: Standing, ahead: Sequence[Ahead], days: int) -> float:
    """How far the ends within so many days of a week's landmarks stray from what the rates say, beyond chance.

    Σ((d − E)² − E) / ΣE² over weeks, with d the ends and E = Σ rate × exposure: the variance of a factor that all
    deals of a week have in common. The spans of a week's landmarks begin on different days, which levels out some of
    what single days have in common; it is put back (`_left`).
    """
    weeks = (rows.day - rows.day.min()) // 7
    n = int(weeks.max()) + 1
    happened, expected = np.zeros(n), np.zeros(n)
    for each in ahead:
        if BANDS[each.band + 1] <= days and len(each.rows):
            own = weeks[each.rows]
            due = each.exposure * hazards.rates(rows.chosen(each.rows), each.band)
            happened += np.bincount(own, each.ends, minlength=n)
            expected += np.bincount(own, due, minlength=n)
    beyond = ((happened - expected) ** 2 - expected).sum() / max(float((expected**2).sum()), 1e-9)
    return float(np.clip(beyond / _left(days), 0.0, 1.0))


def _left(days: int) -> float:
    """What is left of the variance of a span's mean when spans that begin on the seven days of a week are averaged."""
    covered = np.convolve(np.ones(days), np.full(7, 1 / 7))
    return float((covered**2).sum()) / days


def brought_up(
    hazards: Hazards, rows: Standing, ahead: Sequence[Ahead], since: int, *, variance: float, factors: Sequence[str]
) -> Hazards:
    """The rates as they are of late: those of each part times (d + k) / (E + k), of the ends and the expected ones
    since a day: what is soon to come may have become more while what is far has become less.

    k = 1 / the variance of what the deals of a time have in common (the gamma-Poisson mean of that factor). Then those
    of each stage by themselves, if stages are among the `factors` and as far as they are seen to differ in it: where
    deals begin to lie longer in one of them, the others go on as before.
    """
    late = [_late(each, rows, since) for each in ahead]
    happened, expected = (each.sum(axis=1) for each in _told(hazards, rows, late, _ALL)[:2])
    k = 1.0 / max(variance, 1e-4)
    moved = np.log((happened + k) / (expected + k))
    found = replace(hazards, bands=hazards.bands + moved[list(_PARTS)])
    return _by_stage(found, rows, late) if _STAGE in factors else found


def _late(each: Ahead, rows: Standing, since: int) -> Ahead:
    own = rows.day[each.rows] + BANDS[each.band] >= since
    return replace(each, rows=each.rows[own], ends=each.ends[own], exposure=each.exposure[own], weight=each.weight[own])


def _by_stage(hazards: Hazards, rows: Standing, late: Sequence[Ahead]) -> Hazards:
    effects = dict(hazards.effects)
    for part, (happened, expected, squares) in enumerate(np.moveaxis(_told(hazards, rows, late, _STAGE), 0, 1)):
        if happened.any() and expected.any():
            # A landmark that stands for several is one case nevertheless.
            times = shrink_rates(happened, expected, max(1.0, squares.sum() / happened.sum())).value
            times = np.maximum(times, _LEAST_RATE)
            moved = np.log(times * expected.sum() / (times @ expected))  # all together they stay as they are
            effects[_STAGE, part] = effects.get((_STAGE, part), 0.0) + moved
    return replace(hazards, effects=effects)


def _told(hazards: Hazards, rows: Standing, ahead: Sequence[Ahead], factor: str) -> Floats:
    """By part and level of the factor: the ends, as many as were expected, and the ends by the squares of weights."""
    parts, levels = max(_part(factor, band) for band in range(len(BANDS) - 1)) + 1, rows.levels.get(factor, 1)
    found = np.zeros((3, parts, levels))
    for each in ahead:
        if len(each.rows):
            own = rows.chosen(each.rows)
            due = each.exposure * hazards.rates(own, each.band)
            code = own.codes.get(factor, np.zeros(own.n, dtype=np.int32))
            for place, counts in enumerate((each.ends, due, each.ends * each.weight)):
                sums = np.bincount(code, counts * each.weight, minlength=levels)
                found[place, _part(factor, each.band)] += sums
    return found


@dataclass(frozen=True)
class _Family:
    """One family of effects: a factor over all days ahead (part -1) or in one part; its columns begin at `first`."""

    key: tuple[str, int]
    first: int
    levels: int

    @property
    def columns(self) -> slice:
        return slice(self.first, self.first + self.levels)


@dataclass(frozen=True)
class _Band:
    """The cases of one band: the code of each in every factor, the ends and the exposure that it has."""

    codes: list[Ints]
    ends: Floats
    exposure: Floats


@dataclass(frozen=True)
class _Problem:
    """Cases by band (their `numbers`), and for each factor (`names`) the families that it feeds in each band.

    The first factor is the band itself, whose effects are the intercepts.
    """

    families: list[_Family]
    names: list[str]
    numbers: list[int]
    bands: list[_Band]
    feeds: list[list[list[_Family]]]
    width: int

    def log_rates(self, beta: Floats) -> list[Floats]:
        """Per band, of each case."""
        found = []
        for band, feeds in zip(self.bands, self.feeds, strict=True):
            log_rate = np.zeros(len(band.ends))
            for codes, families in zip(band.codes, feeds, strict=True):
                if families:
                    log_rate += np.sum([beta[family.columns] for family in families], axis=0)[codes]
            found.append(np.minimum(log_rate, 5.0))
        return found

    def gradient(self, means: list[Floats]) -> Floats:
        """Of the likelihood, with these expected ends."""
        found = np.zeros(self.width)
        for band, feeds, mean in zip(self.bands, self.feeds, means, strict=True):
            for codes, families in zip(band.codes, feeds, strict=True):
                if families:
                    sums = np.bincount(codes, band.ends - mean, minlength=families[0].levels)
                for family in families:
                    found[family.columns] += sums
        return found

    def information(self, means: list[Floats]) -> Floats:
        """Xᵀ W X, each pair of factors as a table of sums: every case has exactly one level of each."""
        found = np.zeros((self.width, self.width))
        for band, feeds, mean in zip(self.bands, self.feeds, means, strict=True):
            feeding = [place for place, families in enumerate(feeds) if families]
            for one, other in combinations_with_replacement(feeding, 2):
                shape = (feeds[one][0].levels, feeds[other][0].levels)
                table = _table(band.codes, one, other, mean, shape)
                _spread(found, table, feeds[one], feeds[other], same=one == other)
        return found

    def value(self, beta: Floats, penalty: Floats) -> tuple[float, list[Floats]]:
        """The penalised logarithm of the likelihood, and the expected ends."""
        rates = self.log_rates(beta)
        means = [band.exposure * np.exp(rate) for band, rate in zip(self.bands, rates, strict=True)]
        told = sum(
            float(band.ends @ rate - mean.sum()) for band, rate, mean in zip(self.bands, rates, means, strict=True)
        )
        return told - 0.5 * float(penalty @ (beta * beta)), means


def _table(codes: list[Ints], one: int, other: int, mean: Floats, shape: tuple[int, int]) -> Floats:
    if one == other:
        return np.diag(np.bincount(codes[one], mean, minlength=shape[0]))
    both = codes[one] * np.int32(shape[1]) + codes[other]
    return np.bincount(both, mean, minlength=shape[0] * shape[1]).reshape(shape)


def _spread(found: Floats, table: Floats, mine: list[_Family], others: list[_Family], *, same: bool) -> None:
    for one in mine:
        for other in others:
            found[one.columns, other.columns] += table
            if not same:
                found[other.columns, one.columns] += table.T


def fit(rows: Standing, ahead: Sequence[Ahead], factors: Sequence[str]) -> Hazards:
    """The effects of these factors on the rate of an end, from what became of the landmarks."""
    present = [each for each in ahead if len(each.rows)]
    seen = {name: np.unique(rows.codes[name]) for name in factors}
    levels = {name: own for name, own in seen.items() if len(own) > 1}
    beta, variances, families = _solved(_problem(rows, present, levels))
    bands = np.full(len(BANDS) - 1, -np.inf)
    bands[[each.band for each in present]] = beta[[each.band for each in present]]
    _carry_forward(bands)
    effects = {}
    for family in families[1:]:
        name = family.key[0]
        effects[family.key] = np.zeros(rows.levels[name])
        effects[family.key][levels[name]] = beta[family.columns]
    return Hazards(bands, effects, dict(zip(effects, variances, strict=True)))


def _carry_forward(bands: Floats) -> None:
    """Bands that no landmark has reached yet are like the last one that was."""
    for band in range(1, len(bands)):
        if not np.isfinite(bands[band]):
            bands[band] = bands[band - 1]


def _problem(rows: Standing, present: Sequence[Ahead], levels: dict[str, Ints]) -> _Problem:
    numbers = [each.band for each in present]
    keys = [("band", -1)]
    for name in levels:
        parts = sorted({_part(name, band) for band in numbers})
        keys += [(name, part) for part in ([-1, *parts] if BY_NAME[name].short_lived and len(parts) > 1 else [-1])]
    sizes = {"band": len(BANDS) - 1} | {name: len(own) for name, own in levels.items()}
    return _laid_out(keys, sizes, numbers, [_cases(rows, each, levels) for each in present])


def _laid_out(
    keys: Sequence[tuple[str, int]], sizes: dict[str, int], numbers: list[int], cases: list[_Band]
) -> _Problem:
    """The families of these keys side by side, and which of them each factor feeds in each band."""
    families: list[_Family] = []
    for key in keys:
        first = families[-1].first + families[-1].levels if families else 0
        families.append(_Family(key, first, sizes[key[0]]))
    feeds = [[[f for f in families if f.key in {(name, -1), (name, _part(name, band))}] for name in sizes]
             for band in numbers]  # fmt: skip
    return _Problem(families, list(sizes), numbers, cases, feeds, families[-1].first + families[-1].levels)


def _cases(rows: Standing, own: Ahead, levels: dict[str, Ints]) -> _Band:
    codes: list[Ints] = [
        np.searchsorted(seen, rows.codes[name][own.rows]).astype(np.int32) for name, seen in levels.items()
    ]
    band: Ints = np.full(len(own.rows), own.band, dtype=np.int32)
    return _Band([band, *codes], own.ends * own.weight, own.exposure * own.weight)


def _solved(problem: _Problem) -> tuple[Floats, list[float], list[_Family]]:
    """The effects, the variance of each family but that of the intercepts, and the families; by turns until settled.

    A family whose variance fades to nothing is left out from then on.
    """
    beta = np.zeros(problem.width)
    _first_intercepts(problem, beta)
    variances = [_NEW_VARIANCE] * (len(problem.families) - 1)
    for turn in range(_TURNS):
        penalty = _penalty(problem.width, problem.families[1:], variances)
        beta, inverse = _newton(problem, beta, penalty, _STEPS if turn in {0, _TURNS - 1} else 2)
        if turn < _TURNS - 1:
            pairs = zip(problem.families[1:], variances, strict=True)
            variances = [_variance(beta, inverse, family, old) for family, old in pairs]
            problem, beta, variances = _without_the_faded(problem, beta, variances)
    return beta, variances, problem.families


def _without_the_faded(problem: _Problem, beta: Floats, variances: list[float]) -> tuple[_Problem, Floats, list[float]]:
    kept = [True, *(variance > _LEAST_VARIANCE for variance in variances)]
    if all(kept):
        return problem, beta, variances
    families = [family for family, keep in zip(problem.families, kept, strict=True) if keep]
    stays = np.concatenate([np.full(family.levels, keep) for family, keep in zip(problem.families, kept, strict=True)])
    own = [place for place, name in enumerate(problem.names) if any(family.key[0] == name for family in families)]
    bands = [_Band([band.codes[place] for place in own], band.ends, band.exposure) for band in problem.bands]
    sizes = {family.key[0]: family.levels for family in families}
    laid = _laid_out([family.key for family in families], sizes, problem.numbers, bands)
    return laid, beta[stays], [each for each, keep in zip(variances, kept[1:], strict=True) if keep]


def _first_intercepts(problem: _Problem, beta: Floats) -> None:
    n = problem.families[0].levels
    for band in problem.bands:
        ends, exposure = (np.bincount(band.codes[0], told, minlength=n) for told in (band.ends, band.exposure))
        there = exposure > 0
        beta[:n][there] = np.log((ends[there] + 0.1) / (exposure[there] + 1.0))


def _penalty(width: int, families: Sequence[_Family], variances: Sequence[float]) -> Floats:
    penalty = np.full(width, 1e-6)
    for family, variance in zip(families, variances, strict=True):
        penalty[family.columns] = 1.0 / variance
    return penalty


def _newton(problem: _Problem, beta: Floats, penalty: Floats, most: int) -> tuple[Floats, Floats]:
    """Towards the penalised maximum by `most` steps, and the variances of the effects there.

    All steps but each fourth use the information of the one before: it costs most, and changes little.
    """
    value, means = problem.value(beta, penalty)
    for place in range(most):
        if place % _AS_BEFORE == 0:
            root = _root(problem.information(means), penalty)
        gradient = problem.gradient(means) - penalty * beta
        step, _info = linalg.lapack.dpotrs(root, gradient, lower=1)
        tried, better, means = _shortened(problem, beta, step, penalty, value)
        done, beta, value = abs(better - value) < _CLOSE * (1 + abs(value)), tried, better
        if done:
            break
    return beta, _diagonal_of_inverse(root)


def _root(information: Floats, penalty: Floats) -> Floats:
    information[np.diag_indices_from(information)] += penalty
    # LAPACK by name: linalg.cholesky takes ten times as long on a busy machine.
    root, _info = linalg.lapack.dpotrf(information, lower=1, clean=1)
    found: Floats = root
    return found


def _diagonal_of_inverse(root: Floats) -> Floats:
    inverse, _info = linalg.lapack.dtrtri(root, lower=1)
    diagonal: Floats = np.einsum("ij,ij->j", inverse, inverse)
    return diagonal


def _shortened(
    problem: _Problem, beta: Floats, step: Floats, penalty: Floats, value: float
) -> tuple[Floats, float, list[Floats]]:
    """The step, halved until it makes things no worse."""
    for _half in range(12):
        tried, means = problem.value(beta + step, penalty)
        if tried >= value - 1e-9:
            return beta + step, tried, means
        step = step / 2
    return beta, value, problem.value(beta, penalty)[1]


def _variance(beta: Floats, inverse: Floats, family: _Family, old: float) -> float:
    own = beta[family.columns]
    told = max(family.levels - float(inverse[family.columns].sum()) / old, 0.05)
    return float(np.clip((own @ own) / told, _LEAST_VARIANCE, 4.0))


@dataclass(frozen=True)
class Ends:
    """The chance to be won, and to be lost, by the end of each of some days ahead: deals × days."""

    won: Floats
    lost: Floats


def chances(won: Hazards, lost: Hazards, rows: Standing, exposed: tuple[Floats, Floats], spans: Ints) -> Ends:
    """The cumulative incidence of both ends for each row, by spans of days ahead.

    `spans`: the band of each span; `exposed`: the weighted days of each span for a win and for a loss. Within a span
    P(won) = a / (a + b) × (1 − e^−(a + b)), with a and b the two rates times their exposure.
    """
    wins, losses = np.zeros((2, rows.n, len(spans)))
    still = np.ones(rows.n)
    rates = {int(band): (won.rates(rows, int(band)), lost.rates(rows, int(band))) for band in np.unique(spans)}
    for place, band in enumerate(spans):
        a, b = (rate * exposure[place] for rate, exposure in zip(rates[int(band)], exposed, strict=True))
        either = np.maximum(a + b, 1e-12)
        ended = still * -np.expm1(-either)
        wins[:, place], losses[:, place] = ended * a / either, ended * b / either
        still = still - ended
    return Ends(np.cumsum(wins, axis=1), np.cumsum(losses, axis=1))


def band_of(ahead: Ints) -> Ints:
    """The band that each day ahead (from 1) belongs to; days past the last band are like its own."""
    found: Ints = np.clip(np.searchsorted(np.asarray(BANDS), ahead, side="left") - 1, 0, len(BANDS) - 2)
    return found
