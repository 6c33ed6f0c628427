"""Compaction: the same rows in fewer files, and the past still answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from merilo.core.errors import WorkspaceError
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, rows


@pytest.fixture
def history(store: FactStore) -> FactStore:
    """Six imports that add, change and repeat."""
    for n in range(6):
        imported(store, "deals", [deal("a", name=f"v{n}"), deal(f"d{n}")])
    return store


def test_rows_stay_and_files_become_few(history: FactStore) -> None:
    before = {table: rows(history, table) for table in TABLES}
    state = history.compact(keep=timedelta(0))
    assert {table: rows(history, table) for table in TABLES} == before
    assert state == history.latest()
    assert len(history.snapshot().files("deals")) == 1
    on_disk = {str(path) for path in (history.path / "deals").glob("*.parquet")}
    assert on_disk == set(history.snapshot().files("deals"))


def test_what_was_known_is_still_answered(history: FactStore) -> None:
    moments = {state.number: state.committed_at for state in history.states()[1:]}
    before = {number: rows(history, "deals", known_at=moment) for number, moment in moments.items()}
    history.compact(keep=timedelta(0))
    assert {number: rows(history, "deals", known_at=moment) for number, moment in moments.items()} == before


def test_a_state_whose_files_are_gone_says_so(history: FactStore) -> None:
    history.compact(keep=timedelta(0))
    with pytest.raises(WorkspaceError, match="as-of day"):
        rows(history, "deals", state=2)


def test_states_in_force_within_the_time_to_keep_stay_readable(history: FactStore) -> None:
    before = [rows(history, "deals", state=number) for number in range(1, 7)]
    history.compact(keep=timedelta(days=1))
    assert [rows(history, "deals", state=number) for number in range(1, 7)] == before


def test_files_that_a_killed_import_left_are_swept(history: FactStore) -> None:
    stray = history.path / "deals" / "stray.parquet"
    stray.write_bytes(b"half a file")
    history.compact()
    assert not stray.exists()


def test_a_compact_store_is_left_as_it_is(history: FactStore) -> None:
    first = history.compact()
    assert history.compact() == first


def test_imports_go_on_after_a_compaction(history: FactStore) -> None:
    history.compact(keep=timedelta(0))
    imported(history, "deals", [deal("a", name="after")])
    assert rows(history, "deals", "name")[0] == ("after",)
