"""Forecasts as they would have been made on past days, held against what came: the record that a forecast shows.

Every week of the history is an origin, if enough had been won by then to learn from: the model is learned from what was
known at the end of that day, forecasts spans of several lengths, and whole calendar periods from within them; so do the
naive methods; then both are compared with the wins that came. What deals had in chances is kept too, for calibration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from merilo.insight.forecast.history import Bools, Floats, History, Ints
from merilo.insight.forecast.landmarks import Landmarks, landmarks
from merilo.insight.forecast.model import Model, Outlook, Step, learn, look_ahead, step_for
from merilo.insight.forecast.naive import LABELS, Wins, naive, wins
from merilo.insight.forecast.rhythm import Calendar
from merilo.insight.forecast.scores import QUANTILES, Calibration, Score, blocks_of, calibration, score

HORIZONS = (7, 28, 91)
SPACING = 7
MOST = 40
"""As many origins are tried at most: the latest, a week apart, or further where the history is longer."""
_LEAST_STEP, _YOUNGEST = Step.COMPANY, 42
_REFIT = 28
_SMALL = 20_000
"""Landmarks up to which the model is learned anew for every origin; of more, every four weeks."""


@dataclass(frozen=True)
class Kind:
    """What was forecast: the next `days`, or the whole running `period` (month, quarter), told in its first, second or
    last `third`.
    """

    days: int = 0
    period: str = ""
    third: int = 0


@dataclass(frozen=True)
class Tried:
    """One forecast of the past: made at the end of day `origin`, of wins after `after` up to `last`.

    `actual`: number and amount; `quantiles`: 2 × `QUANTILES`, of number and amount; `naive`: both, by method.
    """

    kind: Kind
    origin: int
    after: int
    last: int
    actual: tuple[float, float]
    quantiles: Floats
    mean: tuple[float, float]
    naive: Mapping[str, tuple[float, float]]
    step: Step


@dataclass(frozen=True)
class Backtest:
    """All forecasts of the past, and by days ahead the chances of open deals against what became of them, with the age
    of each in bands.
    """

    origins: Ints
    tried: tuple[Tried, ...]
    chances: Mapping[int, tuple[Floats, Bools, Ints]] = field(default_factory=dict)

    def score(self, kind: Kind, measure: int) -> Score | None:
        """How right forecasts of a kind were: of the number of wins (0) or their amount (1). None: none was tried."""
        own = [each for each in self.tried if each.kind == kind]
        if not own:
            return None
        actual = np.array([each.actual[measure] for each in own])
        quantiles = np.stack([each.quantiles[measure] for each in own])
        methods = {name: np.array([each.naive.get(name, (np.nan, np.nan))[measure] for each in own]) for name in LABELS}
        spacing = int(np.median(np.diff(self.origins))) if len(self.origins) > 1 else SPACING
        return score(actual, quantiles, methods, blocks_of(kind.days or own[0].last - own[0].after, spacing))

    def calibration(self, days: int) -> Calibration | None:
        """Chances to be won within so many days against what came."""
        return calibration(*self.chances[days]) if days in self.chances else None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was forecast, spans first."""
        return tuple(dict.fromkeys(each.kind for each in self.tried))


def origins_of(history: History, horizons: Sequence[int] = HORIZONS) -> Ints:
    """The days on which forecasts are tried: weekly back from the last that the shortest span allows."""
    first = int(history.created.min(initial=history.upto)) + _YOUNGEST
    own = np.sort(wins(history, history.upto).day)
    least = next(n for n in count(1) if step_for(n) >= _LEAST_STEP)
    if len(own) < least:
        return np.zeros(0, dtype=np.int64)
    first = max(first, int(own[least - 1]))
    last = history.upto - min(horizons)
    found = np.arange(last, first - 1, -SPACING)
    apart = max(1, -(-len(found) // MOST))
    return found[::apart][::-1].astype(np.int64)


def backtest(
    history: History, calendar: Calendar, periods: Mapping[str, Ints], origins: Ints | None = None,
    horizons: Sequence[int] = HORIZONS, *, found: Landmarks | None = None,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Backtest:  # fmt: skip
    """Try all origins. `periods`: by name the first days of calendar periods, in order; `told` hears how far it is."""
    chosen = origins_of(history, horizons) if origins is None else origins
    rows = found or landmarks(history, history.upto)
    every = 1 if rows.rows.n <= _SMALL else _REFIT
    tried: list[Tried] = []
    chances: dict[int, list[tuple[Floats, Bools, Ints]]] = {days: [] for days in horizons}
    came = wins(history, history.upto)
    model: Model | None = None
    for place, origin in enumerate(int(day) for day in chosen):
        fresh = model is None or model.learned <= origin - every
        model = learn(history, rows, calendar, origin, before=None if fresh else model)
        spans = [*_spans(origin, horizons, history.upto), *_periods(origin, periods, history.upto)]
        ends = np.array(sorted({last for _kind, _after, last in spans}), dtype=np.int64)
        if len(ends):
            ahead = look_ahead(model, history, ends)
            tried += _tried(history, model, ahead, spans, came)
            for days in horizons:
                if origin + days <= history.upto:
                    chances[days].append(_came(history, ahead, origin, days, came))
        told(place + 1, len(chosen))
    pooled = {days: _pooled(each) for days, each in chances.items() if each}
    return Backtest(chosen, tuple(tried), pooled)


def _pooled(parts: list[tuple[Floats, Bools, Ints]]) -> tuple[Floats, Bools, Ints]:
    chance, won, age = (np.concatenate(column) for column in zip(*parts, strict=True))
    return chance, won, age


Span = tuple[Kind, int, int]


def _spans(origin: int, horizons: Sequence[int], upto: int) -> Iterator[Span]:
    for days in horizons:
        if origin + days <= upto:
            yield Kind(days=days), origin, origin + days


def _periods(origin: int, periods: Mapping[str, Ints], upto: int) -> Iterator[Span]:
    """The running period of each name as a whole, by the third of it that is over; none at its very end."""
    for name, starts in periods.items():
        at = int(np.searchsorted(starts, origin, side="right")) - 1
        if not 0 <= at < len(starts) - 1:
            continue
        first, last = int(starts[at]), int(starts[at + 1]) - 1
        if last <= upto and last > origin:
            yield Kind(period=name, third=min(3, 1 + 3 * (origin - first + 1) // (last - first + 1))), first - 1, last


def _tried(history: History, model: Model, ahead: Outlook, spans: Sequence[Span], came: Wins) -> Iterator[Tried]:
    known = model.known
    own = wins(history, known)
    futures = [_summed(ahead, measure) for measure in (0, 1)]
    for kind, after, last in spans:
        so_far = own.between(after, known) if after < known else (0.0, 0.0)
        at = int(np.searchsorted(ahead.ends, last))
        drawn = [so_far[measure] + futures[measure][at] for measure in (0, 1)]
        begins = max(after, known)
        said = naive(history, known, own, begins, last)
        if model.step is Step.RUN_RATE:
            rate = said.get("run_rate", (0.0, 0.0))
            drawn = [so_far[measure] + rate[measure] * np.ones_like(drawn[measure]) for measure in (0, 1)]
        yield Tried(
            kind, known, after, last, came.between(after, last),
            np.stack([np.quantile(each, QUANTILES) for each in drawn]),
            (float(drawn[0].mean()), float(drawn[1].mean())),
            {name: (so_far[0] + both[0], so_far[1] + both[1]) for name, both in said.items()},
            model.step,
        )  # fmt: skip


def _summed(ahead: Outlook, measure: int) -> Floats:
    """The company's futures up to the end of each span: spans × futures."""
    parts = (ahead.open.wins, ahead.new.wins) if measure == 0 else (ahead.open.amount, ahead.new.amount)
    summed: Floats = np.cumsum(sum(part.sum(axis=0, dtype=np.float64) for part in parts), axis=0)
    return summed


def _came(history: History, ahead: Outlook, origin: int, days: int, came: Wins) -> tuple[Floats, Bools, Ints]:
    """The chances of the deals open at the origin to be won within so many days, and whether they were."""
    at = int(np.searchsorted(ahead.ends, origin + days))
    won = np.zeros(history.n, dtype=bool)
    won[came.deal[(came.day > origin) & (came.day <= origin + days)]] = True
    return ahead.deals.won[:, at], won[ahead.deals.deal], ahead.deals.rows.codes["age"]
