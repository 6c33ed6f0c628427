"""Where the header is among the first rows of a table, and what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from merilo.core.text import _
from merilo.sources.raw import Finding

LOOK_AHEAD = 50
_RESERVED = ("_row", "_file", "rowid")
_DATA_LIKE = re.compile(r"[-+]?[\d\s.,:/%$€₽-]*\d[\d\s.,:/%$€₽T-]*")


@dataclass(frozen=True)
class Header:
    """A header row: its index among the rows looked at, the columns' names, and what was mended in them."""

    index: int
    columns: tuple[str, ...]
    findings: tuple[Finding, ...]


def find_header(rows: Sequence[Sequence[str]], where: str, extent: int = 0) -> Header | None:
    """The header among the first rows, or None when no row has a filled cell.

    It is the first row that fills more than half as many cells as the fullest of the first rows: titles, filters and
    merged captions above a table fill fewer. Columns without a name get one (`column 7`) when a row has something
    there; `extent` is how many columns are known to be used.
    """
    rows = rows[:LOOK_AHEAD]
    fullest = max((_filled(row) for row in rows), default=0)
    if not fullest:
        return None
    needed = max(min(fullest, 2), fullest // 2 + 1)
    index = next(i for i, row in enumerate(rows) if _filled(row) >= needed)
    width = max(extent, _width(rows[index], rows[index + 1 :]))
    names, findings = _names(list(rows[index][:width]) + [""] * (width - len(rows[index])), where)
    if index and (skipped := [" ".join(c for c in row if c.strip()) for row in rows[:index]]):
        findings.append(_skipped(skipped, where))
    return Header(index, names, tuple(findings))


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def extent_of(row: Sequence[str]) -> int:
    """How many columns a row reaches over."""
    return max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)


def _width(header: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """The header's columns, and further ones that at least half of the rows fill."""
    own = extent_of(header)
    extents = sorted((e for row in below if (e := extent_of(row))), reverse=True)
    usual = extents[(len(extents) - 1) // 2] if extents else 0
    return max(own, usual)


def _names(cells: Sequence[str], where: str) -> tuple[tuple[str, ...], list[Finding]]:
    names: list[str] = []
    taken = set(_RESERVED)
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {position}"
        names.append(_unique(name, taken))
        taken.add(names[-1].casefold())
    return tuple(names), _name_findings(cells, names, where)


def _unique(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def _name_findings(cells: Sequence[str], names: Sequence[str], where: str) -> list[Finding]:
    trimmed = [c for c in cells if c.strip() and c != " ".join(c.split())]
    repeated = [n for c, n in zip(cells, names, strict=True) if c.strip() and n != " ".join(c.split())]
    unnamed = [n for c, n in zip(cells, names, strict=True) if not c.strip()]
    data_like = [c for c in cells if _DATA_LIKE.fullmatch(c.strip())]
    found = []
    if trimmed:
        found.append(_finding("header_trimmed", _("Blanks were trimmed in column names."), trimmed, where))
    if repeated:
        found.append(_finding("header_repeated", _("Column names that occur twice were numbered."), repeated, where))
    if unnamed:
        found.append(_finding("header_unnamed", _("Columns without a name were numbered."), unnamed, where))
    if 2 * len(data_like) >= len(cells) and len(cells) > 1:
        message = _("The header looks like data: perhaps the file has no header row.")
        found.append(_finding("header_like_data", message, data_like, where))
    return found


def _skipped(texts: list[str], where: str) -> Finding:
    message = _("Lines above the header were left out.")
    return _finding("lines_above_header", message, texts, where)


def _finding(kind: str, message: str, examples: Sequence[str], where: str) -> Finding:
    return Finding(kind, message, len(examples), where, tuple(e for e in examples[:5] if e))
