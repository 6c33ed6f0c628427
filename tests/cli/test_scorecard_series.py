"""`merilo scorecard --every`: sellers × KPIs × periods in every format; wrong questions told what is allowed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.intake.prepare import prepare
from merilo.intake.run import run_import
from tests.cli.conftest import DEALS, Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna won one of two decided deals in 2026, Boris one of one."""
    place = tmp_path_factory.mktemp("series")
    file = place / "deals.csv"
    file.write_text(DEALS, encoding="utf-8")
    workspace = Workspace.init(place / "w")
    run_import(workspace, prepare(workspace, [file]))
    return workspace.root


@pytest.fixture
def imported(merilo: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    return merilo


ASKED = ("scorecard", "--every", "month", "--from", "2026-01", "--to", "2026Q1")


def test_json_and_csv_have_the_same_figures(imported: Run) -> None:
    document = json.loads(imported(*ASKED, "--json").out)
    assert [each["period"] for each in document["periods"]] == ["2026-01", "2026-02", "2026-03"]
    won = {(r["name"], r["period"]): r["value"] for r in document["rows"] if r["kpi"] == "won_amount"}
    assert won == {("Anna", "2026-02"): 100.5, ("Boris", "2026-03"): 50}
    rows = list(csv.DictReader(io.StringIO(imported(*ASKED, "--format", "csv").out)))
    assert len(rows) == len(document["rows"])
    assert {float(r["value"]) for r in rows if r["kpi"] == "won_amount"} == {100.5, 50}


def test_a_table_shows_the_last_whole_period(imported: Run) -> None:
    ended = imported(*ASKED)
    assert ended.code == 0
    assert "Scorecard 2026-0" in ended.out
    assert "Boris" in ended.out


def test_all_kpis_can_be_asked_for(imported: Run) -> None:
    few, every = (json.loads(imported(*ASKED, *more, "--json").out) for more in ((), ("--all",)))
    assert {r["kpi"] for r in few["rows"]} < {r["kpi"] for r in every["rows"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--all",), "--every month"),
        (("--from", "2026Q1"), "--every month"),
        (("--every", "week"), "month, quarter"),
        (("--every", "month", "--week", "2026-03-02"), "month, quarter"),
        (("--format", "csv"), "--every month"),
    ],
)
def test_what_does_not_go_together_is_refused(imported: Run, words: tuple[str, ...], said: str) -> None:
    ended = imported("scorecard", *words)
    assert ended.code == 2
    assert said in ended.err
