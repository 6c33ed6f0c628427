"""What a source tells about the past: since when closings are recorded, and which fields stood as they stand now.

Many systems keep no history of a field: the amount is written when a deal is won, the expected day becomes the closing
day, the stage of a closed deal is "Won". To learn from such a field as it stands today is to peek.
"""

from __future__ import annotations

import numpy as np

from merilo.insight.forecast.history import NEVER, NONE, OPEN, WON, Bools, Floats, History, Ints, Told

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


def amount_known(history: History, deal: Ints, day: Ints) -> Floats:
    """The amount at the end of the day where it is known to have stood so then, else nan.

    A source without changes of amounts is believed when open deals have amounts as often as won and lost ones: nobody
    writes them down at the end.
    """
    known = _told(history.amount_told, deal, day) | (day >= _told_since(history, history.amount_told))
    return np.where(known | _at_any_time(history), history.amount_then(deal, day), np.nan)


def _at_any_time(history: History) -> bool:
    has = history.amount > 0
    kinds = [has[kind] for kind in (history.status == OPEN, history.status == WON, history.closed < NEVER)]
    shares = [float(kind.mean()) for kind in kinds if len(kind)]
    return len(shares) > 1 and min(shares) >= _LIKE * max(shares)


def expected_known(history: History, deal: Ints, day: Ints) -> Floats:
    """The day on which each deal was expected to close, where it is known to have stood so then, else nan.

    From the day on which changes of such days are told, a deal without a change was expected when it is now.
    """
    known = _told(history.expected_told, deal, day) | (day >= _told_since(history, history.expected_told))
    return np.where(known, history.expected_then(deal, day), np.nan)


def stage_known(history: History, deal: Ints, day: Ints) -> Ints:
    """The stage at the end of the day where it is known, else NONE.

    A deal without a change by then was in its stage if deals are told to leave that stage: nobody leaves "Won", which
    is all that many a system knows of a closed deal.
    """
    stage = history.stage_then(deal, day)
    since = np.append(_left_since(history), NEVER)
    return np.where(_told(history.stage_told, deal, day) | (day >= since[stage]), stage, NONE)


def _left_since(history: History) -> Ints:
    """Per stage, the day from which one change of stage in a hundred leaves it (`NEVER`: a stage to end in)."""
    told = history.stage_told
    every = np.sort(told.day)
    since = np.full(len(history.stages), NEVER)
    for stage in range(len(since)):
        since[stage] = _first_reached(np.sort(told.day[told.old == stage]), every)
    return since


def _told_since(history: History, changes: Told) -> int:
    """The day by which one deal in a hundred of those there had a change (`NEVER`: changes are not told)."""
    _deals, first = np.unique(changes.deal, return_index=True)
    return _first_reached(np.sort(changes.day[first]), np.sort(history.created))


def _first_reached(some: Ints, every: Ints) -> int:
    """The first day by which `some` of the days were one in a hundred of `every` day (both sorted)."""
    reached = np.flatnonzero(np.arange(1, len(some) + 1) >= _TOLD * np.searchsorted(every, some, side="right"))
    return int(some[reached[0]]) if len(reached) else NEVER


def _told(changes: Told, deal: Ints, day: Ints) -> Bools:
    return changes.last(deal, day)[1]
