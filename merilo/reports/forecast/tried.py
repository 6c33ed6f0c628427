"""How right forecasts have been in this workspace: tried on past weeks, kept until those weeks look different."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.time import Period, day_of_number, number_of_day
from merilo.core.whole_file import write_whole
from merilo.core.workspace import Workspace
from merilo.insight.forecast.backtest import HORIZONS, Backtest, Kind, Tried, backtest
from merilo.insight.forecast.history import History, Ints, Steps, Told
from merilo.insight.forecast.model import Step
from merilo.insight.forecast.scores import Bin, Calibration
from merilo.insight.intervals import Interval
from merilo.reports.forecast.history import Deals, calendar_of
from merilo.reports.kept import program

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

PERIODS = (Period.MONTH, Period.QUARTER)
_FOLDER = "forecast"
_KEEP = 3
_ARRAYS = ("quantiles", "promised", "of_sellers")
Progress = Callable[[int, int], None]
"""Hears how many of how many past days were tried."""


@dataclass(frozen=True)
class TrackRecord:
    """Past forecasts against what came, and how calibrated chances of deals were, by days ahead."""

    backtest: Backtest
    calibrations: dict[int, Calibration]


def track_record(desk: Desk, place: Workspace, deals: Deals, told: Progress = lambda _done, _all: None) -> TrackRecord:
    """The record up to the last whole week, read from what is kept for the same past, or tried now."""
    week = desk.settings.calendar.start(day_of_number(deals.history.upto) + timedelta(days=1), Period.WEEK)
    history = deals.history.cut(number_of_day(week) - 1)
    settings = desk.settings
    cut = repr((settings.calendar, settings.country))
    path = place.root / "cache" / _FOLDER / f"{program()}-{_digest(history, cut)}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    found = _tried(desk, history, told)
    _write(path, found)
    return found


def _tried(desk: Desk, history: History, told: Progress) -> TrackRecord:
    calendar = desk.settings.calendar
    first, last = day_of_number(int(history.created.min(initial=history.upto))), day_of_number(history.upto + 366)
    periods = {
        period.value: np.array([number_of_day(start) for start, _end in calendar.periods(first, last, period)])
        for period in PERIODS
    }  # fmt: skip
    found = backtest(history, calendar_of(desk, history), periods, told=told)
    calibrations = {days: each for days in HORIZONS if (each := found.calibration(days))}
    return TrackRecord(Backtest(found.origins, found.tried), calibrations)


def _digest(history: History, cut: str) -> str:
    """A name for all that a record rests on; `cut`: how time is cut, and which holidays there are."""
    found = hashlib.sha256(repr((cut, history.upto, history.n, history.sellers, history.stages)).encode())
    for each in fields(history):
        value = getattr(history, each.name)
        inner = isinstance(value, Told | Steps)
        arrays = [getattr(value, own.name) for own in fields(value)] if inner else [value]
        for array in arrays:
            if isinstance(array, np.ndarray):
                found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()[:24]


def _write(path: Path, record: TrackRecord) -> None:
    """Whole, or not at all; those of other pasts go."""
    older = sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for each in older[: -(_KEEP - 1)]:
        each.unlink(missing_ok=True)
    document = {
        "origins": record.backtest.origins.tolist(),
        "tried": [asdict(each) | {name: getattr(each, name).tolist() for name in _ARRAYS} | {"step": int(each.step)}
                  for each in record.backtest.tried],
        "calibrations": {days: asdict(each) for days, each in record.calibrations.items()},
    }  # fmt: skip
    write_whole(path, json.dumps(document))


def _read(path: Path) -> TrackRecord | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        origins: Ints = np.array(found["origins"], dtype=np.int64)
        return TrackRecord(
            Backtest(origins, tuple(map(_as_tried, found["tried"]))),
            {int(days): _as_calibration(each) for days, each in found["calibrations"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # never tried, or damaged: it is tried anew
        return None


def _as_tried(row: dict[str, Any]) -> Tried:
    return Tried(**row | {
        "kind": Kind(**row["kind"]), "step": Step(row["step"]),
        "naive": {name: tuple(both) for name, both in row["naive"].items()},
        **{name: tuple(row[name]) for name in ("actual", "mean", "noise")},
        **{name: np.array(row[name]) for name in _ARRAYS},
    })  # fmt: skip


def _as_calibration(row: dict[str, Any]) -> Calibration:
    bins = tuple(Bin(**each | {"interval": Interval(**each["interval"])}) for each in row["bins"])
    return Calibration(**row | {"bins": bins})


def last_day(record: TrackRecord) -> date | None:
    """The last day on which a forecast was tried."""
    return day_of_number(int(record.backtest.origins[-1])) if len(record.backtest.origins) else None
