"""First meetings: what becomes of a prospect until there is a deal."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from merilo.demo.clock import HOUR, Bools, Ints
from merilo.demo.prospecting import DAY_BEGINS, Leads
from merilo.demo.staff import Staff
from merilo.demo.truth import Truth

STATUSES = ("booked", "held", "no_show", "cancelled")
BOOKED, HELD, NO_SHOW, CANCELLED = range(4)


@dataclass(frozen=True)
class Meetings:
    """One row per meeting; times are local seconds; `deal` -1: before there was one."""

    seller: Ints
    lead: Ints
    deal: Ints
    booked: Ints
    starts: Ints
    ends: Ints
    status: Ints

    @classmethod
    def joined(cls, *parts: Meetings) -> Meetings:
        """All parts, in order of the day they were booked."""
        columns = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)}
        order = np.argsort(columns["booked"], kind="stable")
        return cls(**{name: column[order] for name, column in columns.items()})


@dataclass(frozen=True)
class Openings:
    """Meetings to be booked or deals to be opened: by whom, from which lead, when."""

    seller: Ints
    lead: Ints
    at: Ints


def meet(truth: Truth, staff: Staff, leads: Leads) -> tuple[Meetings, Openings]:
    """The first meetings with all prospects, and the deals that come of them."""
    rng = np.random.default_rng([truth.seed, 4])
    facts = truth.meetings
    prospects = np.flatnonzero(leads.qualified >= 0)
    books, direct = rng.random((2, len(prospects)))
    seller, at = leads.seller[prospects].astype(np.int64), leads.qualified[prospects]
    booked = books < facts.booked
    first = _round(truth, staff, rng, Openings(seller[booked], prospects[booked], at[booked] + 300))
    missed = (first.status == NO_SHOW) | (first.status == CANCELLED)
    retry = _chosen(first, missed & (rng.random(len(missed)) < facts.rebooked))
    second = _round(truth, staff, rng, Openings(retry.seller, retry.lead, retry.ends + HOUR // 2))
    meetings = Meetings.joined(first, second)
    held = _chosen(meetings, meetings.status == HELD)
    good = _chosen(held, rng.random(len(held.lead)) < facts.becomes_deal)
    unmet = ~booked & (direct < facts.deal_without_meeting)
    return meetings, _in_time(
        Openings(
            np.concatenate([good.seller, seller[unmet]]),
            np.concatenate([good.lead, prospects[unmet]]),
            np.concatenate([good.ends + HOUR // 2, at[unmet] + 600]),
        )
    )


def _round(truth: Truth, staff: Staff, rng: np.random.Generator, asked: Openings) -> Meetings:
    """One attempt: booked now, for a working day of the desk's owner one to ten days later."""
    time, facts = staff.clock, truth.meetings
    seller, lead, booked = asked.seller, asked.lead, asked.at
    gap = rng.integers(1, 11, len(lead))
    slot, length = rng.integers(2, 15, len(lead)), rng.integers(2, 5, len(lead))
    fate = rng.random(len(lead))
    day = staff.next_day[seller, np.minimum(time.day_of(booked) + gap, time.horizon)]
    known = day < time.horizon
    seller, lead, booked, day = seller[known], lead[known], booked[known], day[known]
    owner = staff.owner[seller, day]
    starts = time.at(day, begins(staff)[owner] + slot[known] * HOUR // 2)
    status = 1 + np.searchsorted([facts.held, facts.held + facts.no_show], fate[known], side="right")
    return Meetings(
        seller=owner,
        lead=lead,
        deal=np.full(len(lead), -1, dtype=np.int64),
        booked=booked,
        starts=starts,
        ends=starts + length[known] * HOUR // 4,
        status=np.where(day >= time.days, BOOKED, status).astype(np.int64),
    )


def begins(staff: Staff) -> Ints:
    """Each seller's first working second of the day, on the company's clock."""
    return np.array([DAY_BEGINS[country] for country in staff.countries], dtype=np.int64)


def _chosen(meetings: Meetings, which: Bools) -> Meetings:
    return Meetings(**{f.name: getattr(meetings, f.name)[which] for f in fields(meetings)})


def _in_time(openings: Openings) -> Openings:
    order = np.argsort(openings.at, kind="stable")
    return Openings(openings.seller[order], openings.lead[order], openings.at[order])
