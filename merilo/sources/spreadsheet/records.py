"""Delimited text split into records, exactly and forgivingly: a bad record costs itself, never its neighbours."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from merilo.core.text import N_

# A quoted cell that is still open after this much text counts as never closed.
MAX_RECORD_CHARS = 4 << 20

NEVER_CLOSED = N_("a quote is opened and never closed")
AFTER_QUOTE = N_("text after a closing quote")


@dataclass(frozen=True)
class Dialect:
    """How cells are separated and quoted. `escape` is what makes a quote inside quotes: the quote itself, or `\\`."""

    separator: str
    quote: str = '"'
    escape: str = '"'
    newline: str = "\n"  # "\n" also stands for "\r\n"

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        return re.compile(rf" *{self._body}{self._q} *(?={re.escape(self.separator)}|\Z)")

    @cached_property
    def _open(self) -> re.Pattern[str]:
        # A lone escape at the end may belong to the next line's first character.
        return re.compile(rf" *{self._body}(?:{re.escape(self.escape)})?\Z")

    @cached_property
    def _q(self) -> str:
        return re.escape(self.quote)

    @cached_property
    def _body(self) -> str:
        if self.escape == self.quote:
            return rf"{self._q}([^{self._q}]*+(?:{self._q}{self._q}[^{self._q}]*+)*+)"
        e = re.escape(self.escape)
        return rf"{self._q}([^{self._q}{e}]*+(?:{e}(?s:.)[^{self._q}{e}]*+)*+)"

    @cached_property
    def _begins(self) -> re.Pattern[str]:
        return re.compile(rf" *{self._q}")

    def _plain(self, body: str) -> str:
        if self.escape not in body:
            return body
        if self.escape == self.quote:
            return body.replace(self.quote * 2, self.quote)
        return re.sub(rf"{re.escape(self.escape)}([{self._q}{re.escape(self.escape)}])", r"\1", body)

    def cells(self, text: str) -> list[str] | str | None:
        """The cells of one record without its line end; None: a quote is still open; a str: why it cannot be split."""
        if self.quote not in text:
            return text.split(self.separator)
        return self._by_csv(text) or self._by_pattern(text)

    def _by_csv(self, text: str) -> list[str] | None:
        """The cells of a well-formed record, several times faster; None for what only the pattern can judge."""
        if self.escape != self.quote or "\r" in text or self._spaced[0] in text or self._spaced[1] in text:
            return None
        try:
            return next(csv.reader([text], delimiter=self.separator, quotechar=self.quote, strict=True))
        except csv.Error:
            return None

    @cached_property
    def _spaced(self) -> tuple[str, str]:
        # Blanks around a quoted cell are no part of it, which the csv module sees differently.
        return f" {self.quote}", f"{self.quote} "

    def _by_pattern(self, text: str) -> list[str] | str | None:
        cells: list[str] = []
        at = 0
        while True:
            if found := self._quoted.match(text, at):
                cells.append(self._plain(found[1]))
                end = found.end()
            elif self._begins.match(text, at):
                return None if self._open.match(text, at) else AFTER_QUOTE
            else:
                end = text.find(self.separator, at)
                end = len(text) if end < 0 else end
                cells.append(text[at:end])
            if end >= len(text):
                return cells
            at = end + len(self.separator)


class Record(NamedTuple):
    """One record: its first line (from 1), its cells, or why there are none, and the text it was read from."""

    line: int
    cells: list[str]
    reason: str
    text: str


def bare(line: str) -> str:
    """A line without its end."""
    return line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line


class _Lines:
    """Lines that can be given back, so that what a bad quote swallowed is read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._returned: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._returned.popleft() if self._returned else next(self._rest)

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))


def records(lines: Iterable[str], dialect: Dialect, first_line: int = 1) -> Iterator[Record]:
    """Every record of the lines (which keep their ends); a blank line is a record without cells and reason."""
    waiting = _Lines(lines)
    number = first_line
    for line in waiting:
        text = bare(line)
        cells = dialect.cells(text) if text else []
        taken: list[str] = []
        if cells is None:
            taken, cells = _complete(line, waiting, dialect)
        if isinstance(cells, str):
            # Only the line that opened the quote is lost; what was swallowed behind it is read again.
            waiting.give_back(taken)
            yield Record(number, [], cells, text)
            number += 1
        else:
            yield Record(number, cells, "", bare(line + "".join(taken)) if taken else text)
            number += 1 + len(taken)


def _complete(line: str, waiting: Iterator[str], dialect: Dialect) -> tuple[list[str], list[str] | str]:
    """The further lines of a record with an open quote, and its cells or the reason that it has none."""
    taken: list[str] = []
    size = len(line)
    for following in waiting:
        taken.append(following)
        size += len(following)
        if size > MAX_RECORD_CHARS:
            break
        if dialect.quote not in following:
            continue
        cells = dialect.cells(bare(line + "".join(taken)))
        if cells is not None:
            return taken, cells
    return taken, NEVER_CLOSED
