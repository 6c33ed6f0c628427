"""Nearly equal names are proposed, and applied only when confirmed or given."""

from __future__ import annotations

from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.intake.aliases import nearest
from merilo.intake.run import prepare, run_import
from tests.intake.conftest import DEALS, deals_csv, do_import, facts, mapping_file

PRODUCTS = ["GTX Basic", "GTX Pro", "MG Special"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("GTXPro", "GTX Pro"),
        ("gtx-pro", "GTX Pro"),
        ("MG Specal", "MG Special"),
        ("Router", None),
        ("", None),
    ],
)
def test_the_nearest_name(value: str, found: str | None) -> None:
    best = nearest(value, PRODUCTS)
    assert (best and best[0]) == found


def test_figures_tell_things_apart() -> None:
    assert nearest("Server 5000", ["Server 6000"]) is None


def test_two_equally_near_names_give_none() -> None:
    assert nearest("colour x", ["colour a", "colour b"]) is None


def _files(tmp_path: Path) -> tuple[Path, Path, Path]:
    text = DEALS.replace('account = "account"\n', 'account = "account"\nproduct = "product"\n')
    rows = [f"{n},Acme,Ann,Demo,1,2026-01-02,,{product}" for n, product in enumerate([*PRODUCTS, "GTXPro", "GTXPro"])]
    deals = deals_csv(tmp_path / "deals.csv", rows, "id,account,owner,stage,amount,created,closed,product")
    products = deals_csv(tmp_path / "products.csv", PRODUCTS, "product")
    return deals, products, mapping_file(tmp_path, text)


def test_a_product_that_the_list_nearly_has_is_proposed_and_not_applied(workspace: Workspace, tmp_path: Path) -> None:
    deals, products, mapping = _files(tmp_path)
    prepared = prepare(workspace, [deals, products], mapping=mapping)
    assert [(a.column, a.wrong, a.right, a.rows) for a in prepared.aliases] == [
        ("deals.product", "GTXPro", "GTX Pro", 2)
    ]
    run_import(workspace, prepared)
    assert facts(workspace, "SELECT count(*) FROM deals WHERE product = 'GTXPro'") == [(2,)]


def test_a_confirmed_alias_is_applied_counted_and_remembered(workspace: Workspace, tmp_path: Path) -> None:
    deals, products, mapping = _files(tmp_path)
    prepared = prepare(workspace, [deals, products], mapping=mapping)
    report = run_import(workspace, prepared, aliases_confirmed=prepared.aliases)
    assert [(r.column, r.count, r.examples) for r in report.repairs if r.kind == "alias"] == [
        ("deals.product", 2, ("GTXPro → GTX Pro (2)",))
    ]
    assert facts(workspace, "SELECT count(*) FROM deals WHERE product = 'GTX Pro'") == [(3,)]
    again = do_import(workspace, deals, products)
    assert again.table("deals").unchanged == 5
    assert prepare(workspace, [deals, products]).aliases == ()
