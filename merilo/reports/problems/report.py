"""Problem first: which of the five the data show to be the largest loss now, for company, teams and sellers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.listing import plain_json
from merilo.reports.problems.declared import PROBLEMS, SAME_MONEY, STEPS, STOCK, Problem, Step
from merilo.reports.problems.measured import Level
from merilo.reports.problems.selection import selected
from merilo.reports.problems.sheets import QUARTERS, Company, place_of
from merilo.reports.problems.steps import Gap, gaps
from merilo.reports.problems.stock import stalled
from merilo.reports.whole_quarter import last_whole_quarter, quarters_until


@dataclass(frozen=True)
class Found:
    """One loss: whose, which problem, in which step (`stage`: of which stage), and how large. `gap.loss` has it all.

    `said`: whether it may be said among all that was looked at; otherwise it is kept for the record only.
    """

    level: Level
    name: str
    team: str
    problem: Problem
    step: Step
    gap: Gap
    stage: str = ""
    said: bool = False

    @property
    def record(self) -> dict[str, Any]:
        """Its values, by the names of `COLUMNS`."""
        gap, loss = self.gap, self.gap.loss
        return {
            "level": self.level.value, "subject": gap.subject, "name": self.name, "team": self.team,
            "problem": self.problem.name, "label": _(self.problem.label), "step": self.step.name,
            "step_label": _(self.step.label), "kpi": self.step.kpi, "stage": self.stage, "unit": self.step.unit,
            "own": gap.own, "own_low": gap.low, "own_high": gap.high, "benchmark": gap.benchmark,
            "against": gap.against.name.lower(), "against_label": _(gap.against), "n": gap.n,
            "amount": loss.amount, "low": loss.interval.low, "high": loss.interval.high,
            "delayed": self.step.delayed, "chance": gap.chance, "said": self.said,
        }  # fmt: skip


COLUMNS = (
    "level", "subject", "name", "team", "problem", "label", "step", "step_label", "kpi", "stage", "unit", "own",
    "own_low", "own_high", "benchmark", "against", "against_label", "n", "amount", "low", "high", "delayed", "chance",
    "said",
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A company, team or seller, and its losses that may be said, the largest first; empty: silence.

    Money that only comes later stands after money that never comes, however much it is. `measured`: whether there are
    cases enough to say anything in any step; else silence means nothing.
    """

    level: Level
    id: str
    name: str
    team: str
    losses: tuple[Found, ...]
    measured: bool


@dataclass(frozen=True)
class Problems:
    """The losses of a quarter. `all`: every gap, also those that must not be said; `unknown`: problem and why.

    `notes`: what to know when the losses are read side by side.
    """

    period: str
    start: date
    end: date
    currency: str
    subjects: tuple[Subject, ...]
    all: tuple[Found, ...]
    unknown: tuple[tuple[Problem, str], ...]
    notes: tuple[str, ...]

    def records(self) -> list[dict[str, Any]]:
        """Every gap, said or not."""
        return [found.record for found in self.all]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        document = {
            "period": self.period, "from": self.start, "to": self.end, "currency": self.currency,
            "problems": [_problem_record(problem) for problem in PROBLEMS],
            "subjects": [
                {"level": each.level.value, "subject": each.id, "name": each.name, "team": each.team,
                 "measured": each.measured,
                 "largest": each.losses[0].record if each.losses else None,
                 "losses": [found.record for found in each.losses]}
                for each in self.subjects
            ],
            "gaps": self.records(),
            "not_measured": [{"problem": problem.name, "reason": reason} for problem, reason in self.unknown],
            "notes": list(self.notes),
        }  # fmt: skip
        plain: dict[str, Any] = plain_json(document)
        return plain


def _problem_record(problem: Problem) -> dict[str, Any]:
    return {
        "name": problem.name, "label": _(problem.label), "question": _(problem.question), "kpis": list(problem.kpis),
        "advice": _(problem.advice), "not_measured": _(problem.not_measured) if problem.not_measured else "",
    }  # fmt: skip


def problems(
    workspace: Workspace,
    *,
    seller: str | None = None,
    team: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Problems:
    """The problems of a workspace in the last whole quarter (before `as_of`, as it was known then).

    `seller` (name or id) or `team`: only these and, of a team, its sellers. Raises UsageError for an unknown one.
    """
    settings, snapshot = workspace.settings, FactStore.open(workspace.facts).snapshot()
    not_to_come(as_of, today or settings.calendar.today())
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return problems_at(Desk(engine, settings, as_of or today), seller=seller, team=team)


def problems_at(desk: Desk, *, seller: str | None = None, team: str | None = None) -> Problems:
    """The problems at a desk that is open."""
    start, end = last_whole_quarter(desk)
    company = Company(desk, quarters_until(desk, end, QUARTERS))
    people = _People(desk, company)
    people.check(seller, team)
    found = selected([each for level in Level for each in _of_level(company, level, people)])
    subjects = [s for s in people.subjects(found, company) if people.wants(s, seller, team)]
    shown = {(s.level, s.id) for s in subjects}
    return Problems(
        period=desk.settings.calendar.label(start, Period.QUARTER),
        start=start,
        end=end,
        currency=company.money[1],
        subjects=tuple(subjects),
        all=tuple(each for each in found if (each.level, each.gap.subject) in shown),
        unknown=tuple(_unknown(company)),
        notes=tuple(_notes(subjects)),
    )


def _of_level(company: Company, level: Level, people: _People) -> list[Found]:
    rows: list[Found] = []
    for problem in PROBLEMS:
        for name in _steps(company, level, problem):
            if name == STOCK:
                rows += [people.found(level, problem, STEPS[name], gap, " / ".join(stage))
                         for stage, gap in stalled(company, level)]  # fmt: skip
                continue
            sheet = company.sheet(level, name)
            if sheet is not None:
                rows += [people.found(level, problem, sheet.step, gap) for gap in gaps(sheet, place_of(level, name))]
    return rows


def _steps(company: Company, level: Level, problem: Problem) -> Sequence[str]:
    """The steps in which the problem is measured; where the data have nothing of them, the first that they have."""
    if problem.instead and not any(company.sheet(level, name) for name in problem.steps):
        return problem.instead
    return problem.steps


def _notes(subjects: Sequence[Subject]) -> list[str]:
    """What to know of losses that are said together."""
    said = [{loss.problem.name for loss in subject.losses} for subject in subjects]
    if not any(each >= SAME_MONEY for each in said):
        return []
    first, second = (_(problem.label) for problem in PROBLEMS if problem.name in SAME_MONEY)
    return [
        _("“{first}” and “{second}” are in part the same money: a deal that stands still also misses its day. "
          "Do not add them.").format(first=first, second=second)
    ]  # fmt: skip


def _unknown(company: Company) -> list[tuple[Problem, str]]:
    """Why nothing can be said of a problem at all, or what its loss leaves out."""
    measured = {name for (_level, name), sheet in company.sheets.items() if sheet is not None}
    reasons = []
    for problem in PROBLEMS:
        if measured & {*problem.steps, *problem.instead}:
            reasons += [(problem, _(problem.not_measured))] if problem.not_measured else []
        elif not company.money[0][Level.COMPANY]:
            reasons.append((problem, _("Not measured: no deal won in the last year has an amount.")))
        else:
            kpis = ", ".join(dict.fromkeys(STEPS[name].kpi for name in problem.steps))
            reasons.append((problem, _("Not measured: the data have nothing of {kpis}.").format(kpis=kpis)))
    return reasons


class _People:
    """Names of sellers and the team of each at the end of the quarter."""

    def __init__(self, desk: Desk, company: Company) -> None:
        from merilo.reports.scorecard import teams_on  # noqa: PLC0415 - scorecards know problems' quarter

        self._desk = desk
        self._names = desk.names("sellers")
        self._teams = teams_on(desk, company.quarters[-1][1])
        self._left = company.left

    def found(self, level: Level, problem: Problem, step: Step, gap: Gap, stage: str = "") -> Found:
        """The gap with its names."""
        return Found(level, self._name(level, gap.subject), self._team(level, gap.subject), problem, step, gap, stage)

    def _name(self, level: Level, subject: str) -> str:
        if level is Level.COMPANY:
            return _("The whole company")
        return self._names.get(subject, subject) if level is Level.SELLER else subject

    def _team(self, level: Level, subject: str) -> str:
        return self._teams.get(subject, "") if level is Level.SELLER else subject

    def subjects(self, found: Sequence[Found], company: Company) -> list[Subject]:
        """Everyone of whom anything is measured, the company first, then teams, then sellers by team and name."""
        known = {
            (level, who)
            for (level, _name), sheet in company.sheets.items() if sheet is not None
            for who, there in zip(sheet.subjects, sheet.active, strict=True) if there
        }  # fmt: skip
        said: dict[tuple[Level, str], list[Found]] = {key: [] for key in known}
        for each in found:
            if each.said:
                said[each.level, each.gap.subject].append(each)
        order, measured = list(Level), {(each.level, each.gap.subject) for each in found}
        subjects = [
            Subject(level, who, self._name(level, who), self._team(level, who), tuple(sorted(rows, key=_order)),
                    (level, who) in measured)
            for (level, who), rows in said.items()
        ]  # fmt: skip
        return sorted(subjects, key=lambda s: (order.index(s.level), s.team, s.name, s.id))

    def check(self, seller: str | None, team: str | None) -> None:
        """Raise UsageError for a seller or team that does not exist."""
        known = {"seller": {*self._names, *self._names.values()}, "team": {t for t in self._teams.values() if t}}
        for cut, name in (("seller", seller), ("team", team)):
            if name and not any(name.casefold() == each.casefold() for each in known[cut]):
                shown = sorted(set(self._names.values()) if cut == "seller" else known[cut])
                raise UsageError(
                    _("There is no {cut} {value}.").format(cut=cut, value=name),
                    allowed=_("Known are: {values}").format(values=", ".join(shown[:20]) or _("nothing")),
                )

    def wants(self, subject: Subject, seller: str | None, team: str | None) -> bool:
        """Whether the subject was asked for."""
        if seller:
            named = {subject.id.casefold(), subject.name.casefold()}
            return subject.level is Level.SELLER and seller.casefold() in named
        return team is None or subject.team.casefold() == team.casefold()


def _order(found: Found) -> tuple[bool, float]:
    return found.step.delayed, -found.gap.loss.amount
