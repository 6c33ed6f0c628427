"""Which KPI the targets of a workspace are for, where nobody has said it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from merilo.kpis.declaration import Kpi
from merilo.kpis.expectations.measured import MEASURED
from merilo.kpis.question import Question, policies_of

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

_POLICY = "target"


def with_known_target(desk: Desk, kpi: Kpi, question: Question) -> Question:
    """The question with policy `target` set to the KPI that most targets are for, and with that KPI's own policies.

    What was chosen, by the question or for the workspace, stays as it is.
    """
    if not any(policy.name == _POLICY for policy in kpi.policies):
        return question
    chosen = {name for name, _value in question.policies} | desk.settings.policies.keys()
    if not chosen & {_POLICY, f"{kpi.name}.{_POLICY}"}:
        question = replace(question, policies=(*question.policies, (_POLICY, _most_targets(desk))))
    target = policies_of(kpi, desk.settings.policies, question)[_POLICY]
    own = policies_of(MEASURED[target].kpi, desk.settings.policies, Question(target))
    free = [pair for pair in own.items() if not chosen & {pair[0], f"{kpi.name}.{pair[0]}"}]
    return replace(question, policies=(*question.policies, *free))


def _most_targets(desk: Desk) -> str:
    targets = desk.engine.facts.targets
    found = {row["kpi"]: row["n"] for row in desk.records(targets.group_by("kpi").agg(n=lambda t: t.count()))}
    return max(MEASURED, key=lambda name: found.get(name, 0))
