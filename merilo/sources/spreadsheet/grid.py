"""Rows of cells with their line numbers (a sheet, an HTML table) turned into a piece with a header."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from merilo.sources.spreadsheet.header import LOOK_AHEAD, find_header
from merilo.sources.spreadsheet.piece import GridPiece


def grid_piece(path: Path, part: str, rows: Sequence[Sequence[str]], first_line: int = 1) -> GridPiece | None:
    """The table in a grid, or None when all cells are blank. Blank rows count for lines but are no rows."""
    numbered = [(line, row) for line, row in enumerate(rows, start=first_line) if any(c.strip() for c in row)]
    label = f"{path.name} ({part})" if part else path.name
    header = find_header([row for _line, row in numbered[:LOOK_AHEAD]], label)
    if header is None:
        return None
    body = numbered[header.index + 1 :]
    # A cell to the right of the last named column still belongs to somebody: the column gets a number for a name.
    extent = max((len(row) for _line, row in body), default=0)
    columns = header.columns
    used = max((i + 1 for i in range(extent) if any(i < len(r) and r[i].strip() for _l, r in body)), default=0)
    columns += tuple(f"column {i + 1}" for i in range(len(columns), used))
    width = len(columns)
    padded = [(line, [*row[:width], *[""] * (width - len(row))]) for line, row in body]
    return GridPiece(path, part, columns, numbered[header.index][0], header.findings, padded)
