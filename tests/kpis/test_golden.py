"""The SQL of every KPI, kept in files: a change of shape is seen in review before it is felt in seconds.

`MERILO_UPDATE_GOLDEN=1 pytest tests/kpis/test_golden.py` writes the files anew.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import ibis
import pytest

from merilo.core.time import Calendar, Period
from merilo.facts.tables import unbound_facts
from merilo.kpis.declaration import Anchor, Context, Kpi
from merilo.kpis.query import selected, totals
from merilo.kpis.question import Question, checked, policies_of
from merilo.kpis.registry import ALL

GOLDEN = Path(__file__).parent / "golden"


def _sql(kpi: Kpi, question: Question, *, single_currency: bool = True) -> str:
    question = checked(question, kpi)
    context = Context(
        calendar=Calendar(),
        as_of=question.as_of or date(2024, 6, 30),
        horizon=date(2024, 6, 30),
        currency="USD",
        dated=question.as_of is not None,
        single_currency=single_currency,
        every=question.every,
        cuts=frozenset(question.by),
        policies=policies_of(kpi, {}, question),
        learned=dict.fromkeys(kpi.learns, 96.0),
    )
    rows = selected(kpi, unbound_facts(), context, question, {})
    return str(ibis.to_sql(totals(kpi, rows, question), dialect="duckdb")) + "\n"


def _asked(kpi: Kpi) -> str:
    """One question as people ask it most, and one that needs every join."""
    every = None if kpi.anchor is Anchor.AS_OF else Period.MONTH
    plain = _sql(kpi, Question(kpi.name, by=("seller",), every=every))
    day = date(2024, 3, 31) if kpi.anchor is Anchor.AS_OF else None
    joined = _sql(kpi, Question(kpi.name, by=("team",), every=every, as_of=day), single_currency=False)
    return f"-- by seller\n{plain}\n-- by team, several currencies\n{joined}"


@pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.name)
def test_the_sql_is_the_one_that_was_reviewed(kpi: Kpi) -> None:
    file = GOLDEN / f"{kpi.name}.sql"
    if os.environ.get("MERILO_UPDATE_GOLDEN"):
        file.write_text(_asked(kpi), encoding="utf-8")
    assert _asked(kpi) == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_of_a_kpi_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.glob("*.sql")} == {kpi.name for kpi in ALL}
