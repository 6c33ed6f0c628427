"""The clogged stage of the invented company is found, with its day, and no other stage is accused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from merilo.demo import Company, company
from merilo.reports.asking import Desk
from merilo.reports.balance import Balance, Whole, weigh
from tests.kpis.company import MemoryEngine

_UNTIL = date(2026, 11, 22)
_READ = ("sellers", "memberships", "deals", "deal_changes", "stages", "targets", "rates", "absences")
_CLOSE = timedelta(weeks=3)


@contextmanager
def _desk(made: Company) -> Iterator[Desk]:
    engine = MemoryEngine({}, made.settings.time_zone)
    tables = made.tables()
    for name in _READ:
        engine.replace(name, tables[name])
    yield Desk(engine, made.settings, _UNTIL + timedelta(days=1))
    engine.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_the_clogged_stage_is_found_with_its_day_and_no_other(seed: int) -> None:
    made = company(until=_UNTIL, sellers=12, teams=3, years=2, seed=seed)
    clog = made.truth.clog
    with _desk(made) as desk:
        found = weigh(desk, Whole())
        before = weigh(desk, Whole(), as_of=clog.since - timedelta(days=30))
    clogged = {(line.pipeline, line.stage): line.clog for line in found.lines if line.status is Balance.CLOGGED}
    assert clogged.keys() == {(clog.pipeline, clog.stage)}
    told = clogged[clog.pipeline, clog.stage]
    assert told is not None
    assert abs(told.since - clog.since) <= _CLOSE
    assert told.longer == pytest.approx(clog.factor, rel=0.4)
    assert [line.stage for line in before.lines if line.clog] == []
