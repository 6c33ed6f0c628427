"""One question about one KPI, answered: lines with n and uncertainty, what is left out, the rows behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from merilo.core.text import _, dated
from merilo.core.time import Calendar, Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.snapshot import Snapshot
from merilo.facts.store import FactStore
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Context, Kpi
from merilo.kpis.horizon import reaches_end
from merilo.kpis.query import PERIOD, listed
from merilo.kpis.question import NONE, Question, checked
from merilo.kpis.registry import kpi_named
from merilo.kpis.series import as_series
from merilo.reports.asking import Desk, Group, Inquiry, not_to_come
from merilo.reports.figures import Figure, Sums, added, figure, without_value
from merilo.reports.named import named
from merilo.reports.notes import notes_of
from merilo.reports.rhythm import with_fitting_period
from merilo.reports.series import period_ends, series_notes
from merilo.reports.targets import with_known_target
from merilo.reports.trust import Trust, trust_of

ENGINE = "duckdb"
SHARED = "cache/shared"
"""Where, in a workspace, rows that several KPIs are made of are kept; it may be deleted at any time."""


@dataclass(frozen=True)
class Line:
    """One line of an answer. `keys`: the group's values (ids); `labels`: as people read them. Days inclusive.

    `partial`: the period is not over, or the data do not reach its end: not to be compared with whole ones.
    """

    keys: Mapping[str, str | None]
    labels: Mapping[str, str]
    figure: Figure
    start: date | None = None
    end: date | None = None
    period: str = ""
    partial: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer to one question. `total` is over all lines, from their sums; None where sums would mean nothing."""

    kpi: Kpi
    question: Question
    as_of: date
    currency: str
    policies: Mapping[str, str]
    lines: tuple[Line, ...]
    total: Line | None
    notes: tuple[str, ...]
    rows: pa.Table | None = field(default=None, compare=False)
    trust: Trust | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of a line's columns, in the order to show: group, period, n, value, its range, parts, spread."""
        from merilo.reports.listing import columns_of  # noqa: PLC0415 - listing knows Answer

        return columns_of(self)

    def records(self) -> list[dict[str, Any]]:
        """The lines as plain values under `columns`."""
        from merilo.reports.listing import records_of  # noqa: PLC0415

        return records_of(self)

    def to_json(self) -> dict[str, Any]:
        """The whole answer as JSON-ready values; money as text, so that no digit is lost."""
        from merilo.reports.listing import json_of  # noqa: PLC0415

        return json_of(self)


def answer(workspace: Workspace, question: Question, *, rows: bool = False, today: date | None = None) -> Answer:
    """Answer a question from the workspace's present state; with `rows` also the rows behind it.

    It says with `trust` how far it can be relied on.
    """
    snapshot = FactStore.open(workspace.facts).snapshot()
    settings = workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=question.as_of) as engine:
        desk = Desk(engine, settings, today)
        found = ask(desk, question, rows=rows)
        return trusted(desk, found, snapshot)


def trusted(desk: Desk, found: Answer, snapshot: Snapshot) -> Answer:
    """The answer with how far it can be relied on."""
    return replace(found, trust=trust_of(desk, _one_group(desk, found), snapshot))


def _one_group(desk: Desk, found: Answer) -> Inquiry:
    """All rows of an answer at once; of a series of states, those of its last day."""
    question = replace(found.question, by=())
    if found.kpi.anchor is Anchor.AS_OF:
        question = replace(question, every=None, start=None, end=None)
        question = replace(question, as_of=found.as_of if found.question.dated else None)
    return desk.inquiry(found.kpi, question)


def ask(desk: Desk, question: Question, *, rows: bool = False) -> Answer:
    """Answer a question at a desk that is open; raises UsageError when the KPI cannot answer it."""
    kpi = kpi_named(question.kpi)
    question = with_known_target(desk, kpi, checked(with_fitting_period(desk, kpi, question), kpi))
    not_to_come(question.as_of, desk.today)
    if kpi.anchor is Anchor.AS_OF and (question.every or question.start or question.end):
        return _series_of_days(desk, kpi, question, rows=rows)
    return _one(desk, kpi, question, rows=rows)


def _one(desk: Desk, kpi: Kpi, question: Question, *, rows: bool, noted: bool = True) -> Answer:
    inquiry = desk.inquiry(kpi, question)
    kpi, sums = inquiry.kpi, desk.sums(inquiry)
    dated = {group: own for group, own in sums.items() if not inquiry.undated(group)}
    lines = _lines(desk, inquiry, dated)
    return Answer(
        kpi=kpi,
        question=question,
        as_of=inquiry.context.as_of,
        currency=inquiry.context.currency,
        policies=inquiry.context.policies,
        lines=lines,
        total=_total(kpi, lines, dated),
        notes=notes_of(desk, inquiry, sums, lines) if noted else (),
        rows=named(desk, desk.table(listed(kpi, inquiry.rows, question))) if rows else None,
    )


def _total(kpi: Kpi, lines: tuple[Line, ...], sums: Mapping[Group, Sums]) -> Line | None:
    """All lines as one; without a value where that would compare an unfinished period with a whole one."""
    if _adds_nothing(kpi, lines):
        return None
    everything = figure(kpi, added(list(sums.values())))
    unfinished = kpi.compares and any(line.partial for line in lines)
    return Line({}, {}, without_value(everything) if unfinished else everything)


def _adds_nothing(kpi: Kpi, lines: tuple[Line, ...]) -> bool:
    """Opening and closing of several periods cannot be added."""
    return kpi.anchor is not Anchor.DAY and len({line.start for line in lines}) > 1


def _lines(desk: Desk, inquiry: Inquiry, sums: Mapping[Group, Sums]) -> tuple[Line, ...]:
    lines = [_line(desk, inquiry, group, own) for group, own in sums.items()]
    if inquiry.question.every and not inquiry.question.by:
        lines += _empty_periods(inquiry, lines)
    return tuple(sorted(lines, key=lambda line: _order(desk, inquiry.question, line)))


def _line(desk: Desk, inquiry: Inquiry, group: Group, own: Sums) -> Line:
    by, every, context = inquiry.question.by, inquiry.question.every, inquiry.context
    keys = dict(zip(by, group, strict=False))
    labels = {cut: label_of(desk, cut, value, every) for cut, value in keys.items()}
    found = figure(inquiry.kpi, own)
    if not every:
        return Line(keys, labels, found)
    start = group[len(by)]
    end, label, partial = _span(context.calendar, every, start, context.as_of, context.horizon)
    found = without_value(found) if partial and inquiry.kpi.compares else found
    return Line(keys, labels, found, start, end, label, partial)


def in_period(line: Line, context: Context, every: Period, start: date) -> Line:
    """The line as that of one period, marked when the period is not whole."""
    end, label, partial = _span(context.calendar, every, start, context.as_of, context.horizon)
    return replace(line, start=start, end=end, period=label, partial=partial)


@lru_cache(maxsize=4096)
def _span(calendar: Calendar, every: Period, start: date, as_of: date, horizon: date) -> tuple[date, str, bool]:
    """The last day of the period, its name, and whether it is not whole. Thousands of lines share few periods."""
    end = date.fromordinal(calendar.next(start, every).toordinal() - 1)
    whole = end <= as_of and reaches_end(horizon, end)
    return end, calendar.label(start, every), not whole


def label_of(desk: Desk, cut: str, value: Any, every: Period | None) -> str:
    """A value of a cut as people read it."""
    if value is None:
        return _(NONE)
    if CUTS[cut].holds == "period":
        return desk.settings.calendar.label(value, every or Period.MONTH)
    table = CUTS[cut].named_in
    return desk.names(table).get(value, value) if table else str(value)


def _empty_periods(inquiry: Inquiry, lines: list[Line]) -> list[Line]:
    """Periods between the first and the last in which nothing happened: a series without holes."""
    starts = [line.start for line in lines if line.start]
    every, context = inquiry.question.every, inquiry.context
    if not starts or not every:
        return []
    nothing = figure(inquiry.kpi, Sums({part.name: 0 for part in inquiry.kpi.parts}))
    between = context.calendar.periods(min(starts), max(starts), every)
    missing = [start for start, _end in between if start not in starts]
    return [in_period(Line({}, {}, nothing), context, every, start) for start in missing]


def _order(desk: Desk, question: Question, line: Line) -> tuple[Any, ...]:
    place = tuple((line.keys[cut] is None, desk.place(cut, line.keys[cut]), line.labels[cut]) for cut in question.by)
    return (*place, tuple(str(line.keys[cut]) for cut in question.by), line.start or date.min)


def _series_of_days(desk: Desk, kpi: Kpi, question: Question, *, rows: bool) -> Answer:
    """A state has no sum over days: the answers for the end of each period, put one under another.

    The notes are of the last period: those of each would be the same sentences with other numbers.
    """
    ends = period_ends(desk, kpi, question)
    if kpi.series is not None:
        return _series(desk, kpi, question, ends, rows=rows)
    moments = [replace(question, every=None, start=None, end=None, as_of=day) for day in ends]
    answers = [_one(desk, kpi, moment, rows=rows, noted=moment is moments[-1]) for moment in moments]
    lines = tuple(line for one in answers for line in _as_period(desk, one, question.every or Period.MONTH))
    when = _("On {day}: {note}")
    notes = tuple(when.format(day=dated(ends[-1]), note=note) for note in answers[-1].notes)
    behind = [_rows_of_period(desk, one, question.every or Period.MONTH) for one in answers] if rows else []
    joined = pa.concat_tables([table for table in behind if table is not None]) if rows else None
    return replace(answers[-1], question=question, lines=lines, total=None, notes=notes, rows=joined)


def _rows_of_period(desk: Desk, one: Answer, every: Period) -> pa.Table | None:
    """The rows of one of several states, with the first day of its period after their own day."""
    if one.rows is None:
        return None
    start = desk.settings.calendar.start(one.as_of, every)
    place = one.rows.column_names.index("day") + 1
    return one.rows.add_column(place, PERIOD, pa.array([start] * one.rows.num_rows, pa.date32()))


def _as_period(desk: Desk, one: Answer, every: Period) -> list[Line]:
    context = desk.context(one.kpi, one.question)
    start = desk.settings.calendar.start(one.as_of, every)
    return [in_period(line, context, every, start) for line in one.lines]


def _series(desk: Desk, kpi: Kpi, question: Question, ends: list[date], *, rows: bool) -> Answer:
    """All periods in one query; cut by nothing, a period in which nothing stands is a line too."""
    inquiry = desk.inquiry(*as_series(kpi, question, ends[0], ends[-1]))
    sums = desk.sums(inquiry)
    lines = _lines(desk, inquiry, sums)
    if not question.by:
        lines = _with_empty(desk, inquiry, lines, ends)
    return Answer(
        kpi=kpi,
        question=question,
        as_of=inquiry.context.as_of,
        currency=inquiry.context.currency,
        policies=inquiry.context.policies,
        lines=lines,
        total=None,
        notes=series_notes(desk, inquiry, sums, lines),
        rows=named(desk, desk.table(listed(kpi, inquiry.rows, inquiry.question))) if rows else None,
    )


def _with_empty(desk: Desk, inquiry: Inquiry, lines: tuple[Line, ...], ends: list[date]) -> tuple[Line, ...]:
    every = inquiry.question.every or Period.MONTH
    found = {line.start: line for line in lines}
    nothing = Line({}, {}, figure(inquiry.kpi, Sums({part.name: 0 for part in inquiry.kpi.parts})))
    starts = [desk.settings.calendar.start(end, every) for end in ends]
    return tuple(found.get(start) or in_period(nothing, inquiry.context, every, start) for start in starts)
