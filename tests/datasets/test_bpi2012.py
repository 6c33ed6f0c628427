"""BPI 2012: one event log feeds deals, their history and calls, by a mapping that says which activity is what."""

from __future__ import annotations

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("bpi2012")


def test_cases_become_deals_with_the_outcomes_of_the_reference(
    imported: Imported, reference: Reference, query: Query
) -> None:
    workspace, report = imported("bpi2012")
    figures = reference("bpi2012_loan")
    assert report.table("deals").new == figures["cases"]
    rows = dict(query(workspace, "SELECT coalesce(lost_reason, status), count(*) FROM deals GROUP BY 1"))
    outcomes = figures["outcomes"]
    assert rows == {
        "won": outcomes["won_activated"],
        "declined by the bank": outcomes["declined"],
        "cancelled by the customer": outcomes["cancelled"],
        "open": outcomes["still_open_at_log_end"],
    }
    money = query(workspace, "SELECT sum(amount)::double, sum(amount) FILTER (WHERE status = 'won')::double FROM deals")
    assert money == [(figures["amount"]["total_requested"], figures["amount"]["won"])]


def test_days_to_close_are_exact_to_the_microday(imported: Imported, reference: Reference, query: Query) -> None:
    rows = query(
        imported("bpi2012")[0],
        "SELECT avg(epoch_us(closed_at) - epoch_us(created_at)) / 86400e6, "
        "median(epoch_us(closed_at) - epoch_us(created_at)) / 86400e6 FROM deals WHERE status = 'won'",
    )
    expected = reference("bpi2012_loan")["days"]["submitted_to_activated"]
    assert rows[0] == pytest.approx((expected["mean"], expected["median"]), abs=1e-6)


def test_the_months_are_local_ones(imported: Imported, reference: Reference, query: Query) -> None:
    rows = query(imported("bpi2012")[0], "SELECT strftime(created_at, '%Y-%m'), count(*) FROM deals GROUP BY 1")
    expected = reference("bpi2012_loan")["by_submission_month"]
    assert dict(rows) == {month: figures["submitted"] for month, figures in expected.items()}


def test_stages_reached_are_those_of_the_reference(imported: Imported, reference: Reference, query: Query) -> None:
    rows = query(
        imported("bpi2012")[0],
        'SELECT "new", count(DISTINCT deal) FROM deal_changes '
        "WHERE field = 'stage' AND evidence = 'history' GROUP BY 1",
    )
    reached = reference("bpi2012_loan")["cases_reaching"]
    assert dict(rows) == {stage: reached[stage] for stage, __ in rows}
    assert len(rows) == 9


def test_calls_are_touches(imported: Imported, reference: Reference, query: Query) -> None:
    rows = dict(query(imported("bpi2012")[0], "SELECT cadence, count(*) FROM touches GROUP BY 1"))
    calls = reference("bpi2012_loan")["calls"]
    assert rows == {
        "W_Nabellen offertes": calls["offer_follow_up_calls"],
        "W_Nabellen incomplete dossiers": calls["incomplete_file_calls"],
        "W_Afhandelen leads": calls["lead_handling"],
    }


def test_the_machine_and_the_blanks_are_reported(imported: Imported, reference: Reference) -> None:
    report = imported("bpi2012")[1]
    machine, blank = report.finding("machine_like_seller"), report.finding("person_blank")
    assert machine is not None
    assert machine.examples == ("bank:112",)
    assert blank is not None
    assert blank.count == reference("bpi2012_loan")["blank_resource_events"]
