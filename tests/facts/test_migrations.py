"""Schema versions: an artificial next schema, and the way to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from merilo.core.errors import WorkspaceError
from merilo.facts.delta import open_version, stored_schema
from merilo.facts.migrations import MIGRATIONS, AddColumn, AddTable, DropColumn, Migrations, RenameColumn
from merilo.facts.schema import SCHEMA, Column, FactTable, Kind, Schema
from merilo.facts.states import StateLog
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, rows


def _next_schema() -> Schema:
    deals = SCHEMA.tables["deals"]
    own = [replace(column, name="title") if column.name == "name" else column for column in deals.own_columns]
    own = [column for column in own if column.name != "product"]
    own += [Column("risk", Kind.COUNT, "how risky"), Column("note", Kind.TEXT, "a note")]
    tables = {**SCHEMA.tables, "deals": replace(deals, own_columns=tuple(own))}
    tables["visits"] = FactTable("visits", "a visit", (Column("place", Kind.TEXT, "where"),))
    return Schema(SCHEMA.version + 1, tables)


NEXT = _next_schema()
STEPS: Migrations = {
    NEXT.version: (
        RenameColumn("deals", "name", "title"),
        AddColumn("deals", "risk", "3"),
        AddColumn("deals", "note"),
        DropColumn("deals", "product"),
        AddTable("visits"),
    )
}


def stored(store: FactStore, table: str) -> list[dict[str, object]]:
    """The rows as they lie in the files."""
    files = FactStore(store.path, NEXT).snapshot().files(table)
    tables = [pq.read_table(file) for file in files]
    return pa.concat_tables(tables).to_pylist() if tables else []


@pytest.fixture
def used(store: FactStore) -> FactStore:
    """A store with a current and an earlier version of one deal."""
    imported(store, "deals", [deal("a", name="one", product="P")])
    imported(store, "deals", [deal("a", name="two", product="P")])
    return store


def test_an_older_store_is_not_opened_and_says_what_to_do(used: FactStore) -> None:
    with pytest.raises(WorkspaceError, match="merilo migrate"):
        FactStore.open(used.path, NEXT)


def test_migration_brings_current_and_earlier_rows_along_in_one_state(used: FactStore) -> None:
    before = used.latest()
    state = FactStore.migrate(used.path, NEXT, STEPS)
    assert (state.number, state.schema_version) == (before.number + 1, NEXT.version)
    store = FactStore.open(used.path, NEXT)
    for table, title in (("deals", "two"), ("deals__earlier", "one")):
        (row,) = stored(store, table)
        assert (row["title"], row["risk"], row["note"]) == (title, 3, None)
        assert "name" not in row
        assert "product" not in row
    assert stored(store, "visits") == stored(store, "visits__earlier") == []
    assert [str(field.type) for field in stored_schema(store.path / "deals", state.versions["deals"])] == [
        str(field.type) for field in NEXT.tables["deals"].arrow
    ]


def test_an_empty_table_is_migrated_too(store: FactStore) -> None:
    state = FactStore.migrate(store.path, NEXT, STEPS)
    assert stored_schema(store.path / "deals", state.versions["deals"]).names == NEXT.tables["deals"].arrow.names


def test_a_migrated_store_takes_imports_and_is_migrated_once(used: FactStore) -> None:
    state = FactStore.migrate(used.path, NEXT, STEPS)
    assert FactStore.migrate(used.path, NEXT, STEPS) == state
    store = FactStore.open(used.path, NEXT)
    imported(store, "accounts", [{"source_id": "x"}])
    assert store.latest().number == state.number + 1


def test_a_state_from_before_a_migration_is_answered_by_an_as_of_day(used: FactStore) -> None:
    FactStore.migrate(used.path, NEXT, STEPS)
    store = FactStore.open(used.path, NEXT)
    with pytest.raises(WorkspaceError, match="as-of day"):
        store.snapshot(store.state(1))


def test_a_store_of_a_newer_schema_is_not_migrated_back(used: FactStore) -> None:
    FactStore.migrate(used.path, NEXT, STEPS)
    with pytest.raises(WorkspaceError, match="newer Merilo"):
        FactStore.migrate(used.path, SCHEMA, {})


def test_a_migration_that_dies_leaves_the_old_schema_in_force(used: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(self: StateLog, state: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StateLog, "publish", die)
    monkeypatch.setattr("merilo.facts.turn.Turn.undo", lambda self: None)
    with pytest.raises(KeyboardInterrupt):
        FactStore.migrate(used.path, NEXT, STEPS)
    monkeypatch.undo()
    assert rows(used, "deals", "name") == [("two",)]
    imported(used, "deals", [deal("b", name="three")])
    assert rows(used, "deals", "name") == [("two",), ("three",)]
    newest = open_version(used.path / "deals").version
    assert stored_schema(used.path / "deals", newest).names == SCHEMA.tables["deals"].arrow.names
    assert FactStore.migrate(used.path, NEXT, STEPS).schema_version == NEXT.version


SINCE_2, SINCE_3 = {"next_steps", "costs"}, {"forecast_calls": {"given_by"}}


def _without(table: FactTable, columns: set[str]) -> FactTable:
    return replace(table, own_columns=tuple(each for each in table.own_columns if each.name not in columns))


FIRST = Schema(
    1,
    {name: _without(table, SINCE_3.get(name, set())) for name, table in SCHEMA.tables.items() if name not in SINCE_2},
)


@pytest.fixture
def first(tmp_path: Path) -> FactStore:
    """A store as version 1 of the schema made it, with a deal and its earlier version."""
    store = FactStore.create(tmp_path / "first", FIRST)
    for name in ("one", "two"):
        imported(store, "deals", [deal("a", name=name)])
    day = date(2026, 1, 1)
    call = {"starts_on": day, "ends_on": day, "category": "commit", "submitted_at": datetime(2026, 1, 1, tzinfo=UTC)}
    imported(store, "forecast_calls", [{"source_id": "c"} | call])
    return store


def test_a_store_of_version_1_says_the_way_out(first: FactStore) -> None:
    with pytest.raises(WorkspaceError, match=r"(?s)version 1.*merilo migrate"):
        FactStore.open(first.path)


def test_a_store_of_version_1_gets_what_came_since_and_keeps_its_rows(first: FactStore) -> None:
    state = FactStore.migrate(first.path)
    assert (state.schema_version, state.versions.keys()) == (3, SCHEMA.stored.keys())
    store = FactStore.open(first.path)
    assert rows(store, "deals", "name") == [("two",)]
    assert [row["name"] for row in pq.read_table(store.snapshot().files("deals__earlier")[0]).to_pylist()] == ["one"]
    assert rows(store, "next_steps") == rows(store, "costs") == []
    assert rows(store, "forecast_calls", "source_id", "given_by") == [("c", None)]
    imported(store, "next_steps", [{"source_id": "n", "due_on": date(2026, 2, 1)}])
    assert rows(store, "next_steps", "due_on") == [(date(2026, 2, 1),)]


def test_there_is_a_way_from_version_1_to_the_present_schema() -> None:
    assert list(MIGRATIONS) == list(range(2, SCHEMA.version + 1))
