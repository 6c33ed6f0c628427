"""The figures of one KPI for many groups at once, as columns: what `figures.figure` says of each, without a loop."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from merilo.insight.curve_arrays import chances_many, medians_many
from merilo.insight.incidence import slots
from merilo.insight.interval_arrays import Ends, PairSums, mean_many, medians, poisson_many, ratio_many, wilson_many
from merilo.insight.shrinkage import Numbers
from merilo.kpis.declaration import (
    Chance,
    Distribution,
    Kpi,
    Mean,
    Product,
    Rate,
    Ratio,
    Share,
    TimeUntil,
    Total,
)
from merilo.kpis.sums import SQUARES
from merilo.reports.figures import Figure
from merilo.reports.followed import followed

if TYPE_CHECKING:
    from collections.abc import Callable

_PRODUCTS = ("above_above", "above_below", "below_below")


@dataclass(frozen=True, eq=False)
class Many:
    """One place per group; NaN where there is none. `parts`: the sums by name."""

    n: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    too_few: npt.NDArray[np.bool_]
    parts: Mapping[str, Numbers]

    @classmethod
    def of(cls, kpi: Kpi, figures: Sequence[Figure]) -> Many:
        """The figures of groups as columns."""
        ends = [(f.interval.low, f.interval.high) if f.interval else (math.nan, math.nan) for f in figures]
        return cls(
            np.array([f.n for f in figures], dtype=float),
            _numbers([f.value for f in figures]),
            np.array([low for low, _high in ends], dtype=float),
            np.array([high for _low, high in ends], dtype=float),
            np.array([f.too_few for f in figures], dtype=bool),
            {part.name: _numbers([f.parts.get(part.name) for f in figures]) for part in kpi.parts},
        )


def many(kpi: Kpi, found: pa.Table, estimate: str = "value") -> Many:
    """The figures of all rows of a KPI's totals; `estimate`: under which name its sums of products stand there."""

    def column(name: str) -> Numbers:
        return np.asarray(pc.cast(found[name], pa.float64()).to_numpy(), dtype=float)

    parts = {part.name: column(part.name) for part in kpi.parts}
    value, (low, high) = _value_and_ends(kpi, found, column, estimate)
    n = np.nan_to_num(parts[kpi.n])
    return Many(n, value, low, high, n < kpi.enough, parts)


def _value_and_ends(kpi: Kpi, found: pa.Table, column: Callable[[str], Numbers], estimate: str) -> tuple[Numbers, Ends]:
    match kpi.value:
        case Total() | Product() as census:
            return _of_all(census, column, found.num_rows), _none(found.num_rows)
        case Share(of, out_of):
            of_, over = np.nan_to_num(column(of)), column(out_of)
            return _divided(of_, over), wilson_many(of_, np.nan_to_num(over))
        case Rate(of, exposure, per):
            of_, over = np.nan_to_num(column(of)), column(exposure) / per
            return _divided(of_, over), poisson_many(of_, np.nan_to_num(over))
        case Mean(total, count):
            n = np.nan_to_num(column(count))
            value = _divided(np.nan_to_num(column(total)), n)
            return value, mean_many(n, value, column(SQUARES))
        case Ratio() as ratio:
            return _ratio(ratio, column, estimate)
        case Distribution() | Chance() | TimeUntil() as value:
            return _of_lists(value, found)


def _ratio(ratio: Ratio, column: Callable[[str], Numbers], estimate: str) -> tuple[Numbers, Ends]:
    below = np.nan_to_num(column(ratio.out_of))
    above = np.zeros(len(below)) + _added(column, ratio.plus) - _added(column, ratio.minus)
    value = _divided(above, np.where(below > 0, below, np.nan))
    if not ratio.sampled:
        return value, _none(len(value))
    squares = [np.nan_to_num(column(f"{estimate}__{kind}")) for kind in _PRODUCTS]
    low, high = ratio_many(PairSums(np.nan_to_num(column(f"{estimate}__cases")), above, below, *squares))
    return value, (np.maximum(0.0, low), np.minimum(ratio.at_most, high))


def _of_all(census: Total | Product, column: Callable[[str], Numbers], size: int) -> Numbers:
    if isinstance(census, Total):
        return column(census.of)
    above, below, known = np.ones(size), np.ones(size), np.ones(size, dtype=bool)
    for factor in census.factors:
        of = np.nan_to_num(column(factor.of))
        out_of = np.nan_to_num(column(factor.out_of)) if factor.out_of else np.ones(size)
        known &= (out_of != 0) & ((of != 0) | (not factor.given))
        above = above * (out_of if factor.divides else of)
        below = below * (of if factor.divides else out_of)
    return _divided(above, np.where(known, below, np.nan))


def _added(column: Callable[[str], Numbers], names: tuple[str, ...]) -> Numbers:
    return np.asarray(sum(np.nan_to_num(column(name)) for name in names), dtype=float)


def _median(lists: pa.ChunkedArray) -> tuple[Numbers, Ends]:
    together = lists.combine_chunks()
    values = together.flatten().to_numpy(zero_copy_only=False).astype(float)
    lengths = together.value_lengths().fill_null(0).to_numpy().astype(np.int64)
    return medians(values, lengths)


def _of_lists(value: Distribution | Chance | TimeUntil, found: pa.Table) -> tuple[Numbers, Ends]:
    if isinstance(value, Distribution):
        return _median(found[value.column])
    cases, lengths = followed(found[value.course.name])
    curves = slots(cases.entry, cases.exit, cases.outcome, lengths)
    if isinstance(value, Chance):
        return chances_many(curves, value.within)
    return medians_many(curves, of_all=value.of_all)


def _divided(above: Numbers, below: Numbers) -> Numbers:
    known = np.nan_to_num(below) != 0
    return np.asarray(np.divide(above, below, out=np.full(len(below), np.nan), where=known))


def _none(size: int) -> Ends:
    return np.full(size, np.nan), np.full(size, np.nan)


def _numbers(values: Sequence[object]) -> Numbers:
    return np.array([math.nan if value is None else float(value) for value in values], dtype=float)  # type: ignore[arg-type]
