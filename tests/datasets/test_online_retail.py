"""Online Retail: 305 daily files, no row ids, exact duplicates that must stay, money without a customer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("online_retail")


def test_every_line_becomes_revenue_and_equal_lines_stay(
    imported: Imported, reference: Reference, query: Query
) -> None:
    workspace, report = imported("online_retail")
    figures = reference("online_retail_uci")
    assert report.table("revenue").new == figures["rows"] == 541909
    assert report.table("accounts").new == figures["customers_any"]
    total, known = query(workspace, "SELECT sum(amount), sum(amount) FILTER (WHERE account IS NOT NULL) FROM revenue")[
        0
    ]
    assert total == Decimal(str(figures["net_total_all_rows"]))
    assert known == Decimal(str(figures["net_identified"]))
    assert query(workspace, "SELECT count(DISTINCT document) FROM revenue") == [(figures["invoices"],)]


def test_dirt_is_counted_as_the_reference_counts_it(imported: Imported, reference: Reference) -> None:
    report, dirt = imported("online_retail")[1], reference("online_retail_uci")["dirt"]
    counts = {finding.kind: finding.count for finding in report.findings}
    assert counts["revenue_without_account"] == dirt["rows_without_customer"]
    assert counts["equal_lines"] == dirt["exact_duplicates"]
    assert counts["revenue_zero"] == dirt["zero_price"]
    assert counts["same_id_differs"] == dirt["customers_in_two_countries"]


def test_the_money_without_a_customer_is_named(imported: Imported, reference: Reference) -> None:
    finding = imported("online_retail")[1].finding("revenue_without_account")
    money = reference("online_retail_uci")["dirt"]["revenue_without_customer"]
    assert finding is not None
    assert f"{money:,.2f}" in finding.message


def test_the_unfinished_last_month_is_named(imported: Imported) -> None:
    finding = imported("online_retail")[1].finding("last_period_incomplete")
    assert finding is not None
    assert "the data ends on 2011-12-09" in finding.message
    assert finding.count == 31 - 9


def test_customer_ids_are_plain_and_the_repair_is_counted(
    imported: Imported, reference: Reference, query: Query
) -> None:
    workspace, report = imported("online_retail")
    repair = next(repair for repair in report.repairs if repair.kind == "plain_id")
    figures = reference("online_retail_uci")
    assert repair.count == figures["rows"] - figures["dirt"]["rows_without_customer"]
    assert query(workspace, "SELECT count(*) FROM accounts WHERE source_id LIKE '%.0'") == [(0,)]


def test_the_gross_rule_is_a_matter_of_conditions(imported: Imported, reference: Reference, query: Query) -> None:
    workspace, report = imported("online_retail_gross")
    figures = reference("online_retail_uci")
    assert query(workspace, "SELECT sum(amount) FROM revenue") == [(Decimal(str(figures["gross_identified"])),)]
    assert report.table("accounts").new == figures["customers_gross"]
    table = report.table("revenue")
    assert table.read == table.left_out + table.new == figures["rows"]
