"""The one way from a question to facts: a context, the rows selected, their sums; nothing about people or paper."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.core.text import _, dated
from merilo.core.time import Calendar, Period
from merilo.facts.engines import Engine
from merilo.insight.spread import Moments, Values
from merilo.insight.survival import Followed, with_curves
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Context, Kpi, Mean
from merilo.kpis.horizon import ACTED, first_days, last_days, last_sale
from merilo.kpis.money import currencies
from merilo.kpis.query import UNDATED, Filters, group_keys, selected, totals
from merilo.kpis.question import NONE, Question, cuts_of, policies_of
from merilo.kpis.sums import CASES, SQUARES, products, summed
from merilo.reports.figures import Sums
from merilo.reports.followed import followed

Group = tuple[Any, ...]
_LAST_PLACES = 1_000_000


class UnknownValueError(UsageError):
    """A value that no row has under a cut; `allowed` names those that there are, of everybody."""


@dataclass(frozen=True)
class Inquiry:
    """A question made ready: its KPI, the context that its rows depend on, and the expression of those rows."""

    kpi: Kpi
    question: Question
    context: Context
    rows: Any

    @property
    def keys(self) -> list[str]:
        """The columns of a group: the cuts, then the period, then whether it is undated."""
        return group_keys(self.rows, self.question)

    def undated(self, group: Group) -> bool:
        """Whether the group holds rows without a day, which belong to no answer that has days."""
        return UNDATED in self.rows.columns and bool(group[-1])


class Desk:
    """Asks one engine; what several questions share (names, currencies, how far data reach) is read once.

    `own`: the seller who asks, known as such even before the first fact about him.
    """

    def __init__(self, engine: Engine, settings: Settings, today: date | None = None, own: str = "") -> None:
        self.engine, self.settings, self.own = engine, settings, own
        self.today = today or settings.calendar.today()
        self._currencies: dict[tuple[str, ...], frozenset[str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._places: dict[str, int] | None = None
        self._remembered: dict[Hashable, Any] = {}
        self._countries: tuple[str, ...] | None = None

    def context(self, kpi: Kpi, question: Question) -> Context:
        """All that the KPI's rows depend on for this question."""
        as_of = question.as_of or self.today
        policies = policies_of(kpi, self.settings.policies, question)
        reads = kpi.reads(policies)
        found = self.currencies(tuple(table for table in reads if table in kpi.money))
        return Context(
            calendar=self.settings.calendar,
            as_of=as_of,
            horizon=self.horizon(reads, as_of),
            currency=next(iter(found)) if len(found) == 1 else self.settings.currency,
            dated=question.as_of is not None,
            single_currency=len(found) <= 1,
            every=question.every,
            cuts=cuts_of(question),
            since=self.since(reads) if "absences" in reads else None,
            countries=self.countries() if "absences" in reads else ("",),
            policies=policies,
            learned=self._learned(kpi, question, policies),
        )

    def _learned(self, kpi: Kpi, question: Question, policies: Mapping[str, str]) -> Mapping[str, float]:
        """What the KPI's rows need from the data themselves, as they were known on the day looked at."""
        if not kpi.learns:
            return {}
        from merilo.reports.ageing import learned  # noqa: PLC0415 - what is learned is itself asked at a desk

        return learned(self, kpi.learns, question.as_of, policies)

    def since(self, tables: tuple[str, ...]) -> date | None:
        """The first day on which something happened in these tables; None when nothing ever did."""
        found = (self._first_day(table) for table in tables)
        return min((day for day in found if day and day <= self.today), default=None)

    def _first_day(self, table: str) -> date | None:
        def find() -> date | None:
            days = first_days(self.engine.facts, (table,))
            day: date | None = self.records(days)[0]["first_day"] if days is not None else None
            return day

        return self.remembered(("first_day", table), find)

    def countries(self) -> tuple[str, ...]:
        """The countries whose holidays count: first the workspace's own, then those of its sellers."""
        if self._countries is None:
            rows = self.records(self.engine.facts.sellers.select("country").distinct())
            named = sorted({row["country"] for row in rows if row["country"]} - {self.settings.country})
            self._countries = (self.settings.country, *named)
        return self._countries

    def horizon(self, tables: tuple[str, ...], as_of: date) -> date:
        """The last day that these tables reach, not after `as_of`; `as_of` itself when they have no days.

        Subscriptions that run on reach no further than anything else in the workspace: a contract that ended after
        the last export was perhaps renewed, and must not look like churn.
        """
        reach = self._reach(tables, as_of)
        acted = self._reach(ACTED, as_of) if reach and "revenue" in tables else None
        if reach and acted:
            reach = min(reach, max(acted, self._last_sale(as_of) or acted))
        return reach or as_of

    def _last_sale(self, as_of: date) -> date | None:
        """The last day up to `as_of` on which something was sold; None when nothing was."""

        def find() -> date | None:
            day: date | None = self.records(last_sale(self.engine.facts, as_of))[0]["last_day"]
            return day

        return self.remembered(("last_sale", as_of), find)

    def _reach(self, tables: tuple[str, ...], as_of: date) -> date | None:
        """The last day on which something happened in these tables; None when they have no days."""
        latest = max((day for table in tables if (day := self._last_day(table, as_of))), default=None)
        return latest if latest and latest.year > 1 else None

    def _last_day(self, table: str, as_of: date) -> date | None:
        """Table by table, so that each is read once whatever they are asked with."""

        def find() -> date | None:
            days = last_days(self.engine.facts, (table,), as_of, self.settings.calendar)
            day: date | None = self.records(days)[0]["last_day"] if days is not None else None
            return day

        return self.remembered(("last_day", table, as_of), find)

    def names(self, table: str) -> dict[str, str]:
        """The name of every row of `sellers` or `accounts`, by id."""
        if table not in self._names:
            known = self._named(table)
            self._names[table] = dict(zip(known["id"].to_pylist(), known["name"].to_pylist(), strict=True))
        return self._names[table]

    def names_of(self, table: str, ids: pa.ChunkedArray) -> pa.ChunkedArray:
        """The names of these ids of `sellers` or `accounts`, null for unknown ones; within Arrow, as ids are many."""
        known = self._named(table)
        return known["name"].take(pc.index_in(ids, value_set=known["id"]))

    def _named(self, table: str) -> pa.Table:
        def find() -> pa.Table:
            rows = self.engine.facts[table]
            return self.table(rows.select("id", name=rows.name.nullif("").fill_null(rows.id))).combine_chunks()

        return self.remembered(("named", table), find)

    def remembered[T](self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, looked for once; `key` names it among all that is remembered here."""
        if key not in self._remembered:
            self._remembered[key] = find()
        known: T = self._remembered[key]
        return known

    def place(self, cut: str, value: Any) -> int:
        """Where a value stands among its like when that is not by name: a stage by its place in the pipeline."""
        if CUTS[cut].holds == "number":
            return int(value or 0)
        if cut != "stage":
            return 0
        if self._places is None:
            rows = self.records(self.engine.facts.stages.select("name", "position", "kind"))
            # A stage in which deals end comes after all open ones, whatever other pipeline has more of them.
            ends = {row["name"]: _LAST_PLACES * (row["kind"] in {"won", "lost"}) for row in rows}
            self._places = {row["name"]: (row["position"] or 0) + ends[row["name"]] for row in rows}
        return self._places.get(value, 0)

    def inquiry(self, kpi: Kpi, question: Question, *, only_sums: bool = False) -> Inquiry:
        """The question made ready to be executed; `only_sums`: nothing but sums will be asked of its rows."""
        context, by_days = self.context(kpi, question), only_sums and self.engine.keeps
        rows = selected(kpi, self.engine.facts, context, question, self._filters(question), by_days=by_days)
        return Inquiry(kpi.under(context.policies), question, context, rows)

    def sums(self, inquiry: Inquiry) -> dict[Group, Sums]:
        """The sums of every group, by the values of the group's keys."""
        kpi, keys = inquiry.kpi, inquiry.keys
        found = self.table(totals(kpi, inquiry.rows, inquiry.question))
        groups = zip(*(_plain(found[key]) for key in keys), strict=True) if keys else [()]
        names = (*summed(kpi), CASES, *products(kpi))
        rows = zip(*(_plain(found[name]) for name in names), strict=True)
        columns = [dict(zip(names, row, strict=True)) for row in rows]
        moments = _moments(kpi.value, found) if isinstance(kpi.value, Mean) else [None] * found.num_rows
        values = _values(found, [distribution.column for distribution in kpi.distributions])
        courses = _courses(found, [course.name for course in kpi.courses])
        return dict(zip(groups, map(Sums, columns, moments, values, courses), strict=True))

    def records(self, expr: Any) -> list[dict[str, Any]]:
        """The rows of an expression as plain dicts."""
        return self.table(expr).to_pylist()  # type: ignore[no-any-return]

    def table(self, expr: Any) -> pa.Table:
        """The rows of an expression."""
        return self.engine.execute(expr)

    def currencies(self, tables: tuple[str, ...]) -> frozenset[str]:
        """The currencies that the money of these tables names."""
        if tables and tables not in self._currencies:
            found = self.records(currencies(self.engine.facts, tables))
            self._currencies[tables] = frozenset(row["currency"] for row in found if row["currency"])
        return self._currencies.get(tables, frozenset())

    def _filters(self, question: Question) -> Filters:
        filters: dict[str, tuple[str | None, ...]] = {}
        for cut, value in question.where:
            filters[cut] = (*filters.get(cut, ()), *self._meant(question, cut, value))
        return filters

    def _meant(self, question: Question, cut: str, value: str) -> tuple[Any, ...]:
        """The values in the rows that a person means: ids for a name, nothing for `(none)`, else the word itself."""
        if value in (NONE, _(NONE)):
            return (None,)
        if CUTS[cut].holds == "number":
            return (_whole_number(cut, value),)
        if CUTS[cut].holds == "period":
            return (_first_day(self.settings.calendar, question.every, cut, value),)
        table = CUTS[cut].named_in
        if not table:
            return (value,)
        names = self.names(table)
        meant = tuple(key for key, name in names.items() if value == key or value.casefold() == name.casefold())
        if not meant and (cut, value) == ("seller", self.own):
            return (value,)
        if not meant:
            raise unknown_value(cut, value, names.values())
        return meant


def not_to_come(day: date | None, today: date) -> None:
    """Raise UsageError for a day that lies in the future."""
    if day and day > today:
        raise UsageError(
            _("{day} lies in the future.").format(day=dated(day)),
            allowed=_("a day up to {day}").format(day=dated(today)),
        )


def _lists(column: pa.ChunkedArray) -> list[npt.NDArray[np.float64]]:
    """Each row's list as numbers; an empty one where there is none."""
    lists = column.combine_chunks()
    values = lists.flatten().to_numpy(zero_copy_only=False).astype(np.float64)
    lengths = lists.value_lengths().fill_null(0).to_numpy()
    return np.split(values, np.cumsum(lengths)[:-1]) if len(lists) else []


def _values(found: pa.Table, spreads: list[str]) -> Iterable[Mapping[str, Values]]:
    """Each row's distributions by name."""
    if not spreads:
        return repeat({}, found.num_rows)
    lists = [_lists(found[column]) for column in spreads]
    return ({name: Values(own) for name, own in zip(spreads, row, strict=True)} for row in zip(*lists, strict=True))


def _courses(found: pa.Table, names: list[str]) -> Iterable[Mapping[str, Followed]]:
    """How the cases of each row went on, by course; the curves of all rows are made at once."""
    if not names:
        return repeat({}, found.num_rows)
    lists = [with_curves(*followed(found[name])) for name in names]
    return (dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True))


def _plain(column: pa.ChunkedArray) -> list[Any]:
    """The values as Python's own; days by way of numpy, which makes them thirty times as fast as Arrow."""
    if pa.types.is_date32(column.type):
        return column.to_numpy().tolist()  # type: ignore[no-any-return]
    return column.to_pylist()  # type: ignore[no-any-return]


def _moments(mean: Mean, found: pa.Table) -> list[Moments | None]:
    counts, sums, squares = (_plain(found[name]) for name in (mean.count, mean.total, SQUARES))
    return [
        Moments(int(n), float(total) / int(n), square) if n else None
        for n, total, square in zip(counts, sums, squares, strict=True)
    ]


def _whole_number(cut: str, value: str) -> int:
    if not value.isdigit():
        raise UsageError(_("{cut} cannot be {value}.").format(cut=cut, value=value), allowed=_("a whole number"))
    return int(value)


def _first_day(calendar: Calendar, every: Period | None, cut: str, value: str) -> date:
    day = calendar.named(value)
    if day is None:
        allowed = _("a period such as 2026-03, 2026Q1 or 2026, or its first day")
        raise UsageError(_("{cut} cannot be {value}.").format(cut=cut, value=value), allowed=allowed)
    return calendar.start(day[0], every or Period.MONTH)


def unknown_value(cut: str, value: str, names: Iterable[str]) -> UnknownValueError:
    """That there is no such value under a cut, with the first of those that there are."""
    shown = ", ".join(sorted(set(names))[:20])
    return UnknownValueError(
        _("There is no {cut} {value}.").format(cut=cut, value=value),
        allowed=_("Known are: {values}").format(values=shown or _("nothing")),
    )
