"""How far the cells of a workbook reach, found before it is read: a reader would make room for all that lies between.

A file of a few hundred bytes can put a cell into the last row and column of a sheet; the room for what lies between is
then hundreds of gigabytes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NoReturn
from xml.parsers import expat

from merilo.core.errors import DataError
from merilo.core.text import _
from merilo.sources.spreadsheet.bytes import CHUNK, Content, unreadable
from merilo.sources.spreadsheet.limits import MOST_CELLS, MOST_XML, check_cells

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"']([0-9]{1,7})[\"']")
_ROW_BEGINS = re.compile(rb"<(?:\w+:)?row[\s>]")
_LONGEST_TAG = 1 << 12
_PROBE_SECONDS, _PROBE_BYTES = 60, 3 << 30


def check_extent(content: Content) -> None:
    """Raise DataError where the workbook is a bomb: by what it unpacks to, or by how far its cells reach."""
    if not zipfile.is_zipfile(content.local):
        _probe(content)
        return
    try:
        with zipfile.ZipFile(content.local) as archive:
            _check_unpacked(content, archive)
            _check_declarations(content, archive)
            found = list(_reach(content, archive))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, OSError) as error:
        raise unreadable(
            content.label,
            _("The workbook is broken: {error}").format(error=error),
            _("Open it in its program and save it again."),
        ) from error
    check_cells(sum(found), content.label)
    if not found:  # the sheets of an XLSB are binary
        _probe(content)


def _check_unpacked(content: Content, archive: zipfile.ZipFile) -> None:
    if sum(each.file_size for each in archive.infolist()) > MOST_XML:
        raise DataError(
            _("The workbook unpacks to more than {size} GiB.").format(size=MOST_XML >> 30),
            where=_("in {file}").format(file=content.label),
            way_out=_("Save its sheets as CSV."),
        )


def _check_declarations(content: Content, archive: zipfile.ZipFile) -> None:
    """No spreadsheet program declares entities; who does wants them to grow."""
    for member in archive.infolist():
        if member.filename.lower().endswith(".xml"):
            with archive.open(member) as file:
                if b"<!DOCTYPE" in file.read(_LONGEST_TAG):
                    _refuse_entities(content)


def _reach(content: Content, archive: zipfile.ZipFile) -> Iterator[int]:
    """Cells between the corner and the last filled cell, sheet by sheet. Reading ends where a member says it does."""
    for member in archive.infolist():
        if _SHEET.fullmatch(member.filename.replace("\\", "/").removeprefix("/")):
            with archive.open(member) as file:
                yield _of_sheet(file)
        elif member.filename == "content.xml":
            with archive.open(member) as file:
                yield _of_open_document(content, file)


def _of_sheet(file: IO[bytes]) -> int:
    """An XLSX sheet: the furthest row and column that are named, and the most cells in a row where they are not."""
    rows = columns = unnamed = cells = 0
    tail = b""
    while chunk := file.read(CHUNK):
        text = tail + chunk
        for letters, number in _CELL.findall(text):
            rows, columns = max(rows, int(number)), max(columns, _column(letters))
        rows = max([rows, *(int(number) for number in _ROW.findall(text))])
        first, *others = _ROW_BEGINS.split(text)
        unnamed += len(others)
        for part in (first, *others):
            cells = part.count(b"<c") + part.count(b":c") + (cells if part is first else 0)
            columns = max(columns, cells)
        cut = text.rfind(b"<")
        tail = text[cut:][:_LONGEST_TAG] if b">" not in text[cut:] else b""
    return max(rows, unnamed) * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Table:
    """Counts the cells of an ODS sheet as it is parsed: repeated cells and rows are told once in the file."""

    def __init__(self) -> None:
        self.cells = self._rows = self._widest = self._sum = 0
        self._width = self._filled = self._again = self._repeat = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self._rows = self._widest = self._sum = 0
        elif local == "table-row":
            self._width = self._filled = 0
            self._again = _repeated(given, "number-rows-repeated")
        elif local in ("table-cell", "covered-table-cell"):
            self._width += _repeated(given, "number-columns-repeated")
            if any(key.rpartition(":")[2] in ("value-type", "value", "formula") for key in given):
                self._filled = self._width

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "p":
            self._filled = max(self._filled, self._width)
        elif local == "table-row":
            self._sum += self._again
            if self._filled:
                self._rows, self._widest = self._sum, max(self._widest, self._filled)
        elif local == "table":
            self.cells += self._rows * self._widest


def _repeated(given: dict[str, str], name: str) -> int:
    value = next((value for key, value in given.items() if key.rpartition(":")[2] == name), "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def _of_open_document(content: Content, file: IO[bytes]) -> int:
    table, parser = _Table(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = table.start, table.end
    parser.EntityDeclHandler = lambda *_declared: _refuse_entities(content)
    try:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk)
            check_cells(table.cells, content.label)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise unreadable(
            content.label,
            _("The workbook is broken: {error}").format(error=error),
            _("Open it in its program and save it again."),
        ) from error
    return table.cells


def _refuse_entities(content: Content) -> NoReturn:
    raise unreadable(
        content.label,
        _("The workbook declares words of its own (XML entities), which no spreadsheet program does."),
        _("Open it in its program and save it again."),
    )


_SIZES = f"""
import resource, sys
for name, most in ("RLIMIT_AS", {_PROBE_BYTES}), ("RLIMIT_CPU", {_PROBE_SECONDS}):
    try:
        resource.setrlimit(getattr(resource, name), (most, most))
    except (AttributeError, ValueError, OSError):
        pass  # this system limits no such thing
import python_calamine as calamine
n = 0
try:
    book = calamine.CalamineWorkbook.from_path(sys.argv[1])
    for sheet in book.sheets_metadata:
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            found = book.get_sheet_by_name(sheet.name)
            n += found.total_height * found.total_width
except Exception:
    pass  # broken or locked: who reads it next says so in words
print(n)
"""


def _probe(content: Content) -> None:
    """A binary workbook (XLS, XLSB) is opened once in a process that may not take much: what it dies of is no table."""
    if sys.platform == "win32":
        return
    command = [sys.executable, "-c", _SIZES, str(content.local)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=2 * _PROBE_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        check_cells(MOST_CELLS + 1, content.label)
        return
    check_cells(int(done.stdout) if done.stdout.strip().isdecimal() else MOST_CELLS + 1, content.label)
