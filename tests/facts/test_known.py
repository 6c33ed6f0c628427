"""What was known at a past moment, per source."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from merilo.core.time import Calendar
from merilo.facts.engines import open_engine
from merilo.facts.known import known_at
from merilo.facts.states import State
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, relation, rows, session

FIRST = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # in Moscow already 01:30 of the 11th


def state(**sources: datetime) -> State:
    return State(1, "", FIRST, "", {}, 1, sources)


def test_the_present_needs_no_moment() -> None:
    assert known_at(state(), Calendar(), None) is None


def test_a_day_means_its_local_end() -> None:
    known = known_at(state(), Calendar("Europe/Moscow"), date(2026, 3, 10))
    assert known is not None
    assert known.at == datetime(2026, 3, 10, 20, 59, 59, 999999, tzinfo=UTC)


def test_a_source_first_seen_later_is_named_with_its_local_day() -> None:
    known = known_at(state(crm=FIRST), Calendar("Europe/Moscow"), date(2026, 3, 10))
    assert known is not None
    assert known.notes == (
        "reconstructed from history: source crm was first imported on 2026-03-11; corrections known now are in it",
    )
    known = known_at(state(crm=FIRST), Calendar("Europe/Moscow"), date(2026, 3, 11))
    assert known is not None
    assert known.notes == ()


def test_corrections_and_deletions_are_taken_back(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="one"), deal("b")])
    then = store.latest().committed_at
    imported(store, "deals", [deal("a", name="two"), deal("c")])
    with store.writing(label="x") as writer, session() as con:
        relation(con, "deals", [deal("a"), deal("c")])
        writer.delete_missing("deals", "crm", con, "incoming")
        writer.commit()
    assert rows(store, "deals", "id", "name") == [("crm:a", "two"), ("crm:c", None)]
    assert rows(store, "deals", "id", "name", known_at=then) == [("crm:a", "one"), ("crm:b", None)]


def test_rows_of_a_source_that_was_not_known_yet_are_read_as_known_now(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="one")])
    then = store.latest().committed_at
    imported(store, "deals", [deal("n", source="new", name="one")])
    imported(store, "deals", [deal("a", name="two"), deal("n", source="new", name="two")])
    assert rows(store, "deals", "id", "name", known_at=then) == [("crm:a", "one"), ("new:n", "two")]
    with open_engine("duckdb", store.snapshot(), Calendar(), then) as engine:
        first = store.latest().sources["new"].date()
        assert len(engine.notes) == 1
        assert f"source new was first imported on {first}; corrections known now" in engine.notes[0]


@pytest.mark.parametrize("before", [timedelta(days=400), timedelta(days=1)])
def test_before_the_first_import_everything_is_reconstructed(store: FactStore, before: timedelta) -> None:
    imported(store, "deals", [deal("a", name="one")])
    imported(store, "deals", [deal("a", name="two")])
    day = (store.latest().committed_at - before).date()
    assert rows(store, "deals", "name", known_at=day) == [("two",)]
