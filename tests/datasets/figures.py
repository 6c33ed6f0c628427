"""How the tests of other people's figures ask Merilo: one question, and its lines by what people call them."""

from __future__ import annotations

from datetime import date
from typing import Any

from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.kpis.question import NONE, Question
from merilo.reports.answer import Answer, Line, answer
from merilo.reports.figures import Figure, Spread

# Later than every data set, so that all of them are looked back at, whatever day the tests run on.
TODAY = date(2025, 1, 1)
MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
_LOSSES = ("contraction", "churn")

Months = dict[str, dict[str, float | None]]


def asked(
    workspace: Workspace,
    kpi: str,
    *by: str,
    every: Period | None = None,
    end: str = "",
    as_of: str = "",
    where: tuple[tuple[str, str], ...] = (),
    rows: bool = False,
    **policies: str,
) -> Answer:
    """The answer to a question about a KPI; days as ISO text, policies by their names."""
    question = Question(
        kpi=kpi,
        by=by,
        every=every,
        end=date.fromisoformat(end) if end else None,
        as_of=date.fromisoformat(as_of) if as_of else None,
        where=where,
        policies=tuple(policies.items()),
    )
    return answer(workspace, question, rows=rows, today=TODAY)


def lines(answered: Answer) -> dict[str, Line]:
    """The lines by the label of their group, else by their period."""
    return {" ".join(line.labels.values()) or line.period: line for line in answered.lines}


def by_period(answered: Answer) -> dict[str, dict[str, Figure]]:
    """The figures by period, and in it by the label of their group."""
    found: dict[str, dict[str, Figure]] = {}
    for line in answered.lines:
        found.setdefault(line.period, {})[" ".join(line.labels.values())] = line.figure
    return found


def total(answered: Answer) -> Figure:
    """The figure of all lines together."""
    assert answered.total is not None
    return answered.total.figure


def part(figure: Figure, name: str) -> float:
    """A part of a figure as a plain number; nothing counted is 0."""
    return float(figure.parts[name] or 0)


def rounded(value: Any, digits: int = 6) -> float | None:
    """A value to as many digits as the reference gives; none stays none."""
    return None if value is None else round(float(value), digits)


def days(figure: Figure) -> Spread:
    """The distribution of days behind a time to close."""
    return figure.spreads["days"]


def behind(answered: Answer, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the rows behind an answer."""
    assert answered.rows is not None
    return list(zip(*(answered.rows[name].to_pylist() for name in columns), strict=True))


def reference_name(label: str, none: str) -> str:
    """The name that the reference gives to a group, where it calls a group without a name `none`."""
    return none if label == NONE else label


def movements(workspace: Workspace, every: Period, **policies: Any) -> Months:
    """Revenue movements by period in the reference's own words and signs: what is lost is below zero."""
    answered = asked(workspace, "revenue_movements", every=every, **policies)
    return {period: _movement(line.figure) for period, line in lines(answered).items()}


def _movement(figure: Figure) -> dict[str, float | None]:
    ends = {"start": part(figure, "opening"), "end": part(figure, "closing")}
    signed = {name: part(figure, name) * (-1 if name in _LOSSES else 1) for name in MOVEMENTS}
    counts = {f"n_{name}": part(figure, f"customers_{name}") for name in MOVEMENTS}
    stood = {"customers_start": part(figure, "customers_opening"), "customers_end": part(figure, "customers_closing")}
    return dict(ends | signed | counts | stood)


def with_retention(workspace: Workspace, every: Period, **policies: Any) -> Months:
    """The movements, and beside them net and gross retention and customer churn of each period."""
    found = movements(workspace, every, **policies)
    for kpi in ("nrr", "grr", "logo_churn"):
        for period, line in lines(asked(workspace, kpi, every=every, **policies)).items():
            found[period][kpi] = rounded(line.figure.value)
    return found
