"""What will be won: this week, month and quarter and the next ones, for the company, its teams and sellers.

The futures of all sellers are drawn at once, so that what is said of sellers, teams and the company adds up in each of
them. Which method speaks for how far ahead is decided by its record in this workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period, number_of_day
from merilo.core.workspace import Workspace
from merilo.insight.forecast.backtest import strayed
from merilo.insight.forecast.choice import MODEL, Choice, choose, counted_on
from merilo.insight.forecast.history import Bools, Floats, Ints
from merilo.insight.forecast.landmarks import landmarks
from merilo.insight.forecast.model import Change, Model, Outlook, Step, learn, look_ahead
from merilo.insight.forecast.naive import RUN_RATE, WEIGHTED, Wins, naive, wins
from merilo.reports.asking import not_to_come, unknown_value
from merilo.reports.forecast.history import Deals, calendar_of, deals_known
from merilo.reports.forecast.tried import Progress, TrackRecord, track_record
from merilo.reports.plan.targets import day_of_plan
from merilo.reports.staff import Staff

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

PERIODS = (Period.WEEK, Period.MONTH, Period.QUARTER)
AHEAD = 3
"""Periods of each length that are told: the running one and those after it."""
AT: Floats = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
AMOUNT, WINS = "amount", "wins"
_MOST_TIMES = 20.0
_MEASURES = (WINS, AMOUNT)


@dataclass(frozen=True)
class Span:
    """A period to be forecast, first and last day inclusive."""

    every: Period
    start: date
    end: date
    label: str


@dataclass(frozen=True)
class Spread:
    """One number to come: its quantiles (at `AT`) and mean, and the parts that the mean is made of.

    They are what is won already, what open deals bring, and what deals that do not exist yet bring. `method`: the
    model, or the naive method that was nearer to what came; the parts are the model's in any case.
    """

    quantiles: tuple[float, ...]
    mean: float
    won: float
    open: float
    new: float
    method: str

    def at(self, quantile: float) -> float:
        """One of the quantiles."""
        return self.quantiles[int(np.argmin(np.abs(AT - quantile)))]


@dataclass(frozen=True)
class Line:
    """What is foreseen for a scope (company, team, seller) in one span: the amount and the number of wins.

    `reaching`: the chance to win at least the target that was asked about.
    """

    scope: str
    subject: str | None
    label: str
    span: Span
    amount: Spread
    wins: Spread
    reaching: float | None = None


@dataclass(frozen=True)
class Foreseen:
    """Everything foreseen on a day. `step`: what chances rest on; `wins_known`: the wins they were learned from."""

    day: date
    currency: str
    step: Step
    wins_known: int
    lines: tuple[Line, ...]
    record: TrackRecord
    model: Model
    deals: Deals
    outlook: Outlook
    notes: tuple[str, ...] = ()

    def line(self, every: Period, ahead: int = 0, scope: str = "company", subject: str | None = None) -> Line:
        """One line: of a scope, for the running period of a length or one of those after it."""
        own = [each for each in self.lines if (each.scope, each.subject, each.span.every) == (scope, subject, every)]
        return own[ahead]


@dataclass(frozen=True)
class Asked:
    """What is asked: of whom (one seller or team, by name or id; else everybody), of which pipeline, as of which day.

    `target`: an amount to be won in each span, whose chance is told. `won`, `lost`: ids of open deals that are taken
    for won or lost at once; `winning`, `arriving`: times as many deals won of those that are open, or opened.
    """

    seller: str | None = None
    team: str | None = None
    pipeline: str | None = None
    as_of: date | None = None
    target: float | None = None
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    winning: float = 1.0
    arriving: float = 1.0
    by_model: bool = False

    @property
    def changes(self) -> bool:
        """Whether something is taken for other than it is; then the model speaks, whatever was nearer so far."""
        return self.by_model or bool(self.won or self.lost) or (self.winning, self.arriving) != (1.0, 1.0)


EVERYTHING = Asked()


def foresee(
    desk: Desk, place: Workspace, asked: Asked = EVERYTHING, told: Progress = lambda _done, _all: None
) -> Foreseen:
    """The forecast at an open desk. Raises UsageError for names that do not exist, or deals that are not open."""
    not_to_come(asked.as_of, desk.today)
    _sensible(asked)
    day, notes = day_of_plan(desk, asked.as_of)
    known = _Known(desk, place, day, told)
    staff = Staff(desk, day + timedelta(days=1))
    seller = staff.seller_named(asked.seller) if asked.seller else None
    team = staff.team_named(asked.team) if asked.team else None
    spans = tuple(_spans(desk, day))
    ends = np.unique([number_of_day(span.end) for span in spans]).astype(np.int64)
    model = known.model
    past = strayed(known.record.backtest.tried, known.deals.history, model.known)
    outlook = look_ahead(model, known.deals.history, ends, _what_if(known, asked), past)
    if asked.pipeline:
        known = known.of_pipeline(asked.pipeline)
    scopes = _scopes(known, staff, seller, team)
    lines = tuple(line for scope in scopes for line in _lines(known, outlook, scope, spans, asked))
    return Foreseen(
        day,
        known.deals.currency,
        model.step,
        model.wins,
        lines,
        known.record,
        model,
        known.deals,
        outlook,
        (*notes, *_notes(known, model)),
    )


def _sensible(asked: Asked) -> None:
    """Raise UsageError for what contradicts itself, or is beyond all measure."""
    if asked.seller and asked.team:
        raise UsageError(_("Ask of one seller or of one team, not of both."), allowed="seller, team")
    if set(asked.won) & set(asked.lost):
        raise UsageError(_("One deal cannot be both won and lost."), allowed=_("each deal once"))
    for times in (asked.winning, asked.arriving):
        if not 0 < times <= _MOST_TIMES:
            raise UsageError(
                _("So many times as many cannot be {value}.").format(value=times),
                allowed=_("a number above 0 and up to 20, such as 1.1 for a tenth more"),
            )


@dataclass
class _Known:
    """What a forecast of a day rests on, learned once."""

    desk: Desk
    place: Workspace
    day: date
    told: Progress
    only: int | None = None
    choices: dict[tuple[str, int], Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deals = deals_known(self.desk, self.day)
        self.record = self.desk.remembered(
            ("forecast_record", self.day), lambda: track_record(self.desk, self.place, self.deals, self.told)
        )
        self.model = self.desk.remembered(("forecast_model", self.day), self._learned)
        own = wins(self.deals.history, self.deals.history.upto)
        if self.only is not None:
            mine = self.deals.history.pipeline[own.deal] == self.only
            own = Wins(own.day[mine], own.worth[mine], own.deal[mine])
        self.wins = own

    def _learned(self) -> Model:
        history = self.deals.history
        calendar = calendar_of(self.desk, history)
        return learn(history, landmarks(history, history.upto), calendar, history.upto)

    def of_pipeline(self, name: str) -> _Known:
        """The same of one pipeline only."""
        return replace(self, only=_pipeline(self.deals, name), choices={})


def _spans(desk: Desk, day: date) -> Iterator[Span]:
    """The periods that the day after is in, and those that follow."""
    calendar = desk.settings.calendar
    for every in PERIODS:
        start = calendar.start(day + timedelta(days=1), every)
        for _ahead in range(AHEAD):
            following = calendar.next(start, every)
            yield Span(every, start, following - timedelta(days=1), calendar.label(start, every))
            start = following


def _what_if(known: _Known, asked: Asked) -> Change:
    """What is taken for other than it is; of one pipeline nothing else is won."""
    won, lost = (tuple(_open_place(known, deal) for deal in ids) for ids in (asked.won, asked.lost))
    pipeline = _pipeline(known.deals, asked.pipeline) if asked.pipeline else None
    return Change(won, lost, asked.winning, asked.arriving, pipeline)


def _pipeline(deals: Deals, name: str) -> int:
    known = deals.history.pipelines
    found = [place for place, own in enumerate(known) if own.casefold() == name.casefold()]
    if not found:
        raise unknown_value(_("Pipeline"), name, known)
    return found[0]


def _open_place(known: _Known, deal: str) -> int:
    history = known.deals.history
    at = np.array([history.upto])
    for place, (own, name) in enumerate(zip(history.ids, known.deals.names, strict=True)):
        if deal in (own, name) and history.open_at(np.array([place]), at)[0]:
            return place
    raise UsageError(
        _("{deal} is no open deal.").format(deal=deal),
        allowed=_("the id or the title of a deal that is open on the day"),
    )


Scope = tuple[tuple[str, str | None, str], Bools]


def _scopes(known: _Known, staff: Staff, seller: str | None, team: str | None) -> list[Scope]:
    """Who is told about: company, teams, sellers (or the one asked for); the rows of draws that are theirs."""
    sellers = ("", *known.deals.history.sellers)
    rows = {who: place for place, who in enumerate(sellers)}

    def mine(members: Iterable[str]) -> Bools:
        own = np.zeros(len(sellers), dtype=bool)
        own[[rows[who] for who in members if who in rows]] = True
        return own

    if seller:
        return [(("seller", seller, staff.label("seller", seller)), mine([seller]))]
    if team:
        members = staff.members("team", team)
        of_team = (("team", team, team), mine(members))
        return [of_team, *((("seller", who, staff.label("seller", who)), mine([who])) for who in members)]
    every: list[Scope] = [(("company", None, staff.label("company", None)), np.ones(len(sellers), dtype=bool))]
    every += [(("team", each, each), mine(staff.members("team", each))) for each in sorted(set(staff.teams.values()))]
    return every + [(("seller", who, staff.label("seller", who)), mine([who])) for who in staff.sellers]


@dataclass(frozen=True)
class _Whose:
    """Whom a line is about: the rows of the draws that are theirs, and what they have won."""

    mine: Bools
    wins: Wins


def _lines(known: _Known, outlook: Outlook, scope: Scope, spans: Sequence[Span], asked: Asked) -> Iterator[Line]:
    (kind, subject, label), mine = scope
    whose = _Whose(mine, _of(known, mine))
    for span in spans:
        found = {
            name: _spread(known, outlook, span, whose, measure, plain=not asked.changes)
            for measure, name in enumerate(_MEASURES)
        }
        reaching = None
        if asked.target is not None:
            reaching = float((found[AMOUNT][1] >= asked.target).mean())
        yield Line(kind, subject, label, span, found[AMOUNT][0], found[WINS][0], reaching)


def _spread(
    known: _Known, outlook: Outlook, span: Span, whose: _Whose, measure: int, *, plain: bool
) -> tuple[Spread, Floats]:  # fmt: skip
    """The quantiles of one number, and its futures."""
    day, first, last = number_of_day(known.day), number_of_day(span.start) - 1, number_of_day(span.end)
    won = whose.wins.between(first, day)[measure] if first < day else 0.0
    ahead = (max(first, day), last)
    of_open, of_new = (_within(part, outlook.ends, ahead, whose.mine) for part in _parts(outlook, measure))
    futures = won + of_open + of_new
    quantiles, mean = np.quantile(futures, AT), float(futures.mean())
    choice = _choice(known, span, measure)
    method = RUN_RATE if known.model.step is Step.RUN_RATE else choice.method if plain else MODEL
    if method != MODEL:
        quantiles, futures, method = _naively(known, whose, (method, choice), ahead, measure)
        quantiles, futures = won + quantiles, won + futures
        mean = float(futures.mean())
    parts = (won, float(of_open.mean()), float(of_new.mean()))
    return Spread(tuple(float(each) for each in quantiles), mean, *parts, method), futures


def _parts(outlook: Outlook, measure: int) -> tuple[Any, Any]:
    name = _MEASURES[measure]
    return getattr(outlook.open, name), getattr(outlook.new, name)


def _within(part: Any, ends: Ints, days: tuple[int, int], mine: Bools) -> Floats:
    """The futures of what falls after one day up to another: a span of draws begins where the one before ends."""
    inside = (ends > days[0]) & (ends <= days[1])
    drawn: Floats = part[np.ix_(mine, inside)].sum(axis=(0, 1), dtype=np.float64)
    return drawn


def _choice(known: _Known, span: Span, measure: int) -> Choice:
    key = (span.label, measure)
    if key not in known.choices:
        known.choices[key] = choose(known.record.backtest, number_of_day(span.end) - number_of_day(known.day), measure)
    return known.choices[key]


def _of(known: _Known, mine: Bools) -> Wins:
    own = mine[known.deals.history.seller[known.wins.deal] + 1]
    return Wins(known.wins.day[own], known.wins.worth[own], known.wins.deal[own])


def _naively(
    known: _Known, whose: _Whose, how: tuple[str, Choice], days: tuple[int, int], measure: int
) -> tuple[Floats, Floats, str]:
    """What a naive method says of these sellers, with its spread: quantiles, futures, and the method.

    The run rate where the method cannot be told of them alone. Where nothing tells how far such points strayed, the
    spread is that of a count whose rate is known from the wins so far (gamma-Poisson with Jeffreys' prior).
    """
    (method, choice), history = how, known.deals.history
    said = naive(history, history.upto, whose.wins, *days)
    if method not in said or (method == WEIGHTED and not whose.mine.all()):
        method = RUN_RATE
    evenly = np.linspace(0.005, 0.995, 100)
    if len(choice.ratios):
        point = said.get(method, (0.0, 0.0))[measure]
        return choice.quantiles(point, AT), choice.quantiles(point, evenly), method
    wins_told, amount_told = said.get(RUN_RATE, (0.0, 0.0))
    share = (days[1] - days[0]) / max(28, days[1] - days[0])
    each = 1.0 if measure == 0 else (amount_told / wins_told if wins_told else 0.0)
    return each * counted_on(wins_told / share, share, AT), each * counted_on(wins_told / share, share, evenly), method


def _notes(known: _Known, model: Model) -> Sequence[str]:
    said = [] if known.deals.history.n else [_("No deal was known on this day.")]
    if known.deals.left_out:
        out = _("{n} deals are left out: they have no day of opening, or were closed on an unknown day.")
        said.append(out.format(n=known.deals.left_out))
    if known.deals.no_rate:
        said.append(_("{n} deals have an amount without an exchange rate; it is taken as not known.").format(
            n=known.deals.no_rate))  # fmt: skip
    if not any(len(each.deal) for each in (known.deals.history.stage_told,)) and model.step > Step.STAGE:
        said.append(_("No history of stages is known, so stages tell nothing about the past; chances rest on age."))
    return said
