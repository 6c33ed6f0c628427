"""Warnings and recognition: what changed, is it real, for whom, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.limits import Charts, watch
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.expectations import Wanted, expect
from merilo.reports.listing import plain_json
from merilo.reports.signals.causes import Root, driver, money, roots
from merilo.reports.signals.finding import Finding, Subject, findings
from merilo.reports.signals.instead import in_its_place
from merilo.reports.signals.praise import growth, met, record
from merilo.reports.signals.watched import WATCHED, History, history
from merilo.reports.signals.words import command, sentence
from merilo.reports.staff import Staff

AT_MOST = 3
"""Warnings, and recognitions, per person: more are not read."""
COMPANY = Subject("company", "")
COLUMNS = (
    "who", "scope", "subject", "team", "kind", "kpi", "label", "rule", "direction", "since", "at", "before", "after",
    "ratio", "ratio_low", "ratio_high", "low", "high", "chance", "unit", "currency", "per_quarter", "consequences",
    "driver", "sentence", "rows", "key",
)  # fmt: skip


@dataclass(frozen=True)
class Signal:
    """One change of one person, team or the company; `warning`: for the worse, else it is recognition.

    `per_quarter`: what it costs or brings in the workspace's currency; None where that cannot be told.
    """

    who: str
    team: str
    root: Root
    currency: str

    @property
    def warning(self) -> bool:
        """Whether it is for the worse."""
        return not self.root.finding.good

    @property
    def key(self) -> str:
        """The same for the same change, whenever it is asked."""
        return self.root.finding.key

    @property
    def sentence(self) -> str:
        """What, since when, how sure, and why."""
        return sentence(self.root, self.currency)

    @property
    def rows(self) -> str:
        """The command that lists the rows behind."""
        return command(self.root.finding)

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `COLUMNS`."""
        found, root = self.root.finding, self.root
        interval = found.interval
        return {
            "who": self.who, "scope": found.subject.scope, "subject": found.subject.id, "team": self.team,
            "kind": "warning" if self.warning else "recognition", "kpi": found.watched.name,
            "label": _(found.watched.kpi.label), "rule": str(found.rule), "direction": found.direction,
            "since": found.since, "at": found.at, "before": found.before, "after": found.after, "ratio": found.ratio,
            "ratio_low": interval.low if interval else None, "ratio_high": interval.high if interval else None,
            "low": found.low, "high": found.high, "chance": found.chance, "unit": found.watched.unit,
            "currency": self.currency, "per_quarter": root.money,
            "consequences": ", ".join(each.watched.name for each in root.consequences),
            "driver": root.driver.watched.name if root.driver else "", "sentence": self.sentence, "rows": self.rows,
            "key": self.key,
        }  # fmt: skip


@dataclass(frozen=True)
class Signals:
    """What is to be said at the end of the week that ends on `day`, the dearest first within each person.

    `quiet`: the people of whom there is nothing to say; `snoozed`: how many signals somebody wants to see later;
    `more`: how many are not shown because their person has enough already.
    """

    day: date | None
    signals: tuple[Signal, ...]
    quiet: tuple[str, ...]
    snoozed: int
    more: int
    notes: tuple[str, ...]

    @property
    def warnings(self) -> tuple[Signal, ...]:
        """For the worse."""
        return tuple(signal for signal in self.signals if signal.warning)

    @property
    def recognitions(self) -> tuple[Signal, ...]:
        """For the better."""
        return tuple(signal for signal in self.signals if not signal.warning)

    def records(self) -> list[dict[str, Any]]:
        """One record per signal."""
        return [signal.record for signal in self.signals]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        document = {"day": self.day, "signals": self.records(), "quiet": list(self.quiet), "snoozed": self.snoozed,
                    "more": self.more, "notes": list(self.notes)}  # fmt: skip
        plain: dict[str, Any] = plain_json(document)
        return plain


def signals(
    workspace: Workspace,
    *,
    seller: str | None = None,
    team: str | None = None,
    week: date | None = None,
    today: date | None = None,
    as_of: date | None = None,
    snoozed: Mapping[str, date] | None = None,
) -> Signals:
    """The signals of a workspace up to the last whole week, or the week that holds the day `week`.

    `snoozed`: until when a signal is not to be shown, by its key. Raises UsageError for an unknown seller or team.
    """
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    not_to_come(as_of, today or settings.calendar.today())
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        desk = Desk(engine, settings, as_of or today)
        return signal(desk, seller=seller, team=team, week=week, as_of=as_of, snoozed=snoozed or {})


def signal(
    desk: Desk,
    *,
    seller: str | None = None,
    team: str | None = None,
    week: date | None = None,
    as_of: date | None = None,
    snoozed: Mapping[str, date] | None = None,
) -> Signals:
    """The signals at a desk that is open."""
    past = history(desk, until=week, as_of=as_of)
    staff = Staff(desk, past.end if past else desk.today)
    wanted = _wanted(staff, seller, team)
    if past is None:
        return Signals(None, (), (), 0, 0, (_("There are no data to watch yet."),))
    found = _all(desk, past, staff, as_of)
    return _chosen(staff, past, [one for one in found if _is_wanted(staff, one.root.finding.subject, wanted)],
                   wanted, snoozed or {})  # fmt: skip


_Wanted = tuple[str | None, str | None]


def _wanted(staff: Staff, seller: str | None, team: str | None) -> _Wanted:
    return staff.seller_named(seller) if seller else None, staff.team_named(team) if team else None


def _is_wanted(staff: Staff, subject: Subject, wanted: _Wanted) -> bool:
    seller, team = wanted
    of_team = team is None or team == (subject.id if subject.scope == "team" else staff.teams.get(subject.id))
    return of_team and (seller is None or subject == Subject("seller", seller))


def _all(desk: Desk, past: History, staff: Staff, as_of: date | None) -> list[Signal]:
    people = [Subject("seller", who) for who in past.sellers]
    charts = {name: watch(past.stack(name)) for name in WATCHED}
    own = [finding for name, watched in WATCHED.items() for finding in findings(past, watched, charts[name], people)
           if not in_its_place(finding, [people.index(finding.subject)], past)]  # fmt: skip
    praised = [finding for name, watched in WATCHED.items() for place, subject in enumerate(people)
               for praise in (record, growth)
               if (finding := praise(past, watched, charts[name], place, subject))
               and not in_its_place(finding, [place], past)]  # fmt: skip
    praised += met(expect(desk, Wanted(), as_of=as_of).lines)
    there = set(staff.sellers)
    shown = [finding for finding in own if finding.subject.id in there]
    found = _told(desk, staff, shown, (people, charts, past))
    told = {(each.subject, each.watched.name) for each in shown if each.good}
    found += _praised(desk, staff, [each for each in praised if each.subject.id in there
                                    and (each.subject, each.watched.name) not in told],
                      (people, charts, past))  # fmt: skip
    return found + _of_groups(desk, staff, past, own)


_Charted = tuple[Sequence[Subject], Mapping[str, Charts], History]


def _told(desk: Desk, staff: Staff, found: Sequence[Finding], charted: _Charted) -> list[Signal]:
    """Findings as signals, consequences with their causes, good and bad apart."""
    people, charts, past = charted
    made = []
    for subject in dict.fromkeys(finding.subject for finding in found):
        place = people.index(subject)
        for root in roots([finding for finding in found if finding.subject == subject]):
            why = None if root.consequences else driver(root.finding, place, charts, past)
            worth = money(root.finding, place, charts, past)
            made.append(_signal(desk, staff, replace(root, driver=why, money=worth)))
    return made


def _praised(desk: Desk, staff: Staff, found: Sequence[Finding], charted: _Charted) -> list[Signal]:
    """Good words for deeds: one per person and KPI, each by itself."""
    first = {(finding.subject, finding.watched.name): finding for finding in reversed(found)}
    return [_signal(desk, staff, Root(finding)) for finding in first.values()]


def _signal(desk: Desk, staff: Staff, root: Root) -> Signal:
    subject = root.finding.subject
    team = subject.id if subject.scope == "team" else staff.teams.get(subject.id, "")
    return Signal(staff.label(subject.scope, subject.id or None), team, root, desk.settings.currency)


def _of_groups(desk: Desk, staff: Staff, past: History, own: Sequence[Finding]) -> list[Signal]:
    """Teams and the company, without the people of whom the same is already said; no team where the company has it."""
    teams = sorted({team for who, team in staff.teams.items() if who in past.sellers})
    subjects = [COMPANY, *(Subject("team", team) for team in teams)]
    charts, found = {}, []
    for name, watched in WATCHED.items():
        said = {finding.subject.id for finding in own if finding.watched.name == name}
        left = [place for place, who in enumerate(past.sellers) if who not in said]
        members = [left, *([place for place in left if staff.teams.get(past.sellers[place]) == team]
                           for team in teams)]  # fmt: skip
        charts[name] = watch(past.summed(name, members))
        found += [finding for finding in findings(past, watched, charts[name], subjects)
                  if not in_its_place(finding, members[subjects.index(finding.subject)], past)]  # fmt: skip
    everywhere = {(each.watched.name, each.direction) for each in found if each.subject == COMPANY}
    kept = [each for each in found
            if each.subject == COMPANY or (each.watched.name, each.direction) not in everywhere]  # fmt: skip
    return _told(desk, staff, kept, (subjects, charts, past))


def _chosen(
    staff: Staff, past: History, found: Sequence[Signal], wanted: _Wanted, snoozed: Mapping[str, date]
) -> Signals:
    awake = [one for one in found if snoozed.get(one.key, date.min) < past.end]
    shown: list[Signal] = []
    for who in dict.fromkeys(one.root.finding.subject for one in awake):
        for warning in (True, False):
            mine = [one for one in awake if one.root.finding.subject == who and one.warning is warning]
            shown += sorted(mine, key=_dearest)[:AT_MOST]
    shown.sort(key=lambda one: (not one.warning, *_dearest(one)))
    spoken = {one.root.finding.subject.id for one in found}
    quiet = [staff.names.get(who, who) for who in staff.sellers
             if who not in spoken and _is_wanted(staff, Subject("seller", who), wanted)]  # fmt: skip
    return Signals(past.end, tuple(shown), tuple(sorted(quiet)), len(found) - len(awake), len(awake) - len(shown), ())


def _dearest(one: Signal) -> tuple[Any, ...]:
    """What costs or brings most first; then lasting changes, then whatever is surest."""
    finding = one.root.finding
    return (-(one.root.money or 0.0), not finding.shift, finding.chance if finding.chance is not None else 1.0, one.key)
