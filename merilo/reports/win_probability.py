"""How likely an open deal of an age is to be won: at all, and within 30 and 90 days; and when it is too old."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from merilo.core.text import _, counted
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.ageing import AcceptableAge
from merilo.insight.incidence import HAPPENED
from merilo.insight.intervals import Interval
from merilo.insight.outlook import Outlook, outlook
from merilo.insight.survival import Followed
from merilo.kpis.question import Question, checked, policies_of
from merilo.kpis.registry import kpi_named
from merilo.reports.ageing import Ages, Pipeline, age_notes, ages_of, cases_by
from merilo.reports.answer import ENGINE, label_of
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.listing import plain_json
from merilo.reports.stage_outlook import stage_outlooks

_KPI = "time_to_close"
_FEW = 10
_AGES = (0, 7, 14, 30, 45, 60, 90, 120, 150, 180, 270, 365)


@dataclass(frozen=True)
class Group:
    """The outlook of open deals by age, of all deals (`label` empty) or of one value of a cut; `n` deals, `won`.

    `acceptable`: the age that holds for its deals, where one holds for all of them.
    """

    label: str
    n: int
    won: int
    outlook: tuple[Outlook, ...]
    acceptable: AcceptableAge | None = None

    @property
    def too_few(self) -> bool:
        """Whether so few deals were won that the chances say little."""
        return self.won < kpi_named(_KPI).enough


@dataclass(frozen=True)
class Ageing:
    """The chance of open deals to be won, by age, and the age past which a deal is too old."""

    as_of: date
    by: str
    groups: tuple[Group, ...]
    ages: Ages
    notes: tuple[str, ...]

    @property
    def acceptable(self) -> AcceptableAge | None:
        """The acceptable age of all deals together."""
        return self.ages.company

    def records(self) -> list[dict[str, Any]]:
        """One record per group and age, in plain values."""
        return [_record(group, each) for group in self.groups for each in group.outlook]

    def to_json(self) -> dict[str, Any]:
        """The whole answer as JSON-ready values."""
        document = {
            "as_of": self.as_of,
            "by": self.by or None,
            "acceptable_age": asdict(self.acceptable) if self.acceptable else None,
            "by_pipeline": {each.name: _of_pipeline(self.ages, each) for each in self.ages.pipelines},
            "lines": self.records(),
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


def _of_pipeline(ages: Ages, pipeline: Pipeline) -> dict[str, Any]:
    """The age that holds in a pipeline, its own or that of all deals; of how many of its deals."""
    age = ages.of(pipeline.name)
    return (asdict(age) if age else {}) | {"own": pipeline.own is not None, "n": pipeline.n, "won": pipeline.won}


def _record(group: Group, each: Outlook) -> dict[str, Any]:
    chances: dict[str, tuple[float | None, Interval | None]] = {"ever": (each.ever, each.ever_interval)}
    chances |= {f"within_{days}": found or (None, None) for days, found in each.within.items()}
    record: dict[str, Any] = {
        "group": group.label,
        "age": each.age,
        "n": each.n,
        "too_few": group.too_few or each.n < _FEW,
    }
    for name, (value, interval) in chances.items():
        ends = {f"{name}_low": interval.low, f"{name}_high": interval.high} if interval else {}
        record |= {name: value, f"{name}_low": None, f"{name}_high": None} | ends
    return record | _acceptable(group.acceptable)


def _acceptable(found: AcceptableAge | None) -> dict[str, Any]:
    interval = found.interval if found else None
    return {
        "acceptable_age": found.days if found else None,
        "acceptable_age_low": interval.low if interval else None,
        "acceptable_age_high": interval.high if interval else None,
        "acceptable_age_learned": found.learned if found else None,
    }


def ageing(workspace: Workspace, by: str = "", as_of: date | None = None, today: date | None = None) -> Ageing:
    """The chance of open deals by age; `by` a cut of deals; `as_of`: as it was known at the end of that day."""
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return age(Desk(engine, settings, today), by, as_of)


def age(desk: Desk, by: str = "", as_of: date | None = None) -> Ageing:
    """The same, at a desk that is open. Raises UsageError for a cut that deals do not have or a day to come."""
    kpi = kpi_named(_KPI)
    question = checked(Question(_KPI, by=(by,) if by else (), as_of=as_of), kpi)
    not_to_come(as_of, desk.today)
    start = policies_of(kpi, desk.settings.policies, question)["start"]
    ages = ages_of(desk, as_of, start)
    groups, notes = _by_stage(desk, as_of, start, ages) if by == "stage" else (_by(desk, by, as_of, start, ages), [])
    return Ageing(as_of or desk.today, by, groups, ages, (*notes, *age_notes(ages), *desk.engine.notes))


def _by(desk: Desk, by: str, as_of: date | None, start: str, ages: Ages) -> tuple[Group, ...]:
    found = cases_by(desk, as_of, start, (by,) if by else ())
    groups = [
        _group(label_of(desk, by, key[0], None) if by else "", cases, _holds(ages, by, *key))
        for key, cases in found.items()
        if cases.n
    ]
    return tuple(sorted(groups, key=lambda group: group.label))


def _group(label: str, cases: Followed, acceptable: AcceptableAge | None) -> Group:
    return Group(label, cases.n, int((cases.outcome == HAPPENED).sum()), outlook(cases, _AGES), acceptable)


def _holds(ages: Ages, by: str, value: str | None = None) -> AcceptableAge | None:
    """The age that holds for all deals of a group, if one does."""
    if by == "pipeline":
        return ages.of(value)
    return None if ages.own else ages.company


def _by_stage(desk: Desk, as_of: date | None, start: str, ages: Ages) -> tuple[tuple[Group, ...], list[str]]:
    """Of deals in the stage at that age: by the stage that they are in now, every won deal would be in the last one."""
    stages = stage_outlooks(desk, as_of, start, _AGES)
    holds = _holds(ages, "stage")
    groups = tuple(Group(each.stage, each.n, each.won, each.outlook, holds) for each in stages.each if each.outlook)
    said = [_("The stage is the one in which a deal was when it had that age, wherever it went later.")]
    if stages.known < ages.n:
        out = _("{n} of {all} deals are left out: it is not known when they came into a stage.")
        said.append(out.format(n=counted(ages.n - stages.known), all=counted(ages.n)))
    return groups, said
