"""The problems that the invented company has are found where they are, in money, and nobody else is accused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from merilo.demo import Company, company
from merilo.reports.asking import Desk
from merilo.reports.problems import Problems, problems_at
from merilo.reports.problems.measured import Level
from tests.kpis.company import MemoryEngine

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo_problems")]
UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made() -> Company:
    """The company of `merilo demo`."""
    return company(until=UNTIL, sellers=12, teams=3, years=2, seed=1)


@pytest.fixture(scope="module")
def found(made: Company) -> Iterator[Problems]:
    engine = MemoryEngine({}, made.settings.time_zone)
    for name, table in made.tables().items():
        engine.replace(name, table)
    yield problems_at(Desk(engine, made.settings, UNTIL))
    engine.close()


def test_the_collapsing_seller_loses_most_by_too_few_prospects(found: Problems, made: Company) -> None:
    collapsed = made.truth.collapses
    assert collapsed
    (largest,) = (s.losses[0] for s in found.subjects if s.level is Level.SELLER and s.id.endswith(collapsed))
    assert largest.problem.name == "too_few_prospects"
    assert largest.gap.own < 0.5 * largest.gap.benchmark
    assert largest.gap.loss.interval.low > 0


def test_the_clogged_stage_is_what_stalls_the_company(found: Problems, made: Company) -> None:
    (whole,) = (s for s in found.subjects if s.level is Level.COMPANY)
    (stalled,) = (loss for loss in whole.losses if loss.problem.name == "deals_stall")
    assert stalled.stage == f"{made.truth.clog.pipeline} / {made.truth.clog.stage}"
    assert 2 < stalled.gap.own / stalled.gap.benchmark < 2 * made.truth.clog.factor
    assert stalled.step.delayed


def test_nobody_else_is_accused(found: Problems, made: Company) -> None:
    """Everyone else's true rates do not change, and nobody is far enough below the better quarter."""
    accused = {s.id for s in found.subjects if s.level is Level.SELLER and s.losses}
    assert {who.removeprefix("demo:") for who in accused} == {made.truth.collapses}


def test_a_team_is_only_accused_of_what_is_true(found: Problems, made: Company) -> None:
    """Too few prospects: the team of the one who collapsed. Stalling and missed days: the clog is everybody's."""
    collapsed = next(s for s in made.truth.sellers if s.id == made.truth.collapses)
    teams = {s.name: s.losses for s in found.subjects if s.level is Level.TEAM}
    for name, losses in teams.items():
        for loss in losses:
            if loss.problem.name == "too_few_prospects":
                assert name == collapsed.spells[-1].team
            else:
                assert loss.problem.name in ("deals_stall", "forecasts_miss")
                assert loss.stage in ("", f"{made.truth.clog.pipeline} / {made.truth.clog.stage}")


def test_customers_whose_rates_do_not_change_are_no_problem(found: Problems) -> None:
    assert not [f for f in found.all if f.said and f.problem.name == "customers_leave_or_shrink"]


def test_what_stalls_and_what_misses_its_day_is_said_to_be_the_same_money(found: Problems) -> None:
    (whole,) = (s for s in found.subjects if s.level is Level.COMPANY)
    assert {"deals_stall", "forecasts_miss"} <= {loss.problem.name for loss in whole.losses}
    (note,) = found.to_json()["notes"]
    assert "the same money" in note


def test_money_that_only_comes_later_stands_last(found: Problems) -> None:
    for subject in found.subjects:
        delayed = [loss.step.delayed for loss in subject.losses]
        assert delayed == sorted(delayed)


def test_all_is_in_the_json_and_says_what_is_not_measured(found: Problems) -> None:
    document = found.to_json()
    assert (document["period"], document["currency"]) == ("2026Q3", "RUB")
    assert {problem["name"] for problem in document["problems"]} == {
        "too_few_prospects", "meetings_do_not_become_deals", "deals_stall", "forecasts_miss",
        "customers_leave_or_shrink",
    }  # fmt: skip
    assert all(3 <= len(problem["kpis"]) <= 5 for problem in document["problems"])
    said = [gap for gap in document["gaps"] if gap["said"]]
    assert said
    assert all(gap["low"] > 0 for gap in said)
    assert len(document["gaps"]) > len(said)
    assert "forecasts_miss" in {each["problem"] for each in document["not_measured"]}
