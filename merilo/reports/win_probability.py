"""How likely an open deal of an age is to be won: at all, and within 30 and 90 days; and when it is too old."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.ageing import AcceptableAge, Outlook, outlook
from merilo.insight.incidence import HAPPENED
from merilo.insight.intervals import Interval
from merilo.insight.survival import Followed
from merilo.kpis.question import Question, checked, policies_of
from merilo.kpis.registry import kpi_named
from merilo.reports.ageing import Ages, age_notes, ages_of, cases_by
from merilo.reports.answer import ENGINE, label_of
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.listing import plain_json

_KPI = "time_to_close"
_FEW = 10
_AGES = (0, 7, 14, 30, 45, 60, 90, 120, 150, 180, 270, 365)


@dataclass(frozen=True)
class Group:
    """The outlook of open deals by age, of all deals (`label` empty) or of one value of a cut; `n` deals, `won`."""

    label: str
    n: int
    won: int
    outlook: tuple[Outlook, ...]

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
            "by_pipeline": {name: asdict(age) for name, age in self.ages.own.items()},
            "lines": self.records(),
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


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
    return record


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
    found = cases_by(desk, as_of, start, question.by)
    groups = {label_of(desk, by, key[0], None) if by else "": cases for key, cases in found.items()}
    ages = ages_of(desk, as_of, start)
    shown = tuple(_group(label, cases) for label, cases in sorted(groups.items()) if cases.n)
    return Ageing(as_of or desk.today, by, shown, ages, tuple(age_notes(ages)))


def _group(label: str, cases: Followed) -> Group:
    return Group(label, cases.n, int((cases.outcome == HAPPENED).sum()), outlook(cases, _AGES))
