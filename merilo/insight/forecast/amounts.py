"""What a deal brings when it is won: amounts change on the way, some are not known yet, deals to come have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from merilo.insight.forecast.history import WON, Floats, History, Ints, Singles
from merilo.insight.forecast.landmarks import Landmarks

_MOST = 20_000
_LATELY = 730
_OWN = 20


@dataclass(frozen=True)
class Amounts:
    """`ratios`: of what won deals brought to what they stood for earlier; `won`: what wins of each pipeline brought.

    `won[-2]` are those of all pipelines. Empty arrays: no amount is known at all.
    """

    ratios: Floats
    won: dict[int, Floats]

    def _pool(self, pipeline: int) -> Floats:
        return self.won.get(pipeline, self.won[-2])

    def of_open(self, luck: Singles, amount: Floats, pipeline: Ints) -> Floats:
        """What deals of these amounts bring; without an amount, what another win of their pipeline brought.

        `luck`: for each a number between 0 and 1, that says which past win it is like.
        """
        brought = amount * (_at(self.ratios, luck) if len(self.ratios) else 1.0)
        for each in np.unique(pipeline[~(amount > 0)]):
            missing = ~(amount > 0) & (pipeline == each)
            pool = self._pool(int(each))
            brought[missing] = _at(pool, luck[missing]) if len(pool) else 0.0
        worth: Floats = brought
        return worth

    def moments(self, amount: Floats, pipeline: Ints) -> tuple[Floats, Floats]:
        """The means of what deals of these amounts (nan: none is known) bring, and of its square."""
        known = amount > 0
        found = []
        for power in (1, 2):
            ratio = float((self.ratios**power).mean()) if len(self.ratios) else 1.0
            moment = np.where(known, amount, 0.0) ** power * ratio
            for each in np.unique(pipeline[~known]):
                pool = self._pool(int(each))
                moment[~known & (pipeline == each)] = (pool**power).mean() if len(pool) else 0.0
            found.append(moment)
        return found[0], found[1]

    def of_new(self, rng: np.random.Generator, n: int, pipeline: int) -> Floats:
        """What `n` wins of a pipeline bring."""
        pool = self._pool(pipeline)
        return rng.choice(pool, n) if len(pool) else np.zeros(n)


def _at(pool: Floats, luck: Singles) -> Floats:
    found: Floats = pool[np.minimum((luck * len(pool)).astype(np.int64), len(pool) - 1)]
    return found


def amounts(history: History, ended: tuple[Ints, Ints], found: Landmarks, known: int) -> Amounts:
    """What is known about amounts on a day; `found`: landmarks before it."""
    status, closed = ended
    won = (status == WON) & (closed > known - _LATELY)
    deals = np.flatnonzero(won)
    brought = np.full(history.n, np.nan)
    brought[deals] = history.brought(deals, np.full(len(deals), known))
    rows = found.rows
    stood, got = rows.amount, brought[rows.deal]
    both = (stood > 0) & (got >= 0)
    ratios = _some(got[both] / stood[both])
    pools = {-2: _some(brought[deals][brought[deals] >= 0])}
    for pipeline in np.unique(history.pipeline[deals]):
        own = brought[deals[history.pipeline[deals] == pipeline]]
        own = own[own >= 0]
        if len(own) >= _OWN:
            pools[int(pipeline)] = _some(own)
    return Amounts(ratios, pools)


def _some(values: Floats) -> Floats:
    """At most so many of them, evenly chosen from the sorted ones."""
    ordered = np.sort(values)
    if len(ordered) <= _MOST:
        return ordered
    chosen: Floats = ordered[np.linspace(0, len(ordered) - 1, _MOST).astype(np.int64)]
    return chosen
