"""How each seller stands among all: his value in the light of everybody's, and whether the data tell him apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from merilo.insight.interval_arrays import student_many
from merilo.insight.ordering import apart, ranks
from merilo.insight.shrinkage import (
    Numbers,
    Shrunk,
    moderated_variances,
    shrink_means,
    shrink_rates,
    shrink_shares,
)
from merilo.kpis.declaration import Better, Distribution, Kpi, Product, Rate, Share, Total
from merilo.reports.figures import Figure
from merilo.reports.many import Many


@dataclass(frozen=True)
class Standing:
    """One seller in one KPI. `value` with its 95 % interval is drawn to that of all as far as his cases are few.

    `weight`: how much it rests on his own cases; `apart`: 1 above all together, −1 below, 0 not to be told; `good`:
    whether being apart is good, None where it is neither; `best`, `worst`: the places that he may have, 1 the highest.
    """

    value: float
    low: float
    high: float
    weight: float
    apart: int
    good: bool | None
    best: int
    worst: int

    @property
    def record(self) -> dict[str, Any]:
        """Its values by name."""
        where = {1: "above", -1: "below"}.get(self.apart)
        return {
            "value": self.value, "low": self.low, "high": self.high, "weight": self.weight, "apart": where,
            "good": self.good, "best_place": self.best, "worst_place": self.worst,
        }  # fmt: skip


@dataclass(frozen=True)
class Standings:
    """All sellers in one KPI. `pooled`: what all have together; `spread`: how far true values lie apart, 0 where they
    cannot be told apart; `proven`: whether the data prove that they differ.
    """

    pooled: float
    spread: float
    proven: bool
    of: Mapping[str, Standing]


def standings(kpi: Kpi, figures: Mapping[str, Figure]) -> Standings | None:
    """The standing of every seller who has a value; None of a KPI whose values are no rates, shares or means."""
    known = [who for who, figure in figures.items() if figure.value is not None]
    shrunk = shrink(kpi, Many.of(kpi, [figures[who] for who in known])) if known else None
    if shrunk is None:
        return None
    sides, places = apart(shrunk), ranks(shrunk)
    found = {}
    for index, who in enumerate(known):
        side = 0 if figures[who].too_few else int(sides[index])
        found[who] = Standing(
            value=float(shrunk.value[index]), low=float(shrunk.low[index]), high=float(shrunk.high[index]),
            weight=float(shrunk.weight[index]), apart=side, good=is_good(kpi, side),
            best=int(places.best[index]), worst=int(places.worst[index]),
        )  # fmt: skip
    return Standings(shrunk.pooled, shrunk.spread, shrunk.proven, found)


def is_good(kpi: Kpi, side: int) -> bool | None:
    """Whether standing on that side is good; None in the middle, and where neither way is better."""
    if not side or kpi.better is Better.NEITHER:
        return None
    return (side > 0) == (kpi.better is Better.HIGHER)


def shrink(kpi: Kpi, found: Many, among: npt.NDArray[np.bool_] | None = None) -> Shrunk | None:
    """The values of all groups (those of the mask `among`) in the light of each other.

    Shares and rates by their counts; means, ratios and chances by the variance that their intervals tell. None of
    sums and medians, and where nothing is counted.
    """
    mask = np.ones(len(found.n), dtype=bool) if among is None else among
    match kpi.value:
        case Share(of, out_of):
            return _counted(shrink_shares, found.parts[of][mask], found.parts[out_of][mask])
        case Rate(of, exposure, per):
            return _counted(shrink_rates, found.parts[of][mask], found.parts[exposure][mask] / per)
        case Total() | Distribution() | Product():
            return None
        case _:
            return _by_interval(found, mask)


def _counted(family: Any, of: Numbers, over: Numbers) -> Shrunk | None:
    of, over = np.nan_to_num(of), np.nan_to_num(over)
    if not over.sum() > 0:
        return None
    shrunk: Shrunk = family(np.where(over > 0, of, 0.0), over)
    return shrunk


def _by_interval(found: Many, mask: npt.NDArray[np.bool_]) -> Shrunk | None:
    """Normal means: s²/n of each from half its interval, moderated, as a few equal cases would look sure."""
    value, n = found.value[mask], found.n[mask]
    half = np.fmax(value - found.low[mask], found.high[mask] - value)
    if not np.isfinite(half).any():
        return None
    variance = (half / student_many(n)) ** 2 * n
    spread = moderated_variances(np.where(np.isfinite(variance), n, 0), variance)
    known = np.isfinite(value) & (n > 0)
    error = np.divide(spread, n, out=np.full(len(n), np.inf), where=known)
    if not (error[known] > 0).all() or not known.any():
        return None
    return shrink_means(np.where(known, value, 0.0), np.where(known, error, np.inf))
