"""What every source gives: text tables in a DuckDB connection, each row traceable to its file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class RawFile:
    """One file (or sheet, or archive member) that a raw table was read from."""

    path: Path
    part: str  # the sheet or archive member, empty for a plain file
    first_row: int  # `_row` of its first record in the relation
    rows: int
    header_line: int  # line of the header in the file, from 1
    encoding: str
    separator: str


@dataclass(frozen=True)
class Finding:
    """Something about the data that its owner should know. `kind` is a stable word; `count` rows are concerned."""

    kind: str
    message: str
    count: int = 0
    where: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawReject:
    """A record that could not even be split into columns."""

    file: Path
    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class RawTable:
    """Records of one header, all columns text, in DuckDB relation `relation`.

    `name` is the file's stem (or `stem/sheet`); files of a folder with the same header form one RawTable. `columns`
    are the header's names, trimmed, made unique (`Товар`, `Товар (2)`). The relation has these columns (VARCHAR; an
    empty or blank-only cell is NULL; other values are untouched) and two more: `_row` (BIGINT from 0, in reading order)
    and `_file` (INTEGER index into `files`).
    """

    name: str
    relation: str
    columns: tuple[str, ...]
    files: tuple[RawFile, ...]
    rows: int
    rejects: tuple[RawReject, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)
