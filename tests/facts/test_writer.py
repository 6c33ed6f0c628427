"""Upserts and deletions: what is new, changed, unchanged, stale or gone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from merilo.core.errors import DataError, UsageError
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.facts.writer import Change
from tests.facts.importing import at, deal, imported, put, relation, rows, session


def test_rows_are_new_once_and_then_unchanged(store: FactStore) -> None:
    deals = [deal("a", amount=Decimal("10.5")), deal("b")]
    assert imported(store, "deals", deals) == Change(new=2)
    state = store.latest()
    assert imported(store, "deals", deals) == Change(unchanged=2)
    assert store.latest() == state


def test_every_kind_of_value_comes_back_as_it_went_in(store: FactStore) -> None:
    row = deal("a", amount=Decimal("1234567.8901"), created_at=at(2), expected_close_on=date(2026, 3, 1), name="Я")
    imported(store, "deals", [row])
    assert rows(store, "deals", *row) == [tuple(row.values())]
    imported(store, "stages", [{"source_id": "s", "name": "x", "position": 3, "crm_probability": 0.25}])
    assert rows(store, "stages", "position", "crm_probability") == [(3, 0.25)]


def test_given_columns_overwrite_and_others_keep_their_value(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="N", stage="S", amount=Decimal(5))])
    assert imported(store, "deals", [deal("a", name=None, stage="T")], given={"name"}) == Change(changed=1)
    assert rows(store, "deals", "name", "stage", "amount") == [(None, "S", Decimal(5))]


def test_columns_that_are_not_given_still_fill_new_rows(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="N", origin="unknown")], given={"name"})
    assert rows(store, "deals", "status", "origin") == [("open", "unknown")]


def test_a_row_older_than_the_known_one_is_stale(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="new", modified_at=at(9))])
    assert imported(store, "deals", [deal("a", name="old", modified_at=at(8))]) == Change(stale=1)
    assert rows(store, "deals", "name") == [("new",)]


def test_a_row_without_modified_time_is_never_stale(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="one", modified_at=at(9))])
    assert imported(store, "deals", [deal("a", name="two", modified_at=None)]) == Change(changed=1)


def test_earlier_versions_are_kept_with_their_times(store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="one")])
    first = rows(store, "deals", "observed_at")[0][0]
    imported(store, "deals", [deal("a", name="two")])
    second = rows(store, "deals", "observed_at")[0][0]
    earlier = duckdb.sql(
        f"SELECT name, observed_at, superseded_at, superseded_by FROM read_parquet({_files(store, 'deals__earlier')})"
    )
    assert [tuple(row.values()) for row in earlier.to_arrow_table().to_pylist()] == [("one", first, second, "update")]


def test_missing_rows_are_added_and_known_ones_left_alone(store: FactStore) -> None:
    imported(store, "accounts", [{"source_id": "a", "name": "Known"}])
    with store.writing(label="stubs") as writer, session() as con:
        relation(con, "accounts", [{"source_id": "a", "name": "Stub"}, {"source_id": "b", "name": "Stub"}])
        assert writer.insert_missing("accounts", con, "incoming") == Change(new=1, unchanged=1)
        writer.commit()
    assert rows(store, "accounts", "id", "name") == [("crm:a", "Known"), ("crm:b", "Stub")]


def test_deleted_rows_become_tombstones_and_may_come_again_as_new(store: FactStore) -> None:
    imported(store, "deals", [deal("a"), deal("b"), deal("c")])
    with store.writing(label="x") as writer, session() as con:
        con.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT unnest(['crm:a', 'crm:c', 'crm:zz']) AS id")
        assert writer.delete("deals", con, "gone") == 2
        writer.commit()
    assert rows(store, "deals", "id") == [("crm:b",)]
    assert _earlier(store, "deals") == [("crm:a", "delete"), ("crm:c", "delete")]
    assert imported(store, "deals", [deal("a")]) == Change(new=1)


def test_rows_missing_from_a_complete_list_are_deleted_for_that_source_only(store: FactStore) -> None:
    imported(store, "deals", [deal("a"), deal("b"), deal("b", source="other")])
    with store.writing(label="x") as writer, session() as con:
        relation(con, "deals", [deal("a")])
        assert writer.delete_missing("deals", "crm", con, "incoming") == 1
        writer.commit()
    assert rows(store, "deals", "id") == [("crm:a",), ("other:b",)]


def test_two_calls_of_one_import_see_each_other_and_leave_one_version(store: FactStore) -> None:
    with store.writing(label="x") as writer:
        assert put(writer, "deals", [deal("a", name="one")]) == Change(new=1)
        assert put(writer, "deals", [deal("a", name="two")]) == Change(changed=1)
        writer.commit()
    assert rows(store, "deals", "name") == [("two",)]
    assert _earlier(store, "deals") == []


def test_an_update_rewrites_only_the_files_that_hold_its_rows(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    imported(store, "deals", [deal("b")])
    before = set(store.snapshot().files("deals"))
    imported(store, "deals", [deal("b", name="x")])
    assert len(before & set(store.snapshot().files("deals"))) == 1


def test_many_small_imports_do_not_leave_many_small_files(store: FactStore) -> None:
    for n in range(40):
        imported(store, "deals", [deal(f"d{n:02}")])
    assert len(rows(store, "deals")) == 40
    assert len(store.snapshot().files("deals")) <= 17


@pytest.mark.parametrize("known", [False, True], ids=["first import", "later import"])
def test_ids_given_twice_are_refused_and_named(store: FactStore, known: bool) -> None:
    if known:
        imported(store, "deals", [deal("z")])
    with pytest.raises(DataError, match="crm:a"):
        imported(store, "deals", [deal("a"), deal("b"), deal("a")])


def test_a_row_without_a_required_column_is_refused_and_no_file_stays(store: FactStore) -> None:
    with pytest.raises(DataError, match="no status"):
        imported(store, "deals", [{"source_id": "a", "name": "x"}])
    assert list((store.path / "deals").glob("*.parquet")) == []


def test_a_clock_time_without_zone_is_refused(store: FactStore) -> None:
    with store.writing(label="x") as writer, session() as con:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE t AS SELECT 'crm' source, '1' source_id, 'open' status, "
            "TIMESTAMP '2026-01-01' created_at"
        )
        with pytest.raises(DataError, match="without a time zone: created_at"):
            writer.upsert("deals", con, "t", frozenset({"status"}))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("'crm' source, 'open' status", "lacks the columns source_id"),
        ("'crm' source, '1' source_id, 'open' status, 1 colour", "colour"),
        ("'crm' source, NULL::VARCHAR source_id, 'open' status", "without source or source_id"),
        ("'a:b' source, '1' source_id, 'open' status", "colon"),
    ],
)
def test_a_relation_that_does_not_fit_is_refused(store: FactStore, columns: str, message: str) -> None:
    with store.writing(label="x") as writer, session() as con:
        con.execute(f"CREATE OR REPLACE TEMP TABLE t AS SELECT {columns}")
        with pytest.raises(DataError, match=message):
            writer.upsert("deals", con, "t", frozenset({"status"}))


def test_a_given_column_must_be_there(store: FactStore) -> None:
    with pytest.raises(DataError, match="amount"):
        imported(store, "deals", [deal("a")], given={"status", "amount"})


def test_an_unknown_table_is_a_wrong_use(store: FactStore) -> None:
    with store.writing(label="x") as writer, session() as con, pytest.raises(UsageError, match="invoices"):
        writer.upsert("invoices", con, "t", frozenset())


def test_columns_with_an_underscore_in_front_are_left_aside(store: FactStore) -> None:
    with store.writing(label="x") as writer, session() as con:
        con.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT 'crm' source, '1' source_id, 'open' status, 17 _row")
        assert writer.upsert("deals", con, "t", frozenset({"status"})) == Change(new=1)


def test_nothing_temporary_is_left_in_the_callers_connection(store: FactStore) -> None:
    with duckdb.connect() as con:
        for name in ("one", "two"):
            with store.writing(label="x") as writer:
                writer.upsert("deals", con, "incoming", relation(con, "deals", [deal("a", stage=name)]))
                writer.commit()
        assert con.sql("SELECT table_name FROM duckdb_tables()").fetchall() == [("incoming",)]
        assert con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall() == []


def test_an_empty_relation_changes_nothing(store: FactStore) -> None:
    for table in TABLES:
        assert imported(store, table, []) == Change()
    assert store.latest().number == 0


def _files(store: FactStore, table: str) -> list[str]:
    return list(store.snapshot().files(table))


def _earlier(store: FactStore, table: str) -> list[tuple[str, str]]:
    files = _files(store, f"{table}__earlier")
    if not files:
        return []
    return duckdb.sql(f"SELECT id, superseded_by FROM read_parquet({files}) ORDER BY id").fetchall()
