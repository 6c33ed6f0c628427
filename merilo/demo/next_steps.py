"""What sellers mean to do next: tasks with a due day, planned after held meetings."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from merilo.demo.clock import DAY, HOUR, Bools, Ints
from merilo.demo.meetings import HELD, Meetings, begins
from merilo.demo.pipeline import Deals
from merilo.demo.staff import Staff
from merilo.demo.truth import NextStepTruth, Truth

SUBJECTS = ("Send the offer", "Отправить КП", "Call back", "Согласовать договор", "Send references", "Уточнить бюджет")
NEVER = -1
_MINUTE = 60


@dataclass(frozen=True)
class NextSteps:
    """One row per task, in order of creation. `created`, `done`: local seconds, -1: not; `due`: a day number."""

    seller: Ints
    lead: Ints
    deal: Ints
    created: Ints
    due: Ints
    done: Ints
    subject: Ints


def plan_next(truth: Truth, staff: Staff, meetings: Meetings, deals: Deals) -> NextSteps:
    """The tasks that were planned after held meetings, up to the company's last day."""
    diary = _Diary(truth, staff, meetings)
    return diary.tasks(np.flatnonzero(diary.chosen()), _opened(deals, meetings))


def first_meetings(meetings: Meetings, facts: NextStepTruth) -> tuple[Bools, Bools]:
    """Which meetings are the first held with their company; and after which of these another one was booked in time."""
    held = np.flatnonzero(meetings.status == HELD)
    held = held[np.argsort(meetings.starts[held], kind="stable")]
    leads, place = np.unique(meetings.lead[held], return_index=True)
    first_of = np.full(int(meetings.lead.max(initial=0)) + 1, -1)
    first_of[leads] = held[place]
    before = first_of[meetings.lead]
    since = meetings.booked - meetings.starts[before]
    next_one = (before >= 0) & (meetings.starts > meetings.starts[before]) & (since >= 0) & (since <= facts.days * DAY)
    first, booked_on = np.zeros((2, len(meetings.lead)), dtype=bool)
    first[held[place]] = True
    booked_on[before[next_one]] = True
    return first, booked_on


def _opened(deals: Deals, meetings: Meetings) -> tuple[Ints, Ints]:
    """For every lead its deal (-1: none) and when that was opened."""
    leads = int(max(meetings.lead.max(initial=0), deals.lead.max(initial=0))) + 1
    deal, at = np.full((2, leads), -1, dtype=np.int64)
    deal[deals.lead], at[deals.lead] = np.arange(len(deals.lead)), deals.created
    return deal, at


class _Diary:
    """What everyone writes down after his meetings."""

    def __init__(self, truth: Truth, staff: Staff, meetings: Meetings) -> None:
        self.facts: NextStepTruth = truth.next_steps
        self.staff, self.time, self.meetings = staff, staff.clock, meetings
        self.rng = np.random.default_rng([truth.seed, 9])
        self.begins = begins(staff)

    def chosen(self) -> Bools:
        """The meetings after which a task is written."""
        first, booked_on = first_meetings(self.meetings, self.facts)
        lots = self.rng.random((2, len(first)))
        again: Bools = (self.meetings.status == HELD) & ~first & (lots[1] < self.facts.after_later_meetings)
        agreed: Bools = first & ~booked_on & (lots[0] < self._missing(first, booked_on))
        return np.logical_or(again, agreed)

    def _missing(self, first: Bools, booked_on: Bools) -> float:
        """The chance of a task where no other meeting is booked, so that `agreed` of all have one or the other."""
        ripe = first & (self.time.day_of(self.meetings.starts) < self.time.days - self.facts.days)
        booked = float(booked_on[ripe].mean()) if ripe.any() else 0.0
        return max(self.facts.agreed - booked, 0.0) / max(1.0 - booked, 1e-9)

    def tasks(self, after: Ints, opened: tuple[Ints, Ints]) -> NextSteps:
        """One task after each of these meetings."""
        seller, lead = self.meetings.seller[after], self.meetings.lead[after]
        created = self._created(after)
        planned = self.time.day_of(created)
        due = self._working_day(seller, planned + self.rng.integers(1, 15, len(after)))
        deal, at = (of_lead[lead] for of_lead in opened)
        tasks = NextSteps(
            seller=seller,
            lead=lead,
            deal=np.where((deal >= 0) & (at <= created), deal, -1),
            created=created,
            due=due,
            done=self._done(seller, planned, due),
            subject=self.rng.integers(0, len(SUBJECTS), len(after)),
        )
        known = np.flatnonzero(planned < self.time.days)
        order = known[np.argsort(created[known], kind="stable")]
        return NextSteps(**{f.name: getattr(tasks, f.name)[order] for f in fields(tasks)})

    def _created(self, after: Ints) -> Ints:
        """Mostly right after the meeting, else on one of the next days at work, if that still counts as soon."""
        seller, n = self.meetings.seller[after], len(after)
        at_once = self.meetings.ends[after] + self.rng.integers(5, 31, n) * _MINUTE
        met = self.time.day_of(self.meetings.starts[after])
        day = self._working_day(seller, met + self.rng.integers(1, 6, n))
        later = self.time.at(day, self.begins[seller] + self.rng.integers(HOUR // 2, 9 * HOUR, n))
        soon = (day - met < self.facts.days) & self._still_there(seller, day)
        return np.where(soon & (self.rng.random(n) >= self.facts.at_once), later, at_once)

    def _done(self, seller: Ints, planned: Ints, due: Ints) -> Ints:
        """When each task was done, -1: not. Some are late, some forgotten; a leaver's open tasks stay open."""
        n, facts = len(due), self.facts
        fate = self.rng.random(n)
        early = planned + (self.rng.random(n) * (due - planned + 1)).astype(np.int64)
        late = due + self.rng.integers(1, 11, n)
        day = self._working_day(seller, np.where(fate < facts.done_in_time, early, late))
        # In the evening: later than the task was written, on whatever day that was.
        at = self.time.at(day, self.begins[seller] + 9 * HOUR + self.rng.integers(HOUR, 3 * HOUR, n))
        done = (fate < facts.done_in_time + facts.done_late) & (day < self.time.days) & self._still_there(seller, day)
        return np.where(done, at, NEVER)

    def _working_day(self, seller: Ints, day: Ints) -> Ints:
        """The first day, not before `day`, on which the seller's desk is manned; the horizon's last at the latest."""
        last = self.time.horizon - 1
        found: Ints = np.minimum(self.staff.next_day[seller, np.minimum(day, last)], last)
        return found

    def _still_there(self, seller: Ints, day: Ints) -> Bools:
        there: Bools = self.staff.owner[seller, day] == seller
        return there
