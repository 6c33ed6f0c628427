"""A connection, and a table read back as plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from merilo.sources.raw import RawTable
from merilo.sources.spreadsheet import read

Rows = list[tuple[str | None, ...]]
Reader = Callable[..., tuple[RawTable, Rows]]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def rows_of(con: duckdb.DuckDBPyConnection, table: RawTable) -> Rows:
    """The cells in reading order, after a check that `_row` and `_file` keep their contract."""
    found = con.execute(f"SELECT * FROM {table.relation} ORDER BY _row").fetchall()
    assert [row[-2] for row in found] == list(range(table.rows))
    for number, file in enumerate(table.files):
        assert {row[-1] for row in found[file.first_row : file.first_row + file.rows]} <= {number}
    return [row[:-2] for row in found]


@pytest.fixture
def one(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Reader:
    """Write bytes to a file, read it, expect one table."""

    def call(data: bytes | str, name: str = "deals.csv") -> tuple[RawTable, Rows]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        [table] = read([path], con)
        return table, rows_of(con, table)

    return call
