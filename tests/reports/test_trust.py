"""How far a number can be relied on: the grounds by hand, in words, and the level that follows from the worst."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from merilo.core.workspace import Workspace
from merilo.intake.prepare import prepare
from merilo.intake.run import run_import
from merilo.kpis.question import Question, checked
from merilo.kpis.registry import kpi_named
from merilo.reports.answer import answer
from merilo.reports.trust import Lack, Level, Trust, trust_of
from tests.kpis.company import Company
from tests.kpis.conftest import Build


def _trust(built: Company, kpi: str, latest: str = "2029-12-31", empty: tuple[str, ...] = (), **asked: Any) -> Trust:
    snapshot: Any = SimpleNamespace(
        state=SimpleNamespace(latest={"crm": datetime.fromisoformat(f"{latest}T22:30:00+00:00").astimezone(UTC)}),
        rows=lambda table: 0 if table in empty else 1,
    )
    declared = kpi_named(kpi)
    inquiry = built.desk.inquiry(declared, checked(Question(kpi, **asked), declared))
    return trust_of(built.desk, inquiry, snapshot)


def test_rows_that_lack_a_seller_an_origin_or_a_day_are_counted(facts: Build) -> None:
    """Ten closed deals: two have no seller, nine no origin, one no day."""
    deals: list[dict[str, Any]] = [
        {"status": "won", "seller": "a", "account": "x", "product": "p", "stage": "Won", "closed_at": "2029-12-01"}
        for _n in range(10)
    ]
    for deal in deals[:2]:
        deal["seller"] = None
    deals[9]["origin"], deals[5]["closed_at"] = "self", None
    found = _trust(facts(deals=deals), "win_rate")
    assert found.rows == 10
    assert {lack.what: lack.n for lack in found.lacks} == {
        "seller": 2, "account": 0, "origin": 9, "stage": 0, "product": 0, "day": 1,
    }  # fmt: skip
    assert found.sentences[:2] == ("90% of the rows (9) have no origin.", "20% of the rows (2) have no seller.")
    assert found.level is Level.POOR


def test_only_the_rows_that_the_question_is_about_are_looked_at(facts: Build) -> None:
    closed = {"status": "won", "stage": "s", "closed_at": "2029-01-01"}
    built = facts(deals=[{**closed, "origin": "self", "seller": "a"}, {**closed, "origin": "partner"}])
    own = _trust(built, "win_rate", where=(("origin", "self"),))
    assert (own.rows, {lack.what: lack.n for lack in own.lacks}["seller"]) == (1, 0)
    later = _trust(built, "win_rate", start=date(2029, 1, 2))
    assert later.rows == 0


def test_closed_deals_without_a_first_meeting(facts: Build) -> None:
    """Four closed deals: one was met itself, one by its company; a missed meeting is none. Time to close says 50 %."""
    built = facts(
        deals=[{"id": n, "status": "won", "account": n, "closed_at": "2029-05-01"} for n in "abcd"],
        meetings=[
            {"deal": "a", "starts_at": "2029-01-01"},
            {"account": "b", "starts_at": "2029-01-01"},
            {"deal": "c", "starts_at": "2029-01-01", "status": "no_show"},
        ],
    )
    (lack,) = [lack for lack in _trust(built, "time_to_close").lacks if lack.what == "first_meeting"]
    assert (lack.n, lack.of) == (2, 4)
    assert not [lack for lack in _trust(built, "win_rate").lacks if lack.what == "first_meeting"]


def test_on_a_past_day_only_what_was_closed_and_met_by_then_counts(facts: Build) -> None:
    """By 3 March two deals are closed, and none met yet; the meeting and the third closing come later."""
    closed = [("a", "2029-03-01"), ("b", "2029-03-02"), ("c", "2029-05-01")]
    built = facts(
        deals=[{"id": n, "status": "won", "account": n, "closed_at": day} for n, day in closed],
        meetings=[{"deal": "a", "starts_at": "2029-04-01"}],
    )
    (lack,) = [
        each for each in _trust(built, "time_to_close", as_of=date(2029, 3, 3)).lacks if each.what == "first_meeting"
    ]
    assert (lack.n, lack.of) == (2, 2)


@pytest.mark.parametrize(
    ("latest", "days", "level"),
    [("2029-12-31", 1, Level.GOOD), ("2029-12-25", 7, Level.GOOD), ("2029-12-24", 8, Level.FAIR),
     ("2029-12-01", 31, Level.FAIR), ("2029-11-30", 32, Level.POOR)],
)  # fmt: skip
def test_a_source_that_has_been_silent_makes_the_number_less_sure(
    facts: Build, latest: str, days: int, level: Level
) -> None:
    """Today is 2030-01-01 in UTC."""
    deal = {"status": "won", "seller": "a", "account": "x", "product": "p", "stage": "s", "origin": "self"}
    found = _trust(facts(deals=[{**deal, "closed_at": "2029-12-01"}]), "win_rate", latest)
    assert found.sources == {"crm": (date.fromisoformat(latest), days)}
    assert found.level is level


def test_without_rows_nothing_can_be_relied_on_and_what_is_missing_is_named(facts: Build) -> None:
    found = _trust(facts(), "win_rate", empty=("deals",))
    assert (found.rows, found.level) == (0, Level.POOR)
    assert "Nothing is known of: deals." in found.sentences


@pytest.mark.parametrize(("n", "level"), [(10, Level.GOOD), (11, Level.FAIR), (40, Level.FAIR), (41, Level.POOR)])
def test_the_level_of_a_lack(n: int, level: Level) -> None:
    assert Lack("seller", n, 100).level is level


def test_an_answer_of_a_workspace_says_how_far_to_rely_on_it(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    lines = ("Deal ID,Owner,Status,Created,Closed", "1,Ann,Won,2026-01-05,2026-02-20", "2,,Lost,2026-01-05,2026-02-21")
    file.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace.init(tmp_path / "w")
    run_import(workspace, prepare(workspace, [file]))
    found = answer(workspace, Question("win_rate"))
    assert found.trust is not None
    assert {lack.what: lack.n for lack in found.trust.lacks if lack.what == "seller"} == {"seller": 1}
    assert json.loads(json.dumps(found.to_json()))["trust"]["rows"] == 2
