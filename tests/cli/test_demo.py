"""`merilo demo` and `merilo scorecard`: from nothing to a scorecard, and a second run that only shows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SIZE = ("--sellers", "4", "--teams", "2", "--years", "0.5", "--until", "2026-06-30")
SMALL = ("demo", "--no-serve", *SIZE, "--workspace", "d")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo was made, once for all tests; what it printed was what a person is to see."""
    place = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "merilo", *SMALL]
    environment = os.environ | {"MERILO_LANGUAGE": "en"}
    ended = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Scorecard" in ended.stdout
    assert "kpi pipeline --by stage" in ended.stdout
    return place


@pytest.fixture
def demo(merilo: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    return merilo


def test_the_demo_is_made_once_and_shown_again(demo: Run) -> None:
    again = demo(*SMALL)
    assert again.code == 0
    assert "already" in again.out
    assert len(json.loads(demo("history", "--json", "-w", "d").out)) == 1


def test_the_scorecard_can_be_cut_by_team_and_week(demo: Run) -> None:
    whole = json.loads(demo("scorecard", "--json", "-w", "d").out)
    assert whole["period"] == "2026Q2"
    teams = {row["team"] for row in whole["rows"] if row["team"]}
    assert len(teams) == 2
    one = json.loads(demo("scorecard", "--json", "--team", min(teams), "-w", "d").out)
    assert {row["team"] for row in one["rows"]} == {min(teams)}
    week = demo("scorecard", "--week", "2026-06-17", "-w", "d")
    assert "2026-W25" in week.out
    wrong = demo("scorecard", "--team", "Nowhere", "-w", "d")
    assert wrong.code == 2
    assert min(teams) in wrong.err


def test_a_day_that_is_none_is_told_what_is_allowed(merilo: Run) -> None:
    ended = merilo("demo", "--until", "yesterday", "-w", "d")
    assert ended.code == 2
    assert "YYYY-MM-DD" in ended.err
