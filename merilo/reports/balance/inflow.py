"""How many new deals a day the target asks for; without a target, how many came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from merilo.core.text import N_, _, counted, currency_sign, dated
from merilo.insight.chain import DRAWS, SEED, Draws, Pace, Size
from merilo.insight.little import Visits
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.plan.open_deals import Cell
from merilo.reports.plan.ratios import A_YEAR, number
from merilo.reports.plan.targets import Whose, entered_targets, planned_period

if TYPE_CHECKING:
    from merilo.reports.asking import Desk
    from merilo.reports.staff import Staff

TARGET, AS_IT_CAME = N_("the target"), N_("as deals came")


@dataclass(frozen=True)
class Inflow:
    """What stages are held against: money a day that the target asks for and what a win brings by pipeline; or, where
    there is no target or no win, the new deals a day of a year.
    """

    basis: str
    target: float | None
    currency: str
    money_a_day: float | None
    sizes: Mapping[str | None, Size]
    came: Pace
    notes: tuple[str, ...] = ()

    def deals(self, cells: Sequence[Cell], known: Visits) -> Draws:
        """Draws of the new deals a day that are needed: money a day / what a new deal brings in the mean.

        A new deal brings Σ over pipelines of its chance to be won there × the average deal there, so that wins keep
        the mix of pipelines that they have.
        """
        if self.money_a_day is None:
            return self.came.draws(np.random.default_rng([SEED, 4_000]), DRAWS)
        worth = np.zeros(DRAWS)
        for place, (pipeline, _stage) in enumerate(cells):
            worth += known.won[:, place] * self._size(pipeline)
        found: Draws = self.money_a_day / np.maximum(worth, 1e-9)
        return found

    def _size(self, pipeline: str | None) -> Draws:
        size = self.sizes.get(pipeline)
        # Of a pipeline in which nothing was ever won nothing is expected.
        stream = sorted(self.sizes, key=str).index(pipeline) if size else 0
        return size.draws(np.random.default_rng([SEED, 5_000, stream]), DRAWS) if size else np.zeros(DRAWS)


def inflow(desk: Desk, staff: Staff, day: date, as_of: date | None, only: tuple[str | None, str | None]) -> Inflow:
    """What the stages of the company, or `only` of a seller or a team, are held against."""
    start, every = planned_period(desk, None, day)
    end = desk.settings.calendar.next(start, every) - timedelta(days=1)
    seller, team = only
    targets, notes = entered_targets(desk, staff, (start, end), Whose(seller, team), as_of)
    scope = "seller" if seller else "team" if team else "company"
    target = next((each for each in targets if each.scope == scope), None)
    sizes, currency = _sizes(desk, day, as_of)
    came = _came(desk, day, as_of, only)
    if target is None or not sizes:
        said = _("No target of money for the running period: stages are held against the deals that came in a year.")
        return Inflow(AS_IT_CAME, None, currency, None, sizes, came, (*notes, said))
    said = _("{target} {currency} from {start} to {end} is what the stages should carry.").format(
        target=counted(round(target.low)), currency=currency_sign(currency), start=dated(start), end=dated(end)
    )
    return Inflow(TARGET, target.low, currency, target.low / ((end - start).days + 1), sizes, came, (*notes, said))


def _sizes(desk: Desk, day: date, as_of: date | None) -> tuple[dict[str | None, Size], str]:
    """What a win brings, by pipeline, over a year."""
    question = Question("average_deal", by=("pipeline",), start=day - A_YEAR, end=day, as_of=as_of)
    inquiry = desk.inquiry(kpi_named("average_deal"), question)
    found: dict[str | None, Size] = {}
    for group, sums in desk.sums(inquiry).items():
        moments = sums.moments
        if moments and moments.mean > 0 and not inquiry.undated(group):
            error = moments.mean if moments.variance is None else float(np.sqrt(moments.variance / moments.n))
            found[group[0]] = Size(moments.mean, error)
    return found, inquiry.context.currency


def _came(desk: Desk, day: date, as_of: date | None, only: tuple[str | None, str | None]) -> Pace:
    """New deals a day, over a year or as long as there are data."""
    seller, team = only
    where = (("seller", seller),) if seller else (("team", team),) if team else ()
    since = desk.since(("deals",)) or day
    start = max(day - A_YEAR + timedelta(days=1), since)
    question = Question("win_rate", start=start, end=day, as_of=as_of, where=where, policies=(("cohort", "created"),))
    inquiry = desk.inquiry(kpi_named("win_rate"), question)
    sums = [own for group, own in desk.sums(inquiry).items() if not inquiry.undated(group)]
    began = sum(number(own, "closed") + number(own, "open") for own in sums)
    return Pace(began, float((day - start).days + 1))
