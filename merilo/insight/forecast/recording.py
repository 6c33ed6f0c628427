"""What a source tells about the past: since when closings are recorded, and which fields stood as they stand now.

Many systems keep no history of a field: the amount is written when a deal is won, the expected day becomes the closing
day, the stage of a closed deal is "Won". To learn from such a field as it stands today is to peek.
"""

from __future__ import annotations

import numpy as np

from merilo.insight.forecast.history import NEVER, OPEN, WON, Bools, Floats, History, Ints

_AGES = 1000
_SURELY = 5.0
"""So many closings would have to be missing before the first one that chance (e^−5) does not explain it."""
_TOLD, _LIKE = 0.01, 0.9


def recorded_from(history: History, ended: tuple[Ints, Ints], known: int) -> int:
    """The day from which closings are recorded: the first one, where deals before it would surely have had some.

    Deals opened earlier were at risk without a trace of it; to count their days would make every chance too small.
    """
    _status, closed = ended
    done = closed <= known
    born = int(history.created.min(initial=known))
    if not done.any():
        return born
    first = int(closed[done].min())
    there = history.created <= known
    age_then = np.clip(first - history.created[there], 0, _AGES)
    age_last = np.clip(np.minimum(closed[there], known) - history.created[there] + 1, 0, _AGES)
    before, after = _at_risk(np.zeros_like(age_then), age_then), _at_risk(np.minimum(age_then, age_last), age_last)
    ends = np.bincount(np.clip(closed[done] - history.created[done], 0, _AGES - 1), minlength=_AGES)
    missing = float((before * ends / np.maximum(after, 1.0)).sum())
    return first if missing > _SURELY else born


def _at_risk(begins: Ints, ends: Ints) -> Floats:
    """How many deals were there at each age, each from one age up to before another."""
    change = np.bincount(begins, minlength=_AGES + 1) - np.bincount(ends, minlength=_AGES + 1)
    return np.cumsum(change)[:_AGES].astype(float)


def amounts_stood(history: History) -> bool:
    """Whether an amount that never changed was there from the beginning: its changes are told, or open deals have
    amounts as often as won and lost ones.
    """
    if len(history.amount_told.deal) >= _TOLD * max(history.n, 1):
        return True
    has = history.amount > 0
    shares = [_share(has[kind]) for kind in (history.status == OPEN, history.status == WON, history.closed < NEVER)]
    told = [share for share in shares if share is not None]
    return len(told) > 1 and min(told) >= _LIKE * max(told)


def days_stood(history: History) -> bool:
    """Whether expected closing days that never changed were so from the beginning: changes of others are told."""
    return len(history.expected_told.deal) >= _TOLD * max(history.n, 1)


def stages_told(history: History) -> Bools:
    """The deals whose stages are told by a history; of the others only the present stage is known."""
    told = np.zeros(history.n, dtype=bool)
    told[history.stage_told.deal] = True
    return told


def _share(has: Bools) -> float | None:
    return float(has.mean()) if len(has) else None
