"""Tables as a person or a program wants them: aligned text, CSV, JSON or Parquet, in the language in force."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from rich.text import Text

from merilo.core.cells import csv_of
from merilo.core.cells import plain as plain_value
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _

_NUMERIC = {"count", "money", "share", "days", "hours", "ratio", "per_week", "shown"}


class Format(StrEnum):
    """How a table is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Column:
    """A column to show: its key in the rows, its heading, and the unit of its values (`text` when it is no number)."""

    key: str
    heading: str
    unit: str = "text"


def console(*, error: bool = False) -> Console:
    """The terminal; as wide as the text needs when it is not one, so that no cell is cut in a pipe or file."""
    made = Console(stderr=error, highlight=False, soft_wrap=False, emoji=False)
    if not made.is_terminal:
        made.width = 400
    return made


def print_table(title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as an aligned table; numbers to the right."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.heading, justify="right" if column.unit in _NUMERIC else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(number(row.get(column.key), column.unit))) for column in columns))
    console().print(table)


def _plain(text: str) -> str:
    """A text as it stands: what people typed does not command the terminal."""
    return "".join(each if each.isprintable() or each == "\n" else " " for each in text)


def to_csv(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV under the names of the columns (see `core.cells`)."""
    return csv_of([column.key for column in columns], rows)


def to_json(document: Any) -> str:
    """One JSON document; days in ISO form, exact decimals as numbers."""
    return json.dumps(document, ensure_ascii=False, default=_json_value, indent=1)


def _json_value(value: Any) -> Any:
    plain = plain_value(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain


def print_json(document: Any) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(to_json(document) + "\n")


def write_out(content: Any, target: Path | None) -> None:
    """Text, or a document as JSON, to a file or to standard output."""
    text = content if isinstance(content, str) else to_json(content) + "\n"
    if target is None:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8")


def write_parquet(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], target: Path | None) -> None:
    """Write rows as Parquet to a file, or to standard output when it is not a terminal."""
    if target is None and sys.stdout.isatty():
        raise UsageError(
            _("Parquet is binary and cannot be printed on a terminal."),
            way_out=_("Send it to a file: --output FILE, or > FILE."),
        )
    table = pa.Table.from_pylist([{column.key: row.get(column.key) for column in columns} for row in rows])
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    data = buffer.getvalue().to_pybytes()
    if target is None:
        sys.stdout.buffer.write(data)
    else:
        target.write_bytes(data)


def put_out(
    chosen: Format,
    target: Path | None,
    *,
    document: Callable[[], Any],
    sheet: Callable[[], tuple[Sequence[Column], Sequence[Mapping[str, Any]]]],
    for_people: Callable[[], None],
) -> None:
    """Print an answer, or write it to a file, in the format chosen; raises UsageError for a table into a file."""
    match chosen:
        case Format.JSON:
            write_out(document(), target)
        case Format.CSV:
            write_out(to_csv(*sheet()), target)
        case Format.PARQUET:
            write_parquet(*sheet(), target)
        case Format.TABLE if target is not None:
            raise UsageError(_("A table is for reading, not for a file."), allowed="--format csv, json, parquet")
        case Format.TABLE:
            for_people()
