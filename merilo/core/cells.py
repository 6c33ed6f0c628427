"""Cells of exported tables that no spreadsheet program takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

# A spreadsheet program runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(keys: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Records as CSV with plain machine-readable numbers; text that a spreadsheet would run as a formula gets a `'`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    for record in records:
        writer.writerow([cell(record.get(key)) for key in keys])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as a cell of a CSV file; text that a spreadsheet program would run as a formula begins with a `'`."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return str(plain(value))


def plain(value: Any) -> Any:
    """A value as machines read it: decimals as numbers, days in ISO form."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value
