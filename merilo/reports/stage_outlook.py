"""The chance of open deals by the stage in which they were at each age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from merilo.insight.incidence import HAPPENED
from merilo.insight.outlook import Outlook, outlook_from
from merilo.insight.survival import Followed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.kpis.time_to_close.stages_by_age import stages_by_age

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

Numbers = npt.NDArray[np.float64]
_KPI = "time_to_close"


@dataclass(frozen=True)
class Stages:
    """The stages in their order, and the deals of which it is `known` when they came into one."""

    known: int
    each: tuple[StageOutlook, ...]


@dataclass(frozen=True)
class StageOutlook:
    """One stage: how many deals were ever in it, how many of them were won, and the chances by age."""

    stage: str
    n: int
    won: int
    outlook: tuple[Outlook, ...]


def stage_outlooks(desk: Desk, as_of: date | None, start: str, ages: tuple[int, ...]) -> Stages:
    """The chances of each stage by the end of that day (None: now), in the order of the stages."""
    policies = (("cohort", "started"), ("days", "calendar"), ("start", start))
    inquiry = desk.inquiry(kpi_named(_KPI), Question(_KPI, as_of=as_of, policies=policies))
    stays = desk.table(stages_by_age(inquiry.rows, desk.engine.facts, inquiry.context))
    names = stays["stage"].combine_chunks().dictionary_encode()
    stages, of = names.dictionary.to_pylist(), names.indices.to_numpy(zero_copy_only=False)
    places = sorted(range(len(stages)), key=lambda place: (desk.place("stage", stages[place]), stages[place]))
    found = tuple(_stage(stages[place], stays.filter(pa.array(of == place)), ages) for place in places)
    return Stages(len(stays["id"].unique()), found)


def _stage(stage: str, stays: pa.Table, ages: tuple[int, ...]) -> StageOutlook:
    cases = Followed(
        _days(stays, "unseen_days", 0.0),
        _days(stays, "followed_days", -1.0),
        _days(stays, "outcome", 0).astype(np.int8),
    )
    since, until = _days(stays, "since_age", np.inf), _days(stays, "until_age", np.inf)
    _deals, first = np.unique(stays["id"].to_numpy(), return_index=True)
    won = int((cases.outcome[first] == HAPPENED).sum())
    return StageOutlook(stage, len(first), won, outlook_from(cases, since, until, ages))


def _days(stays: pa.Table, name: str, missing: float) -> Numbers:
    """A column as numbers; what is not known is `missing`."""
    return np.asarray(stays[name].cast(pa.float64()).fill_null(missing).to_numpy(), dtype=np.float64)
