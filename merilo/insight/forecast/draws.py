"""What will be won, as a thousand equally likely futures of all sellers at once: their sums are those of any team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import gamma

from merilo.insight.forecast.amounts import Amounts
from merilo.insight.forecast.history import Bools, Floats, Ints, Singles

FUTURES = 1000
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Part:
    """Wins and the amount won, each sellers × spans × futures (the first seller is nobody)."""

    wins: Singles
    amount: Singles

    @classmethod
    def nothing(cls, sellers: int, spans: int) -> Part:
        """No win in any future."""
        shape = (sellers, spans, FUTURES)
        return cls(np.zeros(shape, np.float32), np.zeros(shape, np.float32))


@dataclass(frozen=True)
class Shared:
    """What all deals of a future have in common: what winning by the end of each span (spans × futures), arrivals, and
    what wins bring (spans × futures) are multiplied by. `spread`: the variance of the first, by span.
    """

    winning: Floats
    arriving: Floats
    bringing: Floats
    spread: Floats


def shared(rng: np.random.Generator, winning: Floats, arriving: float, bringing: Floats) -> Shared:
    """Gamma factors of mean 1 with these variances; a future that is good for one span is good for all."""
    luck, other, third = _evenly(rng), _evenly(rng), _evenly(rng)
    return Shared(
        np.stack([_around_one(luck, each) for each in winning]),
        _around_one(other, arriving),
        np.stack([_around_one(third, each) for each in bringing]),
        winning,
    )


def _evenly(rng: np.random.Generator) -> Floats:
    """One number between 0 and 1 per future, one in each of as many equal parts: their mean is no matter of luck."""
    found: Floats = (rng.permutation(FUTURES) + rng.random(FUTURES)) / FUTURES
    return found


def _around_one(luck: Floats, variance: float) -> Floats:
    drawn: Floats = gamma.ppf(luck, 1.0 / variance, scale=variance) if variance > 1e-9 else np.ones(FUTURES)
    return drawn


@dataclass(frozen=True)
class OpenDeals:
    """Open deals: whose each is (code), pipeline, amount (nan: none), and chances to be won by the end of each span."""

    seller: Ints
    pipeline: Ints
    amount: Floats
    won: Floats


def of_open(rng: np.random.Generator, deals: OpenDeals, amounts: Amounts, shares: Shared, sellers: int) -> Part:
    """Every future of the open deals. A deal is won by a day when an exponential wait, shortened by the future's common
    factor, is over by then: P(won) = 1 − e^(−h × factor), with h such that its mean over gamma factors of variance v
    is the deal's chance p: h = ((1 − p)^−v − 1) / v.
    """
    spans = deals.won.shape[1]
    part = Part.nothing(sellers, spans)
    order = np.argsort(deals.seller, kind="stable")
    v = np.maximum(shares.spread, 1e-9)
    hazard = (np.expm1(-v * np.log1p(-np.minimum(deals.won, 1 - 1e-9))) / v).astype(np.float32)
    step = max(1, _AT_ONCE // FUTURES)
    for start in range(0, len(order), step):
        chosen = order[start : start + step]
        # Both luck of a deal in a future are drawn whatever its chance is: so what a change moves is not luck.
        waits = rng.standard_exponential((len(chosen), FUTURES), dtype=np.float32)
        luck = rng.random((len(chosen), FUTURES), dtype=np.float32)
        chance = (waits, hazard, shares.winning.astype(np.float32))
        _add(part, luck, deals, chosen=chosen, chance=chance, amounts=amounts)
    np.multiply(part.amount, shares.bringing, out=part.amount, casting="same_kind")
    return part


def _add(
    part: Part, luck: Singles, deals: OpenDeals, *,
    chosen: Ints, chance: tuple[Singles, Singles, Singles], amounts: Amounts,
) -> None:  # fmt: skip
    waits, hazard, common = chance
    owners, own = np.unique(deals.seller[chosen] + 1, return_inverse=True)
    shape = (len(owners), FUTURES)
    before: Bools = np.zeros(waits.shape, dtype=bool)
    for span in range(deals.won.shape[1]):
        by_now = before | (waits < hazard[chosen, span][:, None] * common[span])
        deal, future = np.nonzero(by_now & ~before)
        before = by_now
        worth = amounts.of_open(luck[deal, future], deals.amount[chosen][deal], deals.pipeline[chosen][deal])
        place = own[deal] * FUTURES + future
        part.wins[owners, span] += np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
        part.amount[owners, span] += np.bincount(place, worth, minlength=shape[0] * shape[1]).reshape(shape)


@dataclass(frozen=True)
class NewDeals:
    """Deals to come: the `cells` (seller, pipeline), and the wins expected of each within each span (cells × spans).

    `times`: what if there were so many times as many.
    """

    cells: Ints
    expected: Floats
    times: float = 1.0


def of_new(seed: Sequence[int], deals: NewDeals, amounts: Amounts, shares: Shared, *, sellers: int) -> Part:
    """Every future of deals to come. Fewer of them are the same without some, more are the same and some besides."""
    part = Part.nothing(sellers, deals.expected.shape[1])
    factor = shares.arriving * shares.winning
    for place, (seller, pipeline) in enumerate(deals.cells):
        rng, other = (np.random.default_rng([*seed, which, place]) for which in (1, 2))
        rates = deals.expected[place][:, None] * factor
        wins = rng.poisson(rates)
        worth = amounts.of_new(rng, int(wins.sum()), int(pipeline))
        if deals.times < 1.0:
            wins, worth = _thinned(wins, worth, other.random(len(worth)) < deals.times)
        _bring(part, int(seller), wins, worth)
        if deals.times > 1.0:
            more = other.poisson((deals.times - 1.0) * rates)
            _bring(part, int(seller), more, amounts.of_new(other, int(more.sum()), int(pipeline)))
    np.multiply(part.amount, shares.bringing, out=part.amount, casting="same_kind")
    return part


def _thinned(wins: Ints, worth: Floats, stays: Bools) -> tuple[Ints, Floats]:
    whose = np.repeat(np.arange(wins.size), wins.ravel())[stays]
    return np.bincount(whose, minlength=wins.size).reshape(wins.shape), worth[stays]


def _bring(part: Part, seller: int, wins: Ints, worth: Floats) -> None:
    """Add wins (spans × futures) to the seller's, with what each of them brings, in order."""
    part.wins[seller + 1] += wins
    ends = np.cumsum(wins.ravel())
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    part.amount[seller + 1] += (sums[ends] - sums[ends - wins.ravel()]).reshape(wins.shape).astype(np.float32)
