"""The facts about deals as the arrays that a forecast learns from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.core.time import day_of_number, number_of_day
from merilo.core.working_days import FIVE_DAYS, known_country, working_days
from merilo.insight.forecast.history import NEVER, NONE, Floats, History, Ints, Steps, Told, days
from merilo.insight.forecast.rhythm import Calendar
from merilo.kpis.forecast_accuracy.courses import (
    followed_deals,
    left_sellers,
    met_days,
    planned_steps,
    stage_chances,
    told_changes,
    touched_days,
    undated,
)
from merilo.reports.forecast.calls import context_of

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

_STATUS = pa.array(["open", "won", "lost"])
_BETWEEN = "\x1f"
_AHEAD = 800  # days that the calendar reaches beyond the data


@dataclass(frozen=True)
class Deals:
    """The history of all deals, with what people call them: title and account (id) of each.

    `left_out`: deals without a day of opening, or closed on an unknown day; `no_rate`: amounts without exchange rate.
    """

    history: History
    names: tuple[str | None, ...]
    accounts: tuple[str | None, ...]
    left_out: int
    no_rate: int
    currency: str


def deals_known(desk: Desk, day: date) -> Deals:
    """All deals as they were known at the end of a day."""
    return desk.remembered(("forecast_history", day), lambda: _deals_known(desk, day))


def _deals_known(desk: Desk, day: date) -> Deals:
    facts, context = desk.engine.facts, context_of(desk, desk.today)
    rows = desk.table(followed_deals(facts, context)).combine_chunks()
    ids, status = rows["id"], _codes(rows["status"], _STATUS)
    changes = _Changes(desk.table(told_changes(facts)).combine_chunks(), ids)
    sellers = _labels(rows["seller"], *changes.texts("seller"))
    pipelines, origins = _labels(rows["pipeline"]), _labels(rows["origin"])
    stages = _stages(desk, rows, changes)
    unit = _numbers(rows["unit"])
    history = History(
        ids=tuple(ids.to_pylist()),
        created=_days(rows["created"]),
        status=status,
        closed=np.where(status > 0, _days(rows["closed"]), NEVER),
        seller=_codes(rows["seller"], sellers),
        pipeline=_codes(rows["pipeline"], pipelines),
        origin=_codes(rows["origin"], origins),
        stage=_codes(stages.of(rows["pipeline"], rows["stage"]), stages.keys),
        amount=_numbers(rows["amount"]),
        expected=_day_numbers(rows["expected"]),
        sellers=tuple(sellers.to_pylist()),
        pipelines=tuple(pipelines.to_pylist()),
        origins=tuple(origins.to_pylist()),
        stages=tuple(stages.labels),
        upto=number_of_day(day),
        stage_chance=stages.chances,
        left=_left(desk, sellers),
        drift=_drift(unit, _numbers(rows["unit_closed"]), status),
        stage_told=changes.told("stage", lambda texts, deal: _codes(
            stages.of(rows["pipeline"].take(pa.array(deal)), texts), stages.keys).astype(float)),
        amount_told=changes.told("amount", lambda texts, deal: _parsed(texts, pa.float64()) * unit[deal]),
        expected_told=changes.told("expected_close_on", lambda texts, _deal: _parsed_days(texts)),
        seller_told=changes.told("seller", lambda texts, _deal: _codes(texts, sellers).astype(float)),
        status_told=changes.told("status", lambda texts, _deal: np.maximum(_codes(texts, _STATUS), 0).astype(float)),
        touched=_events(desk.table(touched_days(facts, context)), ids),
        met=_events(desk.table(met_days(facts, context)), ids),
        steps=_steps(desk.table(planned_steps(facts, context)), ids),
    )  # fmt: skip
    # What happened after the day has not happened yet, whatever the facts say today.
    left_out = int(desk.records(undated(facts))[0]["n"])
    no_rate = int(pc.sum(rows["no_rate"]).as_py() or 0)
    names, accounts = (tuple(rows[name].to_pylist()) for name in ("name", "account"))
    kept = [place for place, born in enumerate(history.created.tolist()) if born <= number_of_day(day)]
    names, accounts = (tuple(each[place] for place in kept) for each in (names, accounts))
    return Deals(history.cut(number_of_day(day)), names, accounts, left_out, no_rate, context.currency)


def _drift(opened: Floats, closed: Floats, status: Ints) -> Floats:
    """How each closed deal's currency moved from its opening to its closing; 1 where that is not known, or not yet."""
    moved = np.divide(closed, opened, out=np.ones_like(opened), where=np.isfinite(opened) & (opened > 0) & (status > 0))
    return np.where(np.isfinite(moved), moved, 1.0)


class _Changes:
    """The changes of deals that are known, each by the place of its deal."""

    def __init__(self, rows: pa.Table, ids: pa.ChunkedArray) -> None:
        place = _codes(rows["deal"], _array(ids))
        known = pa.array(place >= 0)
        self._rows, self._place = rows.filter(known), place[place >= 0]
        self._field = self._rows["field"]

    def of(self, field: str) -> tuple[Ints, pa.Table]:
        """The deals' places and the rows of one field."""
        own = pc.equal(self._field, field)
        return self._place[np.asarray(own)], self._rows.filter(own)

    def texts(self, field: str) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        """What a field was before and after its changes."""
        _place, rows = self.of(field)
        return rows["old"], rows["new"]

    def told(self, field: str, read: Callable[[pa.ChunkedArray, Ints], Floats]) -> Told:
        """The changes of one field, as numbers."""
        place, rows = self.of(field)
        return Told(place, _days(rows["day"]), read(rows["old"], place), read(rows["new"], place))


@dataclass(frozen=True)
class _Stages:
    """The stages that deals are or were in, pipeline by pipeline in their order; a stage's key holds both names."""

    keys: pa.Array
    labels: list[str]
    chances: Floats

    @staticmethod
    def of(pipelines: pa.ChunkedArray, stages: pa.ChunkedArray) -> pa.ChunkedArray:
        """The keys of stages in pipelines; null where there is no stage."""
        return pc.binary_join_element_wise(pc.fill_null(pipelines, ""), stages, _BETWEEN)


def _stages(desk: Desk, rows: pa.Table, changes: _Changes) -> _Stages:
    place, told = changes.of("stage")
    pipelines = rows["pipeline"].take(pa.array(place))
    keys = _labels(
        _Stages.of(rows["pipeline"], rows["stage"]), *(_Stages.of(pipelines, told[name]) for name in ("old", "new"))
    )
    known = {(row["pipeline"] or "", row["name"]): row for row in desk.records(stage_chances(desk.engine.facts))}

    def row(key: str) -> dict[str, Any]:
        pipeline, _between, name = key.partition(_BETWEEN)
        found: dict[str, Any] = known.get((pipeline, name)) or known.get(("", name)) or {}
        return found

    ordered = sorted(keys.to_pylist(), key=lambda key: (key.partition(_BETWEEN)[0], row(key).get("position") or 0, key))
    chances = [row(key).get("crm_probability") for key in ordered]
    numbers = np.array([np.nan if chance is None else chance for chance in chances], dtype=np.float64)
    return _Stages(pa.array(ordered, pa.string()), [key.partition(_BETWEEN)[2] for key in ordered], numbers)


def _left(desk: Desk, sellers: pa.Array) -> Ints:
    gone = {row["id"]: number_of_day(row["left_on"]) for row in desk.records(left_sellers(desk.engine.facts))}
    return np.array([gone.get(seller, NEVER) for seller in sellers.to_pylist()], dtype=np.int64)


def _events(rows: pa.Table, ids: pa.ChunkedArray) -> Told:
    place, day = _codes(rows["deal"], _array(ids)), _days(rows["day"])
    known = place != NONE
    nothing = np.zeros(int(known.sum()))
    return Told(place[known], day[known], nothing, nothing)


def _steps(rows: pa.Table, ids: pa.ChunkedArray) -> Steps:
    place = _codes(rows["deal"], _array(ids))
    known = place != NONE
    return Steps(place[known], *(_days(rows[name])[known] for name in ("made", "due", "done")))


def _array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _labels(*columns: pa.ChunkedArray) -> pa.Array:
    """All values of the columns, each once, in order."""
    every = pa.chunked_array([chunk for column in columns for chunk in _chunks(column)], pa.string())
    found = pc.unique(every).drop_null()
    return found.take(pc.sort_indices(found))


def _chunks(column: pa.ChunkedArray | pa.Array) -> list[pa.Array]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def _codes(column: pa.ChunkedArray, labels: pa.Array) -> Ints:
    """The place of each value among the labels; NONE for nothing and for values that are none of them."""
    found: Ints = np.asarray(pc.fill_null(pc.index_in(column, value_set=labels, skip_nulls=True), NONE)).astype(
        np.int64
    )
    return found


def _days(column: pa.ChunkedArray) -> Ints:
    return days(column.cast(pa.date32()).to_numpy())


def _day_numbers(column: pa.ChunkedArray) -> Floats:
    found = _days(column).astype(np.float64)
    return np.where(found < NEVER, found, np.nan)


def _numbers(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False) if isinstance(column, pa.Array)
                      else column.cast(pa.float64()).to_numpy(), dtype=np.float64)  # fmt: skip


def _parsed(texts: pa.ChunkedArray, kind: pa.DataType) -> Floats:
    """Texts as numbers; nan where one is none."""
    ok = pc.match_substring_regex(texts, r"^-?[0-9]+([.][0-9]+)?$")
    return _numbers(pc.if_else(ok, texts, None).cast(kind))


def _parsed_days(texts: pa.ChunkedArray) -> Floats:
    """Texts as days; nan where one is none."""
    ok = pc.match_substring_regex(texts, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}")
    return _day_numbers(pc.if_else(ok, pc.utf8_slice_codeunits(texts, 0, 10), None).cast(pa.date32()))


def calendar_of(desk: Desk, history: History) -> Calendar:
    """The days from the first deal on, with the holidays of the workspace's country, as far as forecasts reach."""
    first, last = int(history.created.min(initial=history.upto)), history.upto + _AHEAD
    country = desk.settings.country if known_country(desk.settings.country) else FIVE_DAYS
    begins, ends = day_of_number(first), day_of_number(last)
    works = {day for year in range(begins.year, ends.year + 1) for day in working_days(country, year)}
    every = (begins + timedelta(days=n) for n in range(last - first + 1))
    free = [number_of_day(day) for day in every if day.weekday() < 5 and day not in works]
    return Calendar.of(first, last, free)
