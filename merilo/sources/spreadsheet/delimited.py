"""CSV and its kin: the header, then the fast way through the engine, proved by counting, else the exact way.

The engine's reader is fast but not trusted: its result stands only when every line of the file is accounted for
(rows + line ends inside cells + rejected lines = lines after the header). Otherwise the file is read record by record.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import duckdb

from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.sources.raw import Finding
from merilo.sources.spreadsheet.bytes import Content, Text, as_text, copy_out, refuse_markup, unreadable
from merilo.sources.spreadsheet.dialect import detect
from merilo.sources.spreadsheet.header import find_header
from merilo.sources.spreadsheet.limits import check_columns, check_line
from merilo.sources.spreadsheet.load import load_text
from merilo.sources.spreadsheet.piece import Loaded, Target, TextPiece
from merilo.sources.spreadsheet.records import Record

_scratch = count()
# White space that may make up a blank cell, as Python's str.isspace sees it.
_BLANKS = (
    *range(9, 14),
    *range(28, 33),
    0x85,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x2028,
    0x2029,
    0x202F,
    0x205F,
    0x3000,
)
_BLANK_SQL = " || ".join(f"chr({code})" for code in _BLANKS)


def text_piece(content: Content, room: Path) -> TextPiece:
    """A text file's dialect and header; raises DataError when it is no text or has no header."""
    text = as_text(content, room)
    check_line(text.longest_line, content.label)
    dialect, sample = detect(text)
    refuse_markup(content, "\n".join(r.text for r in sample[:3]))
    rows = [r for r in sample if r.text.strip() and not r.reason]
    if not rows:
        raise unreadable(content.label, _("The file is empty."), _("Export it again."))
    label = f"{content.path.name} ({content.part})" if content.part else content.path.name
    check_columns(max(len(r.cells) for r in rows), label)
    header = find_header([r.cells for r in rows], label)
    if header is None:
        raise unreadable(content.label, _("The file has no header."), _("Export it again with column names."))
    record = rows[header.index]
    height = 1 + (record.text.count("\n") if dialect.newline == "\n" else record.text.count("\r"))
    body_line = record.line + height
    return TextPiece(
        content.path,
        content.part,
        header.columns,
        record.line,
        (*header.findings, *_encoding_findings(text, label)),
        text.local if not set(str(text.local)) & set("*?[") else copy_out(text.local, room),
        dialect,
        body_line,
        _lines(text, dialect.newline) - (body_line - 1),
        text.encoding,
        _plain(sample, record, height) and not text.lone_returns,
        text.odd_blanks,
    )


def _encoding_findings(text: Text, label: str) -> list[Finding]:
    found = []
    if text.guessed:
        message = _("The text is not UTF-8; its letters suggest {encoding}.").format(encoding=text.encoding)
        found.append(Finding("encoding_guessed", message, 0, label))
    if text.damaged:
        message = _("Some characters are damaged and were replaced by U+FFFD.")
        found.append(Finding("damaged_characters", message, text.damaged, label))
    return found


def _lines(text: Text, newline: str) -> int:
    ends = text.newlines if newline == "\n" else text.returns
    return ends - text.trailing_blank_lines + (0 if text.ends_with_newline else 1)


def _plain(sample: Sequence[Record], header: Record, height: int) -> bool:
    above = [r for r in sample if r.line < header.line]
    return height == 1 and not any(r.reason or "\n" in r.text for r in above)


def load_texts(pieces: Sequence[TextPiece], first: int, target: Target) -> list[Loaded]:
    """Append files with the same columns in the given order; `first` is the number of the first one."""
    loaded: list[Loaded] = []
    for run in _runs(pieces):
        number = first + len(loaded)
        loaded += _fast(run, number, target) or [
            one
            for i, piece in enumerate(run)
            for one in (len(run) > 1 and _fast([piece], number + i, target)) or [load_text(piece, number + i, target)]
        ]
    return loaded


def _runs(pieces: Sequence[TextPiece]) -> list[list[TextPiece]]:
    """Neighbours that one engine call can read: same dialect, same number of lines above the records."""
    runs: list[list[TextPiece]] = []
    for piece in pieces:
        last = runs[-1][-1] if runs else None
        if last and (last.dialect, last.body_line, last.plain) == (
            piece.dialect,
            piece.body_line,
            piece.plain,
        ):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _fast(run: Sequence[TextPiece], first: int, target: Target) -> list[Loaded] | None:
    """Read files by the engine; None when that is not possible or its result does not account for every line."""
    piece = run[0]
    # The engine drops backslashes before ordinary characters, and takes lone carriage returns for line ends.
    if piece.dialect.escape == "\\" or not piece.plain:
        return None
    if any(p.body_lines <= 0 for p in run):
        return None
    stage = target.cells if target.is_empty() else f"merilo_stage_{next(_scratch)}"
    proof = None
    try:
        target.con.execute(f"CREATE OR REPLACE TEMP TABLE {stage} AS {_select(run, first, target.columns)}")
        _empty_blanks(stage, target, odd=any(piece.odd_blanks for piece in run))
        proof = _proved(stage, run, first, target)
    except duckdb.Error:
        # Whatever the engine objects to, the exact way reads and explains.
        proof = None
    if stage == target.cells:
        if proof is None:
            target.create()
        return proof
    if proof is not None:
        target.con.execute(f"INSERT INTO {target.cells} FROM {stage}")
    target.con.execute(f"DROP TABLE IF EXISTS {stage}")
    return proof


def _select(run: Sequence[TextPiece], first: int, columns: Sequence[str]) -> str:
    """The query that reads files; every option is set, so that nothing is guessed."""
    names = [f"c{i}" for i in range(len(columns))]
    paths = ", ".join(literal(str(p.local)) for p in run)
    dialect = run[0].dialect
    cells = ", ".join(f"{n} AS {quoted(c)}" for n, c in zip(names, columns, strict=True))
    number = f"{first}::INTEGER"
    if len(run) > 1:
        number = f"({first} + enum_code(filename::ENUM({paths})))::INTEGER"
    return f"""SELECT {cells}, {number} AS _file FROM read_csv([{paths}], auto_detect=false, header=false,
        columns={{{", ".join(f"'{n}': 'VARCHAR'" for n in names)}}}, skip={run[0].body_line - 1},
        sep={literal(dialect.separator)}, quote={literal(dialect.quote)}, escape={literal(dialect.escape)},
        comment='', nullstr='', allow_quoted_nulls=true, null_padding=false, strict_mode=true, ignore_errors=false,
        encoding='utf-8', compression='none', hive_partitioning=false, union_by_name=false, parallel=true)"""


def _empty_blanks(stage: str, target: Target, *, odd: bool) -> None:
    """Make blank cells NULL. They are rare, and the engine knows where they can be, so this is cheaper afterwards."""
    for name in map(quoted, target.columns):
        # The first test looks at one character and spares nearly all cells the second.
        may_be = f"{name} < '!'" + (f" OR {name} >= chr(128)" if odd else "")
        blank = f"CASE WHEN {may_be} THEN trim({name}, {_BLANK_SQL}) = '' ELSE false END"
        target.con.execute(f"UPDATE {stage} SET {name} = NULL WHERE ({may_be}) AND {blank}")


def _proved(stage: str, run: Sequence[TextPiece], first: int, target: Target) -> list[Loaded] | None:
    """What was loaded per file when rows and line ends inside cells make up exactly the file's lines, else None."""
    nothing = " AND ".join(f"{quoted(c)} IS NULL" for c in target.columns)
    if target.con.execute(f"SELECT 1 FROM {stage} WHERE {nothing} LIMIT 1").fetchall():
        return None
    counted = target.con.execute(
        f"SELECT _file, count(*), min(rowid), max(rowid) FROM {stage} GROUP BY _file ORDER BY _file"
    ).fetchall()
    if [c[0] for c in counted] != [first + i for i in range(len(run))]:
        return None
    loaded = []
    start = 0
    for piece, (file, rows, low, high) in zip(run, counted, strict=True):
        if (low, high) != (start, start + rows - 1):
            return None
        inner = [] if rows == piece.body_lines else _inner_lines(stage, file, target)
        if rows + sum(n for _row, n in inner) != piece.body_lines:
            return None
        loaded.append(Loaded(rows, _jumps(piece.body_line, [(row - start, n) for row, n in inner])))
        start += rows
    return loaded


def _inner_lines(stage: str, file: int, target: Target) -> list[tuple[int, int]]:
    """Rows of a file that hold line ends inside cells, and how many."""
    per_cell = [
        f"CASE WHEN contains({q}, chr(10)) THEN length({q}) - length(replace({q}, chr(10), '')) ELSE 0 END"
        for q in map(quoted, target.columns)
    ]
    return target.con.execute(
        f"SELECT * FROM (SELECT rowid, {' + '.join(per_cell)} AS n FROM {stage} WHERE _file = ?) "
        "WHERE n > 0 ORDER BY 1",
        [file],
    ).fetchall()


def _jumps(body_line: int, inner: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    jumps, further = [(0, body_line)], 0
    for row, lines in inner:
        further += lines
        jumps.append((row + 1, body_line + row + 1 + further))
    return jumps
