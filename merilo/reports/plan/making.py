"""One plan after another: what is won, what the open deals bring, and what the rest asks for per working week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from merilo.core.text import _, dated, ngettext
from merilo.insight.chain import DRAWS, Draws, Range, back, won_of_open
from merilo.insight.intervals import Interval
from merilo.insight.survival import Curve, Followed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.asking import Desk
from merilo.reports.figures import Sums, added, figure
from merilo.reports.plan.open_deals import OpenDeals, chances, open_deals
from merilo.reports.plan.ratios import A_YEAR, RatioBook, Ratios, Told, by_seller
from merilo.reports.plan.targets import MoneyTarget
from merilo.reports.staff import A_WEEK, Staff

PER_WEEK = ("first_meetings", "touches")
"""The steps that people do week by week; wins and deals are needed in all."""
_LATELY = timedelta(weeks=13)
_HARDLY = 0.05  # of what first meetings bring: less than this in time is not planned with


@dataclass(frozen=True)
class Need:
    """What is needed of one step: in all that is left, and per working week of one seller (of PER_WEEK only).

    `carries`: per working week, week after week, the whole target of such a period; `now`: what one seller does in a
    working week, over the last 13 weeks, and how sure that is. None: it cannot be said, see the notes.
    """

    step: str
    total: Range | None = None
    per_week: Range | None = None
    carries: Range | None = None
    now: float | None = None
    now_interval: Interval | None = None


@dataclass(frozen=True)
class PlanLine:
    """One scope's plan. Money is in the reporting currency.

    `open`: what the open deals bring in time; `left`: what is left for new deals; `weeks`: working weeks left, of all
    its sellers together; `in_time`: of the wins that first meetings from now on bring, the share that comes in the
    period; `what_if`: the needs with the assumed ratios.
    """

    scope: str
    subject: str | None
    who: str
    target: float
    high: float | None
    won: float
    open: Range | None
    open_deals: int
    left: Range
    weeks: float
    in_time: float | None
    needs: Mapping[str, Need]
    what_if: Mapping[str, Need]
    ratios: Mapping[str, Told]
    too_few: bool
    notes: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether all that was asked is won already."""
        return self.won >= self.target


@dataclass(frozen=True)
class Times:
    """The last day that is known, the period, and the day as of which it was asked for (None: the present)."""

    day: date
    start: date
    end: date
    as_of: date | None = None


@dataclass(frozen=True)
class _Left:
    """What is left of a target (draws), and the time for it.

    `sellers`: whose it is (None: of everyone); `weeks`: working weeks left of all of them together, `whole`: of the
    whole period; `in_time`: see PlanLine.
    """

    target: MoneyTarget
    sellers: list[str] | None
    money: Draws
    weeks: float
    whole: float
    in_time: float | None

    @property
    def too_late(self) -> bool:
        """Whether new first meetings can hardly bring anything of it, or nobody knows."""
        return bool(self.money.max() > 0) and (self.in_time is None or self.in_time < _HARDLY)


class Maker:
    """Makes lines; what all of them share is asked once."""

    def __init__(self, desk: Desk, staff: Staff, times: Times, what: Mapping[str, float]) -> None:
        self.desk, self.staff, self.times, self.what = desk, staff, times, what
        self.book = RatioBook(desk, times.day, times.as_of)
        self.open = open_deals(desk, times.as_of)
        self.chances = chances(desk, times.day, times.start, times.end)
        self.took = self._days_to_close()
        self.currency = desk.context(kpi_named("won_amount"), Question("won_amount", as_of=times.as_of)).currency
        self._sums: dict[str, dict[str | None, Sums]] = {}
        self._ahead: dict[str, list[date]] = {}

    def line(self, target: MoneyTarget, what: Mapping[str, float] | None = None) -> PlanLine:
        """The plan of one target; `what`: ratios supposed for this line instead of those for all."""
        what = self.what if what is None else what
        members = self.staff.members(target.scope, target.subject)
        sellers = None if target.scope == "company" else members
        ratios, deals = self.book.of(sellers), self.open.of(None if sellers is None else set(sellers))
        brings = self._brings(deals, ratios)
        left = self._left(target, members, brings)
        return PlanLine(
            scope=target.scope,
            subject=target.subject,
            who=self.staff.label(target.scope, target.subject),
            target=target.low,
            high=target.high,
            won=target.won,
            open=Range.of(brings) if brings is not None else None,
            open_deals=len(deals.cell),
            left=Range.of(left.money),
            weeks=left.weeks,
            in_time=left.in_time,
            needs=self._needs(ratios, left),
            what_if=self._needs(ratios.assuming(what), left) if what else {},
            ratios=ratios.told,
            too_few=any(told.too_few for told in ratios.told.values()) or len(ratios.told) < len(_STEPS),
            notes=(*_of_ratios(ratios, len(members)), *_of_open(deals, brings), *_of_time(left, self.times.end)),
        )

    def notes(self) -> list[str]:
        """What holds for all lines."""
        median = self.took.quantile(0.5)
        if median is None or self.took.wins < kpi_named("time_to_close").enough:
            return []
        half = round(median)
        said = _("A win comes {days} days after its first meeting (median): what is first met after {last} mostly pays "
                 "after the period.")  # fmt: skip
        return [said.format(days=half, last=dated(self.times.end - timedelta(days=half)))]

    def _brings(self, deals: OpenDeals, ratios: Ratios) -> Draws | None:
        """What the open deals bring in time; one without an amount counts as the average deal."""
        if not deals.cell:
            return won_of_open([], np.zeros(0))
        known, average = self.chances.of(deals), ratios.told.get("average_deal")
        if not known or (np.isnan(deals.amount).any() and average is None):
            return None
        return won_of_open(known, np.where(np.isnan(deals.amount), average.value if average else 0.0, deals.amount))

    def _left(self, target: MoneyTarget, members: list[str], brings: Draws | None) -> _Left:
        open_ = np.zeros(DRAWS) if brings is None else brings
        days = [day for who in members for day in self._days_ahead(who)]
        return _Left(
            target=target,
            sellers=None if target.scope == "company" else members,
            money=np.maximum(target.low - target.won - open_, 0.0),
            weeks=len(days) / A_WEEK,
            whole=self.staff.weeks(members, self.times.start, self.times.end),
            in_time=self._in_time(days),
        )

    def _needs(self, ratios: Ratios, left: _Left) -> dict[str, Need]:
        steps = ratios.steps()
        rest, carries = back(left.money, steps), back(left.target.low, steps)
        return {
            step: self._weekly(step, need, carries[step], left) if step in PER_WEEK else Need(step, Range.of(need))
            for step, need in rest.items()
        }

    def _weekly(self, step: str, need: Draws, carries: Draws, left: _Left) -> Need:
        # Of what is done from now on only a part pays in the period, so as much more is needed.
        total = None if left.too_late else need / (left.in_time or 1.0)
        now, interval = self._lately(step, left.sellers)
        return Need(
            step,
            total=None if total is None else Range.of(total),
            per_week=None if total is None or not left.weeks else Range.of(total / left.weeks),
            carries=Range.of(carries / left.whole) if left.whole else None,
            now=now,
            now_interval=interval,
        )

    def _days_ahead(self, seller: str) -> list[date]:
        """The working days of a seller that are left in the period."""
        if seller not in self._ahead:
            first = max(self.times.start, self.times.day + timedelta(days=1))
            self._ahead[seller] = self.staff.days(seller, first, self.times.end)
        return self._ahead[seller]

    def _in_time(self, days: list[date]) -> float | None:
        """Of what first meetings on these days bring, how much is won by the period's end."""
        if not days or self.took.wins < kpi_named("time_to_close").enough:
            return None
        left = [(self.times.end - day).days for day in days]
        in_time = {age: self.took.share(age) for age in set(left)}
        return float(np.mean([in_time[age] for age in left]) / self.took.share())

    def _days_to_close(self) -> Curve:
        """The days from first meeting to win of the deals begun in a year, open ones as far as they were followed."""
        kpi, day = kpi_named("time_to_close"), self.times.day
        policies = (("cohort", "started"), ("days", "calendar"))
        question = Question(kpi.name, start=day - A_YEAR, end=day, as_of=self.times.as_of, policies=policies)
        inquiry = self.desk.inquiry(kpi, question)
        found = [each.courses["to_won"] for group, each in self.desk.sums(inquiry).items()
                 if not inquiry.undated(group)]  # fmt: skip
        return (Followed.pooled(found) if found else Followed.of([], [])).curve

    def _lately(self, step: str, sellers: list[str] | None) -> tuple[float | None, Interval | None]:
        """What one of these sellers does in a working week, over the last 13 weeks."""
        kpi = kpi_named(step)
        if step not in self._sums:
            start = self.times.day - _LATELY + timedelta(days=1)
            self._sums[step] = by_seller(self.desk, step, start, self.times.day, self.times.as_of)
        found = self._sums[step]
        chosen = found.keys() if sellers is None else found.keys() & set(sellers)
        if not chosen:
            return None, None
        own = figure(kpi, added([found[who] for who in chosen]))
        return None if own.value is None else float(own.value), own.interval


def _of_ratios(ratios: Ratios, sellers: int) -> list[str]:
    """Which ratios rest on too little."""
    few = [name for name in _STEPS if name not in ratios.told or ratios.told[name].too_few]
    if few:
        return [_("Too few to say: {names}.").format(names=", ".join(_(_LABELS[name]) for name in few))]
    own = [name for name, told in ratios.told.items() if told.n < kpi_named(_RESTS_ON[name]).enough]
    if sellers != 1 or not own:
        return []
    names = ", ".join(_(_LABELS[name]) for name in own)
    return [_("Own cases are few, so it rests mostly on those of all sellers: {names}.").format(names=names)]


def _of_open(deals: OpenDeals, brings: Draws | None) -> list[str]:
    """What is not known of the open deals."""
    if brings is None:
        return [_("What the open deals bring cannot be told yet; they count as nothing.")]
    blank = int(np.isnan(deals.amount).sum())
    message = ngettext(
        "{n} open deal has no amount and counts as an average deal.",
        "{n} open deals have no amount and count as average deals.",
        blank,
    )
    return [message.format(n=blank)] if blank else []


def _of_time(left: _Left, end: date) -> list[str]:
    """What can no longer be done, or not be told, in the time that is left."""
    if not left.money.max() > 0:
        return [_("The target is reached, or the open deals reach it: nothing new is needed for it.")]
    if not left.weeks:
        return [_("No working days are left in the period.")]
    if left.in_time is None:
        return [_("How long a win takes is not known well enough to say how many first meetings are needed.")]
    if left.in_time < _HARDLY:
        said = _("What first meetings bring from now on comes after {end}: only the open deals can still pay.")
        return [said.format(end=dated(end))]
    return []


_RESTS_ON = {
    "average_deal": "average_deal",
    "win_rate": "win_rate",
    "first_meetings_per_deal": "first_meetings_per_deal",
    "touches_per_first_meeting": "first_meetings",
}
_STEPS = tuple(_RESTS_ON)
_LABELS = {name: kpi_named(name).label for name in _RESTS_ON}
