"""What we rely on in DuckDB, Ibis and Delta. If one fails after an upgrade, read ADR 0002 before mending it."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import ibis
import pyarrow.parquet as pq

from merilo.core.time import Calendar
from merilo.facts.engines import open_engine
from merilo.facts.schema import SCHEMA
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported

NIGHT = "TIMESTAMPTZ '2026-03-01 22:30:00+00'"


def test_the_pinned_versions_are_the_installed_ones() -> None:
    assert (duckdb.__version__, ibis.__version__) == ("2.0.0", "12.0.0")


def test_a_cast_to_date_uses_the_sessions_zone() -> None:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'Europe/Moscow'")
        assert con.sql(f"SELECT CAST({NIGHT} AS DATE)").fetchall() == [(date(2026, 3, 2),)]
        con.execute("SET TimeZone = 'UTC'")
        assert con.sql(f"SELECT CAST({NIGHT} AS DATE)").fetchall() == [(date(2026, 3, 1),)]


def test_ibis_compiles_both_ways_to_the_local_day_to_a_plain_cast() -> None:
    table = ibis.table({"at": "timestamp('UTC', 6)"}, name="t")
    for day in (table["at"].cast("date"), table["at"].date()):
        assert 'CAST("t0"."at" AS DATE)' in str(ibis.to_sql(day, dialect="duckdb"))


def test_compiling_and_running_needs_no_ibis_backend_and_warns_of_nothing(store: FactStore) -> None:
    with warnings.catch_warnings(), open_engine("duckdb", store.snapshot(), Calendar()) as engine:
        warnings.simplefilter("error")
        engine.execute(engine.facts.deals.mutate(day=engine.facts.deals.created_at.date()))


def test_copy_tells_rows_size_and_empty_cells_of_every_file(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        (stats,) = con.execute(
            f"COPY (SELECT 1 AS \"at\", NULL::INT b) TO '{tmp_path}' (FORMAT parquet, ROW_GROUPS_PER_FILE 8, "
            "APPEND true, RETURN_STATS true, FILENAME_PATTERN 'x-{uuid}')"
        ).fetchall()
    assert Path(stats[0]).parent == tmp_path
    assert (stats[1], stats[2]) == (1, Path(stats[0]).stat().st_size)
    assert (stats[4]['"at"']["null_count"], stats[4]['"b"']["null_count"]) == ("0", "1")


def test_copy_writes_instants_adjusted_to_utc_and_money_exactly(store: FactStore) -> None:
    imported(store, "deals", [deal("a", created_at=datetime(2026, 3, 1, tzinfo=UTC))])
    written = pq.read_schema(store.snapshot().files("deals")[0])
    assert {field.name: field.type for field in written} == {
        field.name: field.type for field in SCHEMA.tables["deals"].arrow
    }


def test_null_is_the_latest_value_to_arg_max_null_only() -> None:
    found = duckdb.sql(
        "SELECT arg_max_null(v, (t, i)), arg_max(v, (t, i)) FROM (VALUES (NULL, 2, 1), ('x', 1, 1)) t(v, t, i)"
    )
    assert found.fetchall() == [(None, "x")]


def test_tables_keep_to_the_protocol_that_every_reader_knows(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    imported(store, "deals", [deal("a", name="x")])
    from deltalake import DeltaTable

    table = DeltaTable(store.path / "deals")
    protocol = table.protocol()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)
    assert not protocol.reader_features
    assert {field.name: str(field.type) for field in table.schema().fields}[
        "modified_at"
    ] == 'PrimitiveType("timestamp")'


def test_file_uris_still_encode_paths_so_we_build_them_ourselves(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    store = FactStore.create(tmp_path / "a b")
    imported(store, "deals", [deal("a")])
    assert "a%20b" in DeltaTable(store.path / "deals").file_uris()[0]
    assert all(Path(path).exists() for path in store.snapshot().files("deals"))
