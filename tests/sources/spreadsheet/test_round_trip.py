"""Law: any table of text that Python's csv writes in a supported dialect and encoding reads back equal."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from merilo.sources.spreadsheet import line_of, read
from merilo.sources.spreadsheet.bytes import Content
from merilo.sources.spreadsheet.delimited import _fast, text_piece
from merilo.sources.spreadsheet.load import load_text
from merilo.sources.spreadsheet.piece import Loaded, Target
from tests.sources.spreadsheet.conftest import rows_of

HEADER = ["ID", "Название сделки", "amount"]
# Text that the letter evidence can decide by, for encodings that carry no mark.
PARTS = [*"abzABZ019 ,;|\t\"'\n.-–№", "Сделка", "\r\n", "\\", "привет", "ООО"]
TEXT = st.lists(st.sampled_from(PARTS), max_size=8).map("".join)
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"',;"), max_size=12)


def written(rows: list[list[str]], separator: str, newline: str, quoting: int, escape: bool) -> str:
    out = io.StringIO(newline="")
    extra = {"doublequote": False, "escapechar": "\\"} if escape else {}
    writer = csv.writer(out, delimiter=separator, lineterminator=newline, quoting=quoting, **extra)
    writer.writerows([HEADER, *rows])
    return out.getvalue()


def check(rows: list[list[str]], data: bytes, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "t.csv"
        path.write_bytes(data)
        [table] = read([path], con)
        assert table.rejects == ()
        assert table.columns == tuple(HEADER)
        expected = [tuple(c if c.strip() else None for c in row) for row in rows]
        kept = [row for row in expected if any(row)]
        assert rows_of(con, table) == kept
        newline = "\n" if "\n" in text else "\r"
        line, lines = 1, []
        for record, row in zip(csv_lines(text, newline), [HEADER, *rows], strict=True):
            if row is not HEADER and any(c.strip() for c in row):
                lines.append(line)
            line += record
        assert [place[2] for place in line_of(table, con, range(table.rows)).values()] == lines


def csv_lines(text: str, newline: str) -> list[int]:
    """How many lines each record takes: a record ends at a line end that stands outside quotes."""
    heights, height, inside = [], 0, False
    for line in text.removesuffix(newline).split(newline):
        height += 1
        inside ^= line.count('"') % 2 == 1
        if not inside:
            heights.append(height)
            height = 0
    return heights


@given(
    rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=8),
    separator=st.sampled_from(",;|\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]),
)
@example([["", "\\", '"']], ",", "\n", csv.QUOTE_ALL, "utf-8")
@example([["1", '\\"x', "2"]], ",", "\n", csv.QUOTE_ALL, "utf-8")
def test_what_python_writes_reads_back_equal(
    rows: list[list[str]], separator: str, newline: str, quoting: int, encoding: str
) -> None:
    text = written(rows, separator, newline, quoting, escape=False)
    check(rows, text.encode(encoding), text)


@given(rows=st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=8))
def test_any_character_survives_in_utf8(rows: list[list[str]]) -> None:
    text = written(rows, ",", "\n", csv.QUOTE_ALL, escape=False)
    check(rows, text.encode(), text)


@given(
    rows=st.lists(
        st.lists(st.text(st.sampled_from('abП "\\;,:\n'), max_size=8), min_size=3, max_size=3), min_size=1, max_size=8
    )
)
def test_backslash_escaped_quotes_read_back_equal(rows: list[list[str]]) -> None:
    rows = [['ООО "Ромашка" и "Лютик"', "x", "y"], *rows]
    text = written(rows, ";", "\n", csv.QUOTE_ALL, escape=True)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        (Path(folder) / "t.csv").write_text(text, encoding="utf-8", newline="")
        [table] = read([Path(folder) / "t.csv"], con)
        expected = [tuple(c if c.strip() else None for c in row) for row in rows]
        assert rows_of(con, table) == [row for row in expected if any(row)]
        assert table.rejects == ()


@given(body=st.text(st.sampled_from('ab1,"\n\r \\\u00a0'), min_size=1, max_size=40))
@example('a"b,c\n')
@example('a,b,\n"x" ,y\n')
def test_what_the_engine_reads_is_what_the_exact_reader_reads(body: str) -> None:
    """Dirt included: the engine's result is either refused or the same rows, lines and nothing rejected."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "t.csv"
        path.write_text("h,i\n" + body, encoding="utf-8", newline="")
        piece = replace(text_piece(Content(path, "", path), Path(folder)), columns=("h", "i"))
        quick, exact = Target(con, "quick", piece.columns), Target(con, "exact", piece.columns)
        quick.create()
        exact.create()
        proved = _fast([piece], 0, quick)
        loaded = load_text(piece, 0, exact)
        if proved is not None:
            assert con.execute("FROM quick ORDER BY rowid").fetchall() == con.execute("FROM exact").fetchall()
            assert loaded.rejects == []
            assert places(proved[0]) == places(loaded)


def places(loaded: Loaded) -> list[int]:
    """The line of every row."""
    jumps = dict(loaded.jumps)
    lines: list[int] = []
    for row in range(loaded.rows):
        lines.append(jumps.get(row, lines[-1] + 1 if lines else 0))
    return lines
