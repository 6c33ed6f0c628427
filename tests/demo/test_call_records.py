"""The record finds the known bias of everybody's calls again: the optimist, the sandbagger, and the managers'."""

from __future__ import annotations

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from merilo.demo import Company
from merilo.insight.called import Leaning
from merilo.people.calls.book import Category
from merilo.reports.asking import Desk
from merilo.reports.forecast.record import Line, Records, records
from tests.demo.conftest import UNTIL
from tests.kpis.company import MemoryEngine


@pytest.fixture(scope="module")
def found(demo: Company) -> Records:
    engine = MemoryEngine({}, demo.settings.time_zone)
    for name, table in demo.tables().items():
        if name not in ("touches", "contacts", "leads", "meetings"):
            engine.replace(name, table)
    settings: Settings = demo.settings
    return records(Desk(engine, settings, UNTIL))  # type: ignore[arg-type]


def _lines(found: Records, kind: str, elapsed: int, category: Category = Category.COMMIT) -> dict[str, Line]:
    chosen = found.chosen(Period.MONTH, category, elapsed).lines
    return {line.who.removeprefix("demo:"): line for line in chosen if line.kind == kind}


def test_every_seller_s_bias_is_found_again(demo: Company, found: Records) -> None:
    truth = demo.truth
    lines = _lines(found, "own", 50)
    biases = {who: line.found.bias for who, line in lines.items() if line.found.n >= 12}
    assert len(biases) > 8
    assert {who: bias for who, bias in biases.items() if abs((bias or 0) - truth.seller(who).call_bias) > 0.12} == {}
    leaning = {who: line.found.leaning for who, line in lines.items()}
    assert (leaning[truth.optimist or ""], leaning[truth.sandbagger or ""]) == (Leaning.HIGH, Leaning.LOW)


def test_later_calls_are_nearer_and_best_cases_higher(found: Records) -> None:
    early, late = _lines(found, "own", 25), _lines(found, "own", 50)
    nearer = [who for who in early if (late[who].found.error or 9) < (early[who].found.error or 0)]
    assert len(nearer) >= len(early) - 2
    best = _lines(found, "own", 50, Category.BEST_CASE)
    assert all((best[who].found.bias or 0) > (late[who].found.bias or 0) for who in late)


def test_managers_are_found_unbiased_and_adding_accuracy(demo: Company, found: Records) -> None:
    lines = _lines(found, "override", 50)
    assert lines.keys() == demo.truth.manager_call_bias.keys()
    for who, line in lines.items():
        assert abs((line.found.bias or 9) - demo.truth.manager_call_bias[who]) < 0.06
    added = [each.found for each in found.chosen(Period.MONTH, Category.COMMIT, 50).beside]
    assert len(added) == len(lines)
    assert all(each.leaning is Leaning.HIGH for each in added)
