"""Where a row stood: file, part and exact line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import duckdb

from merilo.core.errors import UsageError
from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.sources.raw import RawTable

# Beside each relation stands a table of jumps: the rows whose line is not that of the row before plus one.
SUFFIX = "_lines"


def keep_jumps(con: duckdb.DuckDBPyConnection, relation: str, jumps: Sequence[tuple[int, int]]) -> None:
    """Store (row, line) of every jump beside the relation."""
    name = quoted(relation + SUFFIX)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} (_row BIGINT, line BIGINT)")
    if jumps:
        rows, lines = zip(*jumps, strict=True)
        con.execute(f"INSERT INTO {name} SELECT unnest(?::BIGINT[]), unnest(?::BIGINT[])", [list(rows), list(lines)])


def line_of(table: RawTable, con: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> dict[int, tuple[Path, str, int]]:
    """For each `_row`: its file, its part (sheet or archive member) and its first line there, from 1.

    Lines are those of the file (of the unpacked member, of the sheet). Raises UsageError for a row that is not there.
    """
    jumps = con.execute(f"SELECT _row, line FROM {quoted(table.relation + SUFFIX)} ORDER BY _row").fetchall()
    starts = [row for row, _line in jumps]
    files = [f for f in table.files if f.rows]
    firsts = [f.first_row for f in files]
    answer = {}
    for row in rows:
        if not 0 <= row < table.rows:
            raise UsageError(_("{name} has no row {row}.").format(name=table.name, row=row))
        file = files[bisect_right(firsts, row) - 1]
        start, line = jumps[bisect_right(starts, row) - 1]
        answer[row] = file.path, file.part, line + row - start
    return answer
