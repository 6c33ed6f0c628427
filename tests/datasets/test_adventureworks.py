"""AdventureWorks: sales and targets that know a seller by two different keys."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("adventureworks")


def test_sales_per_seller_are_those_of_the_reference(imported: Imported, reference: Reference, query: Query) -> None:
    workspace, report = imported("adventureworks")
    figures = reference("adventureworks")
    assert report.table("revenue").new == figures["rows"]
    assert report.table("accounts").new == figures["resellers_listed"]
    rows = query(workspace, "SELECT s.name, sum(r.amount) FROM revenue r JOIN sellers s ON s.id = r.seller GROUP BY 1")
    assert dict(rows) == {name: Decimal(str(seller["sales"])) for name, seller in figures["by_salesperson"].items()}


def test_targets_find_their_seller_through_the_other_key(
    imported: Imported, reference: Reference, query: Query
) -> None:
    workspace, report = imported("adventureworks")
    targets = reference("adventureworks")["targets"]
    assert report.table("targets").new == targets["rows"]
    rows = query(
        workspace, "SELECT s.role, sum(t.low)::bigint FROM targets t JOIN sellers s ON s.id = t.subject GROUP BY 1"
    )
    assert dict(rows) == targets["by_title"]
    ends = query(workspace, "SELECT DISTINCT ends_on = last_day(starts_on) FROM targets")
    assert ends == [(True,)]


def test_dirt_is_counted_as_the_reference_counts_it(imported: Imported, reference: Reference) -> None:
    report, figures = imported("adventureworks")[1], reference("adventureworks")
    counts = {finding.kind: finding.count for finding in report.findings}
    assert counts["targets_after_last_sale"] == figures["targets"]["future_rows_after_last_sale"]
    assert counts["accounts_with_several_sellers"] == figures["resellers_served_by_more_than_one_seller"]
    assert counts["sold_below_cost"] == figures["loss_making_lines"]
    assert counts["not_listed_together"] == figures["sales_outside_own_region"]["lines"]
    assert counts["sellers_without_deals"] == 1


def test_roll_up_targets_are_named(imported: Imported) -> None:
    finding = imported("adventureworks")[1].finding("targets_of_managers")
    assert finding is not None
    assert len(finding.examples) == 4
    assert any("Director" in example for example in finding.examples)


def test_names_with_accents_survive(imported: Imported, query: Query) -> None:
    assert query(imported("adventureworks")[0], "SELECT count(*) FROM sellers WHERE name = 'José Saraiva'") == [(1,)]
