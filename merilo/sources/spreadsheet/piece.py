"""A piece: one header with its records, before equal headers are put together into one raw table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from merilo.core.sql import quoted
from merilo.sources.raw import Finding, RawReject
from merilo.sources.spreadsheet.records import Dialect

FOOTER_MIN_COLUMNS = 3


@dataclass(frozen=True)
class Piece:
    """What every piece has: where it is from and what its header is called."""

    path: Path
    part: str
    columns: tuple[str, ...]
    header_line: int
    findings: tuple[Finding, ...]

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"{self.path.name} ({self.part})" if self.part else self.path.name


@dataclass(frozen=True)
class TextPiece(Piece):
    """Delimited text on disk in UTF-8. `body_line` is the first line after the header."""

    local: Path
    dialect: Dialect
    body_line: int
    body_lines: int  # lines after the header, without blank ones at the end
    encoding: str
    plain: bool  # no lone carriage return; no line end inside quotes in the header and above
    odd_blanks: bool  # white space beyond ASCII occurs


@dataclass(frozen=True)
class GridPiece(Piece):
    """Cells already in memory (a sheet, an HTML table): rows after the header, each with its line."""

    rows: Sequence[tuple[int, Sequence[str | None]]]


@dataclass
class Loaded:
    """What loading one piece gave: rows now in the target table, and where the line count of its rows jumps.

    `jumps` are (row of this piece, its line); between two of them each row is one line further than the one before.
    """

    rows: int
    jumps: list[tuple[int, int]]
    rejects: list[RawReject] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """The table that pieces are loaded into, one after the other."""

    con: duckdb.DuckDBPyConnection
    cells: str  # the quoted name of the table
    columns: tuple[str, ...]

    def create(self) -> None:
        """Make the table, empty."""
        columns = "".join(f"{quoted(c)} VARCHAR, " for c in self.columns)
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {self.cells} ({columns}_file INTEGER)")

    def is_empty(self) -> bool:
        """Whether nothing was loaded yet."""
        return not self.con.execute(f"FROM {self.cells} LIMIT 1").fetchall()
