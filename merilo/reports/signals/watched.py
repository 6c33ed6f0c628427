"""Which KPIs are watched, how their rows become series, and how those hang together in the funnel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.insight.season import season
from merilo.insight.series import Kind, Stack
from merilo.kpis.declaration import Anchor, Better, Chance, Kpi, Rate, Share, Total, Value
from merilo.kpis.horizon import HAPPENED, reaches_end
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.asking import Desk

YEAR = 52
A_WEEK, LONGEST = 5, 156
NEW_DEALS = timedelta(weeks=13)
"""So long after a source first tells of a change all its deals may be new, and new deals are not put off yet."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Watched:
    """A KPI that is watched: points of so many `weeks`; `causes`: those further up in the funnel that move it.

    `value`: which of the KPI's values is watched, where it is one beside the first; `title` and `words`: how that and
    its values are called.
    `earns`: won amount is proportional to it. `instead`: a part of the KPI that may grow in place of what is counted,
    so that less of the one with more of the other is no improvement. `told_by`: parts that show, when they are first
    above nothing, since when a source tells of such changes at all.
    """

    name: str
    weeks: int
    causes: tuple[str, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    value: str = "value"
    title: str = ""
    words: str = ""
    earns: bool = True
    instead: str = ""
    told_by: tuple[str, ...] = ()

    @property
    def kpi(self) -> Kpi:
        """Its declaration."""
        return kpi_named(self.name)

    @property
    def kind(self) -> Kind:
        """Counts over working time, shares, or amounts over working time."""
        value = self._value
        return Kind.COUNTS if isinstance(value, Rate) else Kind.SHARES if isinstance(value, Share) else Kind.AMOUNTS

    @property
    def _value(self) -> Value:
        """What is watched of a chance that runs on is the share among those whose time is over."""
        value = self.kpi.estimates[self.value]
        return value.plainly if isinstance(value, Chance) else value

    @property
    def columns(self) -> tuple[str, str]:
        """The part that is counted, and what it is counted over (amounts: the working time of touches)."""
        match self._value:
            case Rate(of, exposure):
                return of, exposure
            case Share(of, out_of):
                return of, out_of
            case Total(of):
                return of, ""
        raise TypeError(f"{self.name}: such a value cannot be watched")

    @property
    def label(self) -> str:
        """What the points of its series are called, to be translated."""
        return self.title or self.kpi.label

    @property
    def unit(self) -> str:
        """The unit of what is watched."""
        units = {beside.name: beside.unit for beside in self.kpi.beside}
        return units.get(self.value, self.kpi.unit).value

    @property
    def up(self) -> int:
        """Which way is good: 1 up, −1 down."""
        return 1 if self.kpi.better is Better.HIGHER else -1

    @property
    def by_week(self) -> bool:
        """Whether its rows are what a period did to a deal, so that they must be asked for week by week."""
        return self.kpi.anchor is Anchor.PERIOD

    @property
    def per(self) -> float:
        """What a level is multiplied by to be shown: a week of counts, a share, four weeks of an amount."""
        return {Kind.COUNTS: float(A_WEEK), Kind.SHARES: 1.0, Kind.AMOUNTS: float(4 * A_WEEK)}[self.kind]


WATCHED: Mapping[str, Watched] = {
    each.name: each
    for each in (
        Watched("touches", 1),
        Watched("connect_rate", 1),
        # Leads have thirty days here, not ninety, so that a fall is seen two months sooner.
        Watched("touch_to_prospect", 4, ("connect_rate",), (("within", "30"), ("young", "left_out"))),
        Watched("first_meetings", 1, ("touches", "connect_rate", "touch_to_prospect")),
        Watched("next_step_rate", 4),
        # Deals and weeks in which they were open: put off or not. Who leaves deals past their day never puts them off.
        Watched("close_date_pushes", 4, ("next_step_rate",), value="deals_pushed", earns=False, instead="left",
                told_by=("pushes", "pulls"), title=N_("Closing days pushed"),
                words=N_("{value} of open deals put off a week")),
        Watched("win_rate", 4, ("next_step_rate",)),
        Watched("won_amount", 4, ("touches", "connect_rate", "touch_to_prospect", "first_meetings",
                                  "next_step_rate", "win_rate")),
    )
}  # fmt: skip
"""In the order of the funnel."""


@dataclass(frozen=True)
class Table:
    """One KPI by seller and week: values and sizes, (sellers, weeks); `instead`: see `Watched`."""

    watched: Watched
    value: Floats
    size: Floats
    instead: Floats | None = None

    def blocks(self) -> tuple[Floats, Floats]:
        """Values and sizes in the KPI's own points, the last of which ends with the last week."""
        weeks = self.watched.weeks
        skip = self.value.shape[1] % weeks
        shape = (len(self.value), -1, weeks)
        return self.value[:, skip:].reshape(shape).sum(axis=2), self.size[:, skip:].reshape(shape).sum(axis=2)


@dataclass(frozen=True)
class History:
    """All watched KPIs of all sellers over the same weeks (their first days)."""

    weeks: tuple[date, ...]
    sellers: tuple[str, ...]
    tables: Mapping[str, Table]

    @property
    def end(self) -> date:
        """The last day of the last week."""
        return self.weeks[-1] + timedelta(days=6)

    def first_day(self, watched: Watched, point: int) -> date:
        """The first day of a KPI's point."""
        return self.weeks[len(self.weeks) % watched.weeks + point * watched.weeks]

    def last_day(self, watched: Watched, point: int) -> date:
        """The last day of a KPI's point."""
        return self.first_day(watched, point) + timedelta(days=7 * watched.weeks - 1)

    @cached_property
    def months(self) -> npt.NDArray[np.int64]:
        """The month (0–11) in which most of each week lies."""
        return np.array([(week + timedelta(days=3)).month - 1 for week in self.weeks], dtype=np.int64)

    def stack(self, name: str) -> Stack:
        """The series of all sellers, each compared with what all the others did in the same week."""
        table = self.tables[name]
        value, size = table.blocks()
        return Stack(table.watched.kind, value, size, np.zeros(len(value), dtype=np.int64), self.season(name))

    def summed(self, name: str, members: Sequence[Sequence[int]]) -> Stack:
        """The series of groups of sellers, compared with nobody."""
        table = self.tables[name]
        value, size = table.blocks()
        sums = [np.array([part[list(who)].sum(axis=0) for who in members]) for part in (value, size)]
        return Stack(table.watched.kind, sums[0], sums[1], None, self.season(name))

    def season(self, name: str) -> Floats | None:
        """By how much the month multiplies a weekly count, where two full years of the whole company show it."""
        table = self.tables[name]
        years = len(self.weeks) // YEAR
        if table.watched.kind is not Kind.COUNTS or table.watched.weeks > 1 or years < 2:
            return None
        value, size, month = table.value.sum(axis=0), table.size.sum(axis=0), self.months
        whole = slice(len(self.weeks) - years * YEAR, None)
        found = season(value[whole], size[whole], month[whole], np.repeat(np.arange(years), YEAR))
        return None if found is None else found.factors[month]


def history(desk: Desk, *, until: date | None = None, as_of: date | None = None) -> History | None:
    """The series up to the last whole week (the week that holds `until`, where given); None without any. Asked once."""
    return desk.remembered(("history", until, as_of), lambda: _history(desk, until, as_of))


def _history(desk: Desk, until: date | None, as_of: date | None) -> History | None:
    end = _end(desk, until)
    first = end - timedelta(weeks=LONGEST) + timedelta(days=1)
    found = {name: _asked(desk, watched, (first, end), as_of) for name, watched in WATCHED.items()}
    keys = {key for rows in found.values() for key in rows}
    if not keys:
        return None
    begun = min(week for _seller, week in keys)
    count = (end - begun).days // 7 + 1
    weeks = tuple(begun + timedelta(weeks=place) for place in range(count))
    sellers = tuple(sorted({seller for seller, _week in keys}))
    exposure = _worked(found, sellers, weeks)
    tables = {name: _table(WATCHED[name], rows, (sellers, weeks), exposure) for name, rows in found.items()}
    return History(weeks, sellers, tables)


def _end(desk: Desk, until: date | None) -> date:
    calendar = desk.settings.calendar
    horizon = desk.horizon(tuple(HAPPENED), desk.today)
    start = calendar.start(min(until or horizon, horizon), Period.WEEK)
    end = start + timedelta(days=6)
    return end if end <= desk.today and reaches_end(horizon, end) else start - timedelta(days=1)


_Rows = dict[tuple[str, date], dict[str, float]]


def _asked(desk: Desk, watched: Watched, days: tuple[date, date], as_of: date | None) -> _Rows:
    """One query: the sums of every seller and week."""
    by = ("seller", "source") if watched.told_by else ("seller",)
    question = Question(watched.name, by=by, every=Period.WEEK, start=days[0], end=days[1], as_of=as_of,
                        policies=watched.policies)  # fmt: skip
    inquiry = desk.inquiry(watched.kpi, question, only_sums=True)
    sums = desk.sums(inquiry)
    columns = [name for name in (*watched.columns, watched.instead, *watched.told_by) if name]
    rows = {group: {name: float(found.columns.get(name) or 0) for name in columns} for group, found in sums.items()
            if group[0] and group[len(by)] and not inquiry.undated(group)}  # fmt: skip
    return _told(watched, rows) if watched.told_by else {(group[0], group[1]): row for group, row in rows.items()}


def _told(watched: Watched, rows: Mapping[tuple[Any, ...], dict[str, float]]) -> _Rows:
    """The rows of all sources together, of each only those of weeks in which it has long told of such changes: nothing
    that was never told is no reason to say that there was nothing.
    """
    first: dict[str | None, date] = {}
    for (_seller, source, week, *_more), row in rows.items():
        if any(row[name] > 0 for name in watched.told_by):
            first[source] = min(week, first.get(source, week))
    found: _Rows = {}
    for (seller, source, week, *_more), row in rows.items():
        if source in first and week >= first[source] + NEW_DEALS:
            before = found.get((seller, week), {})
            found[seller, week] = {name: value + before.get(name, 0.0) for name, value in row.items()}
    return found


def _worked(found: Mapping[str, _Rows], sellers: Sequence[str], weeks: Sequence[date]) -> Floats:
    """Working days per seller and week: as touches or first meetings know them; else five a week from the first on
    which anything of him is known to the last.
    """
    for name in ("touches", "first_meetings"):
        exposed = WATCHED[name].columns[1]
        if any(row[exposed] for row in found[name].values()):
            return _filled({key: row[exposed] for key, row in found[name].items()}, sellers, weeks)
    seen: dict[str, list[date]] = {}
    for rows in found.values():
        for seller, week in rows:
            seen.setdefault(seller, []).append(week)
    starts = np.array(weeks)
    return np.array([np.where((starts >= min(seen[who])) & (starts <= max(seen[who])), A_WEEK, 0) for who in sellers],
                    dtype=np.float64)  # fmt: skip


def _table(
    watched: Watched, rows: _Rows, axes: tuple[Sequence[str], Sequence[date]], exposure: Floats
) -> Table:  # fmt: skip
    of, size = watched.columns
    value = _filled({key: row[of] for key, row in rows.items()}, *axes)
    if watched.kind is Kind.AMOUNTS:
        # Nothing won by anyone at all is nothing known.
        return Table(watched, value, exposure if rows else np.zeros_like(exposure))
    instead = _filled({key: row[watched.instead] for key, row in rows.items()}, *axes) if watched.instead else None
    return Table(watched, value, _filled({key: row[size] for key, row in rows.items()}, *axes), instead)


def _filled(cells: Mapping[tuple[str, date], float], sellers: Sequence[str], weeks: Iterable[date]) -> Floats:
    rows, columns = {who: place for place, who in enumerate(sellers)}, {day: place for place, day in enumerate(weeks)}
    table = np.zeros((len(rows), len(columns)))
    for (seller, week), value in cells.items():
        table[rows[seller], columns[week]] = value
    return table
