"""Cells are cleaned as the formats clean them, only faster."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from merilo.facts.schema import Kind
from merilo.intake.cells import may_need_cleaning
from merilo.intake.columns import quoted
from merilo.intake.formats import empty_words, expression, profile

MORE = ("Zzz", "0", "не закрыта")
WORDS = sorted(empty_words(Kind.TEXT, MORE))
CELL = (
    st.text(max_size=6)
    | st.sampled_from(WORDS)
    | st.sampled_from(WORDS).map(str.upper)
    | st.sampled_from([" a", "a ", "\u00a0a", "a\t", "N/A ", "null", "Nullable", "0", "00", "zzz"])
).filter(lambda text: "\x00" not in text)


@given(st.lists(CELL, min_size=1, max_size=30))
def test_what_looks_clean_is_clean(cells: list[str]) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE raw AS SELECT nullif(unnest($1::VARCHAR[]), '') AS c", [cells])
    con.execute("CREATE OR REPLACE VIEW rows AS SELECT c, rowid AS _row, 0 AS _file FROM raw")
    found = profile(con, "rows", ("c",), MORE)["c"]
    cleaned = expression(Kind.TEXT, "c", found, time_zone="UTC").sql
    suspect = may_need_cleaning(quoted("c"), found.blanks, empty_words(Kind.TEXT, MORE))
    changed = f"SELECT c FROM rows WHERE ({cleaned}) IS DISTINCT FROM c AND NOT coalesce({suspect}, true)"
    if found.numbers is None or not found.numbers.dot_zero:
        assert con.execute(changed).fetchall() == []
