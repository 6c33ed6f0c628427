"""The KPIs of the sales cycle find again how the invented company's deals move, within 4.5 standard errors.

A visit's length does not depend on where the deal goes next, so the visits that have ended are a fair sample of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pytest

from merilo.demo import Company
from merilo.kpis.question import Question
from merilo.reports.answer import ask
from merilo.reports.asking import Desk
from merilo.reports.figures import Figure
from tests.demo.conftest import UNTIL
from tests.kpis.company import MemoryEngine

Z = 4.5
# Where a chance of `PipelineTruth.moves` stands: forward, skip, back, lost.
_BACK, _LOST = 2, 3


@pytest.fixture(scope="module")
def desk(large: Company) -> Iterator[Desk]:
    """A desk at which the large company's facts are asked."""
    engine = MemoryEngine({}, large.settings.time_zone)
    for name, table in large.tables().items():
        engine.replace(name, table)
    yield Desk(engine, large.settings, UNTIL)
    engine.close()


def _visits(desk: Desk, kpi: str, *by: str, end: date | None = None) -> dict[tuple[str, ...], Figure]:
    lines = ask(desk, Question(kpi, by=by, end=end)).lines
    return {tuple(str(line.keys[cut]) for cut in by): line.figure for line in lines}


def _chances(company: Company, pipeline: str, stage: str) -> Mapping[str, np.ndarray]:
    """Per seller the chances of forward, skip, back and lost from this stage."""
    truth = company.truth.pipeline(pipeline)
    place = [each.name for each in truth.stages].index(stage)
    return {f"demo:{s.id}": truth.moves(s.loss_factor)[place] for s in company.truth.sellers}


@pytest.mark.parametrize(("part", "chance"), [("back", _BACK), ("lost", _LOST)])
def test_stages_send_deals_back_and_lose_them_as_often_as_is_true(
    large: Company, desk: Desk, part: str, chance: int
) -> None:
    """By pipeline and stage, expected from each seller's own chances; a leaver's deals end as his successor's."""
    seen: dict[tuple[str, str], tuple[int, float, float]] = {}
    for (pipeline, stage, seller), figure in _visits(desk, "stage_conversion", "pipeline", "stage", "seller").items():
        if stage in {"Won", "Lost"}:
            continue
        p = float(_chances(large, pipeline, stage)[seller][chance])
        n, hits = int(figure.parts["decided"] or 0), int(figure.parts[part] or 0)
        known, expected, variance = seen.get((pipeline, stage), (0, 0.0, 0.0))
        seen[pipeline, stage] = (known + hits, expected + n * p, variance + n * p * (1 - p))
    assert len(seen) == 8
    for where, (hits, expected, variance) in seen.items():
        # One visit in fifty is of a deal that changed hands: its chances were another seller's.
        assert abs(hits - expected) <= Z * np.sqrt(variance) + 0.02 * expected, where


def test_deals_stay_in_stages_as_long_as_is_true_and_longer_in_the_clogged_one(large: Company, desk: Desk) -> None:
    """Lognormal days, then on to the next working day: the median is the true one or up to a day and a half more.

    Visits that began in the last 60 days are left out: many of them still go on. Proposal is clogged later on.
    """
    found = _visits(
        desk, "stage_time", "pipeline", "stage", end=date.fromordinal(large.truth.clog.since.toordinal() - 1)
    )
    for pipeline in large.truth.pipelines:
        for stage in pipeline.stages:
            spread = found[pipeline.name, stage.name].spreads["days"]
            error = Z * 1.2533 * stage.sigma * stage.median_days / np.sqrt(spread.n)
            assert stage.median_days - error <= (spread.median or 0) <= stage.median_days + 1.5 + error, stage.name


def test_won_and_lost_visits_add_up_to_the_deals_that_closed(large: Company, desk: Desk) -> None:
    visits = _visits(desk, "stage_conversion", "pipeline")
    closed = _visits(desk, "win_rate", "pipeline")
    assert visits.keys() == closed.keys()
    for key, figure in visits.items():
        assert figure.parts["won"] == closed[key].parts["won"]
        assert (figure.parts["lost"] or 0) + (figure.parts["won"] or 0) == closed[key].parts["closed"]
