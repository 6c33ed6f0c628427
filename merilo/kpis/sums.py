"""What is added of a KPI's rows: its parts and asides, and what means, ratios, distributions and courses need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.declaration import Course, Kpi, Mean, Ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir

CASES = "cases"  # rows in the group
SQUARES = "spread"  # sample variance of a mean's values
# How a row went on, packed into one whole number: its outcome in the lowest two bits, minutes above.
OUTCOME_BITS, TIME_BITS, MINUTES_A_DAY = 2, 30, 1440


def sums_of(kpi: Kpi, rows: ir.Table) -> dict[str, ir.Value]:
    """The sum of every part and aside, the rows counted, and what means and distributions need, by column.

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
    return sums


def added_up(kpi: Kpi, sums: ir.Table) -> dict[str, ir.Value]:
    """The same of rows that are such sums themselves, of any KPI but a mean."""
    lists = [distribution.column for distribution in kpi.distributions] + [course.name for course in kpi.courses]
    plain = [*summed(kpi), CASES, *products(kpi)]
    return {name: sums[name].sum() for name in plain} | {name: sums[name].collect().flatten() for name in lists}


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
