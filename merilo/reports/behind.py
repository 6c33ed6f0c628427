"""The rows behind an answer, one page at a time: found, ordered and counted by the engine, never all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Kpi
from merilo.kpis.query import listed
from merilo.kpis.question import Question, checked
from merilo.kpis.registry import kpi_named
from merilo.kpis.series import as_series
from merilo.reports.answer import ask
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.rhythm import with_fitting_period
from merilo.reports.series import period_ends
from merilo.reports.targets import with_known_target

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_VALUES = 40
"""A column of more different words is searched, not chosen from."""
_MANY = ("account", "source_detail")  # too many to choose from


@dataclass(frozen=True)
class Wanted:
    """Which of the rows, in which order. `only`: a column and the word that it must hold (empty: nothing there).

    `text`: what any word of the row must contain; `column`, `least`, `most`: a number or day between two, inclusive;
    `sort`: the column to order by, `down` from the largest.
    """

    text: str = ""
    only: tuple[tuple[str, str], ...] = ()
    column: str = ""
    least: str = ""
    most: str = ""
    sort: str = ""
    down: bool = False


@dataclass(frozen=True)
class Columns:
    """What the rows hold: the columns in which anything is, the words to choose from, and how many rows there are."""

    names: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    n: int = 0


class Behind:
    """The rows behind one question, at a desk that is open; ids of people and companies with their names."""

    def __init__(self, desk: Desk, question: Question) -> None:
        self._desk, self.question = desk, question
        self._rows = with_names(desk, _rows(desk, question))

    def columns(self) -> Columns:
        """What there is to show and to choose from; asked in one pass over the rows."""
        rows = self._rows
        choose = [name for name in rows.columns if _chosen(name)]
        counts = {f"n_{name}": rows[name].count() for name in rows.columns}
        lists = {f"v_{name}": rows[name].collect(distinct=True) for name in choose}
        (found,) = self._desk.records(rows.agg(n=rows.count(), **counts, **lists))
        # Where there are no rows every column is as empty as the others: a file has its headings all the same.
        names = tuple(name for name in rows.columns if found[f"n_{name}"] or not found["n"])
        words = {name: tuple(sorted(found[f"v_{name}"] or ())) for name in choose}
        few = {name: values for name, values in words.items() if 1 < len(values) <= MOST_VALUES}
        return Columns(names, few, found["n"])

    def part(self, wanted: Wanted, offset: int, limit: int) -> pa.Table:
        """So many of the wanted rows, from a place on."""
        return self._desk.table(self._wanted(wanted).limit(limit, offset=offset))

    def count(self, wanted: Wanted) -> int:
        """How many rows are wanted."""
        return int(self._desk.records(self._filtered(wanted).agg(n=lambda t: t.count()))[0]["n"])

    def batches(self, wanted: Wanted, names: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
        """All wanted rows with these columns, a part at a time."""
        return self._desk.engine.batches(self._wanted(wanted).select(*names))

    def _wanted(self, wanted: Wanted) -> ir.Table:
        rows = self._filtered(wanted)
        if not wanted.sort:
            return rows.order_by([name for name in ("day", "fact", "id") if name in rows.columns])
        column = rows[self._known(wanted.sort)]
        first = ibis.desc(column, nulls_first=False) if wanted.down else ibis.asc(column, nulls_first=False)
        return rows.order_by([first, *(name for name in ("fact", "id") if name != wanted.sort)])

    def _filtered(self, wanted: Wanted) -> ir.Table:
        rows = self._rows
        for name, word in wanted.only:
            column = rows[self._known(name)]
            rows = rows.filter(column.cast("string") == word if word else column.isnull())
        if wanted.text:
            words = [rows[name] for name in rows.columns if rows[name].type().is_string()]
            rows = rows.filter(ibis.or_(*(each.lower().contains(wanted.text.lower()) for each in words)))
        return _between(rows, self._known(wanted.column), wanted) if wanted.column else rows

    def _known(self, name: str) -> str:
        if name not in self._rows.columns:
            allowed = ", ".join(self._rows.columns)
            raise UsageError(_("These rows have no column {name}.").format(name=name), allowed=allowed)
        return name


def _rows(desk: Desk, question: Question) -> ir.Table:
    """The rows of the question as `reports.answer` lists them."""
    kpi = kpi_named(question.kpi)
    question = with_known_target(desk, kpi, checked(with_fitting_period(desk, kpi, question), kpi))
    not_to_come(question.as_of, desk.today)
    if kpi.anchor is Anchor.AS_OF and (question.every or question.start or question.end):
        return _of_days(desk, kpi, question)
    return listed(kpi, desk.inquiry(kpi, question).rows, question)


def _of_days(desk: Desk, kpi: Kpi, question: Question) -> ir.Table:
    if kpi.series is None:  # each day is a question of its own, and together they are few
        found = ask(desk, question, rows=True).rows
        if found is None:
            raise ValueError(f"{kpi.name} has no rows")
        return ibis.memtable(found.select([name for name in found.column_names if not name.endswith("_name")]))
    ends = period_ends(desk, kpi, question)
    inquiry = desk.inquiry(*as_series(kpi, question, ends[0], ends[-1]))
    return listed(kpi, inquiry.rows, inquiry.question)


def with_names(desk: Desk, rows: ir.Table) -> ir.Table:
    """The rows with a column `seller_name` behind `seller`, and so on for every id that has a name."""
    for cut in CUTS.values():
        if not cut.named_in or cut.name not in rows.columns:
            continue
        known = desk.engine.facts[cut.named_in]
        names = known.select(**{f"{cut.name}_key": known.id, f"{cut.name}_name": known.name.fill_null(known.id)})
        order = [*rows.columns]
        order.insert(order.index(cut.name) + 1, f"{cut.name}_name")
        rows = rows.left_join(names, rows[cut.name] == names[f"{cut.name}_key"]).select(*order)
    return rows


def _chosen(name: str) -> bool:
    """Whether a column is one to choose from: a cut of few words, a person by his name."""
    cut = CUTS.get(name.removesuffix("_name"))
    if cut is None or cut.name in _MANY or cut.holds != "word":
        return False
    return name.endswith("_name") if cut.named_in else True


def _between(rows: ir.Table, name: str, wanted: Wanted) -> ir.Table:
    column = rows[name]
    if wanted.least:
        rows = rows.filter(column >= _bound(column, wanted.least))
    return rows.filter(column <= _bound(column, wanted.most)) if wanted.most else rows


def _bound(column: ir.Value, word: str) -> Any:
    try:
        if column.type().is_date():
            return ibis.literal(date.fromisoformat(word))
        if column.type().is_numeric():
            return ibis.literal(float(word.replace(",", ".")), "float64")
    except ValueError:
        pass
    allowed = _("a number, or a day such as 2026-03-31, of a column that holds such")
    raise UsageError(_("{value} cannot be compared with.").format(value=word), allowed=allowed) from None
