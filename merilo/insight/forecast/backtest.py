"""Forecasts as they would have been made on past days, held against what came: the record that a forecast shows.

About every week of the history has an origin, if enough had been won by then: the model is learned from what was known
at the end of that day, forecasts spans of several lengths, and whole calendar periods from within them; so do the
naive methods; then both are compared with the wins that came. What deals had in chances is kept too, for calibration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import count

import numpy as np

from merilo.insight.forecast.history import Floats, History, Ints
from merilo.insight.forecast.landmarks import Landmarks, landmarks
from merilo.insight.forecast.model import Model, Outlook, Step, learn, look_ahead, step_for
from merilo.insight.forecast.naive import LABELS, RUN_RATE, Wins, naive, wins
from merilo.insight.forecast.rhythm import Calendar
from merilo.insight.forecast.scores import (
    QUANTILES,
    Bands,
    Calibration,
    Chances,
    Score,
    blocks_of,
    calibration,
    score,
    spans_apart,
    within,
)
from merilo.insight.forecast.straying import Past, Straying, straying

HORIZONS = (7, 28, 91)
SPACING = 8
MOST = 40
"""As many origins are tried at most, further apart where the history is longer."""
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

    `actual`: number and amount; `quantiles`: 2 × `QUANTILES`, of number and amount; `promised`: 2 × (50 % and 80 %
    band), what the forecast gave its own bands; `noise`: the variance of both without what all wins have in common;
    `naive`: both, by method. `sellers`: how many were forecast one by one; `of_sellers`: of how many each band held,
    and should have: 2 × (within, promised) × (50 %, 80 %).
    """

    kind: Kind
    origin: int
    after: int
    last: int
    actual: tuple[float, float]
    quantiles: Floats
    promised: Floats
    mean: tuple[float, float]
    noise: tuple[float, float]
    naive: Mapping[str, tuple[float, float]]
    step: Step
    sellers: int
    of_sellers: Floats


@dataclass(frozen=True)
class Backtest:
    """All forecasts of the past, and by days ahead the chances of open deals against what became of them."""

    origins: Ints
    tried: tuple[Tried, ...]
    chances: Mapping[int, Chances] = field(default_factory=dict)

    def score(self, kind: Kind, measure: int) -> Score | None:
        """How right forecasts of a kind were: of the number of wins (0) or their amount (1). None: none was tried."""
        own = [each for each in self.tried if each.kind == kind]
        if not own:
            return None
        actual = np.array([each.actual[measure] for each in own])
        quantiles = np.stack([each.quantiles[measure] for each in own])
        promised = np.stack([each.promised[measure] for each in own])
        methods = {name: np.array([each.naive.get(name, (np.nan, np.nan))[measure] for each in own]) for name in LABELS}
        spacing = int(np.median(np.diff(self.origins))) if len(self.origins) > 1 else SPACING
        days = kind.days or own[0].last - own[0].after
        apart = spans_apart(np.array([each.after for each in own]), np.array([each.last for each in own]))
        return score(actual, quantiles, promised, methods, blocks_of(days, spacing), apart=apart)

    def seller_bands(self, kind: Kind, measure: int) -> Bands | None:
        """How often the bands of sellers held, each seller's on each day; None where none was forecast alone."""
        own = [each for each in self.tried if each.kind == kind]
        n = sum(each.sellers for each in own)
        if not n:
            return None
        held, promised = np.sum([each.of_sellers[measure] for each in own], axis=0)
        return Bands.of(held, promised, n)

    def calibration(self, days: int) -> Calibration | None:
        """Chances to be won within so many days against what came."""
        return calibration(self.chances[days]) if days in self.chances else None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was forecast, spans first."""
        return tuple(dict.fromkeys(each.kind for each in self.tried))


def origins_of(history: History, horizons: Sequence[int] = HORIZONS) -> Ints:
    """The days on which forecasts are tried: back from the last that the shortest span allows, about a week apart.

    In turn on every weekday: people ask on all of them, and after a weekend other days lie ahead than before it.
    """
    first = int(history.created.min(initial=history.upto)) + _YOUNGEST
    own = np.sort(wins(history, history.upto).day)
    least = next(n for n in count(1) if step_for(n) >= _LEAST_STEP)
    if len(own) < least:
        return np.zeros(0, dtype=np.int64)
    first = max(first, int(own[least - 1]))
    last = history.upto - min(horizons)
    apart = max(SPACING, -(-(last - first + 1) // MOST))
    apart += apart % 7 == 0
    return np.arange(last, first - 1, -apart)[::-1].astype(np.int64)


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
    chances: dict[int, list[Chances]] = {days: [] for days in horizons}
    came = wins(history, history.upto)
    model: Model | None = None
    for place, origin in enumerate(int(day) for day in chosen):
        fresh = model is None or model.learned <= origin - every
        model = learn(history, rows, calendar, origin, before=None if fresh else model)
        spans = [*_spans(origin, horizons, history.upto), *_periods(origin, periods, history.upto)]
        ends = np.array(sorted({last for _kind, _after, last in spans}), dtype=np.int64)
        if len(ends):
            ahead = look_ahead(model, history, ends, past=strayed(tried, history, origin))
            tried += _tried(history, model, ahead, spans, came)
            for days in horizons:
                if origin + days <= history.upto:
                    chances[days].append(_came(history, ahead, origin, days, came))
        told(place + 1, len(chosen))
    pooled = {days: _pooled(each) for days, each in chances.items() if each}
    return Backtest(chosen, tuple(tried), pooled)


def together(records: Sequence[Backtest]) -> Backtest:
    """The forecasts of several companies as those of one."""
    chances: dict[int, list[Chances]] = {}
    apart = 0
    for record in records:
        for days, found in record.chances.items():
            chances.setdefault(days, []).append(replace(found, together=found.together + apart))
        apart += 1 + max((int(each.together.max(initial=0)) for each in record.chances.values()), default=0)
    origins = np.concatenate([record.origins for record in records])
    return Backtest(origins, tuple(each for record in records for each in record.tried),
                    {days: _pooled(each) for days, each in chances.items()})  # fmt: skip


def strayed(tried: Sequence[Tried], history: History, known: int) -> Straying:
    """How far forecasts had strayed by the end of a day: those by chances of deals, whose spans were over."""
    past = [Past(each.origin, each.kind.days, each.mean, each.noise) for each in tried
            if each.kind.days and each.step > Step.RUN_RATE]  # fmt: skip
    return straying(past, wins(history, known), known)


def _pooled(parts: list[Chances]) -> Chances:
    names = [each.name for each in fields(Chances)]
    return Chances(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


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
    futures, noise = [_futures(ahead, measure) for measure in (0, 1)], _noise(history, model, ahead)
    for kind, after, last in spans:
        at = int(np.searchsorted(ahead.ends, last))
        begins = max(after, known)
        said = naive(history, known, own, begins, last)
        so_far = own.between(after, known) if after < known else (0.0, 0.0)
        rest = came.between(begins, last)
        drawn = [each[:, at].sum(axis=0) for each in futures]
        of_sellers = [_of_sellers(futures[each][:, at], history, came, (begins, last), each) for each in (0, 1)]
        if model.step is Step.RUN_RATE:
            drawn = [np.full_like(each, rate) for each, rate in zip(drawn, said.get(RUN_RATE, (0.0, 0.0)), strict=True)]
        both = [_banded(drawn[each][None], np.array([rest[each]])) for each in (0, 1)]
        yield Tried(
            kind, known, after, last, came.between(after, last),
            np.stack([so_far[each] + both[each].quantiles[0] for each in (0, 1)]),
            np.stack([each.promised[0] for each in both]),
            (so_far[0] + float(drawn[0].mean()), so_far[1] + float(drawn[1].mean())), noise[at],
            {name: (so_far[0] + one[0], so_far[1] + one[1]) for name, one in said.items()},
            model.step, len(of_sellers[0].within),
            np.array([[each.within.sum(axis=0), each.promised.sum(axis=0)] for each in of_sellers]),
        )  # fmt: skip


def _noise(history: History, model: Model, ahead: Outlook) -> list[tuple[float, float]]:
    """Up to the end of each span the variance of wins and of their amount without what all wins have in common.

    An open deal is won with p and then brings S: p E(S²) − p² E(S)². Of those to come E are won: E × E(S²), and as far
    as their number strays by itself.
    """
    deals, arrivals = ahead.deals, model.arrivals
    expected = arrivals.won(model.known, ahead.ends)
    own = model.amounts.moments(deals.rows.amount, history.pipeline[deals.deal])
    new = model.amounts.moments(np.full(len(expected), np.nan), arrivals.cells[:, 1])

    def noise(mean: Floats, square: Floats, mean_of_new: Floats, square_of_new: Floats) -> Floats:
        of_open = square @ deals.won - mean**2 @ deals.won**2
        found: Floats = of_open + square_of_new @ expected + arrivals.spread * (mean_of_new @ expected) ** 2
        return found

    one, each = np.ones(len(deals.won)), np.ones(len(expected))
    return [
        (float(number), float(amount))
        for number, amount in zip(noise(one, one, each, each), noise(*own, *new), strict=True)
    ]


def _futures(ahead: Outlook, measure: int) -> Floats:
    """Of every seller, up to the end of each span: sellers × spans × futures."""
    parts = (ahead.open.wins, ahead.new.wins) if measure == 0 else (ahead.open.amount, ahead.new.amount)
    return np.cumsum(parts[0] + parts[1], axis=1, dtype=np.float64)


@dataclass(frozen=True)
class _Banded:
    """Forecasts (rows): their quantiles, and what lies within their bands of what came and of their own futures."""

    quantiles: Floats
    within: Floats
    promised: Floats


def _banded(drawn: Floats, came: Floats) -> _Banded:
    quantiles = np.quantile(drawn, QUANTILES, axis=1).T
    promised = within(drawn, quantiles[:, None]).mean(axis=1)
    return _Banded(quantiles, within(came, quantiles), promised)


def _of_sellers(drawn: Floats, history: History, came: Wins, span: tuple[int, int], measure: int) -> _Banded:
    """Every seller (the first is nobody) of whom any win is thought possible, against his own wins."""
    inside = (came.day > span[0]) & (came.day <= span[1])
    whose = history.seller_then(came.deal[inside], came.day[inside]) + 1
    counts = np.nan_to_num(came.worth[inside]) if measure else np.ones(len(whose))
    own = np.bincount(whose, counts, minlength=len(drawn))
    thought = drawn.any(axis=1)
    thought[0] = False
    return _banded(drawn[thought], own[thought])


def _came(history: History, ahead: Outlook, origin: int, days: int, came: Wins) -> Chances:
    """The chances of the deals open at the origin to be won within so many days, and whether they were."""
    at = int(np.searchsorted(ahead.ends, origin + days))
    won = np.zeros(history.n, dtype=bool)
    won[came.deal[(came.day > origin) & (came.day <= origin + days)]] = True
    deal = ahead.deals.deal
    return Chances(
        ahead.deals.won[:, at], won[deal], ahead.deals.rows.codes["age"], deal + history.n * (origin // days)
    )
