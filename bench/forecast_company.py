"""A company made for speed: deals with changes of stage and closing day and touches, as arrays."""

from __future__ import annotations

import numpy as np

from merilo.insight.forecast.history import LOST, NEVER, OPEN, WON, Floats, History, Ints, Told

FIRST, DAYS, SEED = 19_000, 3 * 365, 20261201
DEALS, OPEN_DEALS, SELLERS, TOUCHES = 300_000, 100_000, 500, 5_000_000
_STAGES = 5


def made() -> History:
    """300,000 deals of three years that are closed, or old, and 100,000 that are open now."""
    rng = np.random.default_rng(SEED)
    n = DEALS + OPEN_DEALS
    # The open ones are of the last months, as long as deals live.
    born = np.sort(np.concatenate([rng.integers(0, DAYS - 60, DEALS), DAYS - rng.integers(1, 240, OPEN_DEALS)]))
    life = np.ceil(rng.gamma(1.5, 40, n)).astype(np.int64)
    closed = born + life
    recent = born > DAYS - 240
    closed = np.where(recent & (rng.random(n) < OPEN_DEALS / recent.sum()), NEVER, closed)
    closed = np.where(closed <= DAYS, closed, NEVER)
    status = np.where(closed < NEVER, np.where(rng.random(n) < 0.3, WON, LOST), OPEN)
    last = np.minimum(closed, DAYS)
    seller = rng.integers(0, SELLERS, n)
    amount = rng.lognormal(10, 1, n)
    stage, stages = _stages(rng, born, last, status)
    expected, pushes = _pushed(rng, born, last)
    touched = rng.integers(0, n, TOUCHES)
    nothing = np.zeros(TOUCHES)
    when = FIRST + born[touched] + (rng.random(TOUCHES) * (last - born + 1)[touched]).astype(np.int64)
    return History(
        ids=tuple(map(str, range(n))), created=FIRST + born, status=status,
        closed=np.where(closed < NEVER, FIRST + closed, NEVER), seller=seller, pipeline=seller % 3,
        origin=rng.integers(0, 6, n), stage=stage, amount=amount, expected=expected,
        sellers=tuple(f"Seller {place}" for place in range(SELLERS)), pipelines=("A", "B", "C"),
        origins=tuple("abcdef"), stages=tuple(f"Stage {place}" for place in range(_STAGES + 2)), upto=FIRST + DAYS,
        left=np.where(rng.random(SELLERS) < 0.2, FIRST + rng.integers(0, DAYS, SELLERS), NEVER),
        stage_told=stages, expected_told=pushes, touched=Told(touched, when, nothing, nothing),
    )  # fmt: skip


def _stages(rng: np.random.Generator, born: Ints, last: Ints, status: Ints) -> tuple[Ints, Told]:
    """Each deal moves up to four stages on, evenly over its life, and ends in "won" or "lost"."""
    moves = rng.integers(0, _STAGES, len(born))
    deal = np.repeat(np.arange(len(born)), moves)
    step = np.arange(len(deal)) - np.repeat(np.cumsum(moves) - moves, moves)
    day = born[deal] + (step + 1) * (last - born)[deal] // (moves[deal] + 1)
    over = np.flatnonzero(status != OPEN)
    end = _STAGES - 1 + status
    told = Told(
        np.concatenate([deal, over]), FIRST + np.concatenate([day, last[over]]),
        np.concatenate([step, moves[over]]).astype(float), np.concatenate([step + 1, end[over]]).astype(float),
    )  # fmt: skip
    return np.where(status == OPEN, moves, end), told


def _pushed(rng: np.random.Generator, born: Ints, last: Ints) -> tuple[Floats, Told]:
    """Two closing days in three are put off once, by a month."""
    planned = (FIRST + born + 45).astype(float)
    deal = np.flatnonzero(rng.random(len(born)) < 0.66)
    day = FIRST + born[deal] + (last - born)[deal] // 2
    return planned + 30 * np.isin(np.arange(len(born)), deal), Told(deal, day, planned[deal], planned[deal] + 30)
