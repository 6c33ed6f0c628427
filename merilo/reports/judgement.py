"""A value against the range that was expected: below, within, above, or not to be told."""

from __future__ import annotations

from enum import StrEnum

from merilo.core.text import N_
from merilo.insight.intervals import Interval
from merilo.kpis.declaration import Better

_DIGITS = 4  # money's: a share of a target is no more exact


class Status(StrEnum):
    """How a value stands to what was expected of it."""

    BELOW = N_("below")
    WITHIN = N_("within")
    ABOVE = N_("above")
    CANNOT_TELL = N_("cannot tell")
    NOT_BEGUN = N_("not begun")
    NO_DATA = N_("no data")


def of_amount(reached: float, low: float, high: float | None) -> Status:
    """The status of an amount: it is a count of all there is, so nothing about it is unsure."""
    if round(reached, _DIGITS) < round(low, _DIGITS):
        return Status.BELOW
    return Status.ABOVE if high is not None and round(reached, _DIGITS) > round(high, _DIGITS) else Status.WITHIN


def of_value(
    value: float | None, interval: Interval | None, low: float, high: float | None, *, too_few: bool
) -> Status:
    """The status of a rate, a mean or a median: only told when its whole interval lies on one side of each edge."""
    if value is None:
        return Status.NO_DATA
    if too_few:
        return Status.CANNOT_TELL
    if interval is None:
        return of_amount(value, low, high)
    if interval.high < low:
        return Status.BELOW
    if high is not None and interval.low > high:
        return Status.ABOVE
    inside = interval.low >= low and (high is None or interval.high <= high)
    return Status.WITHIN if inside else Status.CANNOT_TELL


def needs_help(status: Status, better: Better) -> bool:
    """Whether the value is on the wrong side of the range."""
    wrong = {Better.HIGHER: {Status.BELOW}, Better.LOWER: {Status.ABOVE}}
    return status in wrong.get(better, {Status.BELOW, Status.ABOVE})


def distance(value: float, low: float, high: float | None) -> float:
    """How far outside the range a value is, as a share of the edge that it missed; 0 within."""
    edge = low if value < low else high if high is not None and value > high else value
    return abs(value - edge) / abs(edge) if edge else abs(value - edge)
