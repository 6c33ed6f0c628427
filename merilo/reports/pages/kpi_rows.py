"""The rows behind a KPI as a page shows them: searched, chosen, ordered, a page at a time; and as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.facts.store import FactStore
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Kpi
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.behind import Behind, Columns, Wanted
from merilo.reports.exported import Form, write
from merilo.reports.recent import Recent
from merilo.reports.seen import Seen

A_PAGE, FEW = 100, 12
"""Rows of one page, and of a list on another page."""
_ONLY = "is_"
_COLUMNS = Recent(64)


@dataclass(frozen=True)
class Column:
    """A column of the page: its name, its heading, whether it holds numbers or days, the words to choose from."""

    name: str
    heading: str
    number: bool
    day: bool
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RowsPage:
    """One page of the wanted rows: their columns, the rows, how many are wanted of how many, and the page's number."""

    columns: tuple[Column, ...]
    records: tuple[Mapping[str, Any], ...]
    wanted: Wanted
    n: int
    every: int
    page: int
    size: int = A_PAGE

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.records) - 1

    @property
    def following(self) -> bool:
        """Whether there is a page after this one."""
        return self.last < self.n


def wanted(words: Mapping[str, str]) -> Wanted:
    """Which rows an address asks for: q, is_COLUMN, column with least and most, sort (`-` before it: downwards)."""
    only = tuple((key.removeprefix(_ONLY), value) for key, value in words.items() if key.startswith(_ONLY) and value)
    sort = words.get("sort", "")
    limits = {name: words.get(name, "").strip() for name in ("least", "most")}
    column = words.get("column", "") if any(limits.values()) else ""
    return Wanted(words.get("q", "").strip(), only, column, limits["least"], limits["most"],
                  sort.removeprefix("-"), sort.startswith("-"))  # fmt: skip


def rows_page(seen: Seen, question: Question, asked: Wanted, page: int = 1, size: int = A_PAGE) -> RowsPage:
    """A page of the very rows that the answer is made of, as far as they are wanted."""
    kpi = kpi_named(question.kpi)
    with seen.behind(replace(question, by=())) as behind:
        known = _known(seen, behind)
        n = behind.count(asked) if asked != replace(Wanted(), sort=asked.sort, down=asked.down) else known.n
        table = behind.part(asked, (page - 1) * size, size)
    return RowsPage(_columns(kpi, known, table.schema), tuple(table.to_pylist()), asked, n, known.n, page, size)


def _known(seen: Seen, behind: Behind) -> Columns:
    """What there is to choose from; it stays the same from page to page, and costs more than a page."""
    state = FactStore.open(seen.place.facts).latest().number
    return _COLUMNS.get((seen.place.root, state, seen.today, behind.question), behind.columns)


def page_number(word: str) -> int:
    """The page that an address asks for; raises UsageError for what is no number of a page."""
    if not word:
        return 1
    if not word.isdecimal() or not 0 < int(word) < 10**7:
        raise UsageError(_("There is no page {value}.").format(value=word), allowed="1, 2, 3 …")
    return int(word)


@dataclass(frozen=True)
class Part:
    """A part of the rows, for who reads them one part after another; `n`: of all of them."""

    columns: tuple[str, ...]
    records: list[dict[str, Any]]
    n: int


def rows_part(seen: Seen, question: Question, offset: int, limit: int) -> Part:
    """So many of the rows that the answer is made of, from a place on."""
    with seen.behind(replace(question, by=())) as behind:
        known = behind.columns()
        found = behind.part(Wanted(), offset, limit)
    names = shown(known)
    return Part(names, found.select(list(names)).to_pylist(), known.n)


def take_along(seen: Seen, question: Question, asked: Wanted, form: Form, path: Path) -> None:
    """Write all wanted rows into a file."""
    with seen.behind(replace(question, by=())) as behind:
        names = shown(behind.columns())
        write(form, path, names, behind.part(asked, 0, 0).schema, behind.batches(asked, names))


def shown(known: Columns) -> tuple[str, ...]:
    """The columns worth a person's eyes: a name stands for its id, and what is empty in every row is left out."""
    return tuple(name for name in known.names if f"{name}_name" not in known.names)


def _columns(kpi: Kpi, known: Columns, schema: Any) -> tuple[Column, ...]:
    headings = _headings(kpi)
    found = []
    for name in shown(known):
        heading = headings.get(name)
        if heading is None:  # a column for counting only, which a person would not understand
            continue
        kind = str(schema.field(name).type)
        number = kind.startswith(("int", "double", "float", "decimal"))
        words = tuple((word, in_words(name, word)) for word in known.words.get(name, ()))
        found.append(Column(name, heading, number, kind.startswith("date"), words))
    return tuple(found)


def in_words(column: str, value: str) -> str:
    """A word of a column as people read it."""
    cut = CUTS.get(column)
    return cut.in_words(value) if cut else value


def _headings(kpi: Kpi) -> dict[str, str]:
    own = {"id": _("Record"), "day": _("Day"), "period": _("Period")}
    own |= {cut.name: _(cut.label) for cut in CUTS.values()}
    own |= {f"{cut.name}_name": _(cut.label) for cut in CUTS.values() if cut.named_in}
    own |= {part.name: _(part.label) for part in kpi.parts}
    return own | {each.column: _(each.label) for each in kpi.distributions}
