"""One figure: the sums of a group become a value with its number of cases and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from merilo.insight.intervals import (
    Interval,
    Pairs,
    mean_interval,
    median_interval,
    poisson_interval,
    ratio_interval,
    wilson,
)
from merilo.insight.spread import Moments, Values, together
from merilo.insight.survival import Curve, Followed
from merilo.kpis.declaration import (
    Chance,
    Course,
    Distribution,
    Factor,
    Kpi,
    Mean,
    Product,
    Rate,
    Ratio,
    Share,
    TimeUntil,
    Total,
    Value,
)
from merilo.kpis.sums import CASES

Number = int | float | Decimal
Summed = Share | Mean | Ratio | Rate | Product | Total | Distribution
_PRODUCTS = ("above_above", "above_below", "below_below")


@dataclass(frozen=True)
class Spread:
    """A distribution: how many values, mean, median with its interval, quartiles and the 90 % point."""

    n: int
    mean: float | None
    median: float | None
    interval: Interval | None
    p25: float | None
    p75: float | None
    p90: float | None

    @classmethod
    def of(cls, values: Values) -> Spread:
        """The spread of these values."""
        return cls(
            values.n,
            values.mean,
            values.quantile(0.5),
            median_interval(values),
            values.quantile(0.25),
            values.quantile(0.75),
            values.quantile(0.9),
        )

    @classmethod
    def until(cls, curve: Curve, *, of_all: bool) -> Spread:
        """When it happens, by a curve; no mean, as nobody knows how long the longest will take."""
        return cls(
            int(curve.wins),
            None,
            curve.quantile(0.5, of_all=of_all),
            curve.quantile_interval(0.5, of_all=of_all),
            curve.quantile(0.25, of_all=of_all),
            curve.quantile(0.75, of_all=of_all),
            curve.quantile(0.9, of_all=of_all),
        )


@dataclass(frozen=True)
class Figure:
    """A value (None when there is nothing to divide by), its cases, parts, interval, and whether n is too few.

    `too_early`: there are cases, but they were not followed long enough to say it; then there is no value.
    """

    n: int
    value: Number | None
    parts: Mapping[str, Number | None]
    interval: Interval | None = None
    too_few: bool = False
    too_early: bool = False
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    beside: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value (None when there is nothing to divide by) and its interval."""

    value: Number | None
    interval: Interval | None = None


class Sums(NamedTuple):
    """What the query gave for one group: summed columns, a mean's moments, the values of each distribution.

    There may be tens of thousands of them, and a named tuple is made in a fifth of a frozen class's time.
    """

    columns: Mapping[str, Number | None]
    moments: Moments | None = None
    values: Mapping[str, Values] = MappingProxyType({})
    courses: Mapping[str, Followed] = MappingProxyType({})


def figure(kpi: Kpi, sums: Sums) -> Figure:
    """The figure of a group."""
    sums = _nothing_is_zero(kpi, sums)
    spreads = {name: Spread.of(values) for name, values in sums.values.items() if values.n}
    if isinstance(kpi.value, TimeUntil):
        spreads |= _until(kpi.value, sums)
    n = int(_zero(sums.columns.get(kpi.n)))
    beside = {other.name: _estimate(other.name, other.value, sums, spreads) for other in kpi.beside}
    first = _estimate("value", kpi.value, sums, spreads)
    return Figure(
        n=n,
        value=first.value,
        parts={part.name: sums.columns.get(part.name) for part in kpi.parts},
        interval=first.interval,
        too_few=n < kpi.enough,
        too_early=first.value is None and _waits(kpi.value, sums),
        spreads=spreads,
        beside=beside,
    )


def _until(value: TimeUntil, sums: Sums) -> dict[str, Spread]:
    """When it happens, where that can be told: of those to whom it ever does, once nearly all are decided."""
    curve = _known(value.course, sums)
    if curve is None or not (value.of_all or curve.settled):
        return {}
    return {value.course.name: Spread.until(curve, of_all=value.of_all)}


def _waits(value: Value, sums: Sums) -> bool:
    """Whether there are cases of which not enough is known, or that still wait."""
    if not isinstance(value, Chance | TimeUntil) or not any(cases.n for cases in sums.courses.values()):
        return False
    curve = _known(value.course, sums)
    return curve is None or curve.undecided > 0


def _known(course: Course, sums: Sums) -> Curve | None:
    """The curve of a course; None of nobody, and where no case was followed from its beginning."""
    cases = sums.courses.get(course.name)
    return cases.curve if cases is not None and cases.seen_from_start else None


def _chance(value: Chance, sums: Sums) -> Estimate:
    """The chance and its interval, where the cases were followed long enough to tell."""
    curve, age = _known(value.course, sums), math.inf if value.within is None else value.within
    if curve is None or not (curve.settled if value.within is None else curve.knows(age)):
        return Estimate(None)
    return Estimate(curve.share(age), curve.interval(age))


def _nothing_is_zero(kpi: Kpi, sums: Sums) -> Sums:
    """Sums over no rows at all are zero; an empty sum over rows stays empty, as its amounts are not known."""
    if sums.columns.get(CASES):
        return sums
    zeros = {part.name: sums.columns.get(part.name) or 0 for part in kpi.parts}
    return sums._replace(columns={**sums.columns, **zeros})


def without_value(known: Figure) -> Figure:
    """The figure of an unfinished period: its parts, but nothing that would compare it with a whole one."""
    return replace(known, value=None, interval=None, beside=dict.fromkeys(known.beside, Estimate(None)))


def _estimate(name: str, value: Value, sums: Sums, spreads: Mapping[str, Spread]) -> Estimate:
    if isinstance(value, Chance):
        return _chance(value, sums)
    if isinstance(value, TimeUntil):
        spread = spreads.get(value.course.name)
        return Estimate(spread.median, spread.interval) if spread else Estimate(None)
    return Estimate(_value(value, sums, spreads), _interval(name, value, sums, spreads))


def _value(value: Summed, sums: Sums, spreads: Mapping[str, Spread]) -> Number | None:
    match value:
        case Total(of):
            return sums.columns.get(of)
        case Distribution(column):
            return spreads[column].median if column in spreads else None
        case _:
            return _quotient(value, sums)


def _quotient(value: Share | Mean | Ratio | Rate | Product, sums: Sums) -> float | None:
    match value:
        case Share(of, out_of):
            return _divided(_zero(sums.columns.get(of)), sums.columns.get(out_of))
        case Mean(total, count):
            return _divided(_zero(sums.columns.get(total)), sums.columns.get(count))
        case Ratio(plus, out_of, minus):
            above = _added(sums, plus) - _added(sums, minus)
            below = _decimal(sums.columns.get(out_of))
            return _divided(above, below) if below > 0 else None
        case Rate(of, exposure, per):
            return _divided(_decimal(sums.columns.get(of)) * per, sums.columns.get(exposure))
        case Product(factors):
            return _multiplied(factors, sums)


def _interval(name: str, value: Summed, sums: Sums, spreads: Mapping[str, Spread]) -> Interval | None:
    match value:
        case Share(of, out_of):
            return wilson(int(_zero(sums.columns.get(of))), int(_zero(sums.columns.get(out_of))))
        case Mean() if sums.moments:
            return mean_interval(sums.moments.n, sums.moments.mean, sums.moments.variance)
        case Distribution(column) if column in spreads:
            return spreads[column].interval
        case Rate(of, exposure, per):
            return poisson_interval(int(_zero(sums.columns.get(of))), float(_zero(sums.columns.get(exposure))) / per)
        case Ratio(sampled=True) as ratio:
            return _within(ratio_interval(_pairs(name, ratio, sums)), ratio.at_most)
        case _:
            return None  # a sum over all rows is a census, not a sample


def _added(sums: Sums, names: tuple[str, ...]) -> Decimal:
    return sum((_decimal(sums.columns.get(name)) for name in names), Decimal(0))


def _within(interval: Interval | None, at_most: float) -> Interval | None:
    """What cannot be below zero or above a limit is not said to be perhaps so."""
    return interval and Interval(max(0.0, interval.low), min(at_most, interval.high))


def _pairs(name: str, ratio: Ratio, sums: Sums) -> Pairs:
    above = _added(sums, ratio.plus) - _added(sums, ratio.minus)
    squares = [float(_zero(sums.columns.get(f"{name}__{kind}"))) for kind in _PRODUCTS]
    n = int(_zero(sums.columns.get(f"{name}__cases")))
    return Pairs(n, float(above), float(_zero(sums.columns.get(ratio.out_of))), *squares)


def _multiplied(factors: tuple[Factor, ...], sums: Sums) -> float | None:
    above, below = Decimal(1), Decimal(1)
    for factor in factors:
        of = _decimal(sums.columns.get(factor.of))
        out_of = _decimal(sums.columns.get(factor.out_of)) if factor.out_of else Decimal(1)
        if not out_of or (factor.given and not of):
            return None
        above *= out_of if factor.divides else of
        below *= of if factor.divides else out_of
    return _divided(above, below)


def _divided(above: Number, below: Number | None) -> float | None:
    return float(_decimal(above) / _decimal(below)) if below else None


def _decimal(number: Number | None) -> Decimal:
    return Decimal(str(number)) if isinstance(number, float) else Decimal(_zero(number))


def _zero(number: Any) -> Any:
    return 0 if number is None else number


def added(groups: list[Sums]) -> Sums:
    """The sums of several groups as one: what a total rests on, so that it is never an average of averages."""
    names = dict.fromkeys(name for group in groups for name in group.columns)
    columns = {name: _sum([group.columns.get(name) for group in groups]) for name in names}
    moments = together(group.moments for group in groups if group.moments)
    spreads = dict.fromkeys(name for group in groups for name in group.values)
    values = {name: Values.pooled([group.values[name] for group in groups if name in group.values]) for name in spreads}
    followed = dict.fromkeys(name for group in groups for name in group.courses)
    courses = {
        name: Followed.pooled([group.courses[name] for group in groups if name in group.courses]) for name in followed
    }
    return Sums(columns, moments, values, courses)


def _sum(numbers: list[Number | None]) -> Number | None:
    known = [number for number in numbers if number is not None]
    return sum(known[1:], known[0]) if known else None
