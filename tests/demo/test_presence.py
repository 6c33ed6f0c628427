"""Nobody works on a holiday, while away, before he is hired or after he has left."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.demo import Company
from merilo.demo.clock import DAY, next_true

_EVENTS = {
    "touches": lambda c: (c.touches.seller, c.touches.at),
    "meetings": lambda c: (c.meetings.seller, c.meetings.starts),
    "leads qualified": lambda c: (
        c.leads.seller[c.leads.qualified >= 0],
        c.leads.qualified[c.leads.qualified >= 0],
    ),
    "deals opened": lambda c: (c.deals.opened_by, c.deals.created),
}


def is_at_work(company: Company, seller: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Worked out from the truth alone, not from the calendars that the generator used."""
    truth = company.truth
    day = at // DAY
    fine = (day + 3) % 7 < 5
    for index, who in enumerate(truth.sellers):
        mine = seller == index
        spans = [(a.first, a.last) for a in truth.absences if a.seller == who.id]
        spans += [(d, d) for d in truth.holidays[who.country]]
        for first, last in spans:
            fine[mine & (day >= _number(first)) & (day <= _number(last))] = False
        fine[mine & (day < _number(who.hired_on))] = False
        if who.left_on:
            fine[mine & (day > _number(who.left_on))] = False
    return fine


def _number(day: object) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


@pytest.mark.parametrize("what", _EVENTS)
def test_no_event_while_its_seller_is_away(demo: Company, what: str) -> None:
    seller, at = _EVENTS[what](demo)
    assert len(at) > 500
    assert is_at_work(demo, seller, at).all()


def test_no_deal_moves_while_its_owner_is_away(demo: Company) -> None:
    owner = demo.staff.owner[demo.deals.opened_by[demo.changes.deal], demo.staff.clock.day_of(demo.changes.at)]
    assert is_at_work(demo, owner, demo.changes.at).all()


def test_nothing_has_happened_after_the_last_day(demo: Company) -> None:
    end = (_number(demo.truth.until) + 1) * DAY
    happened = demo.meetings.status != 0
    for at in (demo.touches.at, demo.leads.qualified, demo.deals.closed, demo.changes.at, demo.meetings.booked):
        assert at.max() < end
    assert demo.meetings.ends[happened].max() < end
    assert (demo.meetings.starts[~happened] >= end).all()


def test_there_are_hires_leavers_and_a_reorganisation(demo: Company) -> None:
    sellers = demo.truth.sellers
    assert len(sellers) == 12
    assert sum(s.hired_on > demo.truth.start for s in sellers) == 2
    assert sum(s.left_on is not None for s in sellers) == 1
    moved = [s for s in sellers if len(s.spells) == 2]
    assert len(moved) == 1
    before, after = moved[0].spells
    assert before.team != after.team
    assert before.last is not None
    assert after.first is not None
    assert (after.first - before.last).days == 1


def test_leavers_open_deals_pass_to_those_who_stay(large: Company) -> None:
    leavers = {index for index, s in enumerate(large.truth.sellers) if s.left_on}
    handed = large.changes.field == 3
    assert handed.sum() > 10
    assert set(large.changes.old[handed].tolist()) == leavers
    assert leavers.isdisjoint(large.changes.new[handed].tolist())
    still_open = large.deals.status == 0
    assert leavers.isdisjoint(large.deals.seller[still_open].tolist())


def test_next_true_finds_the_first_day_not_before() -> None:
    flags = np.array([[False, True, False, True, False]])
    assert next_true(flags).tolist() == [[1, 1, 3, 3, 5, 5]]
