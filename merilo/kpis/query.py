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
from merilo.kpis.declaration import Anchor, Context, Course, Kpi, Mean, Ratio
from merilo.kpis.question import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts

PERIOD = "period"
UNDATED = "undated"
CASES = "cases"  # rows in the group
SQUARES = "spread"  # sample variance of a mean's values
# How a row went on, packed into one whole number: its outcome in the lowest two bits, minutes above.
OUTCOME_BITS, TIME_BITS, MINUTES_A_DAY = 2, 30, 1440

Filters = Mapping[str, tuple[str | None, ...]]


def selected(kpi: Kpi, facts: Facts, context: Context, question: Question, filters: Filters) -> ir.Table:
    """The rows behind the answer, with a column per cut asked, `period` if asked, and `undated` where days matter.

    Rows without a day stay in, marked, when the question has days: they are counted and said, never added.
    """
    rows = attach(kpi.rows(facts, context), sorted(context.cuts), facts, context)
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
    """One row per group: the sum of every part and aside, the rows counted, and what means and distributions need.

    A mean's sample variance is in `spread`; the values of a distribution are a list, in no order, without empty ones;
    so is how the rows of a course went on, packed (see `packed`).
    """
    sums = {name: rows[name].sum() for name in summed(kpi)}
    sums[CASES] = rows.count()
    sums |= _products(kpi, rows)
    if isinstance(kpi.value, Mean):
        sums[SQUARES] = rows[kpi.value.total].cast("float64").var(how="sample")
    for distribution in kpi.distributions:
        sums[distribution.column] = rows[distribution.column].collect()
    for course in kpi.courses:
        sums[course.name] = packed(rows, course).collect()
    keys = group_keys(rows, question)
    return rows.group_by(keys).agg(**sums) if keys else rows.agg(**sums)


def packed(rows: ir.Table, course: Course) -> ir.Value:
    """How a row went on as one whole number: outcome + 2² · (minutes until + 2³⁰ · minutes since); empty: not followed.

    One list of whole numbers is collected in a third of the time of three lists, and its cases stay together.
    """
    until = _minutes(rows[course.until], 1 << OUTCOME_BITS)
    since = _minutes(rows[course.since], 1 << (OUTCOME_BITS + TIME_BITS))
    return rows[course.outcome] + until + since


def _minutes(days: ir.Value, times: int) -> ir.Value:
    """The whole minutes of so many days, a number of times; one constant, so that engines multiply in wide numbers."""
    if days.type().is_floating():
        return (days * MINUTES_A_DAY).round().cast("int64") * ibis.literal(times, "int64")
    return days * ibis.literal(MINUTES_A_DAY * times, "int64")


def products(kpi: Kpi) -> dict[str, tuple[Ratio, str]]:
    """The columns of sums of products that the intervals of sampled ratios need: whose, and which product.

    `above` and `below` stand for a row's part above and below the line.
    """
    sampled = {n: v for n, v in kpi.estimates.items() if isinstance(v, Ratio) and v.sampled}
    kinds = ("above_above", "above_below", "below_below", "cases")
    return {f"{name}__{kind}": (ratio, kind) for name, ratio in sampled.items() for kind in kinds}


def _products(kpi: Kpi, rows: ir.Table) -> dict[str, ir.Value]:
    return {column: _product(rows, ratio, kind) for column, (ratio, kind) in products(kpi).items()}


def _product(rows: ir.Table, ratio: Ratio, kind: str) -> ir.Value:
    above = sum(rows[name] for name in ratio.plus[1:]) + rows[ratio.plus[0]] if ratio.plus[1:] else rows[ratio.plus[0]]
    for name in ratio.minus:
        above -= rows[name]
    below = rows[ratio.out_of]
    if kind == "cases":
        return ((above != 0) | (below != 0)).sum().fill_null(0)
    sides = {"above": above.cast("float64"), "below": below.cast("float64")}
    one, other = kind.split("_")
    return (sides[one] * sides[other]).sum().fill_null(0.0)


def summed(kpi: Kpi) -> list[str]:
    """The columns of a KPI's rows that are added: its parts, then its asides."""
    return list(dict.fromkeys([part.name for part in kpi.parts] + [aside.column for aside in kpi.asides]))


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
