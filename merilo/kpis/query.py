"""From a KPI and a question to expressions: the rows behind, and their totals per group.

Nothing is executed here. Both start from the same selected rows, so they always agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import period_start
from merilo.kpis.cuts import attach
from merilo.kpis.daily import by_day
from merilo.kpis.declaration import Anchor, Context, Kpi
from merilo.kpis.question import Question
from merilo.kpis.sums import CASES, added_up, summed, sums_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts

PERIOD = "period"
UNDATED = "undated"

Filters = Mapping[str, tuple[str | None, ...]]


def selected(
    kpi: Kpi, facts: Facts, context: Context, question: Question, filters: Filters, *, by_days: bool = False
) -> ir.Table:
    """The rows behind the answer, with a column per cut asked, `period` if asked, and `undated` where days matter.

    Rows without a day stay in, marked, when the question has days: they are counted and said, never added. `by_days`:
    their sums by day instead, where `totals` of them are the same.
    """
    rows = kpi.rows(facts, context)
    if by_days:
        days = by_day(kpi.under(context.policies), rows, context.cuts)
        rows = rows if days is None else days
    rows = attach(rows, sorted(context.cuts), facts, context)
    for cut, allowed in filters.items():
        rows = rows.filter(_is_any(rows[cut], allowed))
    if kpi.anchor is Anchor.AS_OF:
        return rows
    if question.every is not None and PERIOD not in rows.columns:
        rows = rows.mutate(**{PERIOD: period_start(rows.day, question.every, context.calendar)})
    if kpi.anchor is Anchor.PERIOD:
        # A period counts by its first day, so that the unfinished last one is there.
        limits = _day_limits(rows.day, rows[PERIOD], context, question)
        return rows.filter(*limits) if question.start or question.end else rows
    rows = rows.filter(*_limits_or_no_day(rows.day, context, question))
    return rows.mutate(**{UNDATED: rows.day.isnull()}) if question.dated else rows


def _known_to(context: Context, question: Question) -> date:
    return min(context.as_of, question.end) if question.end else context.as_of


def _day_limits(last: ir.Value, first: ir.Value, context: Context, question: Question) -> list[ir.Value]:
    limits = [first <= _known_to(context, question)]
    if question.start:
        limits.append(last >= question.start)
    return limits


def _limits_or_no_day(day: ir.Value, context: Context, question: Question) -> list[ir.Value]:
    """The limits of days; rows without a day pass. Filling in the limit looks at the day once, `OR IS NULL` twice."""
    known_to = _known_to(context, question)
    limits = [day.fill_null(ibis.literal(known_to)) <= known_to]
    if question.start:
        limits.append(day.fill_null(ibis.literal(question.start)) >= question.start)
    return limits


def _is_any(column: ir.Value, allowed: tuple[str | None, ...]) -> ir.Value:
    words = [value for value in allowed if value is not None]
    found = column.isin(words) if words else ibis.literal(False)
    return found | column.isnull() if None in allowed else found


def group_keys(rows: ir.Table, question: Question) -> list[str]:
    """The columns that the answer is grouped by."""
    return [*question.by, *(name for name in (PERIOD, UNDATED) if name in rows.columns)]


def totals(kpi: Kpi, rows: ir.Table, question: Question) -> ir.Table:
    """One row per group with the sums of its rows (see `sums_of`), or of their sums by day."""
    sums = added_up(kpi, rows) if CASES in rows.columns else sums_of(kpi, rows)
    keys = group_keys(rows, question)
    return rows.group_by(keys).agg(**sums) if keys else rows.agg(**sums)


def detail_counts(rows: ir.Table, column: str, detail: str) -> ir.Table:
    """How many rows an aside concerns, split by its detail column."""
    concerned = rows.filter(rows[column] == 1)
    return concerned.group_by(detail=concerned[detail]).agg(n=lambda t: t.count())


def listed(kpi: Kpi, rows: ir.Table, question: Question) -> ir.Table:
    """The rows to show to a person: what each is, its cuts, and the numbers that add up; a fixed order."""
    if UNDATED in rows.columns:
        rows = rows.filter(~rows[UNDATED])
    cuts = [name for name in kpi.cuts if name in rows.columns]
    spreads = [distribution.column for distribution in kpi.distributions]
    spreads += [column for course in kpi.courses for column in course.columns]
    periods = [PERIOD] if PERIOD in rows.columns else []
    names = ["fact", "id", "day", *periods, *cuts, *summed(kpi), *spreads]
    return rows.select(*dict.fromkeys(names)).order_by(["day", "fact", "id", *cuts])
