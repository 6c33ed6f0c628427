"""What may be expected of each seller: a range from his own history, and the one that his target asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.intervals import Interval
from merilo.insight.ramp import Ramp, learned, straight
from merilo.insight.shrinkage import Numbers, Shrunk, shrink_rates, shrink_shares
from merilo.kpis.declaration import Kpi, Rate, Share
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.listing import plain_json
from merilo.reports.plan import Planned, make_plan
from merilo.reports.plan.making import PlanLine
from merilo.reports.plan.ratios import A_YEAR, by_seller, number
from merilo.reports.plan.targets import day_of_plan
from merilo.reports.staff import Staff

SUGGESTED = ("touches", "first_meetings", "next_step_rate", "win_rate")
_LATELY = timedelta(weeks=26)
_AHEAD = 4.0  # working weeks that a range per week is for
_DRAWS, _SEED = 4000, 7
_QUARTILES = (0.25, 0.75)
_GROWING = 90  # days to learn, besides the time that a win takes


@dataclass(frozen=True)
class Suggestion:
    """One KPI of one seller. `own`: between which values half of such times will lie, as far as history tells.

    `needed`: what carries his target (10 to 90 %), None without one; `n`: his own cases; `share`: of the full level,
    for who is new; `too_few`: all sellers' cases together are too few to say.
    """

    seller: str
    who: str
    team: str
    kpi: str
    own: Interval | None
    needed: Interval | None
    n: int
    share: float
    too_few: bool

    @property
    def record(self) -> dict[str, Any]:
        """Its values by name."""
        return {
            "seller": self.seller, "who": self.who, "team": self.team, "kpi": self.kpi,
            "label": _(kpi_named(self.kpi).label), "unit": kpi_named(self.kpi).unit.value,
            "low": self.own.low if self.own else None, "high": self.own.high if self.own else None,
            "needed_low": self.needed.low if self.needed else None,
            "needed_high": self.needed.high if self.needed else None,
            "n": self.n, "share_of_full_level": self.share, "too_few": self.too_few,
        }  # fmt: skip


COLUMNS = (
    "seller", "who", "team", "kpi", "label", "unit", "low", "high", "needed_low", "needed_high", "n",
    "share_of_full_level", "too_few",
)  # fmt: skip


@dataclass(frozen=True)
class Suggestions:
    """The suggestions for all sellers that were asked for."""

    day: date
    lines: tuple[Suggestion, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        document = {"day": self.day, "lines": [line.record for line in self.lines], "notes": list(self.notes)}
        plain: dict[str, Any] = plain_json(document)
        return plain


def suggestions(
    workspace: Workspace, *, seller: str | None = None, as_of: date | None = None, today: date | None = None
) -> Suggestions:
    """What may be expected of the sellers of a workspace, or of one; raises UsageError for a name that is not there."""
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return suggest(Desk(engine, settings, today), seller=seller, as_of=as_of)


def suggest(desk: Desk, *, seller: str | None = None, as_of: date | None = None) -> Suggestions:
    """The suggestions at a desk that is open."""
    not_to_come(as_of, desk.today)
    day, notes = day_of_plan(desk, as_of)
    staff = Staff(desk, day)
    wanted = [staff.seller_named(seller)] if seller else staff.sellers
    planned, unplanned = _planned(desk, seller, as_of)
    lines: list[Suggestion] = []
    unknown: list[str] = []
    ramps: dict[int, str] = {}
    for name in SUGGESTED:
        history = _History(desk, kpi_named(name), staff, day, as_of)
        of_all = [_line(history, staff, who, planned.get(who)) for who in wanted]
        known = [line for line in of_all if line.own or line.needed]
        lines += known
        unknown += [] if known else [_(kpi_named(name).label)]
        if history.ramp and any(history.share(who) < 1 for who in wanted):
            ramps[history.ramp.persons] = _of_ramp(history.ramp)
    order = {name: place for place, name in enumerate(SUGGESTED)}
    lines.sort(key=lambda each: (each.team, each.who, each.seller, order[each.kpi]))
    nothing = [_("Nothing is known of: {tables}.").format(tables=", ".join(unknown))] if unknown else []
    return Suggestions(day, tuple(lines), (*notes, *unplanned, *nothing, *ramps.values()))


def _of_ramp(ramp: Ramp) -> str:
    if ramp.persons:
        said = _("New sellers: the share of the full level by month is that of {n} who were new before.")
        return said.format(n=ramp.persons)
    said = _("New sellers: a straight line to the full level over {days} days (the usual time to close and {learn} "
             "days); too few were new before to learn from.")  # fmt: skip
    return said.format(days=ramp.days, learn=_GROWING)


def _planned(desk: Desk, seller: str | None, as_of: date | None) -> tuple[Mapping[str, PlanLine], list[str]]:
    """The plans of sellers who have a target of money; without any there is no other side to show."""
    try:
        found = make_plan(desk, Planned(seller=seller), as_of=as_of)
    except UsageError as refused:
        return {}, [_("Nothing is said of what targets ask: {reason}").format(reason=refused.what)]
    return {line.subject: line for line in found.lines if line.scope == "seller" and line.subject}, []


class _History:
    """One KPI of all sellers, each in the light of the others."""

    def __init__(self, desk: Desk, kpi: Kpi, staff: Staff, day: date, as_of: date | None) -> None:
        self.kpi, self.staff, self.day = kpi, staff, day
        self.ramp: Ramp | None = None
        self.dispersion = 1.0
        if isinstance(kpi.value, Rate):
            self._of_weeks(desk, kpi.value, as_of)
        elif isinstance(kpi.value, Share):
            self._of_year(desk, kpi.value, as_of)

    def _of_weeks(self, desk: Desk, rate: Rate, as_of: date | None) -> None:
        question = Question(self.kpi.name, by=("seller",), every=Period.WEEK, end=self.day, as_of=as_of)
        inquiry = desk.inquiry(self.kpi, question)
        found = {key: sums for key, sums in desk.sums(inquiry).items() if not inquiry.undated(key) and key[0]}
        people = [key[0] for key in found]
        weeks = np.array([key[1] for key in found], dtype="datetime64[D]")
        events = np.array([number(sums, rate.of) for sums in found.values()])
        exposure = np.array([number(sums, rate.exposure) for sums in found.values()]) / rate.per
        self.ramp = self._ramp(desk, people, weeks, events, exposure)
        lately = weeks > np.datetime64(self.day - _LATELY)
        known = [who for who, recent in zip(people, lately, strict=True) if recent]
        self._shrink(known, events[lately], exposure[lately])

    def _shrink(self, people: list[str], events: Numbers, exposure: Numbers) -> None:
        self.names, place = np.unique([*people, *self.staff.sellers], return_inverse=True)
        place = place[: len(people)]
        self.of, self.out_of = (np.bincount(place, each, len(self.names)) for each in (events, exposure))
        # A new one's weeks are below his full level, so they say nothing of it: his is that of anyone.
        grown = np.array([self.share(str(who)) >= 1 for who in self.names])
        of, out_of = self.of * grown, self.out_of * grown
        if not out_of.sum():
            self.shrunk: Shrunk | None = None
            return
        level = np.divide(of, out_of, out=np.zeros(len(self.names)), where=out_of > 0)
        usual = level[place] * exposure
        fit = usual > 0
        # Pearson's χ² over its degrees of freedom: by how much weeks differ more than chance alone would let them.
        freedom = fit.sum() - len(np.unique(place[fit]))
        self.dispersion = max(1.0, float(((events - usual)[fit] ** 2 / usual[fit]).sum() / freedom)) if freedom else 1.0
        self.shrunk = shrink_rates(of, out_of, self.dispersion)

    def _of_year(self, desk: Desk, share: Share, as_of: date | None) -> None:
        sums = by_seller(desk, self.kpi.name, self.day - A_YEAR + timedelta(days=1), self.day, as_of)
        self.names = np.unique([*(who for who in sums if who), *self.staff.sellers])
        own = [sums.get(str(who)) for who in self.names]
        self.of, self.out_of = (np.array([number(each, part) if each else 0.0 for each in own])
                                for part in (share.of, share.out_of))  # fmt: skip
        self.shrunk = shrink_shares(self.of, self.out_of) if self.out_of.sum() else None

    def _ramp(self, desk: Desk, people: list[str], weeks: Any, events: Numbers, exposure: Numbers) -> Ramp:
        """Learned from those who were hired when data were kept already; else a line."""
        hired = {who: self.staff.hired_on(who) for who in set(people)}
        since = weeks.min().item() if len(weeks) else self.day
        new = np.array([(h := hired[who]) is not None and h > since + timedelta(days=30) for who in people], dtype=bool)
        days = np.array([(week - h).days if (h := hired[who]) else -1
                         for who, week in zip(people, weeks.tolist(), strict=True)])  # fmt: skip
        who = np.array(people)
        known = learned(who[new], days[new], events[new], exposure[new]) if new.any() else None
        return known or straight(_days_to_close(desk, self.day) + _GROWING)

    def share(self, who: str) -> float:
        """The share of the full level that may be expected of a seller today."""
        hired = self.staff.hired_on(who)
        return self.ramp.share((self.day - hired).days) if self.ramp and hired else 1.0

    def range(self, who: str) -> Interval | None:
        """Between which values half of the next times will lie: the predictive quartiles."""
        if self.shrunk is None:
            return None
        place = int(np.searchsorted(self.names, who))
        rng = np.random.default_rng([_SEED, place])
        draw = self._shares if isinstance(self.kpi.value, Share) else self._rates
        low, high = np.quantile(draw(self.shrunk, place, self.share(who), rng), _QUARTILES)
        return Interval(float(low), float(high))

    def _shares(self, shrunk: Shrunk, place: int, _share: float, rng: np.random.Generator) -> Numbers:
        """Shares of a quarter's cases, as many as his in a quarter of the year: beta-binomial."""
        chance = rng.beta(shrunk.first[place], shrunk.second[place], _DRAWS)
        n = round(float(self.out_of[place]) / 4)
        return np.asarray(rng.binomial(n, chance) / n if n else chance, dtype=np.float64)

    def _rates(self, shrunk: Shrunk, place: int, share: float, rng: np.random.Generator) -> Numbers:
        """Per week, over a month's weeks: gamma-Poisson, with weeks as uneven as those of the past."""
        level = rng.gamma(shrunk.first[place], 1 / shrunk.second[place], _DRAWS) * share
        bunches = rng.poisson(level * _AHEAD / self.dispersion).astype(np.float64)
        return bunches * self.dispersion / _AHEAD

    def n(self, who: str) -> int:
        """A seller's own cases."""
        place = int(np.searchsorted(self.names, who))
        counted = self.of if isinstance(self.kpi.value, Rate) else self.out_of
        return int(counted[place])

    @property
    def too_few(self) -> bool:
        """Whether all sellers' cases together are too few to say."""
        counted = self.of if isinstance(self.kpi.value, Rate) else self.out_of
        return int(counted.sum()) < self.kpi.enough


def _days_to_close(desk: Desk, day: date) -> int:
    """The usual days from first meeting to win, over a year; none are known: a quarter."""
    from merilo.reports.answer import ask  # noqa: PLC0415 - answers are heavy and only a line needs this

    total = ask(desk, Question("time_to_close", start=day - A_YEAR, end=day)).total
    value = total.figure.value if total else None
    return round(float(value)) if value is not None else 90


def _line(history: _History, staff: Staff, who: str, plan: PlanLine | None) -> Suggestion:
    return Suggestion(
        seller=who,
        who=staff.names.get(who, who),
        team=staff.teams.get(who, ""),
        kpi=history.kpi.name,
        own=history.range(who),
        needed=_needed(history.kpi.name, plan) if plan else None,
        n=history.n(who),
        share=history.share(who),
        too_few=history.too_few,
    )


def _needed(name: str, plan: PlanLine) -> Interval | None:
    """What carries the target, 10 to 90 %: per week of touches and first meetings; of the win rate, with the first
    meetings that there are now."""
    meetings = plan.needs.get("first_meetings")
    need = plan.needs.get(name)
    if need and need.carries:
        return Interval(need.carries.p10, need.carries.p90)
    if name != "win_rate" or not meetings or not meetings.carries or not meetings.now or name not in plan.ratios:
        return None
    rate = plan.ratios[name].value
    low, high = (min(1.0, rate * point / meetings.now) for point in (meetings.carries.p10, meetings.carries.p90))
    return Interval(low, high)
