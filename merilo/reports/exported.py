"""Rows as files that people take along: CSV, XLSX, Parquet; written a part at a time, however many there are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from merilo.core.cells import cell

Batches = Iterator[pa.RecordBatch]
SHEET_ROWS = 1_048_575
"""Rows of one sheet below its heading; more go on in the next."""
_CELL = 32_767  # characters that a spreadsheet's cell can hold


class Form(StrEnum):
    """The forms of a file, as their names end."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


def write(form: Form, path: Path, names: Sequence[str], schema: pa.Schema, batches: Batches) -> None:
    """Write the rows into a file: columns `names`, of the types that `schema` says."""
    _WRITERS[form](path, names, schema, batches)


def _csv(path: Path, names: Sequence[str], _schema: pa.Schema, batches: Batches) -> None:
    # A byte order mark, so that spreadsheet programs read Cyrillic letters right.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for batch in batches:
            writer.writerows([cell(value) for value in row] for row in _lines(batch, names))


def _parquet(path: Path, names: Sequence[str], schema: pa.Schema, batches: Batches) -> None:
    with parquet.ParquetWriter(path, pa.schema([schema.field(name) for name in names])) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _xlsx(path: Path, names: Sequence[str], _schema: pa.Schema, batches: Batches) -> None:
    """Text is written as text, whatever it begins with, so that nothing runs as a formula or becomes a link."""
    import xlsxwriter  # noqa: PLC0415 - for this form only

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        styles: dict[type, Any] = {date: book.add_format({"num_format": "yyyy-mm-dd"}),
                  datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}  # fmt: skip
        bold = book.add_format({"bold": True})
        rows = (row for batch in batches for row in _lines(batch, names))
        for place, part in enumerate(_parts(rows)):
            sheet = book.add_worksheet(f"rows {place + 1}" if place else "rows")
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, bold)
            for line, row in enumerate(part, start=1):
                for column, value in enumerate(row):
                    _put(sheet, line, column, value, styles)


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows sheet by sheet; one sheet, empty, where there are none."""
    first = next(rows, None)
    if first is None:
        yield iter(())
        return
    while first is not None:
        yield _sheet(first, rows)
        first = next(rows, None)


def _sheet(first: tuple[Any, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    yield first
    for _place, row in zip(range(SHEET_ROWS - 1), rows, strict=False):
        yield row


def _put(sheet: Any, line: int, column: int, value: Any, styles: dict[type, Any]) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, column, value)
        case int() | float() | Decimal():
            sheet.write_number(line, column, float(value) if isinstance(value, Decimal) else value)
        case datetime():
            sheet.write_datetime(line, column, value.replace(tzinfo=None), styles[datetime])
        case date():
            sheet.write_datetime(line, column, value, styles[date])
        case _:
            sheet.write_string(line, column, str(value)[:_CELL])


def _lines(batch: pa.RecordBatch, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(batch.column(name).to_pylist() for name in names), strict=True)


_WRITERS: dict[Form, Callable[[Path, Sequence[str], pa.Schema, Batches], None]] = {
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
    Form.PARQUET: _parquet,
}
