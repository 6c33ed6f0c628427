"""A call given while an import is writing is kept, and becomes a fact later; once, whoever brings it in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from merilo.core.errors import BusyError
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.people.calls.book import Category, written
from merilo.reports.asking import Desk
from merilo.reports.forecast.calls import calls_until
from merilo.reports.forecast.giving import Publisher, Wanted, give


def _amounts(store: FactStore, place: Workspace, day: date) -> list[float]:
    with open_engine("duckdb", store.snapshot(), place.settings.calendar) as engine:
        return [call.amount for call in calls_until(Desk(engine, place.settings, day))]


def test_a_call_given_while_another_writes_is_kept_and_brought_in_once(tmp_path: Path) -> None:
    place = Workspace.init(tmp_path / "ws")
    store = FactStore.create(place.facts)
    day = place.settings.calendar.today()
    wanted = Wanted(str(day.year), {Category.COMMIT: Decimal(7)})
    publisher = Publisher(place)
    with open_engine("duckdb", store.snapshot(), place.settings.calendar) as engine:
        desk = Desk(engine, place.settings, day)
        with store.writing("import"):
            give(place, desk, wanted, by="x", patience=0)
            with pytest.raises(BusyError):
                publisher.bring_in(0)
    assert (len(written(place)), _amounts(store, place, day)) == (1, [])
    publisher.bring_in()
    state = store.latest()
    publisher.bring_in()
    Publisher(place).bring_in()
    assert (_amounts(store, place, day), store.latest()) == ([7.0], state)
