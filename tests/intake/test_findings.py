"""The checks as a registry, and those that no data set of others shows."""

from __future__ import annotations

from pathlib import Path

from merilo.core.workspace import Workspace
from merilo.intake.findings import CHECKS
from tests.intake.conftest import DEALS, deals_csv, do_import, mapping_file


def test_every_check_has_a_name_of_its_own_and_asks_a_question() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.question.endswith("?") for check in CHECKS)


def test_clean_data_has_no_finding(workspace: Workspace, tmp_path: Path) -> None:
    people = '[[entry]]\nfile = "people"\nto = "sellers"\nfields = { source_id = "name", name = "name" }\n'
    companies = '[[entry]]\nfile = "companies"\nto = "accounts"\nfields = { source_id = "name", name = "name" }\n'
    report = do_import(
        workspace,
        deals_csv(tmp_path / "deals.csv", ["1,Acme,Ann,Won,100,2026-01-02,2026-02-03"]),
        deals_csv(tmp_path / "people.csv", ["Ann"], "name"),
        deals_csv(tmp_path / "companies.csv", ["Acme"], "name"),
        mapping=mapping_file(tmp_path, DEALS + people + companies),
    )
    assert report.findings == ()
    assert report.repairs == ()


def test_impossible_orders_of_dates_are_reported_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    rows = ["1,Acme,Ann,Won,1,2026-02-02,2026-01-03", "2,Acme,Ann,Demo,1,2026-02-02,2026-01-03"]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), mapping=mapping_file(tmp_path))
    closed, expected = report.finding("closed_before_created"), report.finding("expected_before_created")
    assert closed is not None
    assert closed.examples == ("1: 2026-02-02 > 2026-01-03",)
    assert expected is not None
    assert expected.examples == ("2",)
    assert report.table("deals").new == 2


def test_words_that_mean_nothing_and_blanks_are_repairs(workspace: Workspace, tmp_path: Path) -> None:
    text = 'empty = ["не закрыта"]\n' + DEALS
    rows = ["1,Acme ,Ann,Won,100,2026-01-02,2026-02-03", "2, Beta,Ann,Demo,n/a,2026-01-02,не закрыта"]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), mapping=mapping_file(tmp_path, text))
    found = {(repair.kind, repair.column): (repair.count, repair.examples) for repair in report.repairs}
    assert found["trimmed", "deals.account"] == (2, (" Beta", "Acme "))
    assert found["empty_word", "deals.amount"] == (1, ("n/a",))
    assert found["empty_word", "deals.closed"] == (1, ("не закрыта",))
    assert report.rejected == 0
