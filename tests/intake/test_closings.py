"""The stage before a closing: what the exports before it showed, for sources that have no history."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.intake.report import ImportReport
from merilo.kpis.question import Question
from merilo.reports.answer import answer
from tests.intake.conftest import deals_csv, do_import, facts, mapping_file

TALK = "10,Acme,Ann,Talk,100,2026-01-02,"
DEMO = "10,Acme,Ann,Demo,100,2026-01-02,"
WON = "10,Acme,Ann,Won,100,2026-01-02,2026-02-10"
UNDATED = "10,Acme,Ann,Won,100,2026-01-02,"
LATER = "10,Acme,Ann,Won,100,2026-01-02,2026-03-01"
LOST = "10,Acme,Ann,Lost,100,2026-01-02,2026-02-12"

CLOSINGS = 'SELECT field, "old", "new" FROM deal_changes WHERE evidence = \'closing\' ORDER BY 1'
ALL = "SELECT * EXCLUDE (observed_at) FROM deal_changes ORDER BY id"


def _imports(workspace: Workspace, folder: Path, *exports: str) -> list[ImportReport]:
    mapping = mapping_file(folder)
    return [do_import(workspace, deals_csv(folder / "deals.csv", [row]), mapping=mapping) for row in exports]


@pytest.mark.parametrize(
    ("exports", "old"),
    [
        ([WON], None),
        ([DEMO, WON], "Demo"),
        ([DEMO, WON, WON], "Demo"),
        ([TALK, DEMO, WON], "Demo"),
        ([DEMO, UNDATED, WON, WON], "Demo"),
        ([DEMO, WON, LATER], "Demo"),
        ([TALK, WON, DEMO, LATER], "Demo"),
        ([DEMO, WON, TALK, WON], "Demo"),
        ([WON, DEMO, WON], "Demo"),
    ],
)
def test_a_closing_names_the_last_stage_that_was_seen_open(
    workspace: Workspace, tmp_path: Path, exports: list[str], old: str | None
) -> None:
    _imports(workspace, tmp_path, *exports)
    assert facts(workspace, CLOSINGS) == [("stage", old, "Won"), ("status", "open", "won")]


def test_a_closing_that_turns_out_to_be_a_loss_keeps_the_stage_before(workspace: Workspace, tmp_path: Path) -> None:
    _imports(workspace, tmp_path, DEMO, WON, LOST)
    assert facts(workspace, CLOSINGS) == [("stage", "Demo", "Lost"), ("status", "open", "lost")]


def test_the_closing_export_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    __, first = _imports(workspace, tmp_path, DEMO, WON)
    before = facts(workspace, ALL)
    (again,) = _imports(workspace, tmp_path, WON)
    assert again.state == first.state
    assert facts(workspace, ALL) == before


def test_the_pipeline_between_two_exports_is_in_the_stage_of_the_first(workspace: Workspace, tmp_path: Path) -> None:
    _imports(workspace, tmp_path, DEMO, WON)
    question = Question("pipeline", by=("stage",), as_of=date(2026, 2, 9))
    answered = answer(workspace, question, today=date(2026, 3, 1))
    assert [line.keys["stage"] for line in answered.lines] == ["Demo"]


def test_the_account_of_changes_adds_up_to_the_rows_there_are(workspace: Workspace, tmp_path: Path) -> None:
    mapping, counts = mapping_file(tmp_path), []
    exports = [[DEMO, DEMO.replace("10", "11", 1)], [WON.replace("100", "120"), TALK.replace("10", "11", 1)]]
    for rows in [*exports, exports[1]]:
        path = deals_csv(tmp_path / "deals.csv", rows)
        report = do_import(workspace, path, mapping=mapping)
        tables = {table.table: table for table in report.tables}
        changes = tables.get("deal_changes")
        counts.append((changes.new, changes.derived, changes.deleted) if changes else (0, 0, 0))
        there = facts(workspace, "SELECT count(*) FROM deal_changes")[0][0]
        assert there == list(accumulate(new - gone for new, __, gone in counts))[-1]
    # Of the won deal stage, status and amount; of the other its stage.
    assert counts == [(0, 0, 0), (4, 4, 0), (0, 2, 0)]
