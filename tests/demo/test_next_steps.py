"""Tasks are written after held meetings, by people at work, as often as the truth says."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from merilo.demo import Company, company
from merilo.demo.clock import DAY
from merilo.demo.next_steps import first_meetings, plan_next
from merilo.demo.parameters import COLLAPSES
from tests.demo.conftest import UNTIL
from tests.demo.test_presence import is_at_work

Z = 4.5

# Worked out from the tables alone, as somebody would who does not know the generator.
AGREED = """
WITH met AS (SELECT account, min(starts_at) AS first_at FROM meetings WHERE status = 'held' GROUP BY account),
ripe AS (FROM met WHERE first_at < TIMESTAMPTZ '2026-06-16 00:00+03')
SELECT count(*),
count(*) FILTER (EXISTS (FROM meetings m WHERE m.account = ripe.account AND m.starts_at > first_at
                         AND m.booked_at BETWEEN first_at AND first_at + INTERVAL 14 DAY)) AS booked,
count(*) FILTER (EXISTS (FROM meetings m WHERE m.account = ripe.account AND m.starts_at > first_at
                         AND m.booked_at BETWEEN first_at AND first_at + INTERVAL 14 DAY)
              OR EXISTS (FROM next_steps n WHERE n.account = ripe.account
                         AND n.created_at BETWEEN first_at AND first_at + INTERVAL 14 DAY)) AS agreed
FROM ripe"""


@pytest.fixture(scope="module")
def large_sql(large: Company) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'Europe/Moscow'")
    for name, table in large.tables().items():
        con.register(name, table)
    return con


def test_what_is_agreed_after_first_meetings(large: Company, large_sql: duckdb.DuckDBPyConnection) -> None:
    of, booked, agreed = large_sql.execute(AGREED).fetchall()[0]
    share = large.truth.next_steps.agreed
    assert of > 8_000
    assert abs(agreed / of - share) <= Z * np.sqrt(share * (1 - share) / of)
    # Neither half alone would do: a KPI that forgets one of them is far off.
    assert 0.3 < booked / of < share - 0.2


def test_tasks_after_later_meetings(large: Company, large_sql: duckdb.DuckDBPyConnection) -> None:
    of, with_task = large_sql.execute(
        """WITH held AS (SELECT *, row_number() OVER (PARTITION BY account ORDER BY starts_at, id) AS place
        FROM meetings WHERE status = 'held' AND starts_at < TIMESTAMPTZ '2026-06-16 00:00+03'),
        next_one AS (SELECT *, lead(starts_at) OVER (PARTITION BY account ORDER BY starts_at, id) AS until FROM held)
        SELECT count(*), count(*) FILTER (EXISTS (FROM next_steps n WHERE n.account = h.account
        AND n.created_at > h.starts_at AND n.created_at < h.starts_at + INTERVAL 14 DAY
        AND (h.until IS NULL OR n.created_at < h.until))) FROM next_one h
        WHERE place > 1 AND (until IS NULL OR until > starts_at + INTERVAL 14 DAY)"""
    ).fetchall()[0]
    share = large.truth.next_steps.after_later_meetings
    assert of > 2_000
    assert abs(with_task / of - share) <= Z * np.sqrt(share * (1 - share) / of)


def test_how_many_tasks_are_done_and_in_time(large: Company) -> None:
    steps, facts, clock = large.next_steps, large.truth.next_steps, large.staff.clock
    leaves = np.array([seller.left_on is not None for seller in large.truth.sellers])[steps.seller]
    old = (steps.due < clock.days - 40) & ~leaves
    done = steps.done[old] >= 0
    in_time = done & (clock.day_of(steps.done[old]) <= steps.due[old])
    for seen, share in ((in_time.mean(), facts.done_in_time), (done.mean(), facts.done_in_time + facts.done_late)):
        assert abs(seen - share) <= Z * np.sqrt(share * (1 - share) / old.sum())


def test_most_tasks_are_written_right_after_the_meeting(large: Company) -> None:
    starts = np.sort(large.meetings.ends[large.meetings.status == 1])
    before = starts[np.searchsorted(starts, large.next_steps.created) - 1]
    at_once = (large.next_steps.created - before < 31 * 60).mean()
    assert at_once >= large.truth.next_steps.at_once


def test_times_are_in_order_and_nothing_happens_after_the_last_day(demo: Company) -> None:
    steps, clock = demo.next_steps, demo.staff.clock
    end = clock.at(np.array([clock.days]), 0)[0]
    done = steps.done >= 0
    assert 0 < done.sum() < len(done)
    assert (steps.created < end).all()
    assert (steps.done < end).all()
    assert (steps.done[done] > steps.created[done]).all()
    assert (steps.due > clock.day_of(steps.created)).all()
    opened = demo.deals.created[steps.deal]
    assert (opened <= steps.created)[steps.deal >= 0].all()
    assert (demo.deals.lead[steps.deal] == steps.lead)[steps.deal >= 0].all()


@pytest.mark.parametrize("what", ["created", "done"])
def test_tasks_are_written_and_done_by_people_at_work(demo: Company, what: str) -> None:
    at = getattr(demo.next_steps, what)
    happened = at >= 0
    assert is_at_work(demo, demo.next_steps.seller[happened], at[happened]).all()


def test_a_leavers_open_tasks_stay_open(large: Company) -> None:
    steps, clock = large.next_steps, large.staff.clock
    last = np.array([s.last if s.last is not None else clock.horizon for s in large.staff.sellers])[steps.seller]
    assert (clock.day_of(steps.done) <= last)[steps.done >= 0].all()
    left_behind = (steps.due > last) & (steps.done < 0)
    assert left_behind.any()


def test_a_company_that_books_more_than_it_should_writes_no_tasks_after_first_meetings() -> None:
    """The share of booked meetings alone is above the truth: no task can bring it down."""
    made = company(until=UNTIL, sellers=3, teams=1, years=0.5, seed=2)
    modest = replace(made.truth, next_steps=replace(made.truth.next_steps, agreed=0.05, after_later_meetings=0.0))
    assert first_meetings(made.meetings, modest.next_steps)[1].any()
    assert len(plan_next(modest, made.staff, made.meetings, made.deals).lead) == 0


def test_one_first_meeting_per_company(demo: Company) -> None:
    first, booked_on = first_meetings(demo.meetings, demo.truth.next_steps)
    held = demo.meetings.status == 1
    assert first.sum() == len(np.unique(demo.meetings.lead[held]))
    assert (held[first]).all()
    assert (first | ~booked_on).all()
    assert demo.meetings.starts[first].max() - demo.meetings.starts[first].min() > 300 * DAY
    assert COLLAPSES in demo.meetings.seller[first]
