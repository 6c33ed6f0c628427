"""Stores and states: made once, visible at once, taken back whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merilo.core.errors import UsageError, WorkspaceError
from merilo.facts import store as store_module
from merilo.facts.delta import open_version
from merilo.facts.schema import SCHEMA, TABLES
from merilo.facts.states import StateLog
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, put, rows


def test_a_new_store_has_every_table_empty_and_state_0(store: FactStore) -> None:
    assert store.latest().number == 0
    assert set(store.latest().versions) == set(SCHEMA.stored)
    assert all(rows(store, table) == [] for table in TABLES)


def test_making_a_store_again_keeps_what_is_there(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    again = FactStore.create(store.path)
    assert again.latest() == store.latest()
    assert rows(again, "deals", "id") == [("crm:a",)]


def test_a_store_whose_making_was_cut_short_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0

    def stop_after_seven(folder: Path, schema: object) -> int:
        nonlocal made
        made += 1
        if made > 7:
            raise KeyboardInterrupt
        return real(folder, schema)  # type: ignore[arg-type]

    real = store_module.create_table
    monkeypatch.setattr(store_module, "create_table", stop_after_seven)
    with pytest.raises(KeyboardInterrupt):
        FactStore.create(tmp_path)
    with pytest.raises(WorkspaceError, match="no facts here"):
        FactStore.open(tmp_path)
    monkeypatch.undo()
    assert FactStore.create(tmp_path).latest().number == 0


def test_opening_a_folder_without_facts_says_how_to_make_some(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="merilo import") as caught:
        FactStore.open(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(caught.value)


def test_a_store_of_a_newer_schema_is_refused(store: FactStore) -> None:
    newer = replace(store.latest(), number=1, schema_version=SCHEMA.version + 1)
    StateLog(store.path).publish(newer)
    with pytest.raises(WorkspaceError, match="Use a newer Merilo"):
        FactStore.open(store.path)


def test_a_state_names_import_time_label_summary_and_sources(store: FactStore) -> None:
    with store.writing(label="three files") as writer:
        put(writer, "deals", [deal("a"), deal("b", source="sheet")])
        state = writer.commit({"files": 3})
    assert (state.number, state.label, state.summary) == (1, "three files", {"files": 3})
    assert state.import_id == writer.import_id
    assert state.committed_at >= writer.observed_at
    assert state.sources == {"crm": state.committed_at, "sheet": state.committed_at}
    assert store.states() == [store.state(0), state]
    assert store.latest() == state


def test_a_source_keeps_the_time_it_was_first_committed(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    first = store.latest()
    imported(store, "deals", [deal("b")])
    assert store.latest().sources == first.sources


def test_an_unknown_state_is_an_error_that_names_the_known_ones(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    with pytest.raises(WorkspaceError, match="states 0 to 1"):
        store.state(7)


def test_a_damaged_state_file_is_an_error(store: FactStore) -> None:
    (store.path / "states" / "0000000000.json").write_text("{}", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        store.latest()


def test_a_state_is_never_overwritten(store: FactStore) -> None:
    with pytest.raises(FileExistsError):
        StateLog(store.path).publish(replace(store.latest(), import_id="other"))


def test_nothing_is_visible_before_the_commit(store: FactStore) -> None:
    with store.writing(label="x") as writer:
        put(writer, "deals", [deal("a")])
        put(writer, "accounts", [{"source_id": "a"}])
        assert rows(store, "deals") == rows(store, "accounts") == []
        writer.commit()
    assert len(rows(store, "deals")) == len(rows(store, "accounts")) == 1


@pytest.mark.parametrize("fail", [True, False], ids=["by an error", "without a commit"])
def test_an_import_that_ends_early_leaves_no_trace(store: FactStore, fail: bool) -> None:
    imported(store, "deals", [deal("a")])
    before, files = store.latest(), sorted((store.path / "deals").glob("*.parquet"))
    try:
        with store.writing(label="x") as writer:
            put(writer, "deals", [deal("a", name="renamed"), deal("b")])
            if fail:
                raise ZeroDivisionError
    except ZeroDivisionError:
        assert fail
    assert store.latest() == before
    assert rows(store, "deals", "id", "name") == [("crm:a", None)]
    assert sorted((store.path / "deals").glob("*.parquet")) == files


def test_an_import_that_dies_between_two_tables_is_taken_back(
    store: FactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(store, "deals", [deal("a")])
    died = store.latest()

    def die(self: StateLog, state: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StateLog, "publish", die)
    monkeypatch.setattr("merilo.facts.turn.Turn.undo", lambda self, drafts: None)
    with pytest.raises(KeyboardInterrupt):
        imported(store, "deals", [deal("b")])
    monkeypatch.undo()
    assert open_version(store.path / "deals").version > died.versions["deals"]
    assert rows(store, "deals", "id") == [("crm:a",)]
    imported(store, "accounts", [{"source_id": "x"}])
    assert rows(store, "deals", "id") == [("crm:a",)]
    assert open_version(store.path / "deals").version == store.latest().versions["deals"]


def test_a_failure_after_the_state_became_visible_takes_nothing_back(
    store: FactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        if folder.name == "states":
            raise OSError("disk")

    monkeypatch.setattr("merilo.facts.states.sync_folder", fail)
    with pytest.raises(OSError, match="disk"):
        imported(store, "deals", [deal("a")])
    monkeypatch.undo()
    assert rows(store, "deals", "id") == [("crm:a",)]


def test_one_import_is_committed_once(store: FactStore) -> None:
    with store.writing(label="x") as writer:
        writer.commit()
        with pytest.raises(UsageError, match="already"):
            writer.commit()


def test_imports_are_observed_in_strict_order_even_if_the_clock_goes_back(
    store: FactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(store, "deals", [deal("a")])
    before = store.latest().committed_at

    class Yesterday:
        @staticmethod
        def now(zone: object) -> object:
            return before.replace(year=before.year - 1)

    monkeypatch.setattr("merilo.facts.turn.datetime", Yesterday)
    with store.writing(label="x") as writer:
        put(writer, "deals", [deal("b")])
        state = writer.commit()
    assert writer.observed_at > before
    assert state.committed_at >= writer.observed_at


def test_a_store_lives_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "отдел продаж [2026] 100% *it's*"
    store = FactStore.create(folder)
    imported(store, "deals", [deal("a")])
    imported(store, "deals", [deal("a", name="б")])
    assert rows(store, "deals", "name") == [("б",)]
