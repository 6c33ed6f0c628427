"""Touches and leads: what sellers do every day, and what becomes of those whom they contact.

A seller keeps a number of threads; each touch to a lead goes to the next thread in turn, so one lead's touches lie days
apart. Within a thread a lead is touched until it answers or its cadence ends; then the next lead begins.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from merilo.demo.clock import HOUR, Bools, Clock, Floats, Ints
from merilo.demo.staff import Staff
from merilo.demo.truth import GROUPS, KINDS, ProspectingTruth, SellerTruth, Truth

WORDS_KIND = KINDS
INBOUND_CALL = len(KINDS)
"""The kind's code of a call that the customer made."""
OUTCOMES = ("connected", "no_answer", "replied", "bounced", "unknown")
CONNECTED, NO_ANSWER, REPLIED, BOUNCED, UNKNOWN = range(5)
ORIGINS = ("self", "marketing", "partner", "referral")
_WEEKS_BETWEEN_TOUCHES = 0.5
DAY_BEGINS = {"RU": 9 * HOUR, "GB": 11 * HOUR, "DE": 10 * HOUR}
"""When a country's working day begins, on the company's clock (Moscow)."""
WORKING_SECONDS = 9 * HOUR

Small = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Touches:
    """One row per touch. `at`: local seconds; `lead`, `cadence`, `step` -1: none; `pick` chooses a deal, 0 to 1."""

    at: Ints
    seller: npt.NDArray[np.int32]
    kind: Small
    outcome: Small
    duration: npt.NDArray[np.int32]
    lead: npt.NDArray[np.int32]
    cadence: Small
    step: Small
    pick: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Leads:
    """One row per lead. Times are local seconds, -1: did not happen. `answered`: the lead's last touch was answered."""

    seller: npt.NDArray[np.int32]
    group: Small
    origin: Small
    created: Ints
    first_touch: Ints
    qualified: Ints
    disqualified: Ints
    answered: Bools


def prospect(truth: Truth, staff: Staff) -> tuple[Touches, Leads]:
    """All touches, in order of time, and all leads, in order of creation."""
    touches, leads, before = [], [], 0
    for index, seller in enumerate(truth.sellers):
        mine, led = _Desk(truth, staff, seller, index).work()
        mine.lead[mine.lead >= 0] += before
        before += len(led.created)
        touches.append(mine)
        leads.append(led)
    return _sorted(_joined(touches), _joined(leads))


def _joined[T: (Touches, Leads)](parts: list[T]) -> T:
    columns = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(parts[0])}
    return type(parts[0])(**columns)


def _taken[T: (Touches, Leads)](rows: T, order: Ints) -> T:
    return type(rows)(**{f.name: getattr(rows, f.name)[order] for f in fields(rows)})


def _sorted(touches: Touches, leads: Leads) -> tuple[Touches, Leads]:
    created = np.argsort(leads.created, kind="stable")
    rank = np.empty(len(created) + 1, dtype=np.int32)
    rank[created] = np.arange(len(created), dtype=np.int32)
    rank[-1] = -1  # so that "no lead" stays so
    ordered = _taken(touches, np.argsort(touches.at, kind="stable"))
    ordered.lead[:] = rank[ordered.lead]
    return ordered, _taken(leads, created)


class _Desk:
    """One seller's touches and leads, from his own streams of chance: they do not depend on the company's size."""

    def __init__(self, truth: Truth, staff: Staff, seller: SellerTruth, index: int) -> None:
        self.truth, self.clock, self.seller, self.index = truth, staff.clock, seller, index
        self.facts: ProspectingTruth = truth.prospecting
        self.works = staff.works[index, : staff.clock.days]
        self.rng = np.random.default_rng([truth.seed, 3, index])

    def work(self) -> tuple[Touches, Leads]:
        """Everything this seller did."""
        at, kind = self._times()
        outcome = self._outcomes(kind)
        for_lead = (self.rng.random(len(at)) >= self.facts.care_share) & (kind != INBOUND_CALL)
        lead = np.full(len(at), -1, dtype=np.int32)
        cadence, step = np.full(len(at), -1, dtype=np.int8), np.full(len(at), -1, dtype=np.int8)
        where, thread = self._threads(for_lead)
        lead[where], cadence[where], step[where] = self._cadences(outcome[where], thread)
        touches = Touches(
            at=at,
            seller=np.full(len(at), self.index, dtype=np.int32),
            kind=kind,
            outcome=outcome,
            duration=self._durations(kind, outcome),
            lead=lead,
            cadence=cadence,
            step=step,
            pick=self.rng.random(len(at), dtype=np.float32),
        )
        return touches, self._leads(touches, where)

    def _times(self) -> tuple[Ints, Small]:
        """When each touch happens and its kind, in order of time: Poisson counts per working day."""
        days = np.flatnonzero(self.works)
        per_week = [self.seller.touches_per_week[k] for k in KINDS] + [self.seller.inbound_calls_per_week]
        season = np.array(self.truth.seasonality)[self.clock.months[days] - 1]
        level = level_by_day(self.seller, self.clock, "touches")[days]
        expected = np.outer(season * level, np.array(per_week) / 5)
        counts = self.rng.poisson(expected)
        day = np.repeat(days, counts.sum(axis=1))
        kind = np.repeat(np.tile(np.arange(counts.shape[1], dtype=np.int8), len(days)), counts.ravel())
        second = DAY_BEGINS[self.seller.country] + self.rng.integers(0, WORKING_SECONDS, len(day))
        at = self.clock.at(day, second)
        order = np.argsort(at, kind="stable")
        return at[order], kind[order]

    def _outcomes(self, kind: Small) -> Small:
        """Logged with the unknown share apart; of the known ones the connect rate is exactly the seller's."""
        known, answer, fate = self.rng.random((3, len(kind)))
        rate = np.array([self.seller.connect_rate[k] for k in KINDS] + [1.0])[kind]
        outcome = np.full(len(kind), NO_ANSWER, dtype=np.int8)
        outcome[(kind == KINDS.index("email")) & (fate < self.facts.bounced_share)] = BOUNCED
        answered = answer < rate
        outcome[answered] = np.where((kind == 0) | (kind == INBOUND_CALL), CONNECTED, REPLIED)[answered]
        outcome[(known < self.facts.unknown_share) & (kind != INBOUND_CALL)] = UNKNOWN
        return outcome

    def _durations(self, kind: Small, outcome: Small) -> npt.NDArray[np.int32]:
        """Seconds spoken or rung; -1 for what is not a call."""
        spoken = 150 * np.exp(self.rng.normal(0, 0.8, len(kind)))
        rung = self.rng.integers(0, 45, len(kind))
        seconds = np.where(outcome == CONNECTED, spoken, rung)
        return np.where((kind == 0) | (kind == INBOUND_CALL), seconds, -1).astype(np.int32)

    def _threads(self, for_lead: Bools) -> tuple[Ints, Floats]:
        """The touches to leads ordered by thread, then time, and each one's thread as a share from 0 to 1."""
        width = max(8, round(sum(self.seller.touches_per_week.values()) * _WEEKS_BETWEEN_TOUCHES))
        which = np.flatnonzero(for_lead)
        thread = np.arange(len(which)) % width
        order = np.argsort(thread, kind="stable")
        return which[order], thread[order] / width

    def _cadences(self, outcome: Small, thread: Floats) -> tuple[Ints, Small, Small]:
        """Each touch's lead, cadence and step: a lead ends with an answer or with its cadence's last step."""
        if len(outcome) == 0:
            empty = np.zeros(0, dtype=np.int8)
            return empty.astype(np.int64), empty, empty
        limits = np.cumsum([c.share for c in self.facts.cadences])[:-1]
        cadence = np.searchsorted(limits, thread, side="right").astype(np.int8)
        steps = np.array([c.steps for c in self.facts.cadences])[cadence]
        answered = is_answer(outcome)
        begins = np.ones(len(outcome), dtype=bool)
        begins[1:] = (thread[1:] != thread[:-1]) | answered[:-1]
        place = np.arange(len(outcome))
        run = place - np.maximum.accumulate(np.where(begins, place, 0))
        step = run % steps + 1
        return np.cumsum(step == 1) - 1, cadence, step.astype(np.int8)

    def _leads(self, touches: Touches, where: Ints) -> Leads:
        """One lead per first step; `where` lists its touches in order of thread and time."""
        begins = np.flatnonzero(touches.step[where] == 1)
        if len(begins) == 0:
            return _no_leads()
        ends = np.append(begins[1:], len(where)) - 1
        first, last = touches.at[where[begins]], touches.at[where[ends]]
        cadence = touches.cadence[where[begins]]
        group = np.array([GROUPS.index(c.group) for c in self.facts.cadences], dtype=np.int8)[cadence]
        answered = is_answer(touches.outcome[where[ends]])
        steps = np.array([c.steps for c in self.facts.cadences])[cadence]
        gave_up = ~answered & (touches.step[where[ends]] == steps)
        good = answered & (self.rng.random(len(begins)) < self._prospect_rate(group, last))
        return Leads(
            seller=np.full(len(begins), self.index, dtype=np.int32),
            group=group,
            origin=self._origins(cadence),
            created=first - self._delay(group),
            first_touch=first,
            qualified=np.where(good, last + 120, -1),
            disqualified=np.where((answered & ~good) | gave_up, last + 180, -1),
            answered=answered,
        )

    def _prospect_rate(self, group: Small, at: Ints) -> Floats:
        rate = np.array([self.seller.prospect_rate[g] for g in GROUPS])[group]
        return np.minimum(rate * level_by_day(self.seller, self.clock, "prospects")[self.clock.day_of(at)], 0.95)

    def _origins(self, cadence: Small) -> Small:
        chances = np.array([[c.origins.get(o, 0.0) for o in ORIGINS] for c in self.facts.cadences])
        limits = np.cumsum(chances, axis=1)[cadence]
        return np.minimum((self.rng.random(len(cadence))[:, None] >= limits).sum(axis=1), 3).astype(np.int8)

    def _delay(self, group: Small) -> Ints:
        """Seconds from creation to first touch: a self-found lead is entered just before it is called."""
        inbound = self.facts.speed_median_hours * HOUR
        waited = inbound * np.exp(self.rng.normal(0, self.facts.speed_sigma, len(group)))
        entered = self.rng.integers(30, 900, len(group))
        return np.where(group == GROUPS.index("inbound"), np.minimum(waited, 30 * 24 * HOUR), entered).astype(np.int64)


def is_answer(outcome: Small) -> Bools:
    """Which outcomes mean that the other side was reached."""
    return np.isin(outcome, (CONNECTED, REPLIED))


def level_by_day(seller: SellerTruth, clock: Clock, what: str) -> Floats:
    """What `what` is multiplied by on every day to the horizon."""
    level = np.ones(clock.horizon)
    for shift in seller.shifts:
        if shift.what == what:
            level[clock.index(shift.since) :] *= shift.factor
    return level


def _no_leads() -> Leads:
    none, small = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8)
    return Leads(none.astype(np.int32), small, small, none, none, none, none, none.astype(bool))
