"""Records into a DuckDB table: in batches from Python, exact to the line; the way for everything but plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pyarrow as pa

from merilo.core.text import _
from merilo.sources.raw import Finding, RawReject
from merilo.sources.spreadsheet.piece import FOOTER_MIN_COLUMNS, GridPiece, Loaded, Target, TextPiece
from merilo.sources.spreadsheet.records import Record, records

BATCH = 50_000
_Row = tuple[int, Sequence[str | None]]


def load_grid(piece: GridPiece, file: int, target: Target) -> Loaded:
    """Append a sheet's rows; footer lines below the table become a finding."""
    rows, findings = _without_footer(piece)
    rejects: list[RawReject] = []
    loaded = _append(iter(rows), file, target)
    return Loaded(loaded.rows, loaded.jumps, rejects, findings)


def _without_footer(piece: GridPiece) -> tuple[Sequence[_Row], list[Finding]]:
    """Rows up to the last gap after which no row has more than one filled cell."""
    rows = piece.rows
    keep = len(rows)
    for i in range(len(rows) - 1, -1, -1):
        if len(piece.columns) < FOOTER_MIN_COLUMNS or sum(1 for c in rows[i][1] if c and c.strip()) > 1:
            break
        before = rows[i - 1][0] if i else piece.header_line
        if rows[i][0] > before + 1:
            keep = i
    footer = [next((c for c in cells if c and c.strip()), "") for _line, cells in rows[keep:]]
    return rows[:keep], [footer_finding(footer, piece.label)] if footer else []


def footer_finding(lines: Sequence[str], where: str) -> Finding:
    """Lines below a table that are no records of it."""
    return Finding("footer_lines", _("Lines below the table were left out."), len(lines), where, tuple(lines[:10]))


def load_text(piece: TextPiece, file: int, target: Target) -> Loaded:
    """Append a text file's records one by one: bad ones become rejects, footer lines and blank rows findings."""
    reading = _TextReading(piece, len(target.columns))
    loaded = _append(reading.rows(), file, target)
    rejects, footer = reading.footer()
    findings = [footer_finding(footer, piece.label)] if footer else []
    if reading.empty_rows:
        message = _("Rows with separators and nothing else were left out.")
        findings.append(Finding("empty_rows", message, reading.empty_rows, piece.label))
    return Loaded(loaded.rows, loaded.jumps, rejects, findings)


class _TextReading:
    """One pass over a file's records after the header, sorting them into rows, rejects and blanks."""

    def __init__(self, piece: TextPiece, width: int) -> None:
        self.piece, self.width = piece, width
        self.rejects: list[RawReject] = []
        self.empty_rows = 0
        self._gap_after_rows = 0  # line of the first blank line since the last good row
        self._single: set[int] = set()  # lines of rejects with one filled cell

    def rows(self) -> Iterator[_Row]:
        with self.piece.local.open(encoding="utf-8-sig", newline=self.piece.dialect.newline) as file:
            found = records(file, self.piece.dialect)
            for record in found:
                if record.line >= self.piece.body_line and (cells := self._sorted(record)) is not None:
                    yield record.line, cells

    def _sorted(self, record: Record) -> Sequence[str | None] | None:
        if not record.text.strip():
            self._gap_after_rows = self._gap_after_rows or record.line
            return None
        cells = record.cells
        if len(cells) > self.width and not any(c.strip() for c in cells[self.width :]):
            cells = cells[: self.width]
        if record.reason or len(cells) != self.width:
            self._reject(record)
            return None
        if not any(cells) or not any(c.strip() for c in cells):
            self.empty_rows += 1
            return None
        self._gap_after_rows = 0
        return cells

    def _reject(self, record: Record) -> None:
        if sum(1 for c in record.cells if c.strip()) == 1:
            self._single.add(record.line)
        reason = _(record.reason) if record.reason else width_reason(len(record.cells), self.width)
        self.rejects.append(RawReject(self.piece.path, record.line, reason, record.text))

    def footer(self) -> tuple[list[RawReject], list[str]]:
        """The rejects without the footer's lines, and those: single cells after a blank line below the last row."""
        gap = self._gap_after_rows
        after = [r for r in self.rejects if gap and r.line > gap]
        if self.width < FOOTER_MIN_COLUMNS or not after or not all(r.line in self._single for r in after):
            return self.rejects, []
        return [r for r in self.rejects if r.line < gap], [r.text for r in after]


def width_reason(found: int, width: int) -> str:
    """Why a record with the wrong number of cells is rejected."""
    return _("{found} cells where the header has {width}").format(found=found, width=width)


def _append(rows: Iterator[_Row], file: int, target: Target) -> Loaded:
    """Insert rows in batches, noting where their lines jump."""
    loaded = Loaded(0, [])
    due = -1
    while batch := list(islice(rows, BATCH)):
        for number, (line, _cells) in enumerate(batch, start=loaded.rows):
            if line != due:
                loaded.jumps.append((number, line))
            due = line + 1
        _insert([cells for _line, cells in batch], file, target)
        loaded.rows += len(batch)
    return loaded


def _insert(rows: Sequence[Sequence[str | None]], file: int, target: Target) -> None:
    columns = [
        pa.array([c if c and not c.isspace() else None for c in column], pa.string())
        for column in zip(*rows, strict=True)
    ]
    columns.append(pa.array([file] * len(rows), pa.int32()))
    batch = pa.table(columns, names=[f"c{i}" for i in range(len(columns))])
    target.con.register("merilo_batch", batch)
    try:
        target.con.execute(f"INSERT INTO {target.cells} SELECT * FROM merilo_batch")
    finally:
        target.con.unregister("merilo_batch")
