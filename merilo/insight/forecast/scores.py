"""How right forecasts were: errors, bands, skill against the best naive method, calibration of chances.

wMAPE = Σ|F − A| / ΣA (a zero actual does no harm); bias = Σ(F − A) / ΣA; the pinball loss of a quantile q is
q·(A − Q) above it and (1 − q)·(Q − A) below; the mean over evenly spaced quantiles, doubled, is the continuous ranked
probability score (Gneiting and Raftery 2007; Laio and Tamea 2007); coverage is the share of actuals within a band, ends
included, beside the share that the forecast itself promised (of whole numbers from the tenth to the ninetieth
percentile more than 80 % lie within: of Poisson numbers of mean 3 it is 87 %);
skill = 1 − wMAPE / wMAPE of the best naive method, with an interval by the moving-block bootstrap (Kunsch 1989),
because forecasts whose spans overlap err together; the interval of a coverage (Clopper and Pearson 1934) counts as many
forecasts as tell as much without sharing days (`spans_apart`). The Brier score is the mean of (chance − outcome)².
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import stats

from merilo.insight.concordance import concordance
from merilo.insight.forecast.history import Bools, Floats, Ints
from merilo.insight.intervals import Interval

QUANTILES: Floats = np.round(np.arange(0.05, 0.96, 0.05), 2)
_DRAWS, _SEED, _TURNS = 2000, 6_002, 100
LEAST = 8
"""Fewer past forecasts say nothing."""
_BINS = 10


@dataclass(frozen=True)
class Errors:
    """Of one method: how many forecasts `n`, wMAPE and bias (None: nothing was ever won)."""

    n: int
    wmape: float | None
    bias: float | None


def errors(said: Floats, actual: Floats) -> Errors:
    """The errors of forecasts; those that said nothing (nan) are left out."""
    told = np.isfinite(said)
    total = float(actual[told].sum())
    if not told.any() or total <= 0:
        return Errors(int(told.sum()), None, None)
    missed = said[told] - actual[told]
    return Errors(int(told.sum()), float(np.abs(missed).sum()) / total, float(missed.sum()) / total)


class Fault(Enum):
    """What is wrong with bands that hold more, or less, often than they promise."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True)
class Bands:
    """How often what came lay within the 50 % and the 80 % band, of `n` forecasts; and how often it should have.

    `promised_50`, `promised_80`: the mean chance, by the forecasts themselves, to lie within their bands. `apart`: as
    how many forecasts whose spans share no day they count (None: nobody can say).
    """

    n: int
    within_50: float
    within_80: float
    promised_50: float
    promised_80: float
    apart: float | None = None

    @classmethod
    def of(cls, within: Floats, promised: Floats, n: int, apart: float | None = None) -> Bands:
        """From sums over `n` forecasts, each of the 50 % and the 80 % band."""
        held, due = ([float(each) / n if n else float("nan") for each in sums] for sums in (within, promised))
        return cls(n, held[0], held[1], due[0], due[1], apart)

    @property
    def interval_80(self) -> Interval | None:
        """Between which shares the 80 % band holds in the long run, 95 % sure; None where nobody can say.

        At least so sure where nothing but shared days ties forecasts together; less where all err one way for long.
        """
        if self.apart is None or not self.n:
            return None
        return _clopper_pearson(self.within_80 * self.apart, self.apart)

    @property
    def fault_80(self) -> Fault | None:
        """What is wrong with the 80 % band beyond chance: its promise lies outside of that interval; few prove none."""
        interval = self.interval_80
        if interval is None or self.n < LEAST:
            return None
        if self.promised_80 < interval.low:
            return Fault.WIDE
        return Fault.NARROW if self.promised_80 > interval.high else None


@dataclass(frozen=True)
class Score:
    """How right the forecasts of one kind were, over `n` past days on which they could have been made.

    `model` on all days, `naive` by method on those on which it says something; `best` of the naive ones, which is the
    one that the model gains least upon on the same days, and the model's `skill` against it.
    `pinball` and `crps` in the unit of what is forecast; `bands`: how often they held; `noise`: the wMAPE that chance
    alone (Poisson) would leave to one who knew the true rate.
    """

    n: int
    mean: float
    model: Errors
    naive: Mapping[str, Errors]
    best: str | None
    skill: float | None
    skill_interval: Interval | None
    pinball: float
    crps: float
    bands: Bands
    noise: float

    @property
    def too_few(self) -> bool:
        """Whether so few days could be tried that it says little."""
        return self.n < LEAST

    @property
    def loses(self) -> bool:
        """Whether a naive method was nearer to what came."""
        return self.skill is not None and self.skill < 0


def score(
    actual: Floats, quantiles: Floats, promised: Floats, naive: Mapping[str, Floats], block: int, *, apart: float
) -> Score:
    """The score of forecasts given as quantiles (days × `QUANTILES`), with what each gives its own 50 % and 80 % band
    (days × 2). `block`: how many days in a row err together; `apart`: as how many that err by themselves they count.
    """
    middle = quantiles[:, _at(0.5)]
    told = {name: said for name, said in naive.items() if np.isfinite(said).sum() >= min(LEAST, len(actual))}
    skills = {name: _skill(actual, middle, said, block) for name, said in told.items()}
    ranked = sorted((found[0], name) for name, found in skills.items() if found[0] is not None)
    best = ranked[0][1] if ranked else None
    skill, interval = skills[best] if best else (None, None)
    loss = _pinball(actual, quantiles)
    return Score(
        n=len(actual),
        mean=float(actual.mean()) if len(actual) else 0.0,
        model=errors(middle, actual),
        naive={name: errors(said, actual) for name, said in told.items()},
        best=best,
        skill=skill,
        skill_interval=interval,
        pinball=float(loss.mean()) if len(actual) else 0.0,
        crps=2.0 * float(loss.mean()) if len(actual) else 0.0,
        bands=Bands.of(within(actual, quantiles).sum(axis=0), promised.sum(axis=0), len(actual), apart),
        noise=_noise(actual),
    )


def _at(quantile: float) -> int:
    return int(np.argmin(np.abs(QUANTILES - quantile)))


_ENDS = ((_at(0.25), _at(0.75)), (_at(0.1), _at(0.9)))
"""Where the ends of the 50 % and of the 80 % band are among the quantiles."""


def within(values: Floats, quantiles: Floats) -> Floats:
    """Whether values (any shape) lie within the 50 % and the 80 % band of the quantiles (that shape × `QUANTILES`).

    1 or 0: that shape × 2.
    """
    inside = [(values >= quantiles[..., low]) & (values <= quantiles[..., high]) for low, high in _ENDS]
    found: Floats = np.stack(inside, axis=-1).astype(float)
    return found


def _pinball(actual: Floats, quantiles: Floats) -> Floats:
    over = actual[:, None] - quantiles
    loss: Floats = np.maximum(QUANTILES * over, (QUANTILES - 1) * over)
    return loss


def _noise(actual: Floats) -> float:
    """E|X − λ| / λ of Poisson numbers, the rates taken as what came; E|X − λ| = 2 e^−λ λ^(⌊λ⌋+1) / ⌊λ⌋! (De Moivre)."""
    total = float(actual.sum())
    if total <= 0:
        return float("nan")
    rates = actual[actual > 0]
    deviation = 2 * rates * stats.poisson.pmf(np.floor(rates), rates)
    return float(deviation.sum()) / total


def _skill(actual: Floats, model: Floats, naive: Floats, block: int) -> tuple[float | None, Interval | None]:
    """1 − wMAPE / wMAPE on the days on which the naive method says something, and the 95 % interval from blocks of
    days in a row, drawn with replacement.
    """
    told = np.isfinite(naive)
    actual, model, naive = actual[told], model[told], naive[told]
    ours, theirs = np.abs(model - actual), np.abs(naive - actual)
    if theirs.sum() <= 0:
        return None, None
    skill = 1.0 - float(ours.sum() / theirs.sum())
    n, block = len(actual), max(1, min(block, len(actual) // 3 or 1))
    if n < LEAST:
        return skill, None
    rng = np.random.default_rng([_SEED, n, block])
    starts = rng.integers(0, n - block + 1, (_DRAWS, -(-n // block)))
    chosen = (starts[:, :, None] + np.arange(block)).reshape(_DRAWS, -1)[:, :n]
    drawn = 1.0 - ours[chosen].sum(axis=1) / np.maximum(theirs[chosen].sum(axis=1), 1e-12)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return skill, Interval(float(low), float(high))


@dataclass(frozen=True)
class Bin:
    """Deals whose chances were alike: how many, the mean chance, and the share that was won, with its interval."""

    n: int
    said: float
    came: float
    interval: Interval


@dataclass(frozen=True)
class Calibration:
    """Chances against what came: `bins` of equally many deals, the Brier score and that of one chance for all.

    `error`: the mean distance between said and come over the bins, by deals (expected calibration error), `noise`: what
    chance alone would leave of it if all chances were right; `auc`: how often the deal that was won had the higher
    chance; `auc_alike`: among deals of the same age (0.5: nothing but age tells deals apart).
    """

    n: int
    won: int
    bins: tuple[Bin, ...]
    brier: float
    brier_of_all: float
    error: float
    noise: float
    auc: float | None
    auc_alike: float | None


@dataclass(frozen=True)
class Chances:
    """Chances that open deals had on past days to be won within some days, and whether they were (`won`).

    `age`: of each deal, in bands; `together`: a number for those whose spans share days and that are of one deal.
    """

    chance: Floats
    won: Bools
    age: Ints
    together: Ints


def calibration(found: Chances) -> Calibration | None:
    """Chances of deals against whether they were won; None where there are none."""
    chance, won, age = found.chance, found.won, found.age
    if not len(chance):
        return None
    order = np.argsort(chance, kind="stable")
    parts = [part for part in np.array_split(order, _BINS) if len(part)]
    bins = tuple(_bin(chance[part], won[part]) for part in parts)
    outcome = won.astype(float)
    return Calibration(
        n=len(chance),
        won=int(won.sum()),
        bins=bins,
        brier=float(((chance - outcome) ** 2).mean()),
        brier_of_all=float(((outcome.mean() - outcome) ** 2).mean()),
        error=sum(each.n * abs(each.said - each.came) for each in bins) / len(chance),
        noise=_noise_of_chances(found, order, np.array([each.n for each in bins])),
        auc=concordance(chance[won], chance[~won]),
        auc_alike=_auc_alike(chance, won, age),
    )


def _noise_of_chances(found: Chances, order: Ints, sizes: Ints) -> float:
    """The mean calibration error of outcomes drawn from the chances themselves.

    What belongs together has one draw for all, so a deal that is won counts for all days from which it was seen; draws
    are a seeded number of times repeated.
    """
    chance = found.chance[order]
    groups, own = np.unique(found.together[order], return_inverse=True)
    first = np.cumsum(sizes) - sizes
    said = np.add.reduceat(chance, first)
    rng = np.random.default_rng([_SEED, len(chance)])
    drawn = [np.add.reduceat(rng.random(len(groups))[own] < chance, first) for _turn in range(_TURNS)]
    return float(np.abs(np.array(drawn) - said).sum(axis=1).mean()) / len(chance)


def _bin(chance: Floats, won: Bools) -> Bin:
    n, k = len(chance), int(won.sum())
    return Bin(n, float(chance.mean()), k / n, _clopper_pearson(k, n))


def _clopper_pearson(k: float, n: float) -> Interval:
    """The exact 95 % interval of k of n, parts too: quantiles of beta (k, n − k + 1) and (k + 1, n − k)."""
    low = stats.beta.ppf(0.025, k, n - k + 1) if k > 0 else 0.0
    high = stats.beta.ppf(0.975, k + 1, n - k) if k < n else 1.0
    return Interval(float(low), float(high))


def _auc_alike(chance: Floats, won: Bools, age: Ints) -> float | None:
    """The same over pairs of deals of the same age only: each age counts by its pairs."""
    concordant, pairs = 0.0, 0
    for each in np.unique(age):
        own = age == each
        auc, k = concordance(chance[own & won], chance[own & ~won]), int(won[own].sum())
        if auc is not None:
            own_pairs = k * (int(own.sum()) - k)
            concordant, pairs = concordant + auc * own_pairs, pairs + own_pairs
    return concordant / pairs if pairs else None


def spans_apart(after: Ints, last: Ints) -> float:
    """As how many spans that share no day those after the one day up to the other count, where days err alone.

    Errors of sums over spans have the correlation ρ = days shared / √(days × days); their squares, and whether they lie
    in a band around the middle, at most ρ² (Gaussian errors: functions that are even begin with the second term of
    Hermite's series); so n spans are worth n² / Σρ². In the order of their days: where those fall back, another company
    begins, which shares nothing.
    """
    runs = np.cumsum(np.diff(after, prepend=after[:1]) < 0)
    found = 0.0
    for run in np.unique(runs):
        begin, end = after[runs == run], last[runs == run]
        shared = np.minimum(end[:, None], end) - np.maximum(begin[:, None], begin)
        alike = np.maximum(shared, 0) ** 2 / np.outer(end - begin, end - begin)
        found += len(begin) ** 2 / float(alike.sum())
    return found


def blocks_of(horizon: int, spacing: int) -> int:
    """How many forecasts in a row share days of their spans."""
    return max(1, -(-horizon // spacing))
