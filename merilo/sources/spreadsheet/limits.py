"""What no honest table needs: refused in words before it takes the memory of the machine."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.core.errors import DataError
from merilo.core.text import _, counted

MOST_COLUMNS = 2_000
MOST_CELLS = 30_000_000
"""Cells of all sheets of a workbook, empty ones between filled ones too: they are held in memory at once."""
LONGEST_CELL = 1 << 20
"""Characters; a spreadsheet program writes 32,767 at most."""
LONGEST_LINE = 16 << 20
"""Bytes between two line ends of a text file."""
MOST_XML = 2 << 30
"""Bytes that a workbook may unpack to."""


def check_columns(n: int, where: str) -> None:
    """Raise DataError for a table of far too many columns."""
    if n > MOST_COLUMNS:
        raise DataError(
            _("The table has {n} columns.").format(n=counted(n)),
            where=_("in {file}").format(file=where),
            allowed=_("allowed: up to {n} columns").format(n=counted(MOST_COLUMNS)),
            way_out=_("Export only the columns that say something, one row for each record."),
        )


def check_cells(n: int, where: str) -> None:
    """Raise DataError for a workbook that reaches over far too many cells."""
    if n > MOST_CELLS:
        raise DataError(
            _("The workbook reaches over {n} cells.").format(n=counted(n)),
            where=_("in {file}").format(file=where),
            allowed=_("allowed: up to {n} cells in all sheets").format(n=counted(MOST_CELLS)),
            way_out=_("Delete what stands far away from the table, or save the sheet as CSV."),
        )


def check_texts(texts: Iterable[str], where: str) -> None:
    """Raise DataError where one of the texts is longer than any cell may be."""
    longest = max((len(text) for text in texts), default=0)
    if longest > LONGEST_CELL:
        raise DataError(
            _("A cell holds {n} characters.").format(n=counted(longest)),
            where=_("in {file}").format(file=where),
            allowed=_("allowed: up to {n} characters").format(n=counted(LONGEST_CELL)),
            way_out=_("Leave out the column that holds it and export again."),
        )


def check_line(n: int, where: str) -> None:
    """Raise DataError for a line of a text file that is longer than any record."""
    if n > LONGEST_LINE:
        raise DataError(
            _("A line is longer than {size} MiB.").format(size=LONGEST_LINE >> 20),
            where=_("in {file}").format(file=where),
            allowed=_("allowed: one record on a line"),
            way_out=_("Export it again as CSV."),
        )
