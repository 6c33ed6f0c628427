"""Questions to an imported data set, as the command line asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.kpis.question import Question
from merilo.reports.answer import Answer, ask
from merilo.reports.asking import Desk

Ask = Callable[..., Answer]


@contextmanager
def desk(workspace: Workspace) -> Iterator[Ask]:
    """A function that answers questions: days as ISO text, policies and filters as keywords' dicts."""
    snapshot = FactStore.open(workspace.facts).snapshot()
    with open_engine("duckdb", snapshot, workspace.settings.calendar) as engine:
        opened = Desk(engine, workspace.settings)

        def answer(kpi: str, **asked: Any) -> Answer:
            for name in ("start", "end", "as_of"):
                if name in asked:
                    asked[name] = date.fromisoformat(asked[name])
            for name in ("where", "policies"):
                if name in asked:
                    asked[name] = tuple(asked[name].items())
            return ask(opened, Question(kpi, **asked))

        yield answer


def by_label(answer: Answer) -> dict[Any, Any]:
    """The figures of the lines by their labels and period."""
    found = {}
    for line in answer.lines:
        key = (*line.labels.values(), *([line.period] if line.period else []))
        found[key[0] if len(key) == 1 else key] = line.figure
    return found


SIGNED = {"contraction": -1, "churn": -1}  # the references write losses below zero


def moves(answer: Answer, counts: bool = True) -> dict[str, dict[str, Any]]:
    """Movements per period under the names and signs of the references."""
    return {line.period: _moved(line.figure.parts, counts) for line in answer.lines}


def _moved(parts: Any, counts: bool) -> dict[str, Any]:
    kinds = ("new", "reactivation", "expansion", "contraction", "churn")
    found = {"start": float(parts["opening"]), "end": float(parts["closing"])}
    found |= {kind: float(parts[kind]) * SIGNED.get(kind, 1) for kind in kinds}
    if counts:
        found |= {f"n_{kind}": parts[f"customers_{kind}"] for kind in kinds}
        found |= {"customers_start": parts["customers_opening"], "customers_end": parts["customers_closing"]}
    return found
