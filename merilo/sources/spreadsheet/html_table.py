"""HTML tables, which several CRMs save under the name `.xls`: the largest table of the page."""

from __future__ import annotations

import re
from typing import cast

from lxml import html

from merilo.core.text import _
from merilo.sources.spreadsheet.bytes import Content, unreadable
from merilo.sources.spreadsheet.grid import grid_piece
from merilo.sources.spreadsheet.limits import check_columns
from merilo.sources.spreadsheet.piece import GridPiece

_TAG = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|style|table|tr)\b", re.IGNORECASE)


def is_html(head: bytes) -> bool:
    """Whether a file begins like a page or a table (perhaps in UTF-16, after a mark or blanks)."""
    start = head[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<") and _TAG.search(start) is not None


def html_piece(content: Content, text: str) -> GridPiece:
    """The largest table of a page; raises DataError when it has none."""
    page = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    tables = [_rows(t, content.label) for t in cast("list[html.HtmlElement]", page.xpath("//table"))]
    largest = max(tables, key=lambda rows: sum(len(r) for r in rows), default=[])
    piece = grid_piece(content.path, content.part, largest)
    if piece is None:
        raise unreadable(content.label, _("The page has no table."), _("Export the table as CSV or XLSX."))
    return piece


def _rows(table: html.HtmlElement, where: str) -> list[list[str]]:
    """Rows of cells; a cell over several columns fills the first, over several rows the first row."""
    rows: list[list[str]] = []
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for tr in cast("list[html.HtmlElement]", table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")):
        row: list[str] = []
        for cell in cast("list[html.HtmlElement]", tr.xpath("./td | ./th")):
            _skip_covered(row, below)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if height > 1:
                below.update(dict.fromkeys(range(len(row), len(row) + width), height))
            row += [_text(cell), *[""] * (width - 1)]
            check_columns(len(row), where)
        _skip_covered(row, below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        rows.append(row)
    return rows


def _skip_covered(row: list[str], below: dict[int, int]) -> None:
    while len(row) in below:
        row.append("")


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() and int(value) else 1


def _text(cell: html.HtmlElement) -> str:
    for mark in cell.iter("br"):
        mark.tail = "\n" + (mark.tail or "")
    lines = "".join(t for t in cell.itertext()).replace("\xa0", " ").split("\n")
    return "\n".join(line for line in (" ".join(x.split()) for x in lines) if line)
