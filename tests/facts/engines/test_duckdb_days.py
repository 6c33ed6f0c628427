"""The local day by arithmetic is the day that DuckDB's own calendar gives, on both sides of every change of clocks."""

from __future__ import annotations

import duckdb
import pytest

from merilo.facts.engines.duckdb_days import MACRO, define_local_day, stretches


def _different(zone: str, moments: str) -> int:
    with duckdb.connect() as con:
        con.execute(f"SET TimeZone = '{zone}'")
        define_local_day(con, zone)
        days = f"SELECT {MACRO}(moment) AS ours, CAST(moment AS DATE) AS theirs FROM ({moments}) AS t(moment)"
        found = con.execute(f"SELECT count(*) FROM ({days}) WHERE ours IS DISTINCT FROM theirs").fetchall()
    return int(found[0][0])


ZONES = ("UTC", "Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
         "America/Santiago", "Africa/Casablanca")  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_of_many_years_has_its_day(zone: str) -> None:
    moments = "SELECT unnest(range(TIMESTAMPTZ '2009-12-31 00:00Z', TIMESTAMPTZ '2031-02-01 00:00Z', INTERVAL '30m'))"
    assert _different(zone, moments) == 0


def test_no_instant_has_no_day_and_the_ends_of_time_have_theirs() -> None:
    odd = "VALUES (NULL), ('infinity'), ('-infinity'), ('0001-01-01 00:00Z'), ('9999-12-31 23:59:59Z')"
    assert _different("Europe/Berlin", f"SELECT c::TIMESTAMPTZ FROM ({odd}) AS v(c)") == 0


def test_moscow_has_stood_still_since_2015_and_berlin_changes_twice_a_year() -> None:
    (moscow,) = stretches("Europe/Moscow")
    assert moscow[1] == 3 * 3_600_000_000
    berlin = stretches("Europe/Berlin")
    assert {ahead // 3_600_000_000 for _at, ahead in berlin} == {1, 2}
    assert berlin[1][0] == 1427590800 * 1_000_000  # 29 March 2015, 1 o'clock UTC
