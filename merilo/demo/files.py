"""The company as CSV files with the headers and words that a person would have."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from merilo.demo.columns import Columns
from merilo.demo.company import Company
from merilo.demo.layout import SHEETS, WORDS, Sheet
from merilo.demo.sheets import sheet


def write_files(company: Company, folder: Path, chunk_rows: int) -> list[Path]:
    """Write every file of the layout; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(company, described, folder / described.file, chunk_rows) for described in SHEETS]


def _write(company: Company, described: Sheet, path: Path, chunk_rows: int) -> Path:
    writer: csv.CSVWriter | None = None
    for columns in sheet(company, described.file, chunk_rows):
        table = _people_read(described, columns)
        if writer is None:
            writer = csv.CSVWriter(path, table.schema, write_options=csv.WriteOptions(quoting_style="needed"))
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return path


def _people_read(described: Sheet, columns: Columns) -> pa.Table:
    found = {described.id_header: columns["source_id"]} if described.id_header else {}
    for cell in described.cells:
        if cell.header:
            words = WORDS.get((described.fact, cell.fact))
            values = columns[cell.fact]
            found[cell.header] = _worded(values, words) if words else values
    return pa.table(found)


def _worded(values: pa.Array, words: dict[str, str]) -> pa.Array:
    """Each fact's word as the file words it; an empty one stays empty."""
    return pa.array(list(words.values()), pa.string()).take(pc.index_in(values, pa.array(list(words))))
