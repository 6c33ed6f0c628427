"""Which KPI the targets of a workspace are for, where nobody has said it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from merilo.kpis.declaration import Kpi
from merilo.kpis.expectations.measured import MEASURED
from merilo.kpis.question import Question

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

_POLICY = "target"


def with_known_target(desk: Desk, kpi: Kpi, question: Question) -> Question:
    """The question with policy `target` set to the KPI that most targets are for; as it is where one was chosen."""
    chosen = {name for name, _value in question.policies} | desk.settings.policies.keys()
    if not any(policy.name == _POLICY for policy in kpi.policies) or chosen & {_POLICY, f"{kpi.name}.{_POLICY}"}:
        return question
    targets = desk.engine.facts.targets
    found = {row["kpi"]: row["n"] for row in desk.records(targets.group_by("kpi").agg(n=lambda t: t.count()))}
    most = max(MEASURED, key=lambda name: found.get(name, 0))
    return replace(question, policies=(*question.policies, (_POLICY, most)))
