"""Small histories for tests: by hand, at random with everything that may be told, and with a known truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from merilo.insight.forecast.history import LOST, NEVER, NONE, OPEN, WON, History, Steps, Told
from merilo.insight.forecast.rhythm import Calendar

FIRST = 19_000  # a Saturday, 2022-01-08
STAGES = ("Talk", "Offer", "Won", "Lost")
Row = tuple[int, int, float, float]


def told(rows: Sequence[Row]) -> Told:
    """Changes (deal, day since `FIRST`, old, new)."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Told(table[:, 0].astype(int), table[:, 1].astype(int) + FIRST, table[:, 2], table[:, 3])


def events(rows: Sequence[tuple[int, int]]) -> Told:
    """Touches or meetings (deal, day since `FIRST`)."""
    return told([(deal, day, 0.0, 0.0) for deal, day in rows])


def history(deals: Sequence[tuple[int, int, int | None]], upto: int, **more: object) -> History:
    """Deals as (created, status, closed), days since `FIRST`; all else is one seller, one pipeline, amount 100."""
    n = len(deals)
    given: dict[str, object] = {
        "ids": tuple(str(place) for place in range(n)),
        "created": np.array([FIRST + created for created, _status, _closed in deals], dtype=np.int64),
        "status": np.array([status for _created, status, _closed in deals], dtype=np.int64),
        "closed": np.array([NEVER if closed is None else FIRST + closed for *_other, closed in deals], dtype=np.int64),
        "seller": np.zeros(n, dtype=np.int64), "pipeline": np.zeros(n, dtype=np.int64),
        "origin": np.full(n, NONE), "stage": np.zeros(n, dtype=np.int64), "amount": np.full(n, 100.0),
        "expected": np.full(n, np.nan), "sellers": ("Ann", "Bob", "Cid"), "pipelines": ("Main",), "origins": ("Web",),
        "stages": STAGES, "upto": FIRST + upto, "left": np.full(3, NEVER),
    }  # fmt: skip
    return History(**(given | more))  # type: ignore[arg-type]


def calendar(of: History, holidays: Sequence[int] = ()) -> Calendar:
    """Its days and a year beyond."""
    return Calendar.of(FIRST, of.upto + 400, holidays)


def deals_at(day: int, *deals: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """These deals at the end of a day, as two columns."""
    return np.array(deals), np.full(len(deals), FIRST + day)


def eventful(seed: int, n: int, days: int) -> History:
    """Deals to which everything happens that may: some twice, some never, in a source that tells all of it."""
    rng = np.random.default_rng(seed)
    born = np.sort(rng.integers(0, days, n))
    life = np.minimum(np.ceil(rng.exponential(25, n)).astype(int) - (rng.random(n) < 0.1), 400)
    lives: dict[str, list[Row]] = {name: [] for name in ("stage", "amount", "expected", "seller", "status")}
    now: dict[str, list[float]] = {name: [] for name in lives}
    ends = np.where(rng.random(n) < 0.08, NEVER, born + life)  # some never close
    for deal in range(n):
        courses = _courses(rng, int(born[deal]), int(min(ends[deal], days)), closes=bool(ends[deal] <= days))
        for name, (begins, changes) in courses.items():
            value = begins
            for day, new in changes:
                lives[name].append((deal, day, value, new))
                value = new
            now[name].append(value)
    status = np.array(now["status"]).astype(int)
    last = {deal: day for deal, day, _old, _new in sorted(lives["status"], key=lambda row: row[1])}
    # Half of the plain closings are told by the deal alone, as by systems that keep no history of them.
    silent = {deal for deal in range(n) if rng.random() < 0.5 and sum(row[0] == deal for row in lives["status"]) == 1}
    return history(
        [(int(born[deal]), int(status[deal]), last[deal] if status[deal] != OPEN else None) for deal in range(n)], days,
        seller=np.array(now["seller"]).astype(int), stage=np.array(now["stage"]).astype(int),
        amount=np.array(now["amount"]), expected=np.array(now["expected"]) + FIRST,
        pipeline=rng.integers(0, 2, n), origin=rng.integers(-1, 2, n), pipelines=("Main", "Side"),
        origins=("Web", "Fair"), left=np.array([NEVER, FIRST + days // 2, NEVER]),
        stage_chance=np.array([0.1, 0.5, 1.0, 0.0]),
        stage_told=told(lives["stage"]), amount_told=told(lives["amount"]), seller_told=told(lives["seller"]),
        expected_told=told([(deal, day, old + FIRST, new + FIRST) for deal, day, old, new in lives["expected"]]),
        status_told=told([row for row in lives["status"] if row[0] not in silent]),
        touched=events([(int(deal), int(rng.integers(0, days + 1))) for deal in rng.integers(0, n, 3 * n)]),
        met=events([(int(deal), int(rng.integers(0, days + 1))) for deal in rng.integers(0, n, n)]),
        steps=_steps(rng, n, days),
    )  # fmt: skip


Course = tuple[float, list[tuple[int, float]]]


def _courses(rng: np.random.Generator, born: int, end: int, *, closes: bool) -> dict[str, Course]:
    """What each field began as and became, for one deal."""

    def on() -> int:
        return int(rng.integers(born, end + 1))

    moved, won = on(), rng.random() < 0.4
    stage: list[tuple[int, float]] = [(moved, 1.0)] if rng.random() < 0.7 else []
    status: list[tuple[int, float]] = []
    if closes:
        status.append((end, float(WON if won else LOST)))
        if rng.random() < 0.15 and end - born > 2:
            status.insert(0, (born + 1, float(LOST)))
            status.insert(1, (born + 2, float(OPEN)))
        stage.append((end, 2.0 if won else 3.0))
    first = float(rng.lognormal(5, 1))
    return {
        "stage": (0.0, stage),
        "amount": (first, [(on(), first * 1.2)] if rng.random() < 0.4 else []),
        "expected": (born + 30.0, [(on(), born + 60.0)] if rng.random() < 0.5 else []),
        "seller": (float(rng.integers(0, 3)), [(on(), float(rng.integers(0, 3)))] if rng.random() < 0.2 else []),
        "status": (float(OPEN), status),
    }


def _steps(rng: np.random.Generator, n: int, days: int) -> Steps:
    made = FIRST + rng.integers(0, days, n)
    done = made + rng.integers(0, 40, n)
    done = np.where(done <= FIRST + days, done, NEVER)
    return Steps(rng.integers(0, n, n), made, made + rng.integers(0, 30, n), done)


def with_truth(seed: int = 7, n: int = 2000, days: int = 450) -> History:
    """Deals that move from "Talk" to "Offer" at 6 % a day; lost at 3 % a day in both; won at 6 % a day from "Offer"."""
    rng = np.random.default_rng(seed)
    born = np.sort(rng.integers(0, days, n))
    move, lost, won = (rng.exponential(1 / rate, n) for rate in (0.06, 0.03, 0.06))
    over = np.minimum(lost, move + won)
    end = born + np.floor(over).astype(int)
    closes = end <= days
    status = np.where(closes, np.where(move + won < lost, WON, LOST), OPEN)
    moves = born + np.floor(move).astype(int)
    offered = (move < over) & (moves <= days)
    changes = [(deal, int(moves[deal]), 0.0, 1.0) for deal in np.flatnonzero(offered)]
    changes += [(int(d), int(end[d]), float(offered[d]), float(1 + status[d])) for d in np.flatnonzero(closes)]
    stage = np.where(closes, 1 + status, offered)
    return history(
        [(int(born[deal]), int(status[deal]), int(end[deal]) if closes[deal] else None) for deal in range(n)], days,
        stage=stage, seller=rng.integers(0, 3, n), stage_told=told(changes), amount=rng.lognormal(5, 0.5, n),
    )  # fmt: skip
