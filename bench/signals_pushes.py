"""Sellers whose closing days are pushed as those of the demo company are, and what of it is told as a change.

The deals come from the demo's own generator, without its stories: they walk through their stages and are rescheduled on
the way, so a deal that has just been put off is not put off again at once, and deals that are old are put off
more than new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from merilo.demo.clock import Clock, Ints, clock
from merilo.demo.meetings import meet
from merilo.demo.parameters import parameters
from merilo.demo.pipeline import EXPECTED, SELLER, Changes, Deals, close
from merilo.demo.prospecting import prospect
from merilo.demo.staff import hire
from merilo.demo.truth import Truth
from merilo.insight.predictive import Floats
from merilo.insight.series import Kind, Stack

UNTIL, YEARS, TEAM, BLOCK = date(2026, 11, 22), 4, 12, 4
COMPANIES, TEAMS, POINTS = 12, 8, 39
"""Companies of so many teams; the last so many points are watched, after a year in which pipelines fill."""


@dataclass(frozen=True)
class Pushed:
    """Per seller and point: deals and weeks in which they were open, and how many of these had a push."""

    pushed: Floats
    deals: Floats


def calm() -> Pushed:
    """Everybody who is there from before the first point to the last, of all companies."""
    found = [_company(seed) for seed in range(1, COMPANIES + 1)]
    return Pushed(*(np.concatenate([getattr(each, name) for each in found]) for name in ("pushed", "deals")))


def stack(made: Pushed) -> Stack:
    """As sellers are watched: shares, compared with the others of a company, twelve of them."""
    return Stack(Kind.SHARES, made.pushed, made.deals, np.arange(len(made.deals)) // TEAM)


def by_teams(made: Pushed) -> Stack:
    """As teams are watched: twelve sellers together, compared with nobody."""
    pushed, deals = (table.reshape(-1, TEAM, POINTS).sum(axis=1) for table in (made.pushed, made.deals))
    return Stack(Kind.SHARES, pushed, deals)


def risen(made: Pushed, who: Ints, point: int, times: float, rng: np.random.Generator) -> Pushed:
    """From a point on these sellers put off so many times as many deals: some of those that were not put off are."""
    pushed = made.pushed.copy()
    share = pushed[who].sum(axis=1) / made.deals[who].sum(axis=1)
    more = np.clip((times - 1) * share / (1 - share), 0, 1)[:, None]
    left = (made.deals - made.pushed)[who, point:].astype(np.int64)
    pushed[who, point:] += rng.binomial(left, np.broadcast_to(more, left.shape))
    return Pushed(pushed, made.deals)


def _company(seed: int) -> Pushed:
    staff = hire(clock(YEARS, UNTIL), TEAM * TEAMS, TEAMS, seed)
    truth = _calm(parameters(staff, seed))
    _touches, leads = prospect(truth, staff)
    _first, openings = meet(truth, staff, leads)
    deals, changes, _later = close(truth, staff, openings)
    weeks = _Weeks(staff.clock, deals, changes)
    stays = [each for each, seller in enumerate(truth.sellers)
             if seller.left_on is None and seller.hired_on <= staff.clock.start]  # fmt: skip
    stays = stays[: len(stays) // TEAM * TEAM]
    tables = [weeks.counted(cells, len(truth.sellers))[stays] for cells in (weeks.pushed(), weeks.lasted())]
    return Pushed(*tables)


def _calm(truth: Truth) -> Truth:
    """Nobody collapses or improves, no stage clogs."""
    return replace(truth, clog=replace(truth.clog, factor=1.0),
                   sellers=tuple(replace(seller, shifts=()) for seller in truth.sellers))  # fmt: skip


class _Weeks:
    """Deals by week, as the KPI counts them: a deal is its seller's of the end of the week; week 0 is watched first."""

    def __init__(self, time: Clock, deals: Deals, changes: Changes) -> None:
        self.time, self.deals, self.changes = time, deals, changes
        handed = changes.field == SELLER
        self.heir, self.handed = deals.opened_by.copy(), np.full(len(deals.created), POINTS * BLOCK)
        self.heir[changes.deal[handed]] = changes.new[handed]
        self.handed[changes.deal[handed]] = self.of(changes.at[handed])

    def of(self, at: Ints) -> Ints:
        """The weeks of these times."""
        week: Ints = (self.time.day_of(at) - (self.time.days - POINTS * BLOCK * 7)) // 7
        return week

    def lasted(self) -> tuple[Ints, Ints]:
        """Deal and week, from that in which it came to that in which it was closed."""
        first = self.of(self.deals.created)
        last = np.where(self.deals.closed >= 0, self.of(self.deals.closed), POINTS * BLOCK - 1)
        length = np.maximum(last - first + 1, 0)
        deal = np.repeat(np.arange(len(first)), length)
        place = np.arange(len(deal)) - np.repeat(np.cumsum(length) - length, length)
        return deal, first[deal] + place

    def pushed(self) -> tuple[Ints, Ints]:
        """Deal and week in which its closing day was put off at least once."""
        later = (self.changes.field == EXPECTED) & (self.changes.new > self.changes.old)
        both = np.stack((self.changes.deal[later], self.of(self.changes.at[later])))
        deal, week = np.unique(both, axis=1)
        return deal, week

    def counted(self, cells: tuple[Ints, Ints], sellers: int) -> Floats:
        """How many of these cells each seller had in each point."""
        deal, week = cells
        seen = (week >= 0) & (week < POINTS * BLOCK)
        deal, week = deal[seen], week[seen]
        owner = np.where(week >= self.handed[deal], self.heir[deal], self.deals.opened_by[deal])
        table = np.zeros((sellers, POINTS))
        np.add.at(table, (owner, week // BLOCK), 1.0)
        return table
