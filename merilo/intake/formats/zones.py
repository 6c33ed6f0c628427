"""Clock times of a zone to instants and back, as plain arithmetic in SQL.

The engine's own conversion costs five times as much and reads a repeated hour as its second (winter) pass. Here a
clock time that occurs twice is its first pass, and one that the spring jump skips moves forward by the jump.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# No zone has changed its offset twice within a week.
_STEP = timedelta(days=7)


@dataclass(frozen=True)
class _Change:
    """From UTC instant `at` (microseconds) on, the zone is `after` microseconds ahead of UTC; before, `before`."""

    at: int
    before: int
    after: int


def instant_sql(clock: str, time_zone: str) -> str:
    """SQL of the TIMESTAMPTZ at which `clock` (SQL of a TIMESTAMP) is shown in `time_zone` (an IANA name)."""
    micros = f"epoch_us({clock})"
    # Before the change's own clock time the old offset holds; the later of both readings gives the rules above.
    steps = [(change.at + max(change.before, change.after), change.after) for change in _changes(time_zone)]
    return f"make_timestamptz({micros} - {_offset(micros, steps, _first_offset(time_zone))})"


def clock_sql(instant: str, time_zone: str) -> str:
    """SQL of the TIMESTAMP that a clock in `time_zone` shows at `instant` (SQL of a TIMESTAMPTZ)."""
    micros = f"epoch_us({instant})"
    steps = [(change.at, change.after) for change in _changes(time_zone)]
    return f"make_timestamp({micros} + {_offset(micros, steps, _first_offset(time_zone))})"


def _offset(micros: str, steps: list[tuple[int, int]], before: int) -> str:
    """SQL of the offset in force, found by halving: a few comparisons per row whatever the zone's history."""
    if not steps:
        return str(before)
    middle = len(steps) // 2
    at, after = steps[middle]
    earlier, later = _offset(micros, steps[:middle], before), _offset(micros, steps[middle + 1 :], after)
    return earlier if earlier == later else f"CASE WHEN {micros} < {at} THEN {earlier} ELSE {later} END"


@cache
def _changes(time_zone: str) -> tuple[_Change, ...]:
    zone, changes, at = ZoneInfo(time_zone), [], _FIRST
    before = _ahead(zone, at)
    while at < _LAST:
        after = _ahead(zone, at + _STEP)
        if before != after:
            changes.append(_Change(_micros(_moment_of_change(zone, at, at + _STEP)), before, after))
        at, before = at + _STEP, after
    return tuple(changes)


@cache
def _first_offset(time_zone: str) -> int:
    return _ahead(ZoneInfo(time_zone), _FIRST)


def _moment_of_change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second in (low, high] at which the offset is that of `high`."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (low, middle) if _ahead(zone, middle) == _ahead(zone, high) else (middle, high)
    return high


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    return offset // timedelta(microseconds=1)


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
