"""`merilo kpi`: formats, wrong questions, and numbers that a person can re-add."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from merilo.kpis.registry import ALL
from merilo.reports.derived import DERIVED
from tests.cli.conftest import Run


def test_a_table_says_question_formula_value_and_n(imported: Run) -> None:
    ended = imported("kpi", "win_rate")
    assert ended.code == 0
    assert "how many did we win" in ended.out
    assert "66.7 %" in ended.out
    assert "too few to say" in ended.out


def test_csv_rows_re_add_to_the_value(imported: Run) -> None:
    total = json.loads(imported("kpi", "won_amount", "--json").out)["total"]["value"]
    rows = list(csv.DictReader(io.StringIO(imported("kpi", "won_amount", "--rows", "--format", "csv").out)))
    assert {row["id"].split(":")[1] for row in rows} == {"D1", "D4"}
    amounts = [float(row["amount"]) for row in rows]
    assert sum(amounts) == float(total) == 150.5


def test_parquet_goes_to_a_file(imported: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    assert imported("kpi", "win_rate", "--by", "seller", "--format", "parquet", "--output", target).code == 0
    table = pq.read_table(target)
    assert sorted(table["seller"].to_pylist()) == ["Anna", "Boris"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("kpi", "winrate"), "win_rate"),
        (("kpi",), "--list"),
        (("kpi", "win_rate", "--by", "colour"), "seller"),
        (("kpi", "win_rate", "--from", "1.2.2026"), "YYYY-MM-DD"),
        (("kpi", "win_rate", "--from", "2026-03-01", "--to", "2026-02-01"), "after"),
        (("kpi", "win_rate", "--where", "seller"), "NAME=VALUE"),
        (("kpi", "win_rate", "--where", "seller=Zoe"), "Anna"),
        (("kpi", "win_rate", "--policy", "within=30"), "policy"),
    ],
)
def test_a_wrong_question_is_told_what_is_allowed(imported: Run, words: tuple[str, ...], told: str) -> None:
    ended = imported(*words)
    assert ended.code == 2
    assert told in ended.err


def test_a_place_that_cannot_be_written_is_named(imported: Run, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.csv"
    ended = imported("kpi", "win_rate", "--format", "csv", "--output", target)
    assert ended.code == 1
    assert str(target) in ended.err
    assert "Traceback" not in ended.err


def test_without_a_workspace_the_way_out_is_said(merilo: Run) -> None:
    ended = merilo("kpi", "win_rate")
    assert ended.code == 1
    assert "merilo init" in ended.err


def test_the_list_names_every_kpi(merilo: Run) -> None:
    listed = json.loads(merilo("kpi", "--list", "--json").out)
    assert [kpi["name"] for kpi in listed if "command" not in kpi] == [kpi.name for kpi in ALL]
    assert [kpi["name"] for kpi in listed if "command" in kpi] == [each.name for each in DERIVED]
    assert all(kpi["question"] and kpi["formula"] for kpi in listed)


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(merilo: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Deal ID,Owner,Stage,Status,Amount,Created,Closed\n"
        "D1,=cmd|' /C calc'!A0,Won,Won,100,2026-01-05,2026-02-20\n"
        "D2,Boris,Won,Won,100,2026-01-25,2026-02-20\n",
        encoding="utf-8",
    )
    assert merilo("import", file, "--yes").code == 0
    assert "'=cmd" in merilo("kpi", "win_rate", "--by", "seller", "--format", "csv").out
