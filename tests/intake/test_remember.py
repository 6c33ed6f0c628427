"""An accepted mapping is found again by the headers that it was accepted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from merilo.core.errors import DataError
from merilo.core.workspace import Workspace
from merilo.intake.prepare import GIVEN, PROPOSED, REMEMBERED
from merilo.intake.run import prepare
from tests.intake.conftest import HEADER, deals_csv, do_import, facts, mapping_file

ROW = "1,Acme,Ann,Won,100,2026-01-02,2026-02-03"


def test_a_file_of_that_shape_is_known_in_another_order_and_under_another_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = deals_csv(tmp_path / "deals.csv", [ROW])
    assert prepare(workspace, [path], mapping=mapping_file(tmp_path)).origin == GIVEN
    assert prepare(workspace, [path]).origin == PROPOSED
    do_import(workspace, path, mapping=mapping_file(tmp_path))
    turned = ",".join(reversed(HEADER.split(","))).upper()
    other = deals_csv(
        tmp_path / "pipeline march.csv", [",".join(reversed(ROW.replace("100", "70").split(",")))], turned
    )
    prepared = prepare(workspace, [other])
    assert (prepared.origin, prepared.mapping.name) == (REMEMBERED, "crm")
    assert do_import(workspace, other).table("deals").changed == 1
    assert facts(workspace, "SELECT id, amount::int FROM deals") == [("crm:1", 70)]


def test_another_shape_is_not_taken_for_it(workspace: Workspace, tmp_path: Path) -> None:
    do_import(workspace, deals_csv(tmp_path / "deals.csv", [ROW]), mapping=mapping_file(tmp_path))
    other = deals_csv(tmp_path / "deals2.csv", [ROW + ",x"], HEADER + ",extra")
    assert prepare(workspace, [other]).origin == PROPOSED


def test_a_dry_run_is_not_remembered(workspace: Workspace, tmp_path: Path) -> None:
    path = deals_csv(tmp_path / "deals.csv", [ROW])
    do_import(workspace, path, mapping=mapping_file(tmp_path), dry_run=True)
    assert prepare(workspace, [path]).origin == PROPOSED


def test_two_mappings_of_one_name_for_different_files_are_both_kept(workspace: Workspace, tmp_path: Path) -> None:
    deals = deals_csv(tmp_path / "deals.csv", [ROW])
    people = deals_csv(tmp_path / "people.csv", ["ann,Ann Lee"], "login,name")
    text = (
        'name = "crm"\nsource = "crm"\n[[entry]]\nfile = "people"\nto = "sellers"\n'
        'fields = { source_id = "login", name = "name" }\n'
    )
    do_import(workspace, deals, mapping=mapping_file(tmp_path))
    do_import(workspace, people, mapping=mapping_file(tmp_path, text, "people.toml"))
    assert prepare(workspace, [deals]).origin == prepare(workspace, [people]).origin == REMEMBERED
    assert len(list(workspace.mappings.glob("*.toml"))) == 2


def test_a_mapping_that_fits_no_file_says_what_it_reads(workspace: Workspace, tmp_path: Path) -> None:
    path = deals_csv(tmp_path / "people.csv", ["ann,Ann Lee"], "login,name")
    with pytest.raises(DataError, match=r"deals\*"):
        do_import(workspace, path, mapping=mapping_file(tmp_path))


def test_a_missing_column_is_named_with_the_nearest_there_is(workspace: Workspace, tmp_path: Path) -> None:
    path = deals_csv(tmp_path / "deals.csv", [ROW], HEADER.replace("account", "acount"))
    with pytest.raises(DataError, match=r"'account'(.|\n)*'acount'"):
        do_import(workspace, path, mapping=mapping_file(tmp_path))
