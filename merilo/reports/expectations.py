"""Expectations: every target held against what was reached, for whom, how sure, and who needs help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import ibis

from merilo.core.errors import UsageError
from merilo.core.text import _, dated, ngettext
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.kpis.cuts import CUTS, membership_spans
from merilo.kpis.horizon import HAPPENED
from merilo.kpis.registry import KPIS, kpi_named
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.judgement import Status, distance, needs_help
from merilo.reports.listing import plain_json
from merilo.reports.target_values import Found, Held, Problem, Target, amounts, is_amount, period_of, unit_of, values

_FRESH = timedelta(days=7)
_RANK = {Status.CANNOT_TELL: 1, Status.NO_DATA: 2, Status.NOT_BEGUN: 4}
_GOOD = 3


@dataclass(frozen=True)
class Expectation:
    """One target held against what was reached: `who` by name, his `team` and `role` on the last day looked at."""

    held: Held
    who: str
    team: str
    role: str
    period: str
    help: bool

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `COLUMNS`."""
        held, target = self.held, self.held.target
        return {
            "who": self.who, "scope": target.scope, "subject": target.subject, "seller": held.seller,
            "team": self.team, "role": self.role, "kpi": target.kpi, "label": _(kpi_named(target.kpi).label),
            "unit": unit_of(target.kpi).value, "currency": held.currency, "period": self.period,
            "start": target.starts_on, "end": target.ends_on, "low": held.low, "high": held.high, "value": held.value,
            "value_low": held.interval.low if held.interval else None,
            "value_high": held.interval.high if held.interval else None,
            "n": held.n, "too_few": held.too_few, "due": held.due, "pace": held.pace, "status": held.status.value,
            "needs_help": self.help, "id": target.id,
        }  # fmt: skip


COLUMNS = (
    "who", "scope", "subject", "seller", "team", "role", "kpi", "label", "unit", "currency", "period", "start", "end",
    "low", "high", "value", "value_low", "value_high", "n", "too_few", "due", "pace", "status", "needs_help", "id",
)  # fmt: skip


@dataclass(frozen=True)
class Expectations:
    """All that were asked for, those who need help first; `problems` are targets that could not be held."""

    day: date
    lines: tuple[Expectation, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def records(self) -> list[dict[str, Any]]:
        """One record per line."""
        return [line.record for line in self.lines]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        problems = [{"id": p.target.id, "kpi": p.target.kpi, "scope": p.target.scope, "subject": p.target.subject,
                     "start": p.target.starts_on, "end": p.target.ends_on, "reason": p.reason}
                    for p in self.problems]  # fmt: skip
        document = {"day": self.day, "lines": self.records(), "problems": problems, "notes": list(self.notes)}
        plain: dict[str, Any] = plain_json(document)
        return plain


@dataclass(frozen=True)
class Wanted:
    """Which expectations: of a seller (id or name), a team's people, a role's people; of targets within a period."""

    seller: str | None = None
    team: str | None = None
    role: str | None = None
    period: str | None = None


def expectations(
    workspace: Workspace, wanted: Wanted | None = None, *, as_of: date | None = None, today: date | None = None
) -> Expectations:
    """The expectations of a workspace that hold today, or on the last day of data that are older than a week.

    `as_of`: as it was known at the end of that day. Raises UsageError for a name or a period that does not exist.
    """
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return expect(Desk(engine, settings, today), wanted or Wanted(), as_of=as_of)


def expect(desk: Desk, wanted: Wanted, *, as_of: date | None = None) -> Expectations:
    """The expectations at a desk that is open."""
    not_to_come(as_of, desk.today)
    day, notes = _day(desk, as_of)
    if day != desk.today:
        # Of a day that is not today all is known, so all that it asked is due.
        desk, as_of = Desk(desk.engine, desk.settings, day), day
    people = _People(desk, day)
    people.check(wanted)
    targets = _targets(desk, wanted, day)
    fit, problems = _sorted_out(desk, targets, people)
    begun = [target for target in fit if target.starts_on <= day]
    ahead = [Held(t, t.subject if t.scope == "seller" else None, t.low, t.high, Status.NOT_BEGUN)
             for t in fit if t.starts_on > day]  # fmt: skip
    held, unheld = _held(desk, begun, as_of)
    lines = [_expectation(desk, people, each) for each in [*held, *ahead]]
    shown = [line for line in lines if people.wants(wanted, line)]
    unheld += problems + _of_nobody(begun, held, unheld)
    return Expectations(day, tuple(sorted(shown, key=_order)), tuple(unheld), (*notes, *_left_out(shown)))


def _day(desk: Desk, as_of: date | None) -> tuple[date, tuple[str, ...]]:
    if as_of:
        return as_of, ()
    reach = desk.horizon(tuple(HAPPENED), desk.today)
    if desk.today - reach <= _FRESH:
        return desk.today, ()
    return reach, (_("The data end on {day}; targets are held against that day.").format(day=dated(reach)),)


def _left_out(lines: Iterable[Expectation]) -> list[str]:
    n = sum(line.held.no_rate for line in lines)
    message = ngettext(
        "{n} row is left out of what was reached: its currency has no exchange rate for its day.",
        "{n} rows are left out of what was reached: their currency has no exchange rate for their day.",
        n,
    )
    return [message.format(n=n)] if n else []


def _targets(desk: Desk, wanted: Wanted, day: date) -> list[Target]:
    rows = desk.records(desk.engine.facts.targets.select(*Target.__dataclass_fields__))
    targets = [Target(**row) for row in rows]
    if wanted.period is None:
        return [target for target in targets if target.starts_on <= day <= target.ends_on or _endless(target)]
    named = desk.settings.calendar.named(wanted.period)
    if named is None:
        raise UsageError(
            _("{text} is not a period.").format(text=wanted.period),
            allowed=_("a day, week, month, quarter or year: 2026-03-02, 2026-W10, 2026-03, 2026Q1, 2026"),
        )
    first, last = named[0], desk.settings.calendar.next(*named) - timedelta(days=1)
    return [target for target in targets if (first <= target.starts_on and target.ends_on <= last) or _endless(target)]


def _endless(target: Target) -> bool:
    """A target that ends before it begins is in no period; it is always named as a problem."""
    return target.starts_on > target.ends_on


def _sorted_out(desk: Desk, targets: Sequence[Target], people: _People) -> tuple[list[Target], list[Problem]]:
    reasons = [(target, _reason(target, people)) for target in targets]
    fit = [target for target, reason in reasons if not reason]
    return fit, [Problem(target, reason) for target, reason in reasons if reason]


def _reason(target: Target, people: _People) -> str:
    """Why the target cannot be held against anything; empty when it can."""
    if target.kpi not in KPIS:
        return _("there is no KPI {name}").format(name=target.kpi)
    if _endless(target):
        return _("its first day is after its last day")
    if target.high is not None and target.low > target.high:
        return _("its lower end {low} is above its upper end {high}").format(low=target.low, high=target.high)
    if not people.knows(target.scope, target.subject):
        return _("there is no {scope} {subject}").format(scope=_(CUTS[target.scope].label), subject=target.subject)
    return ""


def _held(desk: Desk, targets: list[Target], as_of: date | None) -> Found:
    """All targets held: amounts by KPI and scope, values by KPI, scope and period."""
    found: tuple[list[Held], list[Problem]] = ([], [])
    for _key, group in groupby(sorted(targets, key=_asked_together), key=_asked_together):
        together = list(group)
        ask_all = amounts if is_amount(together[0].kpi) else values
        held, problems = ask_all(desk, together, as_of)
        found[0].extend(held)
        found[1].extend(problems)
    return found


def _asked_together(target: Target) -> tuple[Any, ...]:
    days = () if is_amount(target.kpi) else (target.starts_on, target.ends_on)
    return (target.kpi, target.scope, *days)


def _of_nobody(targets: Iterable[Target], held: Iterable[Held], unheld: Iterable[Problem]) -> list[Problem]:
    """A role's target when nobody had the role on a day of it."""
    told = {each.target.id for each in held} | {each.target.id for each in unheld}
    return [Problem(t, _("nobody had this role in its period")) for t in targets if t.id not in told]


def _expectation(desk: Desk, people: _People, held: Held) -> Expectation:
    target = held.target
    every = period_of(desk.settings.calendar, target)
    label = desk.settings.calendar.label(target.starts_on, every) if every else f"{target.starts_on} – {target.ends_on}"
    wrong = needs_help(held.status, kpi_named(target.kpi).better)
    role = (target.subject or "") if target.scope == "role" else people.roles.get(held.seller or "", "")
    team = (target.subject or "") if target.scope == "team" else people.teams.get(held.seller or "", "")
    return Expectation(held, _who(people, held), team, role, label, wrong)


def _who(people: _People, held: Held) -> str:
    if held.seller:
        return people.names.get(held.seller, held.seller)
    return held.target.subject or _("The whole company")


def _order(line: Expectation) -> tuple[Any, ...]:
    held = line.held
    rank = 0 if line.help else _RANK.get(held.status, _GOOD)
    part = 1.0 if held.elapsed is None else held.elapsed
    far = 0.0 if held.value is None else distance(held.value, held.low * part, None if held.high is None
                                                  else held.high * part)  # fmt: skip
    return (rank, -far if line.help else 0.0, line.who, held.target.kpi, held.target.starts_on, held.target.id)


class _People:
    """Who there is: names, and everyone's team and role on a day."""

    def __init__(self, desk: Desk, day: date) -> None:
        facts = desk.engine.facts
        sellers = desk.records(facts.sellers.select("id", "role"))
        members = desk.records(facts.memberships.select("seller", "team", "role"))
        spans = membership_spans(facts)
        now = spans.filter(spans.span_from <= ibis.literal(day), spans.span_to >= ibis.literal(day))
        then = desk.records(now.select("span_seller", "team", "role"))
        self.names = desk.names("sellers")
        self.teams = {row["span_seller"]: row["team"] for row in then if row["team"]}
        self.roles = {row["id"]: row["role"] for row in sellers if row["role"]}
        self.roles |= {row["span_seller"]: row["role"] for row in then if row["role"]}
        self._known = {
            "seller": self.names.keys() | {row["seller"] for row in members},
            "team": {row["team"] for row in members if row["team"]},
            "role": {row["role"] for row in (*members, *sellers) if row["role"]},
        }

    def knows(self, scope: str, subject: str | None) -> bool:
        """Whether there is such a seller, team or role."""
        return scope == "company" or subject in self._known[scope]

    def check(self, wanted: Wanted) -> None:
        """Raise UsageError for a seller, team or role that does not exist."""
        for scope, name in (("seller", wanted.seller), ("team", wanted.team), ("role", wanted.role)):
            if name and not self.knows(scope, name) and not (scope == "seller" and self._ids(name)):
                known = sorted(set(self.names.values()) if scope == "seller" else self._known[scope])
                raise UsageError(
                    _("There is no {cut} {value}.").format(cut=scope, value=name),
                    allowed=_("Known are: {values}").format(values=", ".join(known[:20]) or _("nothing")),
                )

    def wants(self, wanted: Wanted, line: Expectation) -> bool:
        """Whether the line is of the seller, team and role that were asked for."""
        sellers = {wanted.seller} | self._ids(wanted.seller) if wanted.seller else {line.held.seller}
        return (
            line.held.seller in sellers
            and wanted.team in (None, line.team)
            and wanted.role in (None, line.role)
        )  # fmt: skip

    def _ids(self, name: str) -> set[str]:
        return {key for key, known in self.names.items() if known.casefold() == name.casefold()}
