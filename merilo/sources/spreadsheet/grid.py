"""Rows of cells with their line numbers (a sheet, an HTML table) turned into a piece with a header."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from merilo.sources.spreadsheet.header import LOOK_AHEAD, extent_of, find_header
from merilo.sources.spreadsheet.limits import check_columns, check_texts
from merilo.sources.spreadsheet.piece import GridPiece


def grid_piece(path: Path, part: str, rows: Sequence[Sequence[str]], first_line: int = 1) -> GridPiece | None:
    """The table in a grid, or None when all cells are blank. Blank rows count for lines but are no rows."""
    numbered = [(line, row) for line, row in enumerate(rows, start=first_line) if any(c.strip() for c in row)]
    label = f"{path.name} ({part})" if part else path.name
    # A cell to the right of the last named column belongs to somebody too: such a column gets a number for a name.
    extent = max((extent_of(row) for _line, row in numbered), default=0)
    check_columns(extent, label)
    check_texts((cell for _line, row in numbered for cell in row), label)
    header = find_header([row for _line, row in numbered[:LOOK_AHEAD]], label, extent)
    if header is None:
        return None
    width = len(header.columns)
    body = [(line, [*row[:width], *[""] * (width - len(row))]) for line, row in numbered[header.index + 1 :]]
    return GridPiece(path, part, header.columns, numbered[header.index][0], header.findings, body)
