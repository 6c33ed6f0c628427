"""Coaching: what was agreed with whom, and whether the KPI moved since, against the others in the same weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np

from merilo.core.errors import UsageError
from merilo.core.text import N_, _, dated
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import Engine, open_engine
from merilo.facts.store import FactStore
from merilo.insight.before_after import AFTER_WEEKS, FEWEST_OTHERS, BeforeAfter, Moved, Windows, before_after
from merilo.insight.others import Measure, Panel
from merilo.kpis.declaration import Anchor, Better, Kpi, Mean, Rate, Share
from merilo.kpis.horizon import HAPPENED, reaches_end
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL, kpi_named
from merilo.people import coaching as kept
from merilo.people.coaching import Action
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.listing import plain_json
from merilo.reports.staff import Staff

_HISTORY = timedelta(weeks=104)
_AHEAD = timedelta(days=365)
_OWN_TEAM = 5  # from so many others on a seller's own team is who he is held against, else the whole company


class Verdict(StrEnum):
    """What became of it; whether up is better or worse is the KPI's to say."""

    BETTER = N_("better")
    WORSE = N_("worse")
    HIGHER = N_("higher")
    LOWER = N_("lower")
    SAME = N_("no change worth seeing")
    CANNOT_TELL = N_("cannot be told yet")
    NOT_BEGUN = N_("not begun")


@dataclass(frozen=True)
class Coached:
    """An action, the days held against each other (`start`..`end`: whole weeks after it began), and what became.

    `against`: the team whose people are the others, empty: all of the company. `found` is None as long as no whole
    week is over. Rates are per working week.
    """

    action: Action
    who: str
    kpi: Kpi
    verdict: Verdict
    start: date | None = None
    end: date | None = None
    against: str = ""
    found: BeforeAfter | None = None

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `COLUMNS`."""
        action, found = self.action, self.found
        record = {
            "id": action.id, "seller": action.seller, "who": self.who, "kpi": self.kpi.name, "label": _(self.kpi.label),
            "unit": self.kpi.unit.value, "from": action.starts_on, "ended_on": action.ended_on, "by": action.agreed_by,
            "note": action.note, "verdict": self.verdict.value, "start": self.start, "end": self.end,
            "against": self.against,
        }  # fmt: skip
        numbers = {name: getattr(found, name, None) for name in _NUMBERS}
        interval = found.interval if found else None
        ends = {"low": interval and interval.low, "high": interval and interval.high}
        return record | numbers | ends


_NUMBERS = ("before", "stretch", "expected", "after", "change", "others_change", "others", "weeks_before",
            "weeks_after", "worth", "weeks_more", "lasting", "broken")  # fmt: skip
COLUMNS = ("id", "seller", "who", "kpi", "label", "unit", "from", "ended_on", "by", "note", "verdict", "start", "end",
           "against", *_NUMBERS, "low", "high")  # fmt: skip


@dataclass(frozen=True)
class Coaching:
    """All actions that were asked for, the latest first; `day`: the last day of data."""

    day: date
    lines: tuple[Coached, ...]

    def records(self) -> list[dict[str, Any]]:
        """One record per action."""
        return [line.record for line in self.lines]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values, with the edits of each action."""
        edits = [[vars(edit) for edit in line.action.edits] for line in self.lines]
        lines = [record | {"edits": known} for record, known in zip(self.records(), edits, strict=True)]
        plain: dict[str, Any] = plain_json({"day": self.day, "actions": lines})
        return plain


def coachable() -> tuple[Kpi, ...]:
    """The KPIs that can be held before and after: dated rows cut by seller that make a rate, a share or a mean."""
    fit = (Rate, Share, Mean)
    return tuple(k for k in ALL if k.anchor is Anchor.DAY and "seller" in k.cuts and isinstance(k.value, fit))


def agree(
    workspace: Workspace, *, seller: str, kpi: str, start: date, by: str, note: str = "", today: date | None = None
) -> Action:
    """Keep what was agreed with a seller (name or id).

    Raises UsageError for a name that is not known, no `by`, or a day more than a year ahead: surely a slip.
    """
    known = _coachable_named(kpi)
    if not by.strip():
        raise UsageError(_("It is not said who agreed on it."), where="--by", way_out=_("Name a person: --by NAME."))
    last = (today or workspace.settings.calendar.today()) + _AHEAD
    if start > last:
        raise UsageError(
            _("{day} is more than a year ahead.").format(day=dated(start)),
            where="--from",
            allowed=_("a day up to {day}").format(day=dated(last)),
        )
    with _engine(workspace) as engine:
        who = Staff(Desk(engine, workspace.settings, today), start).seller_named(seller)
    return kept.agree(workspace, seller=who, kpi=known.name, starts_on=start, agreed_by=by.strip(), note=note.strip())


def _coachable_named(name: str) -> Kpi:
    kpi, allowed = kpi_named(name), coachable()
    if kpi not in allowed:
        raise UsageError(
            _("{kpi} cannot be held before and after a day for one seller.").format(kpi=name),
            where="--kpi",
            allowed=_("Allowed: {values}").format(values=", ".join(each.name for each in allowed)),
        )
    return kpi


def coaching(workspace: Workspace, *, seller: str | None = None, today: date | None = None) -> Coaching:
    """The actions of a workspace (or of one seller, by name or id), each with what became of it."""
    with _engine(workspace) as engine:
        desk = Desk(engine, workspace.settings, today)
        actions = kept.actions(workspace)
        chosen = Staff(desk, desk.today).seller_named(seller) if seller else None
        return coached(desk, actions, chosen)


def _engine(workspace: Workspace) -> AbstractContextManager[Engine]:
    snapshot = FactStore.open(workspace.facts).snapshot()
    return open_engine(ENGINE, snapshot, workspace.settings.calendar)


def coached(desk: Desk, actions: Sequence[Action], seller: str | None = None) -> Coaching:
    """The actions at a desk that is open, those of one seller (id) if asked; one query per KPI.

    All actions are given: who else was coached on the same KPI is none of the others.
    """
    day = desk.horizon(tuple(HAPPENED), desk.today)
    chosen = [action for action in actions if seller in (None, action.seller)]
    sheets = {name: _sheet(desk, name, chosen, day) for name in dict.fromkeys(action.kpi for action in chosen)}
    teams = {start: Staff(desk, start).teams for start in {action.starts_on for action in chosen}}
    lines = [_coached(desk, action, actions, sheets[action.kpi], teams[action.starts_on]) for action in chosen]
    return Coaching(day, tuple(lines))


@dataclass(frozen=True)
class _Sheet:
    """One KPI of every seller and whole week: `weeks` are their first days, and `panel` has a row per seller."""

    kpi: Kpi
    sellers: tuple[str, ...]
    weeks: tuple[date, ...]
    panel: Panel

    def first(self, day: date) -> int:
        """The first week that begins on the day or later."""
        return sum(week < day for week in self.weeks)

    def last(self, day: date) -> int:
        """How many weeks are over when the day is."""
        return sum(week + timedelta(days=6) <= day for week in self.weeks)


def _sheet(desk: Desk, name: str, actions: Sequence[Action], day: date) -> _Sheet:
    kpi, calendar = kpi_named(name), desk.settings.calendar
    first = calendar.start(min(one.starts_on for one in actions if one.kpi == name) - _HISTORY, Period.WEEK)
    whole = [start for start, end in calendar.periods(min(first, day), day, Period.WEEK) if _is_over(desk, end, day)]
    if not whole:
        return _Sheet(kpi, (), (), Panel(Measure.RATE, np.zeros((0, 0)), np.zeros((0, 0))))
    question = Question(name, by=("seller",), every=Period.WEEK, start=first, end=whole[-1] + timedelta(days=6))
    inquiry = desk.inquiry(kpi, question)
    sums = {group: own for group, own in desk.sums(inquiry).items() if group[0] and not inquiry.undated(group)}
    sellers = tuple(sorted({group[0] for group in sums}))
    rows, columns = {who: n for n, who in enumerate(sellers)}, {week: n for n, week in enumerate(whole)}
    cells = np.zeros((2, len(sellers), len(whole)))
    measure, above, below, per = _sides(kpi)
    for group, own in sums.items():
        if group[1] in columns:
            found = own.columns.get(above) or 0, float(own.columns.get(below) or 0) / per
            cells[:, rows[group[0]], columns[group[1]]] = found
    known = np.flatnonzero(cells[1].any(0))
    begins = int(known[0]) if len(known) else len(whole)
    return _Sheet(kpi, sellers, tuple(whole[begins:]), Panel(measure, cells[0][:, begins:], cells[1][:, begins:]))


def _is_over(desk: Desk, end: date, day: date) -> bool:
    return end <= desk.today and reaches_end(day, end)


def _sides(kpi: Kpi) -> tuple[Measure, str, str, int]:
    """What the KPI is, the parts above and below the line, and how many of the latter are one."""
    match kpi.value:
        case Rate(of, exposure, per):
            return Measure.RATE, of, exposure, per
        case Share(of, out_of):
            return Measure.SHARE, of, out_of, 1
        case Mean(total, count):
            return Measure.MEAN, total, count, 1
        case _:
            raise ValueError(f"{kpi.name} is neither a rate, a share nor a mean")


def _coached(desk: Desk, action: Action, actions: Sequence[Action], sheet: _Sheet, teams: Mapping[str, str]) -> Coached:
    who = desk.names("sellers").get(action.seller, action.seller)
    if action.starts_on > desk.today:
        return Coached(action, who, sheet.kpi, Verdict.NOT_BEGUN)
    first, end = sheet.first(action.starts_on), sheet.last(_last_day(action, actions))
    before = sheet.last(action.starts_on - timedelta(days=1))
    end = min(end, first + AFTER_WEEKS)
    windows = Windows.around(before, first, end)
    if windows is None or action.seller not in sheet.sellers:
        return Coached(action, who, sheet.kpi, Verdict.CANNOT_TELL)
    against, rows = _others(action, actions, sheet, teams, windows)
    panel = Panel(sheet.panel.measure, sheet.panel.above[rows], sheet.panel.below[rows])
    found = before_after(panel, 0, windows)
    days = sheet.weeks[first], sheet.weeks[end - 1] + timedelta(days=6)
    return Coached(action, who, sheet.kpi, _verdict(found.moved, sheet.kpi.better), *days, against, found)


def _last_day(action: Action, actions: Sequence[Action]) -> date:
    """The last day that belongs to an action: its end, or the day before the next one with the same aim begins."""
    later = [one.starts_on for one in actions if _same_aim(one, action) and one.starts_on > action.starts_on]
    ends = [day - timedelta(days=1) for day in later] + ([action.ended_on] if action.ended_on else [])
    return min(ends, default=date.max)


def _same_aim(one: Action, other: Action) -> bool:
    return (one.seller, one.kpi) == (other.seller, other.kpi)


def _others(
    action: Action, actions: Sequence[Action], sheet: _Sheet, teams: Mapping[str, str], windows: Windows
) -> tuple[str, list[int]]:
    """The team held against (empty: all), and the panel's rows: the seller's own first, then the others'.

    Who was coached on the same KPI in these weeks is left out, as long as enough others remain.
    """
    first, last = sheet.weeks[windows.stretch.start], sheet.weeks[windows.after.stop - 1]
    busy = {one.seller for one in actions if one.kpi == action.kpi and one.starts_on <= last
            and (one.ended_on is None or one.ended_on >= first)}  # fmt: skip
    there = sheet.panel.below[:, windows.after].any(1)
    people = [n for n, who in enumerate(sheet.sellers) if who != action.seller and there[n]]
    free = [n for n in people if sheet.sellers[n] not in busy]
    people = free if len(free) >= FEWEST_OTHERS else people
    team = teams.get(action.seller, "")
    mates = [n for n in people if team and teams.get(sheet.sellers[n]) == team]
    chosen = mates if len(mates) >= _OWN_TEAM else people
    return team if chosen is mates else "", [sheet.sellers.index(action.seller), *chosen]


def _verdict(moved: Moved, better: Better) -> Verdict:
    if moved in (Moved.SAME, Moved.CANNOT_TELL):
        return Verdict.SAME if moved is Moved.SAME else Verdict.CANNOT_TELL
    if better is Better.NEITHER:
        return Verdict.HIGHER if moved is Moved.UP else Verdict.LOWER
    return Verdict.BETTER if (moved is Moved.UP) == (better is Better.HIGHER) else Verdict.WORSE
