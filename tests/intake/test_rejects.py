"""Rejected rows: explained, kept whole, mended, brought in again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from merilo.core.errors import UsageError
from merilo.core.text import set_language
from merilo.core.workspace import Workspace
from merilo.intake.rejects import export_rejects, in_own_words, rejects_files
from tests.intake.conftest import HEADER, deals_csv, do_import, facts, mapping_file

GOOD = "1,Acme,Ann,Won,100.50,2026-01-02,2026-02-03"
BAD = ["2,Beta,Bob,Lost,much,2026-01-05,2026-01-31", ",Beta,Bob,Demo,7,2026-01-05,", '4,"Be\nta",Bob,Demo,x,no day,']


def _read(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _mend(path: str, target: Path, **cells: str) -> Path:
    rows = _read(path)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([row | {name: value for name, value in cells.items() if value} for row in rows])
    return target


def test_a_rejected_row_keeps_file_line_column_value_and_reason(workspace: Workspace, tmp_path: Path) -> None:
    path = deals_csv(tmp_path / "deals.csv", [GOOD, *BAD])
    report = do_import(workspace, path, mapping=mapping_file(tmp_path))
    assert (report.rejected, report.table("deals").new) == (3, 1)
    rows = _read(report.rejects_path)
    assert list(rows[0]) == ["file", "line", "column", "value", "reason", *HEADER.split(",")]
    assert [(row["file"], row["line"], row["column"], row["value"]) for row in rows] == [
        ("deals.csv", "3", "amount", "much"),
        ("deals.csv", "4", "id", ""),
        ("deals.csv", "5", "amount", "x"),
    ]
    assert "deals.amount" in rows[0]["reason"]
    assert rows[2]["account"] == "Be\nta"


def test_an_unknown_word_is_rejected_with_the_words_allowed(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        'source = "log"\n[[entry]]\nfile = "calls"\nto = "touches"\n[entry.fields]\nsource_id = "id"\nat = "at"\n'
        'kind = { column = "kind", values = { Phone = "call" } }\ndirection = { constant = "outbound" }\n'
    )
    path = deals_csv(
        tmp_path / "calls.csv", ["1,2026-01-02,Phone", "2,2026-01-02,email", "3,2026-01-02,pigeon"], "id,at,kind"
    )
    report = do_import(workspace, path, mapping=mapping_file(tmp_path, text))
    assert [example.value for example in report.reject_examples] == ["pigeon"]
    assert "Phone, call, email" in report.reject_examples[0].reason
    assert facts(workspace, "SELECT kind FROM touches ORDER BY id") == [("call",), ("email",)]


def test_mended_rejects_come_in_with_the_mapping_and_ids_of_their_import(workspace: Workspace, tmp_path: Path) -> None:
    path = deals_csv(tmp_path / "deals.csv", [GOOD, BAD[0]])
    first = do_import(workspace, path, mapping=mapping_file(tmp_path))
    mended = _mend(first.rejects_path, workspace.rejects / Path(first.rejects_path).name, amount="55")
    report = do_import(workspace, mended)
    assert (report.rejected, report.table("deals").new) == (0, 1)
    assert facts(workspace, "SELECT id, amount::double FROM deals ORDER BY 1") == [("crm:1", 100.5), ("crm:2", 55)]
    again = do_import(workspace, deals_csv(tmp_path / "deals.csv", [GOOD, BAD[0].replace("much", "55")]))
    assert again.table("deals").unchanged == 2


def test_mended_rejects_of_rows_without_an_id_are_the_rows_of_the_mended_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = (
        'source = "log"\n[[entry]]\nfile = "calls"\nto = "touches"\n[entry.fields]\nat = "at"\nseller = "who"\n'
        'kind = { constant = "call" }\ndirection = { constant = "outbound" }\n'
    )
    rows = ["2026-01-02,Ann", "soon,Bob", "2026-01-02,Ann"]
    first = do_import(
        workspace, deals_csv(tmp_path / "calls.csv", rows, "at,who"), mapping=mapping_file(tmp_path, text)
    )
    assert first.table("touches").new == 2  # equal lines are two calls
    mended = _mend(first.rejects_path, tmp_path / Path(first.rejects_path).name, at="2026-01-09")
    do_import(workspace, mended)
    before = facts(workspace, "SELECT id FROM touches ORDER BY 1")
    assert len(before) == 3
    fixed = deals_csv(tmp_path / "calls.csv", [row.replace("soon", "2026-01-09") for row in rows], "at,who")
    assert do_import(workspace, fixed).table("touches").unchanged == 3
    assert facts(workspace, "SELECT id FROM touches ORDER BY 1") == before


def test_a_row_that_one_entry_rejects_is_used_by_none(workspace: Workspace, tmp_path: Path) -> None:
    text = mapping_file(tmp_path).read_text("utf-8") + (
        '[[entry]]\nfile = "deals*"\nto = "accounts"\nfields = { source_id = "account", name = "account" }\n'
    )
    path = deals_csv(tmp_path / "deals.csv", [GOOD, BAD[0]])
    report = do_import(workspace, path, mapping=mapping_file(tmp_path, text))
    assert report.table("accounts").rejected == report.table("deals").rejected == report.rejected == 1
    assert facts(workspace, "SELECT name FROM accounts") == [("Acme",)]


def test_rejects_can_be_listed_and_exported(workspace: Workspace, tmp_path: Path) -> None:
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", [GOOD, *BAD]), mapping=mapping_file(tmp_path))
    assert [(each.import_id, each.rows) for each in rejects_files(workspace)] == [(report.import_id, 3)]
    target = export_rejects(workspace, report.import_id, tmp_path / "mend.csv")
    assert target.read_bytes() == Path(report.rejects_path).read_bytes()
    with pytest.raises(UsageError, match=report.import_id):
        export_rejects(workspace, "never", tmp_path)


def test_a_column_called_like_one_of_the_rejects_file_survives_mending(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        'source = "s"\n[[entry]]\nfile = "calls"\nto = "touches"\n[entry.fields]\nsource_id = "line"\nat = "value"\n'
        'kind = { constant = "call" }\ndirection = { constant = "outbound" }\n'
    )
    path = deals_csv(tmp_path / "calls.csv", ["7,2026-01-02", "8,soon"], "line,value")
    first = do_import(workspace, path, mapping=mapping_file(tmp_path, text))
    with Path(first.rejects_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "line", "column", "value", "reason", "line", "value"]
    rows[1][6] = "2026-01-03"
    mended = tmp_path / Path(first.rejects_path).name
    with mended.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    do_import(workspace, mended)
    assert facts(workspace, "SELECT source_id FROM touches ORDER BY 1") == [("7",), ("8",)]


@pytest.mark.parametrize(
    "reason",
    [
        "deals.stage: an unknown word; allowed: a, b; deals: the id is empty",
        "touches.at: cannot be read as the others of its column",
        "a line; that: was cut off",
    ],
)
def test_reasons_are_read_in_the_language_of_who_reads_them(reason: str) -> None:
    set_language("ru")
    russian = in_own_words(reason)
    assert (russian == reason) == reason.startswith("a line")
    set_language("en")
    assert in_own_words(russian) == reason
