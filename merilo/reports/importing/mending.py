"""Rejected rows mended in the browser: corrections kept beside the rejects, and the corrected rows tried again.

The rejects file itself is never changed: what was rejected stays on record as it came.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.whole_file import write_whole
from merilo.core.workspace import Workspace
from merilo.intake.rejects import HEADER, in_own_words
from merilo.people.imported import imported

PAGE = 50
_LONGEST = 10_000
_APART = re.compile(r"[;,] ")


@dataclass(frozen=True)
class Cell:
    """A cell of a rejected row: its column, what came, and what it shall be instead (None: as it came)."""

    place: int
    column: str
    came: str
    given: str | None

    @property
    def now(self) -> str:
        """What it would be brought in as."""
        return self.came if self.given is None else self.given


@dataclass(frozen=True)
class Row:
    """A rejected row: its number among the rejects (from 0), where it stood, why, the cells at fault, and the others.

    `tried`: the number of the import in which its correction was tried last. `whole` is false for a line that could
    not even be split into cells: it can be mended in the file alone.
    """

    number: int
    file: str
    line: str
    column: str
    value: str
    reason: str
    cells: tuple[Cell, ...]
    others: tuple[Cell, ...]
    tried: int | None
    whole: bool


@dataclass(frozen=True)
class RejectsPage:
    """A page of an import's rejects; `corrected`: how many rows have a correction that was not tried yet."""

    import_id: str
    rows: tuple[Row, ...]
    n: int
    page: int
    pages: int
    corrected: int


def page_of(place: Workspace, import_id: str, page: int) -> RejectsPage | None:
    """A page of rejects, the nearest that there is; None where there are none of that import."""
    path = _path(place, import_id)
    if path is None:
        return None
    kept = _living(place, _kept(path))
    n = sum(1 for _row in _rows(path)) - 1
    pages = max(1, -(-n // PAGE))
    page = min(max(1, page), pages)
    found = _rows(path)
    header = next(found)
    first = (page - 1) * PAGE
    rows = [_row(header, first + place, cells, kept) for place, cells in enumerate(islice(found, first, first + PAGE))]
    return RejectsPage(import_id, tuple(rows), n, page, pages, len(_untried(kept)))


def correct(place: Workspace, import_id: str, given: Mapping[tuple[int, int], str]) -> int:
    """Keep corrections (by number of the row and place of the cell); gives how many differ from what came.

    What is given as it came is no correction any more. Raises UsageError for a cell that is too long.
    """
    path = _path(place, import_id)
    if path is None or not given:
        return 0
    if any(len(value) > _LONGEST for value in given.values()):
        raise UsageError(_("A cell is too long."), allowed=_("up to {n} characters").format(n=_LONGEST))
    numbers = {number for number, _place in given}
    with FileLock(f"{path}.lock"):
        kept, changed = _kept(path), 0
        for number, cells in _numbered(path, numbers):
            own = dict(kept["cells"].get(str(number), {}))
            for (row, at), value in given.items():
                if row == number and len(HEADER) <= at < len(cells) and own.get(str(at), cells[at]) != value:
                    own = {key: each for key, each in own.items() if key != str(at)}
                    own |= {str(at): value} if value != cells[at] else {}
                    kept["tried"].pop(str(number), None)
                    changed += 1
            kept["cells"][str(number)] = own
        kept["cells"] = {number: own for number, own in kept["cells"].items() if own}
        _keep(path, kept)
    return changed


def mended_file(place: Workspace, import_id: str) -> tuple[str, bytes, list[int]]:
    """The corrected rows that were not tried yet as a rejects file: its name, its bytes, the rows' numbers.

    Raises UsageError where nothing was corrected.
    """
    path = _path(place, import_id)
    kept = _living(place, _kept(path)) if path else {"cells": {}, "tried": {}}
    numbers = _untried(kept)
    if path is None or not numbers:
        raise UsageError(_("Nothing is corrected yet."), way_out=_("Write what the cells should be, then try again."))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(next(_rows(path)))
    for number, cells in _numbered(path, set(numbers)):
        own = kept["cells"][str(number)]
        writer.writerow([own.get(str(at), cell) for at, cell in enumerate(cells)])
    return path.name, out.getvalue().encode("utf-8-sig"), numbers


def tried(place: Workspace, import_id: str, numbers: list[int], upload: int) -> None:
    """Keep that the corrections of these rows are being tried in an import begun in the browser."""
    path = _path(place, import_id)
    if path is not None:
        with FileLock(f"{path}.lock"):
            kept = _kept(path)
            kept["tried"] |= {str(number): upload for number in numbers}
            _keep(path, kept)


def _path(place: Workspace, import_id: str) -> Path | None:
    return next((each for each in place.rejects.glob("*.csv") if each.stem == import_id), None)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def _numbered(path: Path, numbers: set[int]) -> Iterator[tuple[int, list[str]]]:
    last = max(numbers)
    for number, cells in enumerate(islice(_rows(path), 1, last + 2)):
        if number in numbers:
            yield number, cells


def _row(header: list[str], number: int, cells: list[str], kept: Mapping[str, Any]) -> Row:
    own = kept["cells"].get(str(number), {})
    every = [
        Cell(at, name, cells[at], own.get(str(at))) for at, name in enumerate(header) if at >= len(HEADER)
    ]  # fmt: skip
    named = {name for name in header if f", {name}," in f", {', '.join(_APART.split(cells[2]))},"}
    at_fault = [each for each in every if each.column in named or each.given is not None]
    others = [each for each in every if each not in at_fault and each.came]
    file, line, column, value, reason = cells[: len(HEADER)]
    return Row(
        number, file, line, column, value, in_own_words(reason), tuple(at_fault), tuple(others),
        kept["tried"].get(str(number)), whole=any(each.came for each in every),
    )  # fmt: skip


def _untried(kept: Mapping[str, Any]) -> list[int]:
    return sorted(int(number) for number in kept["cells"] if number not in kept["tried"])


def _kept(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.with_suffix(".mended.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"cells": {}, "tried": {}}
    return found


def _living(place: Workspace, kept: dict[str, Any]) -> dict[str, Any]:
    """Without the tries in imports that somebody has forgotten since: those rows can be tried again."""
    known = {number for number in set(kept["tried"].values()) if imported(place, number) is not None}
    return kept | {"tried": {row: number for row, number in kept["tried"].items() if number in known}}


def _keep(path: Path, kept: Mapping[str, Any]) -> None:
    write_whole(path.with_suffix(".mended.json"), json.dumps(kept, ensure_ascii=False))
