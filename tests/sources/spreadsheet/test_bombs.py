"""Files made to take a machine down: refused in words, soon, and within bounded memory; each built by the test."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from merilo.sources.spreadsheet import limits

MOST_MEMORY = 700 << 20
"""Bytes that the process may take at most; the libraries alone take some 150 MiB."""

_READ = """
import json, resource, sys
from pathlib import Path
import duckdb
from merilo.core.errors import DataError
from merilo.sources import spreadsheet
try:
    told = [each.name for each in spreadsheet.read([Path(sys.argv[1])], duckdb.connect())]
except DataError as error:
    told = str(error)
status = Path("/proc/self/status")
if status.exists():  # what getrusage says begins with the size of the process that started this one
    peak = next(int(line.split()[1]) << 10 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([told, peak]))
"""


def _read(path: Path) -> str:
    """What is said of the file; fails where that takes too much memory, or minutes."""
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told, peak = json.loads(done.stdout)
    assert peak < MOST_MEMORY, f"{peak >> 20} MiB"
    return str(told)


def _zip(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def _xlsx(sheet: str) -> bytes:
    """A workbook that openpyxl made, with another sheet put into it."""
    book, out, again = Workbook(), io.BytesIO(), io.BytesIO()
    book.active["A1"] = "name"
    book.save(out)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as bomb:
        for each in made.infolist():
            bomb.writestr(each, sheet.encode() if each.filename == "xl/worksheets/sheet1.xml" else made.read(each))
    return again.getvalue()


def _sheet(rows: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def _far_corner() -> bytes:
    return _xlsx(_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def _far_corner_without_names() -> bytes:
    """Cells that do not say where they are: 16,000 in the first row, one in the last that a sheet can have."""
    return _xlsx(_sheet(f"<row>{'<c><v>1</v></c>' * 16_000}</row>" + '<row r="1048576"><c><v>1</v></c></row>'))


_LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip


def _laughing_xlsx() -> bytes:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    return _xlsx(f'<?xml version="1.0"?>{_LAUGHS}{_sheet(cell)}')


def _ods(table: str, doctype: str = "") -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}>{body}</office:document-content>'
    return _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml=content)


def _repeating_ods() -> bytes:
    given = 'office:value-type="string" table:number-columns-repeated="16384"'
    cell = f"<table:table-cell {given}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return _ods(f'<table:table table:name="S">{row}</table:table>')


def _laughing_ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>&a11;</text:p></table:table-cell>'
    return _ods(f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>', _LAUGHS)


def _wide_html() -> bytes:
    return f"<table><tr>{'<td colspan=1000>x</td>' * 100_000}</tr></table>".encode()


def _laughing_html() -> bytes:
    rows = "<tr><td>&a11;</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>"
    return f"<!doctype html>{_LAUGHS}<table>{rows}</table>".encode()


def _zip_bomb() -> bytes:
    return _zip(zeros=b"0" * (80 << 20))


def _huge_cell() -> bytes:
    return b"name,note\nAnn," + b"x" * (40 << 20) + b"\nBob,y\n"


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a cell in the last corner": ("a.xlsx", _far_corner, "reaches over 17,179,869,184 cells"),
    "unnamed cells in the last row": ("a.xlsx", _far_corner_without_names, "reaches over 16,777,216,000 cells"),
    "entities in xlsx": ("a.xlsx", _laughing_xlsx, "XML entities"),
    "repeated cells in ods": ("a.ods", _repeating_ods, "reaches over 17,179,869,184 cells"),
    "entities in ods": ("a.ods", _laughing_ods, "XML entities"),
    "spans in html": ("a.xls", _wide_html, "The table has 3,000 columns."),
    "a zip bomb": ("a.zip", _zip_bomb, "unpacks to far more than it weighs"),
    "a huge cell": ("a.csv", _huge_cell, "A line is longer than 16 MiB."),
    "columns without end": ("a.csv", lambda: b"," .join(b"c%d" % n for n in range(1_000_000)), "columns"),
    "a workbook's cell": ("a.xlsx", lambda: _xlsx(_sheet(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * (2 << 20)}</t></is></c></row>')), "A cell holds 2,097,152"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_in_words(tmp_path: Path, name: str) -> None:
    file, made, said = BOMBS[name]
    (tmp_path / file).write_bytes(made())
    assert said in _read(tmp_path / file)


def test_entities_in_a_page_are_words_like_others(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(_laughing_html())
    assert _read(tmp_path / "a.xls") == "['a']"


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    """What is unpacked has a number for its name; that of the member is only told."""
    inside = tmp_path / "in"
    inside.mkdir()
    names = ("../../evil.csv", "/tmp/evil-merilo.csv", "..\\evil.csv", "a/../../../evil.csv")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    (inside / "a.zip").write_bytes(out.getvalue())
    assert _read(inside / "a.zip") == "['a']"
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.zip", "in"]
    assert not Path("/tmp/evil-merilo.csv").exists()


def test_an_honest_far_cell_is_no_bomb(tmp_path: Path) -> None:
    """A sheet of three columns with something in its last row has three million cells: large, and fine."""
    assert limits.MOST_CELLS > 3 * 1_048_576
    book = Workbook()
    for row in [["name", "day", "note"], ["Ann", "2026-01-02", ""]]:
        book.active.append(row)
    book.active["C200000"] = "left behind"
    book.save(tmp_path / "a.xlsx")
    assert _read(tmp_path / "a.xlsx") == "['a']"
