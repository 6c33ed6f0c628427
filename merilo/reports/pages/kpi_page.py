"""A KPI's own page: the question in the address, its answer, the chart that fits, the rows behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Family, Kpi
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL, kpi_named
from merilo.reports.answer import Answer
from merilo.reports.named import shown_columns
from merilo.reports.seen import Seen

EVERY = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)
MOST_ROWS = 200
"""So many rows are shown; all of them are in the export."""


@dataclass(frozen=True)
class Rows:
    """The rows behind a number: their columns (key, heading), the first of them, and how many there are."""

    columns: tuple[tuple[str, str], ...]
    records: list[dict[str, Any]]
    n: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, self.n - len(self.records))


def families() -> list[tuple[Family, list[Kpi]]]:
    """All KPIs by family."""
    return [(family, [kpi for kpi in ALL if kpi.family is family]) for family in Family]


def asked(name: str, words: Mapping[str, str]) -> Question:
    """The question that an address asks; raises UsageError naming what was wrong.

    `words`: by, every, from, to, as_of, seller, team, and where_CUT for any other cut; empty ones are not said.
    """
    kpi = kpi_named(name)
    said = {key: value for key, value in words.items() if value}
    where: list[tuple[str, str]] = [(cut, said[cut]) for cut in ("seller", "team") if cut in said]
    where += [(key.removeprefix("where_"), value) for key, value in said.items() if key.startswith("where_")]
    question = Question(
        name,
        by=tuple(said["by"].split(",")) if "by" in said else (),
        every=_every(said.get("every", "")),
        start=_day("from", said.get("from", "")),
        end=_day("to", said.get("to", "")),
        as_of=_day("as_of", said.get("as_of", "")),
        where=tuple(where),
    )
    if kpi.anchor is Anchor.AS_OF and question.as_of and (question.start or question.end or question.every):
        raise UsageError(
            _("A state has one day: either as of a day, or a series of days."),
            where=_(kpi.label),
            way_out=_("Leave out the one or the other."),
        )
    return question


def _every(word: str) -> Period | None:
    if not word:
        return None
    try:
        return Period(word)
    except ValueError:
        raise UsageError(_("There is no period {value}.").format(value=word), allowed=", ".join(EVERY)) from None


def _day(where: str, word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(
            _("{value} is no day.").format(value=word), where=where, allowed=_("a day such as 2026-03-31")
        ) from None


def answered(seen: Seen, question: Question) -> Answer:
    """The answer, with how far to rely on it."""
    return seen.answer(question, trust=True)


def rows_behind(seen: Seen, question: Question, most: int | None = MOST_ROWS) -> Rows:
    """The very rows that the answer is made of; `most`: not more than so many."""
    found = seen.answer(replace(question, by=()), rows=True).rows
    if found is None:
        return Rows((), [], 0)
    shown = found if most is None else found.slice(0, most)
    headings = tuple((name, _heading(name)) for name in shown_columns(found))
    return Rows(headings, shown.to_pylist(), found.num_rows)


def _heading(column: str) -> str:
    cut = column.removesuffix("_name")
    return _(CUTS[cut].label) if cut in CUTS else column.replace("_", " ")


def cuts(kpi: Kpi) -> list[tuple[str, str]]:
    """The cuts that a KPI allows: name and label."""
    return [(name, _(CUTS[name].label)) for name in kpi.cuts if name in CUTS]
