"""Clock times to instants: both changes of the clock, and agreement with the zone database everywhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.intake.formats.zones import clock_sql, instant_sql

ZONES = ("Europe/Berlin", "America/New_York", "Europe/Moscow", "Asia/Kolkata", "Australia/Lord_Howe",
         "Africa/Casablanca", "Asia/Beirut", "UTC", "Pacific/Apia", "America/Sao_Paulo")  # fmt: skip


def _instant(clock: datetime, zone: str) -> datetime:
    sql = instant_sql(f"TIMESTAMP '{clock}'", zone)
    (micros,) = duckdb.connect().execute(f"SELECT epoch_us({sql})").fetchone()
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


@given(st.sampled_from(ZONES), st.datetimes(datetime(1970, 1, 2), datetime(2036, 1, 1)))
def test_a_clock_time_is_the_zone_databases_first_reading(zone, clock):
    clock = clock.replace(microsecond=0)
    # zoneinfo's fold=0 is the first of two readings, and the offset before a gap, as ours.
    assert _instant(clock, zone) == clock.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


@given(st.sampled_from(ZONES), st.datetimes(datetime(1970, 1, 2), datetime(2036, 1, 1)))
def test_an_instant_shows_the_zone_databases_clock(zone, moment):
    moment = moment.replace(microsecond=0)
    sql = clock_sql(f"make_timestamptz(epoch_us(TIMESTAMP '{moment}'))", zone)
    (shown,) = duckdb.connect().execute(f"SELECT {sql}").fetchone()
    assert shown == moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        ("2024-03-31 01:59", "2024-03-31 00:59"),
        ("2024-03-31 02:30", "2024-03-31 01:30"),  # never shown: read as 03:30
        ("2024-03-31 03:00", "2024-03-31 01:00"),
        ("2024-10-27 01:59", "2024-10-26 23:59"),
        ("2024-10-27 02:30", "2024-10-27 00:30"),  # shown twice: the summer one
        ("2024-10-27 03:00", "2024-10-27 02:00"),
    ],
)
def test_both_changes_of_the_clock_in_berlin(clock, instant):
    assert _instant(datetime.fromisoformat(clock), "Europe/Berlin") == datetime.fromisoformat(instant + "+00:00")
