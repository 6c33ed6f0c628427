"""Deals: how they walk through the stages, with skips and steps back, until won, lost, or the company's last day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from merilo.demo.clock import HOUR, Bools, Floats, Ints
from merilo.demo.meetings import BOOKED, HELD, Meetings, Openings, begins
from merilo.demo.parameters import OTHER_CURRENCY
from merilo.demo.staff import Staff
from merilo.demo.truth import PipelineTruth, Truth

OPEN, WON, LOST = range(3)
STATUSES = ("open", "won", "lost")
STAGE, AMOUNT, EXPECTED, SELLER, STATUS = range(5)
FIELDS = ("stage", "amount", "expected_close_on", "seller", "status")
LOST_REASONS = ("Price", "No budget", "Конкурент", "No decision", "Timing", "Не подошло")
PER_EURO = 95
"""The base currency's units that a price list counts for one euro."""


@dataclass(frozen=True)
class Deals:
    """One row per deal. `stage`: index in its pipeline's stages, then won, then lost. `closed` -1: open."""

    opened_by: Ints
    seller: Ints
    lead: Ints
    pipeline: Ints
    euro: Bools
    created: Ints
    closed: Ints
    stage: Ints
    status: Ints
    amount: Ints
    expected: Ints
    reason: Ints


@dataclass(frozen=True)
class Changes:
    """One row per change of one field; `old` -1: nothing before. What the numbers mean depends on `field`."""

    deal: Ints
    field: Ints
    old: Ints
    new: Ints
    at: Ints


def close(truth: Truth, staff: Staff, openings: Openings) -> tuple[Deals, Changes, Meetings]:
    """All deals as they stand at the end, all that changed, and the meetings along the way."""
    walk = _Walk(truth, staff, openings)
    for pipeline in range(len(truth.pipelines)):
        walk.through(pipeline)
    walk.hand_over()
    return walk.deals(), walk.history(), walk.meetings()


class _Walk:
    """All deals at once, one move each per round."""

    def __init__(self, truth: Truth, staff: Staff, openings: Openings) -> None:
        self.truth, self.staff, self.time, self.openings = truth, staff, staff.clock, openings
        self.rng = np.random.default_rng([truth.seed, 5])
        n, desk = len(openings.at), openings.seller
        self.begins = begins(staff)
        corporate, euro = (
            np.array([getattr(s, share) for s in truth.sellers]) for share in ("corporate_share", "euro_share")
        )
        draws = self.rng.random((3, n))
        self.pipeline = np.where(draws[0] < corporate[desk], 0, 1)
        self.euro = draws[1] < euro[desk]
        self.reason = (draws[2] * len(LOST_REASONS)).astype(np.int64)
        self.amount = self._first_amounts()
        self.expected = np.zeros(n, dtype=np.int64)
        self.stage, self.status = np.zeros(n, dtype=np.int64), np.full(n, OPEN)
        self.now, self.closed = openings.at.copy(), np.full(n, -1, dtype=np.int64)
        self.changes: list[Changes] = []
        self.met: list[Meetings] = []

    def _first_amounts(self) -> Ints:
        facts = self.truth.pipelines
        median = np.array([p.median_amount for p in facts])[self.pipeline]
        sigma = np.array([p.amount_sigma for p in facts])[self.pipeline]
        skill = np.array([s.amount_factor for s in self.truth.sellers])[self.openings.seller]
        return self._rounded(median * skill * np.exp(sigma * self.rng.normal(size=len(median))))

    def _rounded(self, in_base: Floats, euro: Bools | None = None) -> Ints:
        """Whole amounts as people write them, in each deal's own currency."""
        euro = self.euro if euro is None else euro
        return np.where(euro, np.rint(in_base / PER_EURO / 10) * 10, np.rint(in_base / 1000) * 1000).astype(np.int64)

    def through(self, pipeline: int) -> None:
        """Walk this pipeline's deals to their end, or to the company's last day."""
        facts = self.truth.pipelines[pipeline]
        active = np.flatnonzero(self.pipeline == pipeline)
        self._open(active, facts)
        while len(active):
            at = self._leaves_stage_at(active, facts)
            in_time = at >= 0
            self._plan_next(active[~in_time])
            active, at = active[in_time], at[in_time]
            self._move(active, at, facts)
            active = active[self.status[active] == OPEN]

    def _open(self, deals: Ints, facts: PipelineTruth) -> None:
        self._record(STAGE, deals, np.full(len(deals), -1), self.stage[deals], self.now[deals])
        length = _days_left(facts)[0] * self.rng.uniform(0.8, 1.5, len(deals))
        self.expected[deals] = self.time.day_of(self.now[deals]) + np.rint(length).astype(np.int64)

    def _leaves_stage_at(self, deals: Ints, facts: PipelineTruth) -> Ints:
        """When each deal leaves its stage; -1: after the company's last day."""
        stage, day = self.stage[deals], self.time.day_of(self.now[deals])
        median = np.array([s.median_days for s in facts.stages])[stage]
        sigma = np.array([s.sigma for s in facts.stages])[stage]
        stays = median * np.exp(sigma * self.rng.normal(size=len(deals))) * self._clogged(stage, day, facts)
        wanted = day + np.maximum(np.rint(stays), 1).astype(np.int64)
        left = self.staff.next_day[self.openings.seller[deals], np.minimum(wanted, self.time.horizon)]
        second = self.rng.integers(HOUR // 2, 9 * HOUR, len(deals))
        here = np.minimum(left, self.time.horizon - 1)
        owner = self.staff.owner[self.openings.seller[deals], here]
        return np.where(left < self.time.days, self.time.at(left, self.begins[owner] + second), -1)

    def _clogged(self, stage: Ints, day: Ints, facts: PipelineTruth) -> Floats:
        clog = self.truth.clog
        if clog.pipeline != facts.name:
            return np.ones(len(stage))
        names = [s.name for s in facts.stages]
        held_up = (stage == names.index(clog.stage)) & (day >= self.time.index(clog.since))
        return np.where(held_up, clog.factor, 1.0)

    def _move(self, deals: Ints, at: Ints, facts: PipelineTruth) -> None:
        """One move of each deal at its time: forward, two forward, back, or lost; forward from the last is won."""
        last, stage = len(facts.stages), self.stage[deals]
        chances = np.array([facts.moves(s.loss_factor) for s in self.truth.sellers])
        limits = np.cumsum(chances, axis=2)[self.openings.seller[deals], stage, :3]
        way = (self.rng.random(len(deals))[:, None] >= limits).sum(axis=1)
        to = np.choose(way, [stage + 1, np.minimum(stage + 2, last), np.maximum(stage - 1, 0), last + 1])
        self._follow_up(deals, at, (to > stage) & (to < last))
        self._reprice(deals[to <= last], at[to <= last] - 60)
        self._record(STAGE, deals, stage, to, at)
        ended = to >= last
        self._end(deals[ended], at[ended], np.where(to[ended] == last, WON, LOST))
        self.stage[deals], self.now[deals] = to, at
        self._reschedule(deals[~ended], facts)

    def _end(self, deals: Ints, at: Ints, status: Ints) -> None:
        self.status[deals], self.closed[deals] = status, at
        self._record(STATUS, deals, np.full(len(deals), OPEN), status, at)

    def _reprice(self, deals: Ints, at: Ints) -> None:
        """Some amounts change with a move, more down than up."""
        some = self.rng.random(len(deals)) < 0.18
        factor = self.rng.uniform(0.7, 1.2, len(deals))[some]
        deals, at = deals[some], at[some]
        unit = np.where(self.euro[deals], PER_EURO, 1)
        new = np.maximum(self._rounded(self.amount[deals] * unit * factor, self.euro[deals]), 10)
        moved = new != self.amount[deals]
        self._record(AMOUNT, deals[moved], self.amount[deals[moved]], new[moved], at[moved])
        self.amount[deals[moved]] = new[moved]

    def _reschedule(self, deals: Ints, facts: PipelineTruth) -> None:
        """An expected close that has become too near is pushed out; a few are pulled in."""
        left = _days_left(facts)[self.stage[deals]]
        day = self.time.day_of(self.now[deals])
        push, pull = self.rng.uniform(0.9, 1.5, len(deals)), self.rng.random(len(deals)) < 0.06
        too_near = self.expected[deals] < day + left * 0.6
        new = day + np.rint(np.where(too_near, left * push, left * 0.8)).astype(np.int64)
        moved = (too_near | pull) & (new != self.expected[deals])
        deals, new = deals[moved], new[moved]
        self._record(EXPECTED, deals, self.expected[deals], new, self.now[deals] + 60)
        self.expected[deals] = new

    def _follow_up(self, deals: Ints, at: Ints, forward: Bools) -> None:
        """Many moves forward follow a meeting on that day, booked at the move before."""
        met = forward & (self.rng.random(len(deals)) < self.truth.meetings.follow_up)
        deals, at = deals[met], at[met]
        self._meeting(deals, at - HOUR, HELD)

    def _plan_next(self, deals: Ints) -> None:
        """Half of the deals that are still open have a next meeting in the calendar."""
        planned = deals[self.rng.random(len(deals)) < 0.5]
        ahead = self.time.days + self.rng.integers(0, 15, len(planned))
        day = self.staff.next_day[self.openings.seller[planned], ahead]
        planned, day = planned[day < self.time.horizon], day[day < self.time.horizon]
        owner = self.staff.owner[self.openings.seller[planned], day]
        self._meeting(planned, self.time.at(day, self.begins[owner] + 2 * HOUR), BOOKED)

    def _meeting(self, deals: Ints, starts: Ints, status: int) -> None:
        owner = self.staff.owner[self.openings.seller[deals], self.time.day_of(starts)]
        self.met.append(
            Meetings(
                seller=owner,
                lead=self.openings.lead[deals],
                deal=deals,
                booked=self.now[deals] + 600,
                starts=starts,
                ends=starts + HOUR * 3 // 4,
                status=np.full(len(deals), status),
            )
        )

    def hand_over(self) -> None:
        """A leaver's open deals pass to his successor on the evening of his last day at work."""
        for index, seller in enumerate(self.staff.sellers):
            if seller.last is None or seller.last >= self.time.days or not self.staff.works[index].any():
                continue
            evening = int(self.time.at(np.flatnonzero(self.staff.works[index])[-1], 21 * HOUR))
            mine = (self.openings.seller == index) & (self.openings.at < evening)
            deals = np.flatnonzero(mine & ((self.closed < 0) | (self.closed > evening)))
            heir = np.full(len(deals), self.staff.successors[index])
            self._record(SELLER, deals, np.full(len(deals), index), heir, np.full(len(deals), evening))

    def _record(self, field: int, deals: Ints, old: Ints, new: Ints, at: Ints) -> None:
        self.changes.append(Changes(deals, np.full(len(deals), field), old, new, at))

    def deals(self) -> Deals:
        """The deals as they stand."""
        seen = np.where(self.closed >= 0, self.time.day_of(self.closed), self.time.days - 1)
        return Deals(
            opened_by=self.openings.seller,
            seller=self.staff.owner[self.openings.seller, seen],
            lead=self.openings.lead,
            pipeline=self.pipeline,
            euro=self.euro,
            created=self.openings.at,
            closed=self.closed,
            stage=self.stage,
            status=self.status,
            amount=self.amount,
            expected=self.expected,
            reason=self.reason,
        )

    def history(self) -> Changes:
        """All changes in order of time."""
        columns = [
            np.concatenate([getattr(c, name) for c in self.changes]) for name in ("deal", "field", "old", "new", "at")
        ]
        order = np.argsort(columns[-1], kind="stable")
        return Changes(*(column[order] for column in columns))

    def meetings(self) -> Meetings:
        """The meetings along the way."""
        return Meetings.joined(*self.met)


def _days_left(facts: PipelineTruth) -> Floats:
    """Per stage the usual days until the close."""
    return np.cumsum([s.median_days for s in facts.stages][::-1])[::-1] * 1.1


def currency(euro: Bools, base: str) -> list[str]:
    """Each deal's currency code."""
    return [OTHER_CURRENCY if e else base for e in euro]
