"""Maven CRM opportunities: understood without a mapping; all dirt that its SOURCE.md names is seen."""

from __future__ import annotations

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("maven_crm")


def test_every_row_becomes_a_fact(imported: Imported, reference: Reference) -> None:
    __, report = imported("maven_crm")
    assert report.table("deals").new == reference("maven_crm")["rows"] == 8800
    assert report.table("accounts").new == 85
    assert report.table("sellers").new == 41  # 35 agents and 6 managers
    assert report.table("memberships").new == 35
    assert report.rejected == 0


def test_statuses_and_money_are_those_of_the_reference(imported: Imported, reference: Reference, query: Query) -> None:
    workspace, __ = imported("maven_crm")
    total = reference("maven_crm")["total"]
    rows = dict(query(workspace, "SELECT stage, count(*) FROM deals GROUP BY 1"))
    expected = {name.title(): total[name] for name in ("won", "lost", "engaging", "prospecting")}
    assert rows == expected
    assert query(workspace, "SELECT sum(amount) FROM deals WHERE status = 'won'") == [(total["won_value"],)]
    won = query(workspace, "SELECT avg(closed_at::date - created_at::date) FROM deals WHERE status = 'won'")
    assert won[0][0] == pytest.approx(total["mean_days_won"], abs=5e-5)


def test_agents_keep_their_manager_and_office(imported: Imported, reference: Reference, query: Query) -> None:
    workspace, __ = imported("maven_crm")
    rows = query(
        workspace,
        "SELECT s.name, count(*) FILTER (WHERE d.status = 'won') FROM deals d "
        "JOIN memberships m ON m.seller = d.seller JOIN sellers s ON s.id = m.manager GROUP BY 1",
    )
    by_manager = reference("maven_crm")["by_manager"]
    assert dict(rows) == {name: figures["won"] for name, figures in by_manager.items()}


def test_the_product_of_1480_deals_is_mended_by_a_confirmed_alias(
    imported: Imported, reference: Reference, query: Query
) -> None:
    workspace, report = imported("maven_crm")
    repair = next(repair for repair in report.repairs if repair.kind == "alias")
    assert (repair.column, repair.count) == ("deals.product", 1480)
    rows = dict(query(workspace, "SELECT product, count(*) FILTER (WHERE status = 'won') FROM deals GROUP BY 1"))
    assert rows == {name: figures["won"] for name, figures in reference("maven_crm")["by_product"].items()}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("deals_without_account", 1425),
        ("deals_without_created_at", 500),
        ("open_without_amount", 2089),
        ("lost_amount_zero", 2473),
        ("sellers_without_deals", 5),
        ("open_older_than_any_closed", 1291),
        ("alike_but_for_the_id", 352),
    ],
)
def test_dirt_is_counted(imported: Imported, kind: str, count: int) -> None:
    finding = imported("maven_crm")[1].finding(kind)
    assert finding is not None
    assert finding.count == count


def test_misspelt_categories_are_seen(imported: Imported) -> None:
    findings = [f for f in imported("maven_crm")[1].findings if f.kind == "nearly_equal_words"]
    assert {(f.where, f.examples) for f in findings} == {
        ("accounts.industry", ("technolgy ~ technology (12)",)),
        ("accounts.region", ("Philipines ~ Philippines (1)",)),
    }


def test_files_without_facts_are_named(imported: Imported) -> None:
    finding = imported("maven_crm")[1].finding("file_not_used")
    assert finding is not None
    assert set(finding.examples) == {"data_dictionary", "products"}


def test_the_example_mapping_gives_the_same_deals(imported: Imported, query: Query) -> None:
    sql = "SELECT source_id, stage, status, amount, created_at, closed_at, product FROM deals ORDER BY 1"
    assert query(imported("maven_crm")[0], sql) == query(imported("maven_crm_by_example")[0], sql)
    workspace, report = imported("maven_crm_by_example")
    assert report.finding("nearly_equal_words") is None
    stages = query(workspace, "SELECT name, position, kind FROM stages ORDER BY position")
    assert stages == [("Prospecting", 1, "open"), ("Engaging", 2, "open"), ("Won", 3, "won"), ("Lost", 4, "lost")]


def test_closing_dates_become_history(imported: Imported, query: Query) -> None:
    rows = query(
        imported("maven_crm")[0],
        'SELECT field, evidence, "old", count(*) FROM deal_changes GROUP BY ALL ORDER BY ALL',
    )
    assert ("status", "closing", "open", 6711) in rows
    assert ("stage", "stage_date", None, 8300) in rows
