"""Forecasts that need no model: what any model has to beat. Each is from what was known on the day alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from merilo.core.text import N_
from merilo.insight.forecast.history import NEVER, NONE, WON, Floats, History, Ints
from merilo.insight.forecast.recording import amount_known, expected_known, stage_known

RUN_RATE, LAST_PERIOD, LAST_YEAR, WEIGHTED = "run_rate", "last_period", "last_year", "crm_weighted"
LABELS = {
    RUN_RATE: N_("run rate"),
    LAST_PERIOD: N_("last period"),
    LAST_YEAR: N_("same period last year"),
    WEIGHTED: N_("CRM-weighted pipeline"),
}
_RATE_DAYS, _YEAR = 28, 364


@dataclass(frozen=True)
class Wins:
    """The wins known on a day: the day of each, what it brought (nan: not known), and its place in the history."""

    day: Ints
    worth: Floats
    deal: Ints

    def between(self, after: int, last: int) -> tuple[float, float]:
        """How many, and for how much, on the days after `after` up to and with `last`."""
        inside = (self.day > after) & (self.day <= last)
        return float(inside.sum()), float(np.nansum(self.worth[inside]))


def wins(history: History, known: int) -> Wins:
    """All wins as known at the end of a day; an unknown amount counts nothing."""
    status, closed = history.ended(known)
    deal = np.flatnonzero((status == WON) & (closed <= known))
    return Wins(closed[deal], history.brought(deal, np.full(len(deal), known)), deal)


Both = tuple[float, float]


def naive(history: History, known: int, own: Wins, after: int, last: int) -> Mapping[str, Both]:
    """What each method says of the wins on the days after `after` (from `known` on) up to `last`: number and amount.

    The run rate is that of the last four weeks, or of as many days as are asked for, if more. A method that lacks the
    days that it needs says nothing. Weekdays are kept: a year is 364 days.
    """
    first = int(history.created.min(initial=known))
    span = last - after
    found: dict[str, Both] = {}

    def take(name: str, begins: int, ends: int, share: float = 1.0) -> None:
        if begins >= first - 1 and ends <= known:
            n, amount = own.between(begins, ends)
            found[name] = n * share, amount * share

    back = max(_RATE_DAYS, span)
    take(RUN_RATE, known - back, known, span / back)
    take(LAST_PERIOD, known - span, known)
    take(LAST_YEAR, after - _YEAR, last - _YEAR)
    weighted = _weighted(history, known, after, last)
    return found | ({WEIGHTED: weighted} if weighted else {})


def _weighted(history: History, known: int, after: int, last: int) -> Both | None:
    """The open deals that are expected to close in the span, each by the chance that the CRM gives its stage."""
    if not np.isfinite(history.stage_chance).any():
        return None
    deal = np.flatnonzero(history.open_at(np.arange(history.n), np.full(history.n, known)))
    expected, stage, worth = _as_known(history, deal, np.full(len(deal), known))
    if not (np.isfinite(expected) & (stage > NONE)).any():
        return None
    chance = np.where(stage >= 0, np.append(history.stage_chance, np.nan)[stage], np.nan)
    # What should have closed before the span and is still open is as late as it is: it is expected at once.
    due = np.isfinite(expected) & (expected < NEVER) & (expected <= last) & ((expected > after) | (after == known))
    counted = due & np.isfinite(chance)
    return float(chance[counted].sum()), float((chance * worth)[counted].sum())


def _as_known(history: History, deal: Ints, day: Ints) -> tuple[Floats, Ints, Floats]:
    """Expected day, stage and amount on a day: on the last one as they stand, else where known to have stood so."""
    if day.max(initial=0) >= history.upto:
        worth = np.nan_to_num(history.amount_then(deal, day))
        return history.expected_then(deal, day), history.stage_then(deal, day), worth
    worth = np.nan_to_num(amount_known(history, deal, day))
    return expected_known(history, deal, day), stage_known(history, deal, day), worth
