"""How a text file separates and quotes its cells: decided from its bytes, once per file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from merilo.sources.spreadsheet.bytes import Text
from merilo.sources.spreadsheet.records import Dialect, Record, bare, records

SEPARATORS = (",", ";", "\t", "|")
_DECLARED = re.compile(r"sep=(\W)", re.IGNORECASE)
SAMPLE_BYTES = 128 << 10
SAMPLE_RECORDS = 200


def detect(text: Text) -> tuple[Dialect, list[Record]]:
    """The dialect of a file and the records of its beginning in that dialect."""
    newline = "\n" if text.newlines else "\r"
    sample = _sample(text.local, 0, newline)
    if newline == "\n" and text.returns and not _ends_lines(sample):
        newline = "\r"
        sample = _sample(text.local, 0, newline)
    quote = "'" if _single_quoted(sample) else '"'
    escapes = (quote, "\\") if text.escaped_quote_at >= 0 and quote == '"' else (quote,)
    candidates = [Dialect(s, quote, e, newline) for e in escapes for s in _present(sample)]
    dialect = max(candidates, key=lambda candidate: _shape(sample, candidate))
    if text.escaped_quote_at > SAMPLE_BYTES and quote == '"':
        place = _sample(text.local, text.escaped_quote_at - (4 << 10), newline)[1:]
        escaped = replace(dialect, escape="\\")
        if _faults(place, escaped) < _faults(place, dialect):
            dialect = escaped
    return dialect, list(islice(records(sample, dialect), SAMPLE_RECORDS))


def _present(sample: Sequence[str]) -> list[str]:
    """The separator that the first line declares (`sep=;`, as Excel reads it), else those that occur, at least one."""
    if sample and (declared := _DECLARED.fullmatch(bare(sample[0]))):
        return [declared[1]]
    first = "".join(sample[:SAMPLE_RECORDS])
    return [s for s in SEPARATORS if s in first] or [SEPARATORS[0]]


def _sample(path: Path, start: int, newline: str) -> list[str]:
    """Whole lines from about `start` on, without a half line or half character at the end."""
    with path.open("rb") as file:
        file.seek(max(start, 0))
        data = file.read(SAMPLE_BYTES)
        ended = len(data) < SAMPLE_BYTES
    if not ended and (cut := data.rfind(newline.encode())) >= 0:
        data = data[: cut + 1]
    if start <= 0:
        data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.decode("utf-8", errors="replace").split(newline)
    return [line + newline for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _ends_lines(sample: Sequence[str]) -> bool:
    """Whether line feeds end records: in a file of old Macs they only stand inside quotes."""
    returns_inside = sum(bare(line).count("\r") for line in sample)
    return returns_inside <= len(sample)


def _single_quoted(sample: Sequence[str]) -> bool:
    """Whether most lines begin and end with a single quote, and none has a double one."""
    lines = [bare(line) for line in sample if line.strip()]
    wrapped = sum(1 for line in lines if len(line) > 1 and line[0] == line[-1] == "'")
    return wrapped * 2 > len(lines) and not any('"' in line for line in lines)


def _shape(sample: Sequence[str], dialect: Dialect) -> tuple[bool, int, float]:
    """How well a separator fits, greater is better.

    Most records have the usual number of cells; the header, which comes first, has it too (a decimal comma is in no
    header); and then more records and more cells are better.
    """
    found = [r for r in islice(records(sample, dialect), SAMPLE_RECORDS) if r.text.strip()]
    widths = Counter(len(r.cells) for r in found if len(r.cells) > 1)
    if not widths:
        return False, -len(found), 0.0
    width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    first = next(i for i, r in enumerate(found) if len(r.cells) == width)
    share = rows / len(found)
    return share >= 0.5, -first, float(share * (width - 1) ** 0.5)


def _faults(sample: Sequence[str], dialect: Dialect) -> int:
    """Records that cannot be split, or not into the usual number of cells."""
    found = [r for r in records(sample, dialect) if r.text.strip()]
    widths = Counter(len(r.cells) for r in found if not r.reason)
    usual = max(widths.values(), default=0)
    return len(found) - usual
