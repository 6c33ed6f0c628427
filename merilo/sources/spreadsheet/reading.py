"""The way through: paths to contents, contents to pieces, pieces with equal headers to raw tables."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count, groupby
from pathlib import Path

import duckdb

from merilo.core.errors import DataError
from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.sources.raw import Finding, RawFile, RawTable
from merilo.sources.spreadsheet.bytes import Content, as_text, unpack
from merilo.sources.spreadsheet.delimited import load_texts, text_piece
from merilo.sources.spreadsheet.folder import SUFFIXES, list_files
from merilo.sources.spreadsheet.html_table import html_piece, is_html
from merilo.sources.spreadsheet.lines import keep_jumps
from merilo.sources.spreadsheet.load import load_grid
from merilo.sources.spreadsheet.piece import GridPiece, Loaded, Piece, Target, TextPiece
from merilo.sources.spreadsheet.workbook import is_workbook, workbook_pieces

Progress = Callable[[str, int, int], None]
_relations = count(1)
# Files with few columns (`id,name`) are put together only when their names differ in nothing but numbers.
TELLING_COLUMNS = 4


def read(paths: Sequence[Path], con: duckdb.DuckDBPyConnection, *, progress: Progress | None = None) -> list[RawTable]:
    """Read files and folders into temporary relations of `con`, one RawTable per header.

    `progress(file name, bytes done, bytes in all)` is called as files are opened and loaded. Raises DataError when a
    file that was named itself cannot be read, or when nothing could be; a bad file of a folder becomes a finding.
    """
    files = list_files(paths)
    tell = _Teller(progress, files.paths)
    with tempfile.TemporaryDirectory(prefix="merilo-") as room, _ordered(con):
        pieces: list[Piece] = []
        findings = list(files.skipped)
        for path in files.paths:
            try:
                pieces += _pieces(path, Path(room), findings)
            except DataError as error:
                if path in files.named:
                    raise
                findings.append(_failed(error))
            tell(path)
        if not pieces:
            raise _nothing(paths, findings)
        parts = Counter(p.path for p in pieces)
        tables = [_load(_name(g, parts[g[0].path] == 1), g, con, tell) for g in _groups(pieces)]
    # What concerns no table in particular is told with the first one.
    tables[0] = replace(tables[0], findings=(*tables[0].findings, *findings))
    return tables


class _Teller:
    """Counts bytes through both passes (examine, load) and tells the caller."""

    def __init__(self, progress: Progress | None, paths: Sequence[Path]) -> None:
        self._progress = progress
        self._sizes = {p: p.stat().st_size if p.exists() else 0 for p in paths}
        self._done, self._total = 0, 2 * sum(self._sizes.values())

    def __call__(self, path: Path, share: float = 1.0) -> None:
        self._done = min(self._done + round(share * self._sizes.get(path, 0)), self._total)
        if self._progress:
            self._progress(path.name, self._done, self._total)


class _ordered:  # noqa: N801 - reads as a word in its with statement
    """The engine keeps the order of lines while this is open, whatever the connection was set to."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def __enter__(self) -> None:
        query = "SELECT current_setting('preserve_insertion_order')"
        self._before = self._con.execute(query).fetchall()[0][0]
        self._con.execute("SET preserve_insertion_order = true")

    def __exit__(self, *_: object) -> None:
        self._con.execute(f"SET preserve_insertion_order = {self._before}")


def _failed(error: DataError) -> Finding:
    return Finding("file_unreadable", str(error), 1, error.where)


def _nothing(paths: Sequence[Path], findings: Sequence[Finding]) -> DataError:
    told = "; ".join(f.message for f in findings if f.kind == "file_unreadable")
    return DataError(
        _("There is no table to read. {reasons}").format(reasons=told).strip(),
        where=", ".join(str(p) for p in paths),
        allowed=_("allowed: CSV, TSV, XLSX, XLSM, XLS, ODS and HTML tables, also packed as .gz or .zip"),
        way_out=_("Name a file or a folder that holds one."),
    )


def _pieces(path: Path, room: Path, findings: list[Finding]) -> list[Piece]:
    """All tables of one file. When some members of an archive fail the others go on."""
    pieces: list[Piece] = []
    errors: list[DataError] = []
    for content in unpack(path, room):
        try:
            if isinstance(content, DataError):
                raise content
            pieces += _piece(content, room)
        except OSError as error:
            errors.append(DataError(_("The file cannot be read: {error}").format(error=error), where=str(path)))
        except DataError as error:
            errors.append(error)
    if errors and not pieces:
        raise errors[0]
    findings += [_failed(e) for e in errors]
    return pieces


def _piece(content: Content, room: Path) -> Sequence[Piece]:
    """What a file is, is told by its bytes, never by its name."""
    with content.local.open("rb") as file:
        head = file.read(4096)
    if is_workbook(head):
        return workbook_pieces(content)
    if is_html(head):
        text = as_text(content, room)
        return [html_piece(content, text.local.read_text(encoding="utf-8-sig"))]
    return [text_piece(content, room)]


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that form one table: same folder, same header; in order of first appearance."""
    groups: dict[object, list[Piece]] = {}
    for piece in pieces:
        pattern = "" if len(piece.columns) >= TELLING_COLUMNS else _pattern(piece)
        groups.setdefault((piece.path.parent, piece.columns, pattern), []).append(piece)
    return list(groups.values())


def _pattern(piece: Piece) -> str:
    return re.sub(r"[\W\d_]+", " ", f"{_stem(piece.path.name)} {_stem(piece.part)}").strip().casefold()


def _stem(name: str) -> str:
    """A file's or member's name without the endings that tell its format."""
    while Path(name).suffix.lower() in SUFFIXES:
        name = Path(name).stem
    return name


def _name(group: Sequence[Piece], alone: bool) -> str:
    """A file's stem; with its part when there are several; what the stems share, or the folder, for several files."""
    first = group[0]
    stem = _stem(first.path.name)
    if len(group) == 1:
        return stem if alone or not first.part else f"{stem}/{_stem(first.part)}"
    if len({p.path for p in group}) == 1:
        return stem
    shared = re.sub(r"[\W\d_]+$", "", stem)
    return shared if len({_pattern(p) for p in group}) == 1 and shared else first.path.parent.resolve().name


def _load(name: str, group: Sequence[Piece], con: duckdb.DuckDBPyConnection, tell: _Teller) -> RawTable:
    relation = f"raw_{next(_relations)}"
    target = Target(con, quoted(f"{relation}_cells"), group[0].columns)
    target.create()
    try:
        loaded = _load_all(group, target)
    except OSError as error:
        raise DataError(
            _("A file vanished or changed while it was read: {error}").format(error=error),
            where=", ".join(sorted({str(p.path) for p in group})[:5]),
            way_out=_("Read it again when nothing writes to it."),
        ) from error
    for piece in group:
        tell(piece.path)
    _view(relation, target)
    files, jumps = _placed(group, loaded)
    keep_jumps(con, relation, jumps)
    return RawTable(
        name,
        relation,
        target.columns,
        files,
        sum(one.rows for one in loaded),
        tuple(r for one in loaded for r in one.rejects),
        _findings(group, loaded),
    )


def _load_all(group: Sequence[Piece], target: Target) -> list[Loaded]:
    loaded: list[Loaded] = []
    for kind, run in groupby(group, key=type):
        if kind is TextPiece:
            loaded += load_texts([p for p in run if isinstance(p, TextPiece)], len(loaded), target)
        else:
            loaded += [load_grid(p, len(loaded) + i, target) for i, p in enumerate(run) if isinstance(p, GridPiece)]
    return loaded


def _view(relation: str, target: Target) -> None:
    chosen = "".join(f"{quoted(c)}, " for c in target.columns)
    target.con.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(relation)} "
        f"AS SELECT {chosen}rowid::BIGINT AS _row, _file FROM {target.cells}"
    )


def _placed(group: Sequence[Piece], loaded: Sequence[Loaded]) -> tuple[tuple[RawFile, ...], list[tuple[int, int]]]:
    files, jumps, first = [], [], 0
    for piece, one in zip(group, loaded, strict=True):
        encoding, separator = ("", "")
        if isinstance(piece, TextPiece):
            encoding, separator = piece.encoding, piece.dialect.separator
        files.append(RawFile(piece.path, piece.part, first, one.rows, piece.header_line, encoding, separator))
        jumps += [(first + row, line) for row, line in one.jumps if row < one.rows]
        first += one.rows
    return tuple(files), jumps


def _findings(group: Sequence[Piece], loaded: Sequence[Loaded]) -> tuple[Finding, ...]:
    found = [f for piece, one in zip(group, loaded, strict=True) for f in (*piece.findings, *one.findings)]
    empty = [p.label for p, one in zip(group, loaded, strict=True) if not one.rows and not one.rejects]
    if empty:
        message = _("There is a header and no row.")
        found.append(Finding("no_rows", message, len(empty), empty[0], tuple(empty[:10])))
    return tuple(found)
