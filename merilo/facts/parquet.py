"""Rows in and out of Parquet files, by SQL on any DuckDB connection.

DuckDB's own COPY writes 10 million touches in half the time that `write_deltalake` needs for the same rows, so files
are written here and then handed to `merilo/facts/delta.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from merilo.core.errors import DataError
from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.facts.delta import DataFile
from merilo.facts.schema import FactTable, Kind

SQL_TYPE: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.REF: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.TIME: "TIMESTAMP WITH TIME ZONE",
    Kind.DAY: "DATE",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.CURRENCY: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.COUNT: "BIGINT",
    Kind.FLAG: "BOOLEAN",
}

# About a million rows per file: an update rewrites only the files that hold its rows.
# Ids that hardly repeat gain nothing from a dictionary, and making one in vain costs a fifth of the writing.
_COPY_OPTIONS = (
    "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 4000, ROW_GROUPS_PER_FILE 8, APPEND true, "
    "RETURN_STATS true"
)


def instant(text: str) -> str:
    """An ISO instant as an SQL literal that no session time zone can bend."""
    return f"{literal(text)}::TIMESTAMP WITH TIME ZONE"


def listed(names: Iterable[str], prefix: str = "") -> str:
    """Names as an SQL column list, each with the prefix."""
    return ", ".join(prefix + quoted(name) for name in names)


def rows_of(table: FactTable, paths: Sequence[str], *, filename: bool = False) -> str:
    """A SELECT of all declared columns from these files (no file: no rows), with the path as `filename` if asked."""
    if paths:
        files = ", ".join(literal(path) for path in paths)
        more = ", filename" if filename else ""
        columns = listed(column.name for column in table.columns)
        return f"SELECT {columns}{more} FROM read_parquet([{files}], filename = {str(filename).lower()})"
    nothing = [f"NULL::{SQL_TYPE[column.kind]} AS {quoted(column.name)}" for column in table.columns]
    return f"SELECT {', '.join(nothing)}{', NULL::VARCHAR AS filename' if filename else ''} WHERE false"


def write_rows(
    con: duckdb.DuckDBPyConnection, rows: str, table: FactTable, folder: Path, prefix: str
) -> list[DataFile]:
    """Write the rows of a SELECT as new files of the folder; raises DataError when a required column is empty."""
    pattern = f"{prefix}-{{uuid}}"
    copy = f"COPY ({rows}) TO {literal(str(folder))} ({_COPY_OPTIONS}, FILENAME_PATTERN {literal(pattern)})"
    written = con.execute(copy).fetchall()
    try:
        for column in table.columns:
            if column.required:
                _require(column.name, table.name, written)
    except DataError:
        drop_files(folder, [Path(stats[0]).name for stats in written])
        raise
    drop_files(folder, [Path(stats[0]).name for stats in written if not stats[1]])
    return [DataFile(Path(stats[0]).name, stats[2], stats[1]) for stats in written if stats[1]]


def drop_files(folder: Path, names: Iterable[str]) -> None:
    """Delete files of the folder that no version of its table has ever named."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _require(column: str, table: str, written: list[Any]) -> None:
    empty = sum(int(stats[4].get(quoted(column), {}).get("null_count", 0)) for stats in written)
    if empty:
        raise DataError(
            _("{n} rows of {table} have no {column}, which every row must have.").format(
                n=empty, table=table, column=column
            ),
            way_out=_("Map a column to it, or give it a constant."),
        )
