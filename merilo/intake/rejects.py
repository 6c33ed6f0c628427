"""Rejected rows: kept whole with the reason, in a CSV that can be mended and imported again."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.core.cells import csv_of
from merilo.core.errors import UsageError
from merilo.core.sql import literal, quoted
from merilo.core.text import LANGUAGES, N_, _, message_in
from merilo.core.workspace import Workspace
from merilo.intake.apply import NO_ID, Typed, empty_code, unparsed_code
from merilo.intake.mapping import Mapping
from merilo.intake.mapping_file import write_mapping
from merilo.intake.report import RejectExample
from merilo.intake.translate import Value
from merilo.sources.raw import RawTable
from merilo.sources.spreadsheet import line_of

HEADER = ("file", "line", "column", "value", "reason")
_BATCH = 10_000


@dataclass(frozen=True)
class Rejected:
    """The rejected rows of one raw table. `relation`: `_row`, `column`, `value`, `reason`, one row per raw row.

    `lines` is the raw table that knows the lines; another than `raw` when a rejects file was read.
    """

    raw: RawTable
    lines: RawTable
    relation: str
    rows: int

    @property
    def total(self) -> int:
        """Rejected rows, with the records that could not even be split into columns."""
        return self.rows + len(self.raw.rejects)


def collect(con: DuckDBPyConnection, raw: RawTable, lines: RawTable, typed: Sequence[Typed]) -> Rejected:
    """Find why each marked row of the raw table was rejected, by whichever entry."""
    relation = f"_rejected_{raw.relation}"
    selects = [_reasons(raw, each, code) for each in typed for code in _codes(con, each)]
    nothing = 'SELECT NULL::BIGINT AS _row, NULL AS "column", NULL AS value, NULL AS reason LIMIT 0'
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT _row, "
        + ", ".join(f"string_agg({name}, '; ' ORDER BY place) AS {name}" for name in ('"column"', "value", "reason"))
        + f" FROM (SELECT _row, \"column\", coalesce(value, '') AS value, reason, min(place) AS place FROM "
        f"(SELECT *, row_number() OVER () AS place FROM ({' UNION ALL '.join(selects) or nothing})) GROUP BY ALL) "
        f"GROUP BY _row"
    )
    rows = con.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
    return Rejected(raw, lines, relation, rows)


def _codes(con: DuckDBPyConnection, typed: Typed) -> list[int]:
    if not typed.rejected:
        return []
    rows = con.execute(f"SELECT DISTINCT _bad FROM {typed.relation} WHERE _bad IS NOT NULL ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def _reasons(raw: RawTable, typed: Typed, code: int) -> str:
    columns, reason = _why(typed, code)
    value = f"concat_ws(' × ', {', '.join(f'r.{quoted(name)}' for name in columns)})" if columns else "NULL"
    return (
        f'SELECT t._row, {literal(", ".join(columns))} AS "column", {value} AS value, {literal(reason)} AS reason '
        f"FROM {typed.relation} t JOIN {raw.relation} r ON r._row = t._row WHERE t._bad = {code}"
    )


_NO_ID = N_("{table}: the id is empty")
_EMPTY = N_("{target}: empty, but every row needs it")
_UNKNOWN_WORD = N_("{target}: an unknown word; allowed: {allowed}")
_UNREAD = N_("{target}: cannot be read as the others of its column")
_REASONS = (_NO_ID, _EMPTY, _UNKNOWN_WORD, _UNREAD)
_NEXT = re.compile(r"; (?=\w+(?:\.\w+)?: )")


def in_own_words(reason: str) -> str:
    """Reasons of a rejects file, written in the language of who imported it, in the language of who reads them.

    What no reason of ours is stays as it is.
    """
    parts: list[str] = []
    for piece in _NEXT.split(reason):
        if parts and _again(parts[-1]) is None and _again(joined := f"{parts[-1]}; {piece}") is not None:
            parts[-1] = joined
        else:
            parts.append(piece)
    return "; ".join(_again(part) or part for part in parts)


def _again(part: str) -> str | None:
    for pattern, message in _patterns():
        found = pattern.fullmatch(part)
        if found:
            return _(message).format(**found.groupdict())
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each reason as it is said in each language."""
    said = ((message_in(spoken, message), message) for message in _REASONS for spoken in LANGUAGES)
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text))), message) for text, message in said
    )


def _why(typed: Typed, code: int) -> tuple[tuple[str, ...], str]:
    """The raw columns and the reason, in words, that a reject mark stands for."""
    table = typed.plan.table
    if code == NO_ID:
        return typed.plan.id_columns, _(_NO_ID).format(table=table)
    value = typed.plan.values[code // 2]
    target = f"{table}.{value.name}"
    if code == empty_code(code // 2):
        return value.raw_columns, _(_EMPTY).format(target=target)
    assert code == unparsed_code(code // 2)  # noqa: S101 - there are no other marks
    return value.raw_columns, _unparsed(target, value)


def _unparsed(target: str, value: Value) -> str:
    if value.allowed:
        return _(_UNKNOWN_WORD).format(target=target, allowed=", ".join(value.allowed))
    return _(_UNREAD).format(target=target)


def examples(con: DuckDBPyConnection, rejected: Sequence[Rejected], limit: int = 20) -> tuple[RejectExample, ...]:
    """The first rejected rows, in the order of the files."""
    found: list[RejectExample] = []
    for each in rejected:
        found += [RejectExample(*row[:5]) for row in _rows(con, each, limit=limit - len(found))]
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def write_rejects(con: DuckDBPyConnection, rejected: Sequence[Rejected], mapping: Mapping, target: Path) -> None:
    """Write the rejects file, and beside it the mapping that its mended rows will need."""
    columns = tuple(dict.fromkeys(name for each in rejected if each.total for name in each.raw.columns))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER, *columns])
        for each in rejected:
            places = [columns.index(name) for name in each.raw.columns]
            for row in _rows(con, each):
                cells = [""] * len(columns)
                for place, cell in zip(places, row[5:], strict=True):
                    cells[place] = cell
                writer.writerow([*row[:5], *cells])
    write_mapping(mapping, target.with_suffix(".toml"))
    unfinished.replace(target)


def _rows(con: DuckDBPyConnection, rejected: Rejected, limit: int | None = None) -> Iterator[list[Any]]:
    """The file's rows: HEADER, then the raw cells. Records that could not be split come first, without cells."""
    raw = rejected.raw
    for broken in raw.rejects[:limit]:
        yield [broken.file.name, broken.line, "", broken.text, broken.reason, *[""] * len(raw.columns)]
    cells = ", ".join(f"coalesce(r.{quoted(name)}, '')" for name in raw.columns)
    bound = "" if limit is None else f"LIMIT {max(limit - len(raw.rejects), 0)}"
    found = con.execute(
        f'SELECT b._row, b."column", b.value, b.reason, {cells} FROM {rejected.relation} b '
        f"JOIN {raw.relation} r ON r._row = b._row ORDER BY b._row {bound}"
    ).fetchall()
    for batch in batched(found, _BATCH):
        lines = line_of(rejected.lines, con, [row[0] for row in batch])
        for number, *row in batch:
            path, part, line = lines[number]
            yield [f"{path.name}/{part}" if part else path.name, line, *row]


@dataclass(frozen=True)
class RejectsFile:
    """The rejects of one import."""

    import_id: str
    path: Path
    rows: int


def rejects_files(workspace: Workspace) -> list[RejectsFile]:
    """The rejects files of the workspace, the newest first."""
    return [_rejects_file(path) for path in sorted(workspace.rejects.glob("*.csv"), reverse=True)]


def _rejects_file(path: Path) -> RejectsFile:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = sum(1 for __ in csv.reader(file)) - 1
    return RejectsFile(path.stem, path, rows)


def export_rejects(workspace: Workspace, import_id: str, target: Path) -> Path:
    """Copy the rejects of an import to `target`, a file or a folder; returns the copy's path."""
    source = workspace.rejects / f"{import_id}.csv"
    if not source.is_file():
        known = ", ".join(each.import_id for each in rejects_files(workspace)) or _("none")
        raise UsageError(
            _("There are no rejects of an import {id}.").format(id=import_id),
            where=str(workspace.rejects),
            allowed=_("imports with rejects: {known}").format(known=known),
        )
    target = target / source.name if target.is_dir() else target
    shutil.copyfile(source, target)
    return target


def safe_rejects(workspace: Workspace, import_id: str) -> str | None:
    """The rejects of an import as CSV in which no cell is run as a formula; None when there are none of that id."""
    source = next((each for each in workspace.rejects.glob("*.csv") if each.stem == import_id), None)
    if source is None:
        return None
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    places = [str(place) for place in range(len(header))]
    records = (dict(zip(places, row, strict=True)) for row in (header, *rows))
    return csv_of(places, records).split("\n", 1)[1]  # without the line of places
