"""How far each KPI can be relied on, all of them at once."""

from __future__ import annotations

from typing import Any

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.facts.snapshot import Snapshot
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.reports.asking import Desk
from merilo.reports.trust import Level, trust_of


def relied(desk: Desk, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Of each KPI its name, label, level (`good`, `fair`, `poor`), rows and the grounds in words, the worst first."""
    found = []
    for kpi in ALL:
        shown = {"kpi": kpi.name, "label": _(kpi.label)}
        try:
            trust = trust_of(desk, desk.inquiry(kpi, Question(kpi.name)), snapshot)
        except MeriloError as error:  # what cannot be asked cannot be relied on, and says why
            found.append(shown | {"level": Level.POOR.name.lower(), "rows": 0, "sentences": [str(error)]})
            continue
        ages = len(trust.sources)
        said = list(trust.sentences)
        found.append(
            shown | {"level": trust.level.name.lower(), "rows": trust.rows, "sentences": said[: len(said) - ages]}
        )
    order = [level.name.lower() for level in (Level.POOR, Level.FAIR, Level.GOOD)]
    return sorted(found, key=lambda each: order.index(str(each["level"])))
