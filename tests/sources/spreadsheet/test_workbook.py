"""XLSX, ODS and binary XLS: sheets, headers below titles, dates and numbers as text, locked and broken files."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from merilo.core.errors import DataError
from merilo.sources.spreadsheet import line_of, read
from merilo.sources.spreadsheet.workbook import as_text
from tests.sources.spreadsheet.conftest import Reader, rows_of
from tests.sources.spreadsheet.containers import binary_workbook, compound_file


def xlsx(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_become_text_without_excel_s_traces(one: Reader) -> None:
    row = [17850.0, 2.5, datetime(2024, 5, 6), datetime(2024, 5, 6, 14, 30), time(9, 15), True, "00123", None, "  "]
    table, rows = one(xlsx(Deals=[["id", "n", "day", "at", "t", "ok", "zip", "none", "blank"], row]), "d.xlsx")
    assert rows == [("17850", "2.5", "2024-05-06", "2024-05-06 14:30:00", "09:15:00", "TRUE", "00123", None, None)]
    assert (table.name, table.files[0].part) == ("d", "Deals")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (1e22, "1e+22"),
        (0.1, "0.1"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (date(2024, 1, 2), "2024-01-02"),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


def test_the_header_is_found_below_a_merged_title_and_lines_are_sheet_rows(
    one: Reader, con: duckdb.DuckDBPyConnection
) -> None:
    grid: list[list[object]] = [
        ["Sales pipeline, May"], [], [None, "Period:", "May"], ["id", "name", "amount", "stage"],
        [1, "a", 5, "Won"], [], [2, "b", None, "Lost"],
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(xlsx(Deals=grid)))
    book["Deals"].merge_cells("A1:D1")
    out = io.BytesIO()
    book.save(out)
    table, rows = one(out.getvalue(), "d.xlsx")
    assert table.columns == ("id", "name", "amount", "stage")
    assert rows == [("1", "a", "5", "Won"), ("2", "b", None, "Lost")]
    assert [place[1:] for place in line_of(table, con, [0, 1]).values()] == [("Deals", 5), ("Deals", 7)]


def test_a_table_that_starts_away_from_the_corner(one: Reader, con: duckdb.DuckDBPyConnection) -> None:
    table, rows = one(xlsx(S=[[], [], [None, "id", "n"], [None, 1, 2]]), "d.xlsx")
    assert rows[0][-2:] == ("1", "2")
    assert line_of(table, con, [0])[0][2] == 4


def test_every_sheet_with_a_header_is_a_table_and_equal_headers_are_one(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    head = ["id", "name", "amount", "day"]
    (tmp_path / "book.xlsx").write_bytes(
        xlsx(Jan=[head, [1, "a", 5, "x"]], Feb=[head, [2, "b", 6, "y"]], Empty=[], Team=[["who", "boss"], ["A", "B"]])
    )
    deals, team = read([tmp_path / "book.xlsx"], con)
    assert (deals.name, [f.part for f in deals.files], deals.rows) == ("book", ["Jan", "Feb"], 2)
    assert (team.name, rows_of(con, team)) == ("book/Team", [("A", "B")])
    assert line_of(deals, con, [1])[1] == (tmp_path / "book.xlsx", "Feb", 2)


def test_footer_below_a_sheet_is_a_finding(one: Reader) -> None:
    table, rows = one(xlsx(S=[["a", "b", "c"], [1, 2, 3], [], ["Copyright"], ["Confidential"]]), "d.xlsx")
    assert rows == [("1", "2", "3")]
    assert [(f.kind, f.examples) for f in table.findings] == [("footer_lines", ("Copyright", "Confidential"))]


def test_macro_workbooks_and_wrong_endings_are_told_by_content(one: Reader) -> None:
    assert one(xlsx(S=[["a", "b"], [1, 2]]), "d.xlsm")[1] == [("1", "2")]
    assert one(xlsx(S=[["a", "b"], [1, 2]]), "d.csv")[1] == [("1", "2")]
    assert one("a,b\n1,2\n", "d.xlsx")[1] == [("1", "2")]


def test_ods(one: Reader) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Сделки")
    for cells in (["id", "Название", "дата"], [1.0, "Альфа", date(2024, 5, 6)]):
        row = TableRow()
        for cell in cells:
            match cell:
                case float():
                    made = TableCell(valuetype="float", value=cell)
                case date():
                    made = TableCell(valuetype="date", datevalue=cell.isoformat())
                case _:
                    made = TableCell(valuetype="string")
                    made.addElement(P(text=cell))
            row.addElement(made)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    assert one(out.getvalue(), "d.ods")[1] == [("1", "Альфа", "2024-05-06")]


def test_binary_xls(one: Reader) -> None:
    table, rows = one(binary_workbook([["id", "Название"], [17850.0, "Альфа"], [2.5, "Бета"]]), "d.xls")
    assert (table.columns, rows) == (("id", "Название"), [("17850", "Альфа"), ("2.5", "Бета")])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "password"),
        (xlsx(S=[["a"], [1]])[:400], "broken"),
        (compound_file({"Nothing": b"x"}), "broken"),
        (xlsx(S=[]), "no filled cell"),
    ],
)
def test_locked_broken_and_empty_workbooks_are_refused_with_a_way_out(one: Reader, data: bytes, what: str) -> None:
    with pytest.raises(DataError, match=what) as caught:
        one(data, "d.xlsx")
    assert "d.xlsx" in caught.value.where
    assert caught.value.way_out
