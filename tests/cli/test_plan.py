"""`merilo plan`, `merilo balance` and `merilo expectations --suggest` on paper and as JSON."""

from __future__ import annotations

import json
from functools import cache

import pytest

from merilo.cli import show
from merilo.cli.balanced import print_balance, sentences
from merilo.cli.planned import print_plan
from merilo.cli.suggested import print_suggestions
from merilo.reports.asking import Desk
from merilo.reports.balance import Whole, weigh
from merilo.reports.plan import Planned, make_plan
from merilo.reports.suggest import suggest
from tests.reports.selling import selling, target


@cache
def _made() -> Desk:
    return selling(targets=[target(None, 8000, "company"), target("a", 5000)]).desk


def test_a_plan_of_several_is_one_table_with_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(make_plan(_made(), Planned()))
    shown = capsys.readouterr().out
    assert "Plan 2024Q4 (2024-10-01 – 2024-12-31), as of 2024-11-17, EUR" in shown
    assert any(line.startswith("The whole company") and "8,000" in line for line in shown.splitlines())
    assert any(line.startswith("A ") and "5,000" in line for line in shown.splitlines())
    assert "A win comes 21 days after its first meeting" in shown


def test_a_plan_of_one_shows_every_step_and_what_if(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(make_plan(_made(), Planned(seller="A", what=(("win_rate", "0.8"),))))
    shown = capsys.readouterr().out
    for word in (
        "Wins",
        "New deals",
        "First meetings",
        "Touches",
        "What if: Win rate = 0.8",
        "Touches per first meeting",
    ):
        assert word in shown, word


def test_the_balance_names_each_stage_and_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    found = weigh(_made(), Whole(seller="A"))
    print_balance(found)
    shown = capsys.readouterr().out
    assert "Balance of stages on 2024-11-17: A" in shown
    assert all(len(sentences(line)) == (line.status.value not in ("fits", "cannot tell")) for line in found.lines)
    assert all(line.stage in shown for line in found.lines if line.stage)


def test_suggestions_show_history_beside_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    print_suggestions(suggest(_made(), seller="A"))
    shown = capsys.readouterr().out
    assert "Suggested expectations on 2024-11-17" in shown
    assert "For the target" in shown


def test_documents_are_plain_json() -> None:
    desk = _made()
    for found in (make_plan(desk, Planned()), weigh(desk, Whole()), suggest(desk)):
        assert json.loads(show.to_json(found.to_json()))["day"] == "2024-11-17"
