"""The same arguments give the same company; its tables are facts; its files are what the mapping reads."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pytest

from merilo.core.errors import UsageError
from merilo.core.settings import check_settings
from merilo.demo import Company, company
from merilo.demo.layout import SHEETS
from merilo.facts.schema import TABLES, Kind
from merilo.intake.mapping_file import read_mapping

UNTIL = date(2026, 6, 30)
SMALL = {"sellers": 3, "teams": 2, "years": 0.5, "until": UNTIL}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_seed_gives_same_bytes_whatever_the_chunks(tmp_path: Path) -> None:
    company(seed=3, **SMALL).write(tmp_path / "a")
    company(seed=3, **SMALL).write(tmp_path / "b", chunk_rows=700)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_tables_do_not_depend_on_chunks() -> None:
    made = company(seed=3, **SMALL)
    whole, pieces = made.tables(), made.tables(chunk_rows=999)
    assert all(whole[name].equals(pieces[name]) for name in whole)


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    company(seed=3, **SMALL).write(tmp_path / "a")
    company(seed=4, **SMALL).write(tmp_path / "b")
    assert _bytes(tmp_path / "a")["touches.csv"] != _bytes(tmp_path / "b")["touches.csv"]


def test_a_seller_works_the_same_in_a_larger_company() -> None:
    few, many = (company(sellers=n, teams=3, years=0.5, seed=5, until=UNTIL) for n in (6, 9))
    mine = [c.touches.at[c.touches.seller == 2].tolist() for c in (few, many)]
    assert mine[0] == mine[1]


def test_touches_grow_with_sellers_and_years(demo: Company, large: Company) -> None:
    assert 60_000 < len(demo.touches.at) < 250_000
    ratio = len(large.touches.at) / len(demo.touches.at)
    assert 4 < ratio < 6.5
    half = company(until=UNTIL, years=1, seed=7)
    assert 0.4 < len(half.touches.at) / len(demo.touches.at) < 0.6


@pytest.mark.parametrize(
    ("size", "name"), [({"sellers": 0}, "sellers"), ({"teams": 99}, "teams"), ({"years": 0.1}, "years")]
)
def test_impossible_sizes_are_refused_by_name(size: dict[str, int], name: str) -> None:
    with pytest.raises(UsageError, match=name):
        company(until=UNTIL, **size)


def test_the_smallest_company_is_whole(tmp_path: Path) -> None:
    tiny = company(until=UNTIL, sellers=1, teams=1, years=0.25)
    assert set(tiny.tables()) >= {"sellers", "touches", "deals", "revenue"}
    assert len(tiny.write(tmp_path)) == len(SHEETS)


def test_settings_are_valid(demo: Company) -> None:
    check_settings(demo.settings, Path("merilo.toml"))


def test_tables_have_the_schema_of_facts(demo: Company) -> None:
    tables = demo.tables()
    assert set(tables) <= set(TABLES)
    for name, table in tables.items():
        assert {f.name: f.type for f in table.schema} == {f.name: f.type for f in TABLES[name].arrow}


def test_required_columns_are_filled_and_choices_are_known(demo: Company) -> None:
    for name, table in demo.tables().items():
        for column in TABLES[name].columns:
            values = table[column.name]
            if column.required:
                assert values.null_count == 0, (name, column.name)
            if column.kind is Kind.CHOICE:
                assert set(pc.unique(values).to_pylist()) - {None} <= set(column.choices)


def test_ids_are_unique(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    for name in demo.tables():
        n, distinct = sql.execute(f"SELECT count(*), count(DISTINCT id) FROM {name}").fetchall()[0]
        assert n == distinct > 0, name


def test_every_reference_finds_its_row(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    for name in demo.tables():
        for column in TABLES[name].columns:
            if column.refers_to:
                lost = sql.execute(
                    f"SELECT count(*) FROM {name} WHERE {column.name} IS NOT NULL"
                    f" AND {column.name} NOT IN (SELECT id FROM {column.refers_to})"
                ).fetchall()
                assert lost == [(0,)], (name, column.name)


def test_the_mapping_names_exactly_the_files_columns(demo: Company, tmp_path: Path) -> None:
    mapping = read_mapping(demo.mapping())
    files = {path.stem: path for path in demo.write(tmp_path)}
    assert {entry.file for entry in mapping.entries} == set(files)
    for entry in mapping.entries:
        with files[entry.file].open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        used = [column for field in entry.fields.values() for column in field.columns]
        assert sorted(used) == sorted(header), entry.file


def test_every_word_in_the_files_is_translated_back(tmp_path: Path) -> None:
    made = company(seed=3, **SMALL)
    mapping = read_mapping(made.mapping())
    made.write(tmp_path)
    facts = made.tables()
    for entry in mapping.entries:
        for name, field in entry.fields.items():
            if field.values and entry.to != "revenue":
                with (tmp_path / f"{entry.file}.csv").open(encoding="utf-8", newline="") as file:
                    words = [row[field.columns[0]] for row in csv.DictReader(file)]
                assert [field.values.get(word) for word in words] == facts[entry.to][name].to_pylist()


def test_names_are_mixed_and_distinct(sql: duckdb.DuckDBPyConnection) -> None:
    russian, all_, distinct = sql.execute(
        "SELECT count(*) FILTER (regexp_matches(name, '[А-я]')), count(*), count(DISTINCT name) FROM accounts"
    ).fetchall()[0]
    assert 0.3 < russian / all_ < 0.9
    assert distinct == all_
