"""`merilo expectations`: who needs help first, in every format, and wrong questions told what is allowed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run

TARGETS = """KPI,Scope,Subject,Starts on,Ends on,Low,High
won_amount,seller,Anna,2026-01-01,2026-03-31,100,200
won_amount,seller,Boris,2026-01-01,2026-03-31,100,
happiness,company,,2026-01-01,2026-03-31,1,
"""


@pytest.fixture
def imported(merilo: Run, deals: Path, tmp_path: Path) -> Run:
    """Anna won 100.50 of 100–200, Boris 50 of 100; one target is for a KPI that does not exist."""
    targets = tmp_path / "targets.csv"
    targets.write_text(TARGETS, encoding="utf-8")
    ended = merilo("import", deals, targets, "--yes")
    assert ended.code == 0, ended.out + ended.err
    return merilo


def test_a_table_has_those_who_need_help_first_and_names_what_cannot_be_held(imported: Run) -> None:
    ended = imported("expectations", "--period", "2026Q1", "--as-of", "2026-03-31")
    assert ended.code == 0
    assert ended.out.index("Boris") < ended.out.index("Anna")
    assert "! below" in ended.out
    assert "there is no KPI happiness" in ended.out


def test_json_csv_and_parquet_have_the_same_lines(imported: Run, tmp_path: Path) -> None:
    asked = ("expectations", "--period", "2026Q1", "--as-of", "2026-03-31")
    document = json.loads(imported(*asked, "--json").out)
    lines = {line["who"]: (line["value"], line["status"], line["needs_help"]) for line in document["lines"]}
    assert lines == {"Boris": (50, "below", True), "Anna": (100.5, "within", False)}
    assert [problem["kpi"] for problem in document["problems"]] == ["happiness"]
    rows = list(csv.DictReader(io.StringIO(imported(*asked, "--format", "csv").out)))
    assert {row["who"]: float(row["pace"]) for row in rows} == {"Boris": 0.5, "Anna": 1.005}
    target = tmp_path / "out.parquet"
    assert imported(*asked, "--format", "parquet", "--output", target).code == 0
    assert pq.read_table(target)["who"].to_pylist() == ["Boris", "Anna"]


def test_one_seller_only(imported: Run) -> None:
    document = json.loads(imported("expectations", "--period", "2026Q1", "--seller", "anna", "--json").out)
    assert [line["who"] for line in document["lines"]] == ["Anna"]


def test_when_no_target_holds_it_says_how_to_ask_for_others(imported: Run) -> None:
    assert "--period" in imported("expectations", "--as-of", "2025-12-31").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seller", "Zoe"), "Anna"),
        (("--period", "Easter"), "2026Q1"),
        (("--as-of", "31.3.2026"), "YYYY-MM-DD"),
        (("--as-of", "2999-01-01"), "future"),
        (("--output", "x.txt"), "csv"),
    ],
)
def test_a_wrong_question_is_told_what_is_allowed(imported: Run, words: tuple[str, ...], told: str) -> None:
    ended = imported("expectations", *words)
    assert ended.code == 2
    assert told in ended.err
