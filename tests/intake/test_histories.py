"""A history without "before": the change before says it, over several imports, too."""

from __future__ import annotations

from pathlib import Path

from merilo.core.workspace import Workspace
from tests.intake.conftest import DEALS, deals_csv, do_import, facts, mapping_file

HISTORY = DEALS + (
    '[[entry]]\nfile = "history*"\nto = "deal_changes"\norder_by = ["n"]\n[entry.fields]\n'
    'deal = "deal"\nnew = "stage"\nat = "at"\nfield = { constant = "stage" }\n'
)
CHAIN = 'SELECT "old", "new" FROM deal_changes WHERE field = \'stage\' AND evidence = \'history\' ORDER BY "at", "new"'


def _history(path: Path, *rows: str) -> Path:
    return deals_csv(path, list(rows), "deal,stage,at,n")


def test_equal_times_are_settled_by_order(workspace: Workspace, tmp_path: Path) -> None:
    path = _history(tmp_path / "history.csv", "1,B,2026-01-02,20", "1,A,2026-01-02,3", "1,C,2026-01-09,1")
    do_import(workspace, path, mapping=mapping_file(tmp_path, HISTORY))
    assert facts(workspace, CHAIN) == [(None, "A"), ("A", "B"), ("B", "C")]


def test_later_imports_go_on_and_late_changes_go_between(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path, HISTORY)
    do_import(workspace, _history(tmp_path / "history1.csv", "1,A,2026-01-02,1"), mapping=mapping)
    do_import(workspace, _history(tmp_path / "history2.csv", "1,D,2026-01-20,1"), mapping=mapping)
    assert facts(workspace, CHAIN) == [(None, "A"), ("A", "D")]
    do_import(workspace, _history(tmp_path / "history3.csv", "1,B,2026-01-09,1"), mapping=mapping)
    assert facts(workspace, CHAIN) == [(None, "A"), ("A", "B"), ("B", "D")]


def test_a_source_with_its_own_stage_history_gets_no_closing_stage(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path, HISTORY)
    deals = deals_csv(tmp_path / "deals.csv", ["1,Acme,Ann,Won,1,2026-01-02,2026-02-03"])
    history = _history(tmp_path / "history.csv", "1,A,2026-01-02,1", "1,Won,2026-02-03,2")
    sql = "SELECT field, count(*) FROM deal_changes WHERE evidence = 'closing' GROUP BY 1"
    do_import(workspace, history, mapping=mapping)
    do_import(workspace, deals, mapping=mapping)
    assert facts(workspace, sql) == [("status", 1)]
    together = Workspace.init(tmp_path / "together")
    do_import(together, history, deals, mapping=mapping)
    assert facts(together, sql) == [("status", 1)]


def test_the_status_follows_from_the_stages_list(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS.replace(
        'status = { column = "stage", values = { Won = "won", Lost = "lost" }, otherwise = "open" }\n', ""
    ) + ('[[entry]]\nfile = "stages"\nto = "stages"\n[entry.fields]\nname = "name"\nkind = "kind"\n')
    stages = deals_csv(tmp_path / "stages.csv", ["Signed,won", "Gone,lost"], "name,kind")
    rows = [f"{n},Acme,Ann,{stage},1,2026-01-02,2026-02-03" for n, stage in enumerate(["Signed", "Gone", "Talk"])]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), stages, mapping=mapping_file(tmp_path, text))
    assert facts(workspace, "SELECT stage, status FROM deals ORDER BY id") == [
        ("Signed", "won"), ("Gone", "lost"), ("Talk", "open"),
    ]  # fmt: skip
    assumption = next(each for each in report.assumptions if each.kind == "stage_kind")
    assert assumption.value == "Talk"


OWNERS = DEALS + (
    '[[entry]]\nfile = "history*"\nto = "deal_changes"\n[entry.fields]\n'
    'deal = "deal"\nnew = "now"\nat = "at"\n'
    'field = { column = "what", values = { Owner = "seller", Stage = "stage" } }\n'
)
SELLERS = 'SELECT "old", "new", evidence FROM deal_changes WHERE field = \'seller\' ORDER BY "at", "new"'


def _owner_history(path: Path, *rows: str) -> Path:
    return deals_csv(path, list(rows), "deal,what,now,at")


def test_a_seller_in_a_history_is_an_id_as_in_deals(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path, OWNERS)
    rows = ["1,Owner,Ann,2026-01-02", "1,Owner,Bob,2026-01-05", "1,Stage,Talk,2026-01-06"]
    do_import(workspace, _owner_history(tmp_path / "history1.csv", *rows), mapping=mapping)
    do_import(workspace, _owner_history(tmp_path / "history2.csv", "1,Owner,Cid,2026-01-09"), mapping=mapping)
    assert facts(workspace, SELLERS) == [
        (None, "crm:Ann", "history"), ("crm:Ann", "crm:Bob", "history"), ("crm:Bob", "crm:Cid", "history"),
    ]  # fmt: skip
    assert facts(workspace, "SELECT \"new\" FROM deal_changes WHERE field = 'stage'") == [("Talk",)]


def test_a_history_with_before_and_a_constant_field_names_sellers_by_id(workspace: Workspace, tmp_path: Path) -> None:
    text = HISTORY.replace('order_by = ["n"]\n', "").replace('constant = "stage"', 'constant = "seller"')
    mapping = mapping_file(tmp_path, text + 'old = "n"\n')
    do_import(workspace, _history(tmp_path / "history.csv", "1,Bob,2026-01-02,Ann"), mapping=mapping)
    assert facts(workspace, SELLERS) == [("crm:Ann", "crm:Bob", "history")]


def test_two_imports_compared_name_sellers_by_id(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path)
    for owner in ("Ann", "Bob"):
        path = deals_csv(tmp_path / "deals.csv", [f"1,Acme,{owner},Talk,1,2026-01-02,"])
        do_import(workspace, path, mapping=mapping)
    assert facts(workspace, SELLERS) == [("crm:Ann", "crm:Bob", "compared")]


def test_a_seller_whom_only_a_history_names_is_somebody(workspace: Workspace, tmp_path: Path) -> None:
    history = _owner_history(tmp_path / "history.csv", "1,Owner,Ann,2026-01-02", "1,Stage,Talk,2026-01-06")
    do_import(workspace, history, mapping=mapping_file(tmp_path, OWNERS))
    assert facts(workspace, "SELECT id, name FROM sellers") == [("crm:Ann", "Ann")]
