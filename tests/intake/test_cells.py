"""Cells are cleaned as the formats clean them, only faster."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.sql import quoted
from merilo.facts.schema import Kind
from merilo.intake.cells import RawCells
from merilo.intake.formats import ColumnProfile, empty_words, expression, profile
from merilo.intake.formats.cells import may_need_cleaning
from merilo.sources.raw import RawTable

MORE = ("Zzz", "0", "не закрыта")
WORDS = sorted(empty_words(Kind.TEXT, MORE))
CELL = (
    st.text(max_size=6)
    | st.sampled_from(WORDS)
    | st.sampled_from(WORDS).map(str.upper)
    | st.sampled_from([" a", "a ", "\u00a0a", "a\t", "N/A ", "null", "Nullable", "0", "00", "zzz"])
).filter(lambda text: "\x00" not in text)


def _table(cells: list[str]) -> tuple[duckdb.DuckDBPyConnection, ColumnProfile]:
    con = duckdb.connect()
    con.execute("CREATE TABLE raw AS SELECT nullif(unnest($1::VARCHAR[]), '') AS c", [cells])
    con.execute("CREATE OR REPLACE VIEW rows AS SELECT c, rowid AS _row, 0 AS _file FROM raw")
    return con, profile(con, "rows", ("c",), MORE)["c"]


@given(st.lists(CELL, min_size=1, max_size=30))
def test_what_looks_clean_is_clean(cells: list[str]) -> None:
    con, found = _table(cells)
    cleaned = expression(Kind.TEXT, "c", found, time_zone="UTC").sql
    suspect = may_need_cleaning(quoted("c"), found.blanks, empty_words(Kind.TEXT, MORE))
    changed = f"SELECT c FROM rows WHERE ({cleaned}) IS DISTINCT FROM c AND NOT coalesce({suspect}, true)"
    if found.numbers is None or not found.numbers.dot_zero:
        assert con.execute(changed).fetchall() == []


@settings(max_examples=40)
@given(st.lists(CELL, min_size=1, max_size=5), st.sampled_from([Kind.TEXT, Kind.DAY, Kind.COUNT, Kind.FLAG]))
def test_a_column_is_left_as_it_is_only_where_reading_it_so_is_the_same(cells: list[str], kind: Kind) -> None:
    con, found = _table(cells)
    if found.numbers is not None and found.numbers.ambiguous:
        return
    raw_cells = RawCells(con, RawTable("rows", "rows", ("c",), (), len(cells)), {"c": found}, "UTC", "EUR")
    text = raw_cells.text("c")
    name = text if kind is Kind.TEXT else raw_cells.typed("c", kind, text, None)[0]
    careful = expression(kind, "c", found, time_zone="UTC")
    source = raw_cells.source(f"{text} {name}", ("_row", "c"))
    rows = con.execute(
        f"SELECT ({name}) IS NOT DISTINCT FROM ({careful.sql}), ({careful.emptied}) OR ({careful.repaired}), "
        f"({raw_cells.mended(name)}) FROM {source}"
    ).fetchall()
    assert all(same for same, __, __ in rows)
    assert [changed for __, changed, __ in rows] == [mended for __, __, mended in rows]


def test_one_cell_that_needs_it_has_all_of_its_column_cleaned() -> None:
    for cells, name in ((["a", "b "], '"__c0_"'), (["a", "b"], '"c"'), (["a", "N/A"], '"__c0_"')):
        con, found = _table(cells)
        raw_cells = RawCells(con, RawTable("rows", "rows", ("c",), (), len(cells)), {"c": found}, "UTC", "EUR")
        assert raw_cells.text("c") == name
