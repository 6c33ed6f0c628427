"""Salesforce opportunities with stage history, flags that contradict the stage, day-first dates."""

from __future__ import annotations

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("salesforce_demo_history")
BOTH = ("salesforce_demo_history", "salesforce_by_example")


@pytest.mark.parametrize("name", BOTH)
def test_deals_stand_in_the_stages_of_the_reference(
    imported: Imported, reference: Reference, query: Query, name: str
) -> None:
    workspace, report = imported(name)
    figures = reference("salesforce_demo_history")
    rows = query(workspace, "SELECT stage, count(*), sum(amount)::double FROM deals GROUP BY 1")
    expected = {stage: (f["n"], f["amount"]) for stage, f in figures["by_current_stage"].items()}
    assert {stage: (n, amount) for stage, n, amount in rows} == expected
    assert report.rejected == 0


@pytest.mark.parametrize("name", BOTH)
def test_the_history_is_chained_by_day_and_sort_order(
    imported: Imported, reference: Reference, query: Query, name: str
) -> None:
    workspace, report = imported(name)
    figures = reference("salesforce_demo_history")
    assert report.table("deal_changes").read == figures["history_rows"]
    rows = query(
        workspace,
        'SELECT "old" || \' -> \' || "new", count(*) FROM deal_changes '
        "WHERE field = 'stage' AND evidence = 'history' AND \"old\" IS NOT NULL GROUP BY 1",
    )
    assert dict(rows) == figures["transitions"]


@pytest.mark.parametrize("name", BOTH)
def test_dirt_is_counted_as_the_reference_counts_it(imported: Imported, reference: Reference, name: str) -> None:
    report, figures = imported(name)[1], reference("salesforce_demo_history")
    counts = {finding.kind: finding.count for finding in report.findings}
    dirt = figures["dirt"]
    assert counts["closed_flag_contradicts"] == dirt["stage_vs_isclosed_conflict"]
    assert counts["won_flag_contradicts"] == dirt["stage_vs_iswon_conflict"]
    assert counts["last_history_stage_differs"] == dirt["last_history_stage_differs_from_current"]
    assert counts["history_before_creation"] == dirt["history_rows_before_creation"]
    assert counts["moves_backward"] == figures["backward_moves"]
    assert counts["stage_repeated"] == figures["repeated_stage"]


@pytest.mark.parametrize("name", BOTH)
def test_an_open_deals_close_date_is_expected_not_done(imported: Imported, query: Query, name: str) -> None:
    workspace, report = imported(name)
    rows = query(
        workspace, "SELECT count(*), count(closed_at), count(expected_close_on) FROM deals WHERE status = 'open'"
    )
    assert rows == [(73, 0, 73)]
    repair = next(repair for repair in report.repairs if repair.kind == "closing_day_expected")
    assert repair.count == 73


def test_the_solution_file_beside_the_data_is_not_taken_for_history(imported: Imported) -> None:
    finding = imported("salesforce_demo_history")[1].finding("file_not_used")
    assert finding is not None
    assert finding.examples == ("output-2022-23",)


def test_the_status_follows_from_the_stages_where_the_mapping_leaves_it_out(imported: Imported, query: Query) -> None:
    sql = "SELECT source_id, status FROM deals ORDER BY 1"
    assert query(imported("salesforce_by_example")[0], sql) == query(imported("salesforce_demo_history")[0], sql)
