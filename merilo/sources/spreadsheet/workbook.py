"""Workbooks (XLSX, XLSM, XLSB, ODS, binary XLS) through calamine: every sheet with a header, cells as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from merilo.core.text import N_, _
from merilo.sources.spreadsheet.bytes import Content, unreadable
from merilo.sources.spreadsheet.extent import check_extent
from merilo.sources.spreadsheet.grid import grid_piece
from merilo.sources.spreadsheet.piece import GridPiece

_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08")


_LOCKED = N_("Save it without the password.")
_EXACT = 1e15  # greater floats are no longer exact to the unit


def is_workbook(head: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook (archives were opened before)."""
    return head.startswith(_SIGNATURES)


def workbook_pieces(content: Content) -> list[GridPiece]:
    """One piece per sheet that has a header; raises DataError for a locked or broken workbook."""
    check_extent(content)
    try:
        with content.local.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            sheets = [s.name for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in sheets}
    except calamine.PasswordError as error:
        raise unreadable(content.label, _("The workbook has a password."), _(_LOCKED)) from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower() or _is_encrypted(content):
            raise unreadable(content.label, _("The workbook has a password."), _(_LOCKED)) from error
        raise unreadable(
            content.label,
            _("The workbook is broken: {error}").format(error=error),
            _("Open it in its program and save it again."),
        ) from error
    pieces = [_piece(content, name, grid) for name, grid in grids.items()]
    found = [p for p in pieces if p is not None]
    if not found:
        raise unreadable(content.label, _("The workbook has no filled cell."), _("Export it again."))
    return found


def _is_encrypted(content: Content) -> bool:
    # An encrypted XLSX is a compound file with a stream of this name (UTF-16).
    with content.local.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(1 << 20)


def _piece(content: Content, sheet: str, grid: list[list[Any]]) -> GridPiece | None:
    part = "/".join(p for p in (content.part, sheet) if p)
    return grid_piece(content.path, part, [[as_text(cell) for cell in row] for row in grid])


def as_text(cell: object) -> str:
    """A cell's value as text: dates in ISO form, whole numbers without a fraction."""
    match cell:
        case bool():
            text = str(cell).upper()
        case float():
            text = str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
        case datetime():
            text = cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            text = cell.isoformat()
        case timedelta():
            text = _duration(cell)
        case None:
            text = ""
        case _:
            text = str(cell)
    return text


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
