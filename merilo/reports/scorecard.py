"""The scorecard: sellers against the few KPIs, each with its n, who stands apart, and the company's line below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import ibis

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Calendar, Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.kpis.cuts import membership_spans
from merilo.kpis.declaration import Anchor, Kpi
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.answer import ENGINE, Answer, ask
from merilo.reports.asking import Desk
from merilo.reports.figures import Figure
from merilo.reports.listing import figure_record, plain_json
from merilo.reports.standing import Standing, Standings, standings
from merilo.reports.whole_quarter import last_whole_quarter

# What is counted in the period itself; the others need more cases than a period has and look back a year.
_IN_PERIOD = ("touches", "first_meetings", "won_amount", "attainment", "grr", "nrr")
COLUMNS = ("attainment", "touches", "first_meetings", "next_step_rate", "touch_to_prospect", "win_rate",
           "average_deal", "won_amount", "time_to_close", "pipeline", "grr", "nrr")  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One KPI of the scorecard and the days that it covers (a state: only its last day).

    `standings`: how each seller stands among all of the company, also those who are not shown; None where the KPI is a
    sum or a median.
    """

    kpi: Kpi
    start: date
    end: date
    standings: Standings | None = None


@dataclass(frozen=True)
class Row:
    """One seller (id and name empty: the company) and the figure of each KPI by name; a KPI without rows is missing."""

    seller: str
    name: str
    team: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Scorecard:
    """Sellers × KPIs for one period; `total` is over all the sellers shown, from their sums."""

    period: str
    start: date
    end: date
    currency: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The whole scorecard as JSON-ready values."""
        columns = [_column_record(column) for column in self.columns]
        standing = {column.kpi.name: column.standings.of for column in self.columns if column.standings}
        document = {
            "period": self.period,
            "from": self.start,
            "to": self.end,
            "currency": self.currency,
            "columns": columns,
            "rows": [_row_record(row, standing) for row in self.rows],
            "total": _row_record(self.total, {}),
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


def scorecard(
    workspace: Workspace,
    *,
    seller: str | None = None,
    team: str | None = None,
    week: date | None = None,
    today: date | None = None,
) -> Scorecard:
    """The scorecard of a workspace: for the week that holds the day `week`, else for the last whole quarter.

    `seller` (id or name) and `team` show only these; raises UsageError for one that does not exist.
    """
    settings = workspace.settings
    snapshot = FactStore.open(workspace.facts).snapshot()
    with open_engine(ENGINE, snapshot, settings.calendar) as engine:
        return score(Desk(engine, settings, today), seller=seller, team=team, week=week)


def score(desk: Desk, *, seller: str | None = None, team: str | None = None, week: date | None = None) -> Scorecard:
    """The scorecard at a desk that is open."""
    every, start, end = _period(desk, week)
    where = tuple((cut, value) for cut, value in (("seller", seller), ("team", team)) if value)
    columns = tuple(_column(desk.settings.calendar, kpi_named(name), every, start, end) for name in COLUMNS)
    answers = {column.kpi.name: ask(desk, _question(desk, column, every, where)) for column in columns}
    columns = tuple(_with_standings(desk, column, every, answers[column.kpi.name]) for column in columns)
    teams = teams_on(desk, end)
    if team and team not in teams.values():
        known = ", ".join(sorted({name for name in teams.values() if name}))
        raise UsageError(_("There is no team {team}.").format(team=team), allowed=known)
    return Scorecard(
        period=desk.settings.calendar.label(start, every),
        start=start,
        end=end,
        currency=answers["won_amount"].currency,
        columns=columns,
        rows=_rows(desk, answers, teams, start, (seller, team)),
        total=Row("", "", "", {name: one.total.figure for name, one in answers.items() if one.total}),
        notes=_notes(answers, columns),
    )


def _period(desk: Desk, week: date | None) -> tuple[Period, date, date]:
    calendar = desk.settings.calendar
    if week:
        start = calendar.start(week, Period.WEEK)
        return Period.WEEK, start, start + timedelta(days=6)
    start, end = last_whole_quarter(desk)
    return Period.QUARTER, start, end


def _column(calendar: Calendar, kpi: Kpi, every: Period, start: date, end: date) -> Column:
    if kpi.anchor is Anchor.AS_OF:
        return Column(kpi, end, end)
    if kpi.name in _IN_PERIOD:
        return Column(kpi, start, end)
    back = end + timedelta(days=1)
    year = timedelta(weeks=52) if every is Period.WEEK else None
    return Column(kpi, back - year if year else back.replace(year=back.year - 1), end)


def _with_standings(desk: Desk, column: Column, every: Period, answered: Answer) -> Column:
    """The column with the standing of each seller among all, also when only some of them were asked for."""
    lines = answered.lines
    if answered.question.where:
        lines = ask(desk, _question(desk, column, every, ())).lines
    figures = {line.keys["seller"]: line.figure for line in lines}
    return replace(column, standings=standings(answered.kpi, {who: f for who, f in figures.items() if who}))


def _question(desk: Desk, column: Column, every: Period, where: tuple[tuple[str, str], ...]) -> Question:
    kpi = column.kpi
    if kpi.anchor is Anchor.AS_OF:
        return Question(kpi.name, by=("seller",), as_of=column.end, where=where)
    grouped = every if kpi.anchor is Anchor.PERIOD else None
    return Question(
        kpi.name,
        by=("seller",),
        every=grouped,
        start=column.start,
        end=column.end,
        where=where,
    )


def teams_on(desk: Desk, day: date) -> dict[str, str]:
    """The team of each seller on that day."""
    spans = membership_spans(desk.engine.facts)
    now = spans.filter(spans.span_from <= ibis.literal(day), spans.span_to >= ibis.literal(day))
    return {row["span_seller"]: row["team"] or "" for row in desk.records(now.select("span_seller", "team"))}


def _rows(
    desk: Desk,
    answers: Mapping[str, Answer],
    teams: Mapping[str, str],
    start: date,
    only: tuple[str | None, str | None],
) -> tuple[Row, ...]:
    seller, team = only
    figures: dict[str, dict[str, Figure]] = {}
    for name, one in answers.items():
        for line in one.lines:
            figures.setdefault(line.keys["seller"] or "", {})[name] = line.figure
    # Sellers without any figure are shown too: a table of only those who sold hides the others.
    shown = figures.keys() if seller else figures.keys() | _expected(desk, teams, team, start)
    names = desk.names("sellers")
    rows = [Row(who, names.get(who, who or _("(none)")), teams.get(who, ""), figures.get(who, {})) for who in shown]
    return tuple(sorted(rows, key=lambda row: (not row.seller, row.team, row.name, row.seller)))


def _expected(desk: Desk, teams: Mapping[str, str], team: str | None, start: date) -> set[str]:
    """Who should have a line: everyone who had not left before the period and does not only manage others."""
    people = desk.records(desk.engine.facts.sellers.select("id", "left_on"))
    managers = {row["manager"] for row in desk.records(desk.engine.facts.memberships.select("manager").distinct())}
    here = {row["id"] for row in people if row["left_on"] is None or row["left_on"] >= start}
    selling = here - (managers - teams.keys())
    return {who for who in selling if team is None or teams.get(who) == team}


def _notes(answers: Mapping[str, Answer], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """What the answers say beside their numbers; what several of them say is said once, with their names."""
    concerned: dict[str, list[str]] = {}
    for column in columns:
        for note in answers[column.kpi.name].notes:
            concerned.setdefault(note, []).append(_(column.kpi.label))
    return tuple(f"{', '.join(labels)}: {note}" for note, labels in concerned.items())


def _column_record(column: Column) -> dict[str, Any]:
    kpi, found = column.kpi, column.standings
    return {
        "kpi": kpi.name,
        "label": _(kpi.label),
        "unit": kpi.unit,
        "better": kpi.better,
        "from": column.start,
        "to": column.end,
        "pooled": found.pooled if found else None,
        "spread": found.spread if found else None,
        "sellers_differ": found.proven if found else None,
    }


def _row_record(row: Row, standing: Mapping[str, Mapping[str, Standing]]) -> dict[str, Any]:
    figures = {}
    for name, figure in row.figures.items():
        own = standing.get(name, {}).get(row.seller)
        figures[name] = figure_record(figure) | {"standing": own.record if own else None}
    return {"seller": row.seller, "name": row.name, "team": row.team, "figures": figures}
