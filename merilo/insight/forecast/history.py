"""Deals and what happened to them, as arrays; and how each stood at the end of any past day, by what was known then.

Days are whole numbers (since 1970-01-01, in the workspace's time zone). Codes are places in a tuple of labels, -1 is
nothing. Everything about a deal at a day is read from what had happened by the end of that day, so that a forecast
made "as of" it cannot peek at what came later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

OPEN, WON, LOST = 0, 1, 2
NONE = -1
NEVER = 1 << 19
"""A day that never comes, and the span of days that a key has room for."""
_SPAN = 1 << 20


@dataclass(frozen=True)
class Told:
    """Changes of one field: `deal` (place of the deal), `day`, the value before and after; in any order of deals.

    Within a deal they are in the order in which they happened.
    """

    deal: Ints
    day: Ints
    old: Floats
    new: Floats

    def __post_init__(self) -> None:
        order = np.argsort(self.deal * _SPAN + self.day, kind="stable")
        for name in ("deal", "day", "old", "new"):
            object.__setattr__(self, name, np.asarray(getattr(self, name))[order])

    @classmethod
    def nothing(cls) -> Told:
        """No change at all."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, none.astype(float), none.astype(float))

    @cached_property
    def _keys(self) -> Ints:
        keys: Ints = self.deal * _SPAN + self.day
        return keys

    def last(self, deal: Ints, day: Ints) -> tuple[Ints, Bools]:
        """The place of each deal's last change by the end of the day, and whether there is one."""
        at = np.searchsorted(self._keys, deal * _SPAN + day, side="right") - 1
        there = (at >= 0) & (self.deal[np.maximum(at, 0)] == deal) if len(self.deal) else np.zeros(len(deal), bool)
        return at, there

    def then(self, deal: Ints, day: Ints, present: Floats) -> Floats:
        """The value at the end of the day: after the last change by then, else before the first one since, else now."""
        if not len(self.deal):
            return present
        at, there = self.last(deal, day)
        following = np.minimum(at + 1, len(self.deal) - 1)
        later = (at + 1 < len(self.deal)) & (self.deal[following] == deal)
        value: Floats = np.where(there, self.new[np.maximum(at, 0)], np.where(later, self.old[following], present))
        return value

    def count(self, deal: Ints, day: Ints, since: Ints | None = None) -> Ints:
        """How many changes each deal had by the end of the day (`since`: after the end of that day)."""
        upto = np.searchsorted(self._keys, deal * _SPAN + day, side="right")
        floor = deal * _SPAN if since is None else deal * _SPAN + since + 1
        counted: Ints = upto - np.searchsorted(self._keys, floor, side="left")
        return counted

    def chosen(self, keep: Bools) -> Told:
        """Only these changes."""
        return Told(self.deal[keep], self.day[keep], self.old[keep], self.new[keep])


@dataclass(frozen=True)
class Steps:
    """Next steps of deals: the day on which each was written down, is due, and was done (`NEVER`: not)."""

    deal: Ints
    made: Ints
    due: Ints
    done: Ints

    @classmethod
    def nothing(cls) -> Steps:
        """No step at all."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, none, none)


@dataclass(frozen=True)
class History:
    """All deals in the order of their creation, with all that happened, as it is known now.

    Per deal: `created`; the present `status` (OPEN, WON, LOST) and the day it was `closed` (`NEVER`); codes of its
    `seller`, `pipeline`, `origin` and `stage`; its `amount` in the reporting currency (nan: none) and the day on which
    it is `expected` to close (nan: none). Changes of a deal's amount are in the reporting currency too.
    `touched`, `met`: a row per outbound touch of the deal or its account, and per held meeting.
    `stage_chance`: the CRM's own chance of each stage (nan: none); `left`: each seller's last day (`NEVER`: stays).
    `drift`: what a deal's currency was worth when it was closed, of what it was worth when the deal was opened: an
    amount is told by the rate of the opening, which is known ever after (empty: no currency has moved).
    `upto`: the last day that the facts reach.
    """

    ids: tuple[str, ...]
    created: Ints
    status: Ints
    closed: Ints
    seller: Ints
    pipeline: Ints
    origin: Ints
    stage: Ints
    amount: Floats
    expected: Floats
    sellers: tuple[str, ...]
    pipelines: tuple[str, ...]
    origins: tuple[str, ...]
    stages: tuple[str, ...]
    upto: int
    stage_chance: Floats = field(default_factory=lambda: np.zeros(0))
    left: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    drift: Floats = field(default_factory=lambda: np.zeros(0))
    stage_told: Told = field(default_factory=Told.nothing)
    amount_told: Told = field(default_factory=Told.nothing)
    expected_told: Told = field(default_factory=Told.nothing)
    seller_told: Told = field(default_factory=Told.nothing)
    status_told: Told = field(default_factory=Told.nothing)
    touched: Told = field(default_factory=Told.nothing)
    met: Told = field(default_factory=Told.nothing)
    steps: Steps = field(default_factory=Steps.nothing)

    @property
    def n(self) -> int:
        """How many deals there are."""
        return len(self.created)

    @cached_property
    def closings(self) -> Told:
        """Every closing and reopening: those that were told, and the closing of deals about which none was."""
        told = np.zeros(self.n, dtype=bool)
        told[self.status_told.deal] = True
        silent = np.flatnonzero((self.closed < NEVER) & ~told)
        return Told(
            np.concatenate([self.status_told.deal, silent]),
            np.concatenate([self.status_told.day, self.closed[silent]]),
            np.concatenate([self.status_told.old, np.zeros(len(silent))]),
            np.concatenate([self.status_told.new, self.status[silent].astype(float)]),
        )

    def ended(self, day: int, deal: Ints | None = None) -> tuple[Ints, Ints]:
        """Each deal's status as known at the end of the day, and the day it was closed (`NEVER`: it was open)."""
        deals = np.arange(self.n) if deal is None else deal
        at, there = self.closings.last(deals, np.full(len(deals), day))
        at = np.maximum(at, 0)
        if not len(self.closings.deal):
            return np.zeros(len(deals), dtype=np.int64), np.full(len(deals), NEVER)
        status = np.where(there, self.closings.new[at], OPEN).astype(np.int64)
        closed: Ints = np.where(there & (status != OPEN), self.closings.day[at], NEVER)
        return status, closed

    def open_at(self, deal: Ints, day: Ints) -> Bools:
        """Whether each deal was there and open at the end of the day."""
        there = self.created[deal] <= day
        if not len(self.closings.deal):
            return there
        at, told = self.closings.last(deal, day)
        open_then: Bools = there & (~told | (self.closings.new[np.maximum(at, 0)] == OPEN))
        return open_then

    def left_by(self, day: int) -> Bools:
        """Whether each seller had left by the end of the day; the first is nobody, who stays."""
        gone = np.zeros(len(self.sellers) + 1, dtype=bool)
        gone[1 : len(self.left) + 1] = self.left <= day
        return gone

    def cut(self, day: int) -> History:
        """The history as it was known at the end of a day: what happened later has not happened."""
        kept = np.flatnonzero(self.created <= day)
        place = np.full(self.n, NONE, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        status, closed = self.ended(day, kept)
        at = np.full(len(kept), day)

        def told(changes: Told) -> Told:
            own = changes.chosen((changes.day <= day) & (place[changes.deal] != NONE))
            return replace(own, deal=place[own.deal])

        steps = self.steps
        known = (place[steps.deal] != NONE) & (steps.made <= day)
        done = np.where(steps.done[known] <= day, steps.done[known], NEVER)
        return replace(
            self, ids=tuple(self.ids[each] for each in kept), created=self.created[kept], status=status, closed=closed,
            seller=self.seller_then(kept, at), pipeline=self.pipeline[kept], origin=self.origin[kept],
            stage=self.stage_then(kept, at), amount=self.amount_then(kept, at), expected=self.expected_then(kept, at),
            drift=self.drift[kept] if len(self.drift) else self.drift, upto=min(day, self.upto),
            left=np.where(self.left <= day, self.left, NEVER),
            stage_told=told(self.stage_told), amount_told=told(self.amount_told),
            expected_told=told(self.expected_told), seller_told=told(self.seller_told),
            status_told=told(self.status_told), touched=told(self.touched), met=told(self.met),
            steps=Steps(place[steps.deal[known]], steps.made[known], steps.due[known], done),
        )  # fmt: skip

    def amount_then(self, deal: Ints, day: Ints) -> Floats:
        """The amount at the end of the day, nan where there was none."""
        return self.amount_told.then(deal, day, self.amount[deal])

    def brought(self, deal: Ints, day: Ints) -> Floats:
        """What won deals brought as known at the end of the day: by the exchange rate of the day they were won."""
        amount = self.amount_then(deal, day)
        return amount * self.drift[deal] if len(self.drift) else amount

    def expected_then(self, deal: Ints, day: Ints) -> Floats:
        """The day on which each deal was expected to close, at the end of the day."""
        return self.expected_told.then(deal, day, self.expected[deal])

    def stage_then(self, deal: Ints, day: Ints) -> Ints:
        """The stage at the end of the day."""
        return self.stage_told.then(deal, day, self.stage[deal].astype(float)).astype(np.int64)

    def seller_then(self, deal: Ints, day: Ints) -> Ints:
        """Whose each deal was at the end of the day."""
        return self.seller_told.then(deal, day, self.seller[deal].astype(float)).astype(np.int64)


def days(values: Sequence[object] | npt.NDArray[np.datetime64]) -> Ints:
    """Calendar days as numbers; what is no day is `NEVER`."""
    as_days = np.asarray(values, dtype="datetime64[D]")
    numbers: Ints = np.where(np.isnat(as_days), NEVER, as_days.astype(np.int64))
    return numbers
