"""A state asked at the end of every period of a span: one KPI whose rows are those of all these days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from merilo.kpis.declaration import Kpi
from merilo.kpis.question import Question


def as_series(kpi: Kpi, question: Question, first: date, last: date) -> tuple[Kpi, Question]:
    """The KPI and the question whose rows are the state at every period's end up to `last`; the KPI has a `series`."""
    series = kpi.series
    if series is None:
        raise ValueError(f"{kpi.name} has no series")
    rows = replace(kpi, rows=lambda facts, context: series(facts, context, first, last))
    return rows, replace(question, start=None, end=None, as_of=last)
