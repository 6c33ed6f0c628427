"""Days, weeks and quarters as the workspace counts them: zones, both clock changes, week starts and fiscal years."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build


def _counts(built: Any, kpi: str, part: str, every: Period) -> dict[str, Any]:
    return {line.period: line.figure.parts[part] for line in built.ask(kpi, every=every).lines}


def test_a_touch_belongs_to_the_local_day_on_which_it_was_made(facts: Build) -> None:
    """22:30 UTC on 31 January is 01:30 on 1 February in Moscow, and 19:30 on 31 January in São Paulo."""
    touch = {"seller": "a", "at": "2024-01-31T22:30:00+00:00"}
    found = {
        zone: _counts(facts(touches=[touch], settings=Settings(time_zone=zone)), "touches", "touches", Period.MONTH)
        for zone in ("Europe/Moscow", "America/Sao_Paulo", "UTC")
    }
    assert found == {"Europe/Moscow": {"2024-02": 1}, "America/Sao_Paulo": {"2024-01": 1}, "UTC": {"2024-01": 1}}


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Berlin, 31 March 2024: 02:00 becomes 03:00; the day has 23 hours.
        ("2024-03-30T22:59:59+00:00", "2024-03-30"),
        ("2024-03-30T23:00:00+00:00", "2024-03-31"),
        ("2024-03-31T21:59:59+00:00", "2024-03-31"),
        ("2024-03-31T22:00:00+00:00", "2024-04-01"),
        # Berlin, 27 October 2024: 03:00 becomes 02:00; the day has 25 hours, and 02:30 comes twice.
        ("2024-10-26T22:00:00+00:00", "2024-10-27"),
        ("2024-10-27T00:30:00+00:00", "2024-10-27"),
        ("2024-10-27T01:30:00+00:00", "2024-10-27"),
        ("2024-10-27T22:59:59+00:00", "2024-10-27"),
        ("2024-10-27T23:00:00+00:00", "2024-10-28"),
    ],
)
def test_around_both_clock_changes_every_instant_is_on_its_local_day(facts: Build, instant: str, day: str) -> None:
    deal = {"status": "won", "created_at": "2024-01-01", "closed_at": instant}
    built = facts(deals=[deal], settings=Settings(time_zone="Europe/Berlin"))
    assert _counts(built, "win_rate", "won", Period.DAY) == {day: 1}
    assert built.figure("win_rate", start=day, end=day).parts["won"] == 1


@pytest.mark.parametrize(
    ("created", "closed", "calendar", "elapsed"),
    [
        ("2024-03-30T12:00", "2024-03-31T12:00", 1, 23 / 24),
        ("2024-10-26T12:00", "2024-10-27T12:00", 1, 25 / 24),
        ("2024-10-27T00:30:00+00:00", "2024-10-27T01:30:00+00:00", 0, 1 / 24),  # both read 02:30
    ],
)
def test_a_day_of_23_or_25_hours_is_one_calendar_day(
    facts: Build, created: str, closed: str, calendar: int, elapsed: float
) -> None:
    deal = {"status": "won", "created_at": created, "closed_at": closed}
    built = facts(deals=[deal], settings=Settings(time_zone="Europe/Berlin"))
    policy = {"start": "created"}
    assert built.figure("time_to_close", policies=policy).value == calendar
    hours = built.figure("time_to_close", policies={**policy, "days": "elapsed"})
    assert hours.value == pytest.approx(elapsed)


def test_the_pipeline_of_a_day_ends_at_local_midnight_on_both_clock_changes(facts: Build) -> None:
    """Two deals come in the last local minute of each changed day, two in the first of the next: each day sees one."""
    deals = [
        {"id": name, "created_at": at}
        for name, at in (
            ("spring", "2024-03-31T21:59:00+00:00"),
            ("april", "2024-03-31T22:00:00+00:00"),
            ("autumn", "2024-10-27T22:59:00+00:00"),
            ("winter", "2024-10-27T23:00:00+00:00"),
        )
    ]
    built = facts(deals=deals, settings=Settings(time_zone="Europe/Berlin"))
    days = ("2024-03-31", "2024-04-01", "2024-10-27", "2024-10-28")
    assert [built.figure("pipeline", as_of=day).value for day in days] == [1, 2, 3, 4]
    series = built.ask("pipeline", every=Period.DAY, start="2024-10-27", end="2024-10-28")
    assert [line.figure.value for line in series.lines] == [3, 4]


@pytest.mark.parametrize(
    ("week_start", "expected"),
    [
        ("monday", {"2024-W22": 2, "2024-W23": 1}),
        ("sunday", {"2024-05-26": 1, "2024-06-02": 2}),
        ("saturday", {"2024-06-01": 3}),
    ],
)
def test_weeks_begin_when_the_workspace_says(facts: Build, week_start: str, expected: dict[str, int]) -> None:
    """Saturday 1, Sunday 2 and Monday 3 June 2024."""
    touches = [{"seller": "a", "at": f"2024-06-0{day}"} for day in (1, 2, 3)]
    built = facts(touches=touches, settings=Settings(week_start=week_start))
    assert _counts(built, "touches", "touches", Period.WEEK) == expected


@pytest.mark.parametrize(
    ("fiscal_year_start", "quarters", "years"),
    [
        (1, {"2024Q1": 1, "2024Q2": 1}, {"2024": 2}),
        (2, {"FY2025Q1": 2}, {"FY2025": 2}),
        (4, {"FY2024Q4": 1, "FY2025Q1": 1}, {"FY2024": 1, "FY2025": 1}),
    ],
)
def test_quarters_and_years_are_the_fiscal_ones(
    facts: Build, fiscal_year_start: int, quarters: dict[str, int], years: dict[str, int]
) -> None:
    """Won on 31 March and on 1 April 2024; a fiscal year from February 2024 is named 2025, in which it ends."""
    deals = [{"status": "won", "created_at": "2024-01-01", "closed_at": day} for day in ("2024-03-31", "2024-04-01")]
    built = facts(deals=deals, settings=Settings(fiscal_year_start=fiscal_year_start))
    assert _counts(built, "win_rate", "won", Period.QUARTER) == quarters
    assert _counts(built, "win_rate", "won", Period.YEAR) == years


@pytest.mark.parametrize("fiscal_year_start", [1, 2, 4])
def test_states_and_movements_follow_the_fiscal_quarters_too(facts: Build, fiscal_year_start: int) -> None:
    """The quarter that holds 1 March ends in March, April or May; the states of its end and its movements agree."""
    ends = {1: date(2024, 3, 31), 2: date(2024, 4, 30), 4: date(2024, 3, 31)}
    built = facts(
        today="2024-12-31",
        settings=Settings(fiscal_year_start=fiscal_year_start),
        deals=[{"id": "d", "created_at": "2024-03-01", "amount": 10, "stage": "s"}],
        revenue=[{"account": "x", "starts_on": "2024-03-01", "amount": 5}],
    )
    state = built.ask("pipeline", every=Period.QUARTER, start="2024-03-01", end="2024-03-01")
    assert [line.end for line in state.lines] == [ends[fiscal_year_start]]
    moves = built.ask("revenue_movements", every=Period.QUARTER)
    assert [line.end for line in moves.lines if line.figure.parts["new"]] == [ends[fiscal_year_start]]
