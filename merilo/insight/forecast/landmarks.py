"""Days on which deals stood open, a week apart, and what is known on a later day to have become of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from merilo.insight.forecast.hazards import BANDS, Ahead
from merilo.insight.forecast.history import LOST, NEVER, WON, Bools, Floats, History, Ints
from merilo.insight.forecast.rhythm import Calendar, Rhythm
from merilo.insight.forecast.standing import Standing, standing

SPACING = 7
MOST = 150_000
"""As many landmarks are taken at most: of more, a random part that weighs as much as all."""
HALF_LIFE = 180.0
"""Days after which a landmark weighs half."""
_OLDEST = 3 * 365
_SEED = 20_260


@dataclass(frozen=True)
class Landmarks:
    """Rows of deals on days at whose end they were open; every row stands for `stands_for` of them."""

    rows: Standing
    stands_for: float

    def between(self, first: int, day: int) -> Landmarks:
        """Those of days before `day`, from `first` on, that are not too old to be learned from."""
        seen = (self.rows.day < day) & (self.rows.day >= max(first, day - _OLDEST))
        return Landmarks(self.rows.chosen(seen), self.stands_for)


def landmarks(history: History, upto: int, most: int = MOST) -> Landmarks:
    """A landmark a week in the life of every deal, on a weekday that differs from deal to deal."""
    deal, day = _weekly(history, upto)
    is_open = history.open_at(deal, day)
    deal, day = deal[is_open], day[is_open]
    share = min(1.0, most / max(len(deal), 1))
    if share < 1.0:
        kept = np.random.default_rng([_SEED, len(deal)]).random(len(deal)) < share
        deal, day = deal[kept], day[kept]
    return Landmarks(standing(history, deal, day), 1.0 / share)


def _weekly(history: History, upto: int) -> tuple[Ints, Ints]:
    last = np.minimum(np.where(history.closed < NEVER, history.closed, upto), upto)
    # The first such day in the week after birth; an odd step spreads neighbours over the weekdays.
    first = history.created + (np.arange(history.n) * 3 - history.created) % SPACING
    n = np.maximum((last - first) // SPACING + 1, 0)
    deal = np.repeat(np.arange(history.n), n)
    week = np.arange(len(deal)) - np.repeat(np.cumsum(n) - n, n)
    return deal, first[deal] + week * SPACING


def ahead_of(
    found: Landmarks, ended: tuple[Ints, Ints], known: int, rhythms: tuple[Rhythm, Rhythm]
) -> tuple[list[Ahead], list[Ahead]]:
    """What became of the landmarks by the end of the day `known`: towards a win, and towards a loss.

    `ended`: status and closing day of every deal of the history as known then. Who ended on a day was there for half of
    it: with the whole day a rate of 0.1 a day would stand for 0.095.
    """
    rows = found.rows
    status, closed = (told[rows.deal] for told in ended)
    age = (known - rows.day).astype(float)
    weight = found.stands_for * 0.5 ** (age / HALF_LIFE)
    return (
        [_band(rows, band, (status == WON, closed, known), weight, rhythms[0]) for band in range(len(BANDS) - 1)],
        [_band(rows, band, (status == LOST, closed, known), weight, rhythms[1]) for band in range(len(BANDS) - 1)],
    )


def _band(rows: Standing, band: int, told: tuple[Bools, Ints, int], weight: Floats, rhythm: Rhythm) -> Ahead:
    so, closed, known = told
    begins, ends = rows.day + BANDS[band], np.minimum(rows.day + BANDS[band + 1], known)
    at = np.flatnonzero((closed > begins) & (ends > begins))
    over = np.minimum(closed[at], ends[at])
    ended = closed[at] <= ends[at]
    exposure = rhythm.between(begins[at], over) - np.where(ended, rhythm.on(over), 0.0) / 2
    seen_twice = min(1.0, SPACING / (BANDS[band + 1] - BANDS[band]))
    return Ahead(band, at, (so[at] & ended).astype(float), exposure, weight[at] * seen_twice)


def at_risk(
    history: History, ended: tuple[Ints, Ints], calendar: Calendar, known: int, since: int
) -> tuple[Floats, Ints, Ints]:
    """Per day of the calendar: the deals open on it (some part of it), the wins and the losses, as known on a day.

    Before the day `since`, from which on closings are recorded, nothing was at risk.
    """
    n = len(calendar)
    status, closed = ended
    there = history.created <= known
    begins = np.clip(history.created[there] - calendar.first, 0, n)
    over = np.clip(np.minimum(closed[there], known) - calendar.first + 1, 0, n)
    change = np.bincount(begins, minlength=n + 1)[: n + 1] - np.bincount(over, minlength=n + 1)[: n + 1]
    told = (closed <= known) & (closed >= calendar.first)
    counts = [np.bincount(closed[told & (status == end)] - calendar.first, minlength=n) for end in (WON, LOST)]
    exposed = np.cumsum(change)[:n].astype(float)
    exposed[: max(since - calendar.first, 0)] = 0.0
    return exposed, counts[0][:n], counts[1][:n]
