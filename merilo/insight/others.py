"""A person's level against what the others did in the same weeks, from a table of people and weeks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_ROUNDS = 60
_HALF = 0.5  # added to counts before a logarithm, so that nothing has one (Haldane 1956, Anscombe 1956)


class Measure(StrEnum):
    """What stands above the line: events over time, successes out of cases, or the sum of so many amounts."""

    RATE = "rate"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True)
class Panel:
    """`above` and `below` the line, people × weeks; a week without anything below says nothing of that person."""

    measure: Measure
    above: Floats
    below: Floats


@dataclass(frozen=True)
class Ordinary:
    """What is usual: each person's own level, each week's, and how far weeks scatter around both.

    Rates and means: expected = below · own · week; shares: expected = below · (own + week). `dispersion`: the scatter
    in units of Poisson's, the binomial's, or (means) of the squared mean.
    """

    panel: Panel
    own: Floats
    week: Floats
    dispersion: float

    @property
    def added(self) -> bool:
        """Whether own and week are added (shares), not multiplied."""
        return self.panel.measure is Measure.SHARE


@dataclass(frozen=True)
class Levels:
    """Each person's level over some weeks against the others in these weeks, weighed by his own time in each.

    `level`: log(own / others') or own share − others'. `variance`: what chance alone would make of it. `others`: the
    others' value over his weeks; `value`: his own. NaN where he or they did nothing that counts.
    """

    level: Floats
    variance: Floats
    value: Floats
    others: Floats


def ordinary(panel: Panel) -> Ordinary:
    """Fit people and weeks by turns until both margins agree with what was counted.

    Rates and means: Σ over a row and over a column of below·own·week equal those of `above`: the maximum of the
    Poisson likelihood (iterative proportional fitting; Deming & Stephan 1940), which for means is the pseudo-maximum
    of Gourieroux, Monfort & Trognon (1984). Shares: least squares weighted by cases. Dispersion: Pearson's χ² over
    (people − 1)(weeks − 1), not below one for counts: scatter that is luckily small is no licence.
    """
    fitted = _fitted_sum(panel) if panel.measure is Measure.SHARE else _fitted_product(panel)
    return Ordinary(panel, *fitted, _dispersion(panel, *fitted))


def _fitted_product(panel: Panel) -> tuple[Floats, Floats]:
    above, below = panel.above, panel.below
    week = np.ones(above.shape[1])
    own = np.ones(above.shape[0])
    for _round in range(_ROUNDS):
        own = _over(above.sum(1), below @ week)
        week = _over(above.sum(0), own @ below)
    # Only their product is known: a usual person has a level of one, so that what is expected counts as he would.
    scale = float((own @ below).sum() / max(below.sum(), 1e-12)) or 1.0
    return own / scale, week * scale


def _fitted_sum(panel: Panel) -> tuple[Floats, Floats]:
    above, below = panel.above, panel.below
    week = np.full(above.shape[1], above.sum() / max(below.sum(), 1.0))
    own = np.zeros(above.shape[0])
    for _round in range(_ROUNDS):
        own = _over(above.sum(1) - below @ week, below.sum(1))
        week = _over(above.sum(0) - own @ below, below.sum(0))
    middle = float((own @ below).sum() / max(below.sum(), 1e-12))
    return own - middle, week + middle


def _over(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _expected(panel: Panel, own: Floats, week: Floats) -> Floats:
    if panel.measure is Measure.SHARE:
        return panel.below * (own[:, None] + week[None, :])
    return panel.below * own[:, None] * week[None, :]


def _unit_variance(panel: Panel, expected: Floats) -> Floats:
    """The variance of `above` for a dispersion of one, cell by cell."""
    if panel.measure is Measure.RATE:
        return expected
    if panel.measure is Measure.MEAN:
        return _over(expected**2, panel.below)
    pooled = panel.above.sum() / max(panel.below.sum(), 1.0)
    return panel.below * pooled * (1 - pooled)


def _dispersion(panel: Panel, own: Floats, week: Floats) -> float:
    expected = _expected(panel, own, week)
    unit = _unit_variance(panel, expected)
    seen = unit > 0
    people, weeks = int(seen.any(1).sum()), int(seen.any(0).sum())
    # An unbalanced table has fewer free cells than the product of its margins.
    freedom = min((people - 1) * (weeks - 1), int(seen.sum()) - people - weeks + 1)
    squares = float((((panel.above - expected) ** 2)[seen] / unit[seen]).sum())
    found = squares / freedom if freedom > 0 else 1.0
    return found if panel.measure is Measure.MEAN else max(1.0, found)


def levels(usual: Ordinary, weeks: slice) -> Levels:
    """Everyone's level over these weeks against the others': rates standardised indirectly, with log(O/E) or O − E.

    E = Σ over the weeks of own time × the others' value of that week, each other at his own usual level, so that
    neither who was there nor how long anyone worked shifts the comparison (Breslow & Day 1987, vol. II, 2.3). The
    person himself is taken out of the others. The variance is that of his own count and that of theirs.
    """
    panel, week = usual.panel, usual.week[None, weeks]
    above, below = panel.above[:, weeks], panel.below[:, weeks]
    others, unsure = _of_the_others(usual, weeks)
    below = np.where(np.isfinite(others), below, 0.0)
    above = np.where(below > 0, above, 0.0)
    others, unsure = (np.where(below > 0, each, 0.0) for each in (others, unsure))
    time = below.sum(1)
    expected, doubt = (below * others).sum(1), (below**2 * unsure).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, theirs = above.sum(1) / time, expected / time
        if usual.added:
            pooled = panel.above.sum() / panel.below.sum()
            # One case at the pooled share: a share of none or all of few is not certain.
            share = (above.sum(1) + pooled) / (time + 1)
            variance = usual.dispersion * share * (1 - share) / time + doubt / time**2
            return Levels(np.where(time > 0, value - theirs, np.nan), variance, value, theirs)
        half = _HALF if panel.measure is Measure.RATE else 0.0
        level = np.log((above.sum(1) + half) / (expected + half))
        shape = np.ones_like(time)
        if panel.measure is Measure.MEAN:
            weight = below * week
            shape = np.nansum(weight * week, 1) / weight.sum(1) ** 2 * above.sum(1)
        variance = usual.dispersion * shape / (above.sum(1) + half) + doubt / np.maximum(expected, half) ** 2
    known = (time > 0) & (expected > 0) & np.isfinite(level) & np.isfinite(variance)
    return Levels(np.where(known, level, np.nan), variance, value, theirs)


def _of_the_others(usual: Ordinary, weeks: slice) -> tuple[Floats, Floats]:
    """For each person and week: the others' value at a usual person's level, and its variance; NaN where none was."""
    panel = usual.panel
    above, below, own = panel.above[:, weeks], panel.below[:, weeks], usual.own[:, None]
    if usual.added:
        above = above - own * below
        unit = _unit_variance(panel, panel.above)[:, weeks]
        weight = below
    else:
        unit = _unit_variance(panel, _expected(panel, usual.own, usual.week))[:, weeks]
        weight = own * below
    left = weight.sum(0) - weight
    left = np.where(left > 1e-9, left, np.nan)
    value = (above.sum(0) - above) / left
    return value, usual.dispersion * (unit.sum(0) - unit) / left**2
