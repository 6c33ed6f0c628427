"""Files that people take along: types kept, and nothing in a cell that a spreadsheet program would run."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from merilo.reports import exported
from merilo.reports.exported import Form, write

EVIL = ["=1+1", "+1", "-1", "@x", "\tx", "=HYPERLINK(\"http://x\")", "https://x.example", "plain"]  # fmt: skip
ROWS = pa.table({
    "name": EVIL, "n": range(8), "amount": [Decimal("1.50")] * 8,
    "day": [date(2026, 2, 3)] * 7 + [None], "empty": pa.nulls(8, pa.string()),
})  # fmt: skip


def _written(folder: Path, form: Form, rows: pa.Table = ROWS) -> Path:
    path = folder / f"rows.{form}"
    write(form, path, rows.column_names, rows.schema, iter(rows.to_batches(max_chunksize=3)))
    return path


def test_xlsx_keeps_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_written(tmp_path, Form.XLSX)).worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(2, 10)] == EVIL
    assert {sheet.cell(row, 1).data_type for row in range(2, 10)} == {"s"}
    assert not any(sheet.cell(row, 1).hyperlink for row in range(2, 10))
    assert (sheet["B3"].value, sheet["C3"].value, sheet["D3"].value.date()) == (1, 1.5, date(2026, 2, 3))
    assert (sheet["D9"].value, sheet["E9"].value) == (None, None)


def test_csv_puts_a_mark_before_what_would_run(tmp_path: Path) -> None:
    with _written(tmp_path, Form.CSV).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [f"'{text}" if text[0] in "=+-@\t" else text for text in EVIL]
    assert (rows[0]["amount"], rows[0]["day"], rows[0]["empty"]) == ("1.5", "2026-02-03", "")


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "SHEET_ROWS", 5)
    book = openpyxl.load_workbook(_written(tmp_path, Form.XLSX))
    assert [sheet.max_row - 1 for sheet in book.worksheets] == [5, 3]
    assert [book.worksheets[1].cell(row, 2).value for row in (2, 3, 4)] == [5, 6, 7]


@pytest.mark.parametrize("form", list(Form))
def test_no_rows_are_a_file_with_a_heading(tmp_path: Path, form: Form) -> None:
    assert _written(tmp_path, form, ROWS.slice(0, 0)).stat().st_size > 0
