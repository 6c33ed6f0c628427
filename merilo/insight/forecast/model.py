"""The forecast of one day: learned from what was known at its end, on the finest step that the data carry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from merilo.core.text import N_
from merilo.insight.forecast.amounts import Amounts, amounts
from merilo.insight.forecast.arrivals import Arrivals, arrivals
from merilo.insight.forecast.draws import NewDeals, OpenDeals, Part, of_new, of_open, shared
from merilo.insight.forecast.hazards import BANDS, Ahead, Hazards, band_of, brought_up, chances, fit, strays
from merilo.insight.forecast.history import Floats, History, Ints
from merilo.insight.forecast.landmarks import Landmarks, ahead_of, at_risk
from merilo.insight.forecast.recording import recorded_from
from merilo.insight.forecast.rhythm import Calendar, Rhythm, rhythm
from merilo.insight.forecast.standing import FACTORS, PLAIN, Standing, standing, usual_amounts, with_amounts
from merilo.insight.forecast.straying import UNTRIED, Straying

_SEED = 6_001
_SOON = 14
_LATELY, _MONTH = 84, 28
_LEAST_STEEP, _MOST = 0.2, 1.0
STRAYS = (7, 14, 28, 91)
"""Days ahead within which wins may stray together from what was expected."""


class Step(IntEnum):
    """On what the chances rest: the more has been won, the finer."""

    RUN_RATE = 0
    COMPANY = 1
    STAGE = 2
    STAGE_AND_AGE = 3
    EVERYTHING = 4

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Step.RUN_RATE: N_("too few deals were won to learn chances: the run rate is taken"),
    Step.COMPANY: N_("one chance for all open deals, from the whole company"),
    Step.STAGE: N_("chances by stage"),
    Step.STAGE_AND_AGE: N_("chances by stage and age"),
    Step.EVERYTHING: N_("chances from all that is known about a deal"),
}
_FACTORS = {
    Step.COMPANY: (),
    Step.STAGE: ("stage", "pipeline"),
    Step.STAGE_AND_AGE: PLAIN,
    Step.EVERYTHING: tuple(factor.name for factor in FACTORS),
}
_WINS = ((200, Step.EVERYTHING), (60, Step.STAGE_AND_AGE), (30, Step.STAGE), (10, Step.COMPANY))
"""How many deals must have been won for each step."""


def step_for(wins: int) -> Step:
    """The finest step for so many won deals."""
    return next((step for least, step in _WINS if wins >= least), Step.RUN_RATE)


@dataclass(frozen=True)
class Model:
    """All that was learned by the end of the day `known`; the effects by the end of `learned`, from `wins` deals.

    `fitted`: the rates of wins and losses as learned, `won` and `lost`: as they are of late.
    `strays`: the variance of the factor that all wins of a future have in common, within each of `STRAYS` days ahead:
    how weeks strayed so far beyond chance, and how little the level itself is known (1 / wins).
    """

    known: int
    learned: int
    step: Step
    wins: int
    fitted: tuple[Hazards, Hazards] | None
    won: Hazards | None
    lost: Hazards | None
    rhythms: tuple[Rhythm, Rhythm]
    usual: Floats
    amounts: Amounts
    arrivals: Arrivals
    strays: tuple[float, ...]


def learn(
    history: History, found: Landmarks, calendar: Calendar, known: int,
    finest: Step = Step.EVERYTHING, *, before: Model | None = None,
) -> Model:  # fmt: skip
    """Learn from all landmarks before the day `known` what was known of them at its end.

    `before`: an earlier model whose fitted rates (with its step and usual amounts) are taken over: all else is learned
    anew.
    """
    ended = history.ended(known)
    since = recorded_from(history, ended, known)
    exposed, wins, losses = at_risk(history, ended, calendar, known, since)
    own = found.between(since, known)
    rhythms = rhythm(calendar, wins, exposed, known), rhythm(calendar, losses, exposed, known)
    bare = Model(
        known=known, learned=known, step=Step.RUN_RATE, wins=int(wins.sum()), fitted=None, won=None, lost=None,
        rhythms=rhythms, usual=usual_amounts(own.rows), amounts=amounts(history, ended, own, known),
        arrivals=arrivals(history, ended, calendar, (since, known), rhythms), strays=(0.0,) * len(STRAYS),
    )  # fmt: skip
    if before and before.fitted:
        taken = {name: getattr(before, name) for name in ("learned", "step", "fitted", "usual")}
        return _with_chances(replace(bare, **taken), own, ended)
    step = min(step_for(bare.wins), finest)
    return _with_chances(replace(bare, step=step), own, ended) if step > Step.RUN_RATE and own.rows.n else bare


def _with_chances(bare: Model, own: Landmarks, ended: tuple[Ints, Ints]) -> Model:
    rows = with_amounts(own.rows, bare.usual)
    ahead = ahead_of(own, ended, bare.known, bare.rhythms)
    fitted = bare.fitted or (fit(rows, ahead[0], _FACTORS[bare.step]), fit(rows, ahead[1], _FACTORS[bare.step]))
    won, lost = (_of_late(bare, *each, rows) for each in zip(fitted, ahead, strict=True))
    spread = tuple(max(strays(won, rows, ahead[0], days) + 1.0 / bare.wins, 1e-4) for days in STRAYS)
    return replace(bare, fitted=fitted, won=won, lost=lost, strays=spread)


def _of_late(bare: Model, fitted: Hazards, ahead: list[Ahead], rows: Standing) -> Hazards:
    variance = strays(fitted, rows, ahead, _MONTH)
    return brought_up(fitted, rows, ahead, bare.known - _LATELY, variance=variance, factors=_FACTORS[bare.step])


@dataclass(frozen=True)
class Standings:
    """The open deals of a day: places in the history, how they stood, and chances to be won and lost by some days."""

    deal: Ints
    rows: Standing
    won: Floats
    lost: Floats


def open_deals(model: Model, history: History, ends: Ints) -> Standings:
    """The deals open at the end of the model's day, with their chances to be won and lost by the days `ends`."""
    day = model.known
    deal = np.flatnonzero(history.open_at(np.arange(history.n), np.full(history.n, day)))
    rows = with_amounts(standing(history, deal, np.full(len(deal), day)), model.usual)
    if model.won is None or model.lost is None:
        nothing = np.zeros((len(deal), len(ends)))
        return Standings(deal, rows, nothing, nothing)
    edges = np.unique(np.concatenate([np.array(BANDS[1:]), ends - day]))
    edges = edges[edges <= ends[-1] - day]
    begins = np.concatenate([[0], edges[:-1]])
    wins, losses = (own.between(day + begins, day + edges) for own in model.rhythms)
    found = chances(model.won, model.lost, rows, (wins, losses), band_of(edges))
    at = np.searchsorted(edges, ends - day)
    return Standings(deal, rows, found.won[:, at], found.lost[:, at])


@dataclass(frozen=True)
class Outlook:
    """Futures of what is won in each span (from the day before its first to its last), by seller: from open deals and
    from deals to come. `ends`: the last days of the spans, the first span begins after the model's day.
    """

    ends: Ints
    deals: Standings
    open: Part
    new: Part


@dataclass(frozen=True)
class Change:
    """What if: open deals (places in the history) were won or lost at once, chances to win or arrivals were so many
    times what they are; or what is won of one `pipeline` (its code) alone.
    """

    won: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    winning: float = 1.0
    arriving: float = 1.0
    pipeline: int | None = None


AS_IS = Change()


def look_ahead(model: Model, history: History, ends: Ints, change: Change = AS_IS, past: Straying = UNTRIED) -> Outlook:
    """A thousand futures up to each of the days `ends` (ascending, after the model's day).

    `past`: how far such forecasts have strayed so far. The same futures whatever is changed (common random numbers), so
    that what a change moves is not luck.
    """
    rng = np.random.default_rng([_SEED, model.known])
    as_is = open_deals(model, history, ends)
    expected = model.arrivals.won(model.known, ends)
    days = ends - model.known
    steep = _steepness(as_is.won, expected)
    straying = past.with_wins(days, np.interp(days, STRAYS, model.strays) * steep**2)  # thought before: of rates
    factors = shared(rng, np.minimum(straying / steep**2, _MOST), model.arrivals.spread, past.with_bring(days))
    found = _changed(as_is, history, change)
    if change.pipeline is not None:
        expected = np.where((model.arrivals.cells[:, 1] == change.pipeline)[:, None], expected, 0.0)
    sellers = len(history.sellers) + 1
    if model.won is None:
        return Outlook(ends, found, Part.nothing(sellers, len(ends)), Part.nothing(sellers, len(ends)))
    deals = OpenDeals(found.rows.seller, history.pipeline[found.deal], found.rows.amount, found.won)
    of_present = of_open(rng, deals, model.amounts, factors, sellers)
    within = np.maximum(np.diff(expected, axis=1, prepend=0.0), 0.0)
    coming = NewDeals(model.arrivals.cells, within, change.winning * change.arriving)
    of_future = of_new([_SEED, model.known], coming, model.amounts, factors, sellers=sellers)
    return Outlook(ends, found, of_present, of_future)


def _steepness(won: Floats, new: Floats) -> Floats:
    """By how many per cent the wins of each span change where the rate of winning changes by one.

    Of an open deal with the chance p = 1 − e^−h its part is h e^−h = −(1 − p) log(1 − p): who is nearly sure to be won
    cannot be won more than once. This is the slope for small changes; a factor of the variance v / slope² makes the sum
    vary by 98 to 100 % of v up to v = 0.01, by some 80 % at 0.1, and by less where nearly all deals are sure.
    """
    lose = np.maximum(1.0 - won, 1e-12)
    slope, wins = ((each.sum(axis=0) + new.sum(axis=0)) for each in (-lose * np.log(lose), won))
    steep: Floats = np.where(wins > 0, slope / np.maximum(wins, 1e-12), 1.0)
    return np.maximum(steep, _LEAST_STEEP)


def _changed(found: Standings, history: History, change: Change) -> Standings:
    won = np.minimum(-np.expm1(change.winning * np.log1p(-np.minimum(found.won, 1 - 1e-12))), 1.0)
    won[np.isin(found.deal, change.won)] = 1.0 - 1e-12
    won[np.isin(found.deal, change.lost)] = 0.0
    if change.pipeline is not None:
        won[history.pipeline[found.deal] != change.pipeline] = 0.0
    return replace(found, won=won)


def moved(model: Model, found: Standings) -> dict[str, Floats]:
    """Per factor and open deal: how many times as often it is won in the next weeks as open deals on average.

    What a factor does to the rate is held against its mean over all open deals; time in the stage and in this stage are
    one. Factors that tell nothing are left out.
    """
    if model.won is None:
        return {}
    band = int(band_of(np.array([_SOON]))[0])
    times = {}
    for name in found.rows.codes:
        effect = model.won.effect(found.rows, name, band)
        if name == "stay":
            effect = effect + model.won.effect(found.rows, "stage_stay", band)
        if name != "stage_stay" and effect.any():
            times[name] = np.exp(effect) / np.exp(effect).mean()
    return times
