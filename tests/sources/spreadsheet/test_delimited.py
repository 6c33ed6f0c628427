"""CSV and its kin: separators, quoting, encodings, headers, blanks, bad records."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from merilo.core.errors import DataError
from merilo.sources.spreadsheet import line_of, read
from merilo.sources.spreadsheet.bytes import Content
from merilo.sources.spreadsheet.delimited import _fast, text_piece
from tests.sources.spreadsheet.conftest import Reader, rows_of

CELLS = [("1", "Альфа", "9,5"), ("2", "Бета", None)]


def kinds(table) -> dict[str, int]:
    return {f.kind: f.count for f in table.findings}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1251", "cp1251"),
    ],
)
def test_every_separator_line_end_and_encoding_gives_the_same_table(
    one: Reader, separator: str, newline: str, encoding: str, told: str
) -> None:
    lines = [["id", "Компания", "Сумма, руб"], ["1", "Альфа", "9,5"], ["2", "Бета", ""]]
    quoted = [separator.join(f'"{c}"' if c else "" for c in line) for line in lines]
    table, rows = one((newline.join(quoted) + newline).encode(encoding))
    assert table.columns == ("id", "Компания", "Сумма, руб")
    assert rows == CELLS
    assert (table.files[0].separator, table.files[0].encoding) == (separator, told)
    assert not table.rejects


def test_western_letters_are_not_taken_for_russian_ones(one: Reader) -> None:
    table, rows = one("name,city\nRenée,Zürich\nJosé,Köln €\n".encode("cp1252"))
    assert rows == [("Renée", "Zürich"), ("José", "Köln €")]
    assert table.files[0].encoding == "cp1252"
    assert "encoding_guessed" in kinds(table)


def test_a_letter_outside_ascii_at_the_very_end_decides_the_encoding(one: Reader) -> None:
    body = "id,note\n" + "1,x\n" * 200_000
    assert one((body + "2,Москва\n").encode("cp1251"))[1][-1] == ("2", "Москва")
    assert one((body + "2,Москва\n").encode())[1][-1] == ("2", "Москва")


def test_utf8_with_one_broken_byte_stays_utf8_and_says_so(one: Reader) -> None:
    table, rows = one("id,город\n1,Санкт-Петербург\n".encode() + b"2,\xd0\n")
    assert rows == [("1", "Санкт-Петербург"), ("2", "\ufffd")]
    assert kinds(table) == {"damaged_characters": 1}


def test_only_empty_and_blank_cells_are_null(one: Reader) -> None:
    _table, rows = one('a,b,c,d\nNULL,nan,N/A,null\n"", \t, \u00a0,  x \n-,0,None,#N/A\n')
    assert rows == [("NULL", "nan", "N/A", "null"), (None, None, None, "  x "), ("-", "0", "None", "#N/A")]


def test_separators_and_line_ends_inside_quotes_belong_to_the_cell(one: Reader) -> None:
    table, rows = one('a,b\n"cat, wolf","x\r\ny"\n1,"say ""hi"""\n')
    assert rows == [("cat, wolf", "x\r\ny"), ("1", 'say "hi"')]
    assert not table.rejects


def test_bitrix_quotes_escaped_by_backslashes(one: Reader) -> None:
    table, rows = one('"ID";"Название"\n"1";"ООО \\"Ромашка\\""\n"2";"C:\\new"\n"3";"конец\\\\"\n')
    assert rows == [("1", 'ООО "Ромашка"'), ("2", "C:\\new"), ("3", "конец\\")]
    assert not table.rejects


def test_a_backslash_quote_far_down_the_file_still_decides_the_escape(one: Reader) -> None:
    body = '"ID";"Название"\n' + '"1";"простая"\n' * 20_000 + '"2";"ООО \\"Ромашка\\""\n'
    table, rows = one(body)
    assert rows[-1] == ("2", 'ООО "Ромашка"')
    assert not table.rejects


def test_a_cell_that_ends_in_a_backslash_is_no_escape(one: Reader) -> None:
    assert one('a,b\n"C:\\dir\\","1"\n"D:\\","2"\n')[1] == [("C:\\dir\\", "1"), ("D:\\", "2")]


def test_single_quotes_may_wrap_cells(one: Reader) -> None:
    assert one("'a';'b;c'\n'1';'x;y'\n")[1] == [("1", "x;y")]


def test_decimal_commas_do_not_make_a_comma_file(one: Reader) -> None:
    table, rows = one("id;price;vat;sum\n" + "1;2,5;0,5;3,0\n" * 300)
    assert table.files[0].separator == ";"
    assert rows[0] == ("1", "2,5", "0,5", "3,0")


def test_quotes_inside_an_unquoted_cell_are_its_own(one: Reader) -> None:
    assert one('size,n\n5" pipe,1\n')[1] == [('5" pipe', "1")]


def test_one_column_is_a_table_too(one: Reader) -> None:
    assert one("email\na@b.c\n\nd@e.f\n")[1] == [("a@b.c",), ("d@e.f",)]


def test_titles_and_blank_lines_above_the_header_are_found(
    one: Reader, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table, rows = one("Pipeline report\nPeriod: May\n\nid,name,amount\n1,x,5\n")
    assert rows == [("1", "x", "5")]
    assert table.files[0].header_line == 4
    assert kinds(table) == {"lines_above_header": 2}
    assert line_of(table, con, [0])[0] == (tmp_path / "deals.csv", "", 5)


def test_the_separator_line_of_excel_is_above_the_header(one: Reader) -> None:
    assert one("sep=;\nid;name\n1;x\n")[1] == [("1", "x")]


def test_header_names_are_trimmed_numbered_and_made_unique(one: Reader) -> None:
    table, rows = one("ID,Товар,Бюджет ,,товар,_row,x,,\n1,2,3,4,5,6,7,,\n")
    assert table.columns == ("ID", "Товар", "Бюджет", "column 4", "товар (2)", "_row (2)", "x")
    assert rows == [("1", "2", "3", "4", "5", "6", "7")]
    assert kinds(table) == {"header_trimmed": 1, "header_repeated": 2, "header_unnamed": 1}


def test_a_made_up_name_never_meets_a_real_one(one: Reader) -> None:
    assert one("column 2,,a,a,a (2)\n1,2,3,4,5\n")[0].columns == ("column 2", "column 2 (2)", "a", "a (2)", "a (2) (2)")


def test_a_column_that_only_the_rows_have_gets_a_number(one: Reader) -> None:
    table, rows = one("a,b\n1,2,3\n4,5,6\n")
    assert table.columns == ("a", "b", "column 3")
    # The header line is short of a cell, which is told; no row is lost.
    assert rows == [("1", "2", "3"), ("4", "5", "6")]


def test_a_file_without_header_is_suspected(one: Reader) -> None:
    assert "header_like_data" in kinds(one("17,2024-01-05,300.5\n18,2024-01-06,1.5\n")[0])


def test_a_header_alone_is_an_empty_table(one: Reader) -> None:
    table, rows = one("id;name;Сумма")
    assert (table.columns, rows, kinds(table)) == (("id", "name", "Сумма"), [], {"no_rows": 1})


BAD = """id,name,amount
1,a,10
2,b
3,c,30,extra
4,"never closed,40
5,"e
e",50
6,"f"f,60
7,g,70
"""


def test_each_bad_record_is_rejected_alone_with_its_line(
    one: Reader, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table, rows = one(BAD)
    assert rows == [("1", "a", "10"), ("5", "e\ne", "50"), ("7", "g", "70")]
    assert [(r.line, r.text) for r in table.rejects] == [
        (3, "2,b"),
        (4, "3,c,30,extra"),
        (5, '4,"never closed,40'),
        (8, '6,"f"f,60'),
    ]
    assert table.rejects[0].reason == "2 cells where the header has 3"
    assert [place[2] for place in line_of(table, con, [0, 1, 2]).values()] == [2, 6, 9]
    assert {r.file for r in table.rejects} == {tmp_path / "deals.csv"}


def test_a_quote_open_to_the_end_costs_one_line(one: Reader) -> None:
    table, rows = one('id,n\n1,"x\n' + "2,y\n" * 5000)
    assert len(rows) == 5000
    assert [(r.line, r.reason) for r in table.rejects] == [(2, "a quote is opened and never closed")]


def test_many_bad_quotes_do_not_exhaust_the_stack(one: Reader) -> None:
    table, rows = one("id,n\n" + '1,"x"y\n2,z\n' * 20_000)
    assert (len(rows), len(table.rejects)) == (20_000, 20_000)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_are_exact_behind_cells_with_line_ends(one: Reader, con: duckdb.DuckDBPyConnection, newline: str) -> None:
    cells = [("1", "a"), ("2", f"b{newline}b{newline}b"), ("3", "c"), ("4", f"{newline}d"), ("5", "e")]
    body = "id,note" + newline + newline.join(f'{a},"{b}"' for a, b in cells) + newline
    table, rows = one(body)
    assert rows == cells
    assert [place[2] for place in line_of(table, con, range(5)).values()] == [2, 3, 6, 7, 9]


def test_lines_are_exact_behind_blank_lines_and_rejects(one: Reader, con: duckdb.DuckDBPyConnection) -> None:
    table, rows = one("id,note\n1,a\n\n\n2,b\nbad\n3,c\n\n")
    assert [r[0] for r in rows] == ["1", "2", "3"]
    assert [place[2] for place in line_of(table, con, [0, 1, 2]).values()] == [2, 5, 7]
    assert [r.line for r in table.rejects] == [6]


def test_mixed_line_ends_lose_nothing(one: Reader) -> None:
    assert one("id,n\r\n1,a\n2,b\r\n3,c")[1] == [("1", "a"), ("2", "b"), ("3", "c")]


def test_rows_of_separators_only_are_left_out_and_counted(one: Reader) -> None:
    table, rows = one("id;n\n1;a\n;\n;\n")
    assert (rows, kinds(table)) == ([("1", "a")], {"empty_rows": 2})


SALESFORCE_FOOTER = """

"Open deals"
"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"""


def test_salesforce_footer_is_a_finding_and_no_row(one: Reader) -> None:
    table, rows = one('"Id","Name","Amount"\n"1","a","5"\n"2","b","6"' + SALESFORCE_FOOTER)
    assert rows == [("1", "a", "5"), ("2", "b", "6")]
    assert not table.rejects
    assert kinds(table) == {"footer_lines": 3}


def test_a_short_last_line_without_a_gap_is_a_reject_not_a_footer(one: Reader) -> None:
    table, _rows = one("id,n,m\n1,a,b\n2")
    assert [r.text for r in table.rejects] == ["2"]
    assert kinds(table) == {}


def test_the_fast_way_is_taken_for_plain_files_and_refused_for_others(tmp_path: Path) -> None:
    """Guards the speed: without this a slip could send every file through the slow way and no other test would tell."""
    from merilo.sources.spreadsheet.piece import Target

    def fast(data: str) -> bool:
        path = tmp_path / "x.csv"
        path.write_bytes(data.encode())
        piece = text_piece(Content(path, "", path), tmp_path)
        with duckdb.connect() as con:
            target = Target(con, '"t"', piece.columns)
            target.create()
            return _fast([piece], 0, target) is not None

    assert fast("a,b\n1,2\n")
    assert fast('a,b\r\n1,"x, y"\r\n2,"x\r\ny"\r\n\r\n')
    assert fast("title\n\na,b\n1,Москва\n2,")
    assert not fast("a,b\n1,2\n3\n")
    assert not fast("a,b\n1,2\n\n3,4\n")
    assert not fast("a,b\n1,2\n,\n3,4\n")
    assert not fast('a,b\n1,"x\\"y"\n')


def test_both_ways_read_the_same(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    body = "".join(f'{i},"n ""{i}""",{" " if i % 3 else "x,y"!r}\n'.replace("'", '"') for i in range(3000))
    (tmp_path / "fast.csv").write_text("id,n,m\n" + body, encoding="utf-8")
    (tmp_path / "slow.csv").write_text("id,n,m\n\n" + body, encoding="utf-8")
    [quick] = read([tmp_path / "fast.csv"], con)
    [exact] = read([tmp_path / "slow.csv"], con)
    assert rows_of(con, quick) == rows_of(con, exact)


def test_a_header_over_two_lines_is_one_header(one: Reader, con: duckdb.DuckDBPyConnection) -> None:
    table, rows = one('"close\ndate",n\n1,2\n')
    assert (table.columns, rows) == (("close date", "n"), [("1", "2")])
    assert line_of(table, con, [0])[0][2] == 3


@pytest.mark.parametrize("name", ["a[1].csv", "what?.csv", "star*.csv", "year=2024.csv", "it's.csv", "имя файла.csv"])
def test_file_names_are_never_patterns(one: Reader, name: str) -> None:
    table, rows = one("a,b\n1,2\n", name)
    assert rows == [("1", "2")]
    assert table.files[0].path.name == name


def test_gz_is_opened(one: Reader) -> None:
    table, rows = one(gzip.compress(b"a,b\n1,2\n"), "deals.csv.gz")
    assert (table.name, rows) == ("deals", [("1", "2")])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"\xff\xfe\n\x00", "empty"),
        (bytes(range(256)) * 50, "binary"),
        (b"%PDF-1.7\n1 0 obj", "binary"),
        (b'{"deals": [1, 2]}', "JSON"),
        (b'[\n  {"id": 1}\n]', "JSON"),
        (b"<?xml version='1.0'?>\n<log>", "XML"),
        (gzip.compress(b"a,b\n1,2\n" * 9999)[:-20], "cut off"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(one: Reader, data: bytes, what: str) -> None:
    with pytest.raises(DataError, match=what) as caught:
        one(data)
    assert "deals.csv" in caught.value.where
    assert caught.value.allowed
    assert caught.value.way_out


def test_progress_goes_from_nothing_to_all(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.csv").write_text("a,b\n1,2\n")
    told: list[tuple[str, int, int]] = []
    read([tmp_path], con, progress=lambda *step: told.append(step))
    done = [step[1] for step in told]
    assert done == sorted(done)
    assert told[-1][1] == told[-1][2] > 0


def test_the_caller_s_connection_keeps_its_settings(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    con.execute("SET preserve_insertion_order = false")
    read([tmp_path], con)
    assert con.execute("SELECT current_setting('preserve_insertion_order')").fetchall() == [(False,)]
