"""The local day of an instant, by arithmetic: a third of what DuckDB's own cast takes, which asks a calendar per row.

Between two changes of its clocks a time zone is a fixed number of microseconds away from UTC. The macro finds the
stretch by halving and adds its distance; outside the years it knows, and where the two do not agree, the cast stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import duckdb

from merilo.core.sql import literal

MACRO = "merilo_local_day"
_FROM = 2015
_YEARS_AHEAD = 2
_STEP = timedelta(days=7)  # a zone that changed its clocks twice within it would be seen by the check, and cast
_SECOND, _EPOCH = timedelta(seconds=1), datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Stretch = tuple[int, int]
"""From which microsecond since 1970 on, and how many microseconds local time is ahead of UTC there."""


def define_local_day(con: duckdb.DuckDBPyConnection, time_zone: str) -> None:
    """Make the macro known to this session, whose time zone it must be."""
    con.execute(f"CREATE OR REPLACE TEMP MACRO {MACRO}(moment) AS {_expression(con, time_zone)}")


_expressions: dict[str, str] = {}


def _expression(con: duckdb.DuckDBPyConnection, time_zone: str) -> str:
    """By arithmetic where it says the same as the cast on both sides of every change, else the cast."""
    if time_zone not in _expressions:
        found = stretches(time_zone)
        fast = _by_arithmetic(found)
        edges = sorted({at + more for at, _ahead in found for more in (-1, 0, 1)} | _midnights(found))
        values = ", ".join(f"({edge})" for edge in edges)
        check = (
            f"SELECT count(*) FROM (SELECT make_timestamptz(edge) AS moment FROM (VALUES {values}) AS edges(edge)) "
            f"WHERE ({fast}) IS DISTINCT FROM CAST(moment AS DATE)"
        )
        found_different = con.execute(check).fetchall()[0][0]
        _expressions[time_zone] = "CAST(moment AS DATE)" if found_different else fast
    return _expressions[time_zone]


@cache
def _to() -> int:
    """The first year that is not known."""
    return datetime.now(UTC).year + _YEARS_AHEAD


@cache
def stretches(time_zone: str) -> tuple[Stretch, ...]:
    """The zone's distances from UTC in the years known, each from the instant on from which it holds."""
    zone, moment, end = ZoneInfo(time_zone), datetime(_FROM, 1, 1, tzinfo=UTC), datetime(_to(), 1, 1, tzinfo=UTC)
    found = [(_since_1970(moment), _ahead(zone, moment))]
    while moment < end:
        after = moment + _STEP
        if _ahead(zone, after) != found[-1][1]:
            found.append((_since_1970(_change(zone, moment, after)), _ahead(zone, after)))
        moment = after
    return tuple(found)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new distance."""
    old = _ahead(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        before, after = (middle, after) if _ahead(zone, middle) == old else (before, middle)
    return after


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    return (moment.astimezone(zone).utcoffset() or timedelta()) // _MICROSECOND


def _since_1970(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _midnights(found: Sequence[Stretch]) -> set[int]:
    """Local midnights after each change, and the microsecond before."""
    day = 86_400_000_000
    firsts = {(at + ahead) // day * day + day - ahead for at, ahead in found}
    return firsts | {first - 1 for first in firsts}


def _by_arithmetic(found: Sequence[Stretch]) -> str:
    known = f"moment >= {_instant(found[0][0])} AND moment < {literal(f'{_to()}-01-01 00:00:00+00')}::TIMESTAMPTZ"
    day = f"CAST(make_timestamp(epoch_us(moment) + {_halved(found)}) AS DATE)"
    return f"CASE WHEN {known} THEN {day} ELSE CAST(moment AS DATE) END"


def _halved(found: Sequence[Stretch]) -> str:
    if len(found) == 1:
        return str(found[0][1])
    middle = len(found) // 2
    later, earlier = _halved(found[middle:]), _halved(found[:middle])
    return f"CASE WHEN moment >= {_instant(found[middle][0])} THEN {later} ELSE {earlier} END"


def _instant(since_1970: int) -> str:
    moment = _EPOCH + timedelta(microseconds=since_1970)
    return f"{literal(moment.isoformat(sep=' '))}::TIMESTAMPTZ"
