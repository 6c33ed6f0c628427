"""What is expected of each subject in the step that people set targets for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merilo.insight.shrinkage import Numbers
from merilo.reports.problems.declared import MEETINGS
from merilo.reports.problems.measured import Level
from merilo.reports.target_values import Target, amounts

if TYPE_CHECKING:
    from merilo.reports.problems.sheets import Company


def asked(company: Company, level: Level, subjects: list[str], days: Numbers) -> dict[str, float]:
    """The lower end of what is expected in the last quarter, per working day; a seller's own before that of his role.

    Only where every month (week …) of the quarter has its target.
    """
    start, end = company.quarters[-1]
    fit = [t for t in company.targets if t.kpi == MEETINGS and start <= t.starts_on <= t.ends_on <= end]
    low: dict[str, float] = {}
    for scope in ("role", level.value) if level is Level.SELLER else (level.value,):
        own = [t for t in fit if t.scope == scope]
        whole = sum((t.ends_on - t.starts_on).days + 1 for t in own if t.subject == own[0].subject)
        if whole == (end - start).days + 1:
            low |= _lowest(company, own)
    return {who: low[who] / day for who, day in zip(subjects, days, strict=True) if low.get(who) and day > 0}


def _lowest(company: Company, targets: list[Target]) -> dict[str, float]:
    """The lower ends of targets of one scope, added per subject."""
    low: dict[str, float] = {}
    for held in amounts(company.desk, targets, None)[0]:
        who = (held.seller if held.target.scope == "role" else held.target.subject) or ""
        low[who] = low.get(who, 0.0) + held.low
    return low
