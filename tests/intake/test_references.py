"""Sellers and accounts that are only named; references that lead nowhere; never a matter of order."""

from __future__ import annotations

from pathlib import Path

from merilo.core.workspace import Workspace
from tests.intake.conftest import DEALS, deals_csv, do_import, facts, mapping_file

PEOPLE = (
    DEALS
    + '[[entry]]\nfile = "people"\nto = "sellers"\nfields = { source_id = "login", name = "name", email = "mail" }\n'
)
DEAL = "1,Acme,ann,Won,100,2026-01-02,2026-02-03"
ANN = ("login,name,mail", ["ann,Ann Lee,ann@x.org"])


def _people(tmp_path: Path) -> Path:
    return deals_csv(tmp_path / "people.csv", ANN[1], ANN[0])


def test_who_is_only_named_gets_a_row_with_that_name(workspace: Workspace, tmp_path: Path) -> None:
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", [DEAL]), mapping=mapping_file(tmp_path))
    assert facts(workspace, "SELECT id, name FROM sellers") == [("crm:ann", "ann")]
    assert facts(workspace, "SELECT id, name FROM accounts") == [("crm:Acme", "Acme")]
    assert (report.table("sellers").stubs, report.table("accounts").stubs) == (1, 1)
    assert {f.examples for f in report.findings if f.kind == "only_named"} == {("ann",), ("Acme",)}


def test_a_list_that_comes_later_names_them_and_one_that_came_before_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    mapping = mapping_file(tmp_path, PEOPLE)
    deals = deals_csv(tmp_path / "deals.csv", [DEAL])
    do_import(workspace, deals, mapping=mapping)
    do_import(workspace, _people(tmp_path), mapping=mapping)
    assert facts(workspace, "SELECT id, name FROM sellers") == [("crm:ann", "Ann Lee")]
    report = do_import(workspace, deals, mapping=mapping)
    assert facts(workspace, "SELECT id, name FROM sellers") == [("crm:ann", "Ann Lee")]
    assert report.table("sellers").new == 0
    assert not [finding for finding in report.findings if finding.kind == "only_named" and finding.where == "sellers"]


def test_people_of_whom_only_the_id_is_mapped_go_by_it(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS + '[[entry]]\nfile = "deals*"\nto = "sellers"\nfields = { source_id = "owner" }\n'
    mapping = mapping_file(tmp_path, text + PEOPLE.removeprefix(DEALS))
    do_import(
        workspace,
        _people(tmp_path),
        deals_csv(tmp_path / "deals.csv", [DEAL, DEAL.replace("ann", "bob")]),
        mapping=mapping,
    )
    assert facts(workspace, "SELECT name FROM sellers ORDER BY 1") == [("Ann Lee",), ("bob",)]


def test_a_reference_to_a_deal_that_nobody_has_is_reported_until_it_comes(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS + (
        '[[entry]]\nfile = "calls"\nto = "touches"\n[entry.fields]\nsource_id = "id"\ndeal = "deal"\nat = "at"\n'
        'kind = { constant = "call" }\ndirection = { constant = "outbound" }\n'
    )
    mapping = mapping_file(tmp_path, text)
    calls = deals_csv(tmp_path / "calls.csv", ["1,1,2026-01-02", "2,9,2026-01-02"], "id,deal,at")
    first = do_import(workspace, calls, mapping=mapping)
    finding = first.finding("dangling_reference")
    assert finding is not None
    assert (finding.count, finding.examples) == (2, ("crm:1", "crm:9"))
    do_import(workspace, deals_csv(tmp_path / "deals.csv", [DEAL]), mapping=mapping)
    finding = do_import(workspace, calls, mapping=mapping).finding("dangling_reference")
    assert finding is not None
    assert finding.examples == ("crm:9",)


def test_a_value_is_looked_up_in_another_file_and_a_miss_is_reported(workspace: Workspace, tmp_path: Path) -> None:
    text = PEOPLE.replace(
        'seller = "owner"', 'seller = { column = "owner", lookup = { file = "people", key = "mail", value = "login" } }'
    )
    deals = deals_csv(tmp_path / "deals.csv", [DEAL.replace("ann", "ann@x.org"), "2,Acme,who@x.org,Demo,1,2026-01-02,"])
    report = do_import(workspace, deals, _people(tmp_path), mapping=mapping_file(tmp_path, text))
    assert facts(workspace, "SELECT source_id, seller FROM deals ORDER BY 1") == [("1", "crm:ann"), ("2", None)]
    finding = report.finding("lookup_missing")
    assert finding is not None
    assert (finding.count, finding.examples) == (1, ("who@x.org",))


def test_of_rows_with_one_id_the_last_is_kept_and_the_difference_reported(workspace: Workspace, tmp_path: Path) -> None:
    rows = [DEAL, DEAL, DEAL.replace("100", "70")]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), mapping=mapping_file(tmp_path))
    assert report.table("deals").repeated == 2
    finding = report.finding("same_id_differs")
    assert finding is not None
    assert (finding.count, finding.examples) == (1, ("1",))
    assert "amount (1)" in finding.message
    assert facts(workspace, "SELECT amount::int FROM deals") == [(70,)]


def test_rows_that_are_equal_collapse_without_a_finding(workspace: Workspace, tmp_path: Path) -> None:
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", [DEAL, DEAL]), mapping=mapping_file(tmp_path))
    assert report.table("deals").repeated == 1
    assert report.finding("same_id_differs") is None


def test_a_later_entrys_columns_win_where_its_row_exists(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS + '[[entry]]\nfile = "final"\nto = "deals"\nfields = { source_id = "id", amount = "sum" }\n'
    final = deals_csv(tmp_path / "final.csv", ["1,250", "9,1"], "id,sum")
    rows = [DEAL, "2,Acme,ann,Demo,5,2026-01-02,"]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), final, mapping=mapping_file(tmp_path, text))
    assert facts(workspace, "SELECT source_id, amount::int FROM deals ORDER BY 1") == [("1", 250), ("2", 5)]
    finding = report.finding("incomplete_rows")
    assert finding is not None
    assert finding.examples == ("9",)
