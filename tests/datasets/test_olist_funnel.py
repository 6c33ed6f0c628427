"""Olist's funnel in three copies: the original, one with day-first dates, one after a German Excel."""

from __future__ import annotations

import pytest

from tests.datasets.conftest import Imported, Query, Reference

pytestmark = pytest.mark.xdist_group("olist_funnel")
COPIES = ("olist_funnel", "olist_ddmmyyyy", "olist_semicolon")


@pytest.mark.parametrize("copy", COPIES)
def test_leads_touches_and_deals_are_all_there(imported: Imported, reference: Reference, copy: str) -> None:
    report = imported(copy)[1]
    figures = reference("olist_funnel")
    assert report.table("leads").new == report.table("touches").new == figures["mql"] == 8000
    assert report.table("deals").new == figures["closed"] == 842
    assert report.table("sellers").new == figures["n_sr"]
    assert report.rejected == 0


@pytest.mark.parametrize("copy", COPIES)
def test_the_three_copies_agree_on_every_date(imported: Imported, query: Query, copy: str) -> None:
    sql = (
        "SELECT d.source_id, date_trunc('minute', d.closed_at), l.created_at FROM deals d "
        "JOIN leads l ON l.deal = d.id ORDER BY 1"
    )
    assert query(imported(copy)[0], sql) == query(imported("olist_funnel")[0], sql)


@pytest.mark.parametrize("copy", ["olist_funnel", "olist_ddmmyyyy"])
def test_conversion_by_origin_is_that_of_the_reference(
    imported: Imported, reference: Reference, query: Query, copy: str
) -> None:
    rows = query(
        imported(copy)[0],
        "SELECT coalesce(l.source_detail, '(blank)'), count(*), count(d.id), "
        "median(d.closed_at::date - l.created_at::date) FROM leads l LEFT JOIN deals d ON d.id = l.deal GROUP BY 1",
    )
    expected = reference("olist_funnel")["by_origin"]
    assert {name: (mql, won, days) for name, mql, won, days in rows} == {
        name: (figures["mql"], figures["won"], figures["median_days"]) for name, figures in expected.items()
    }


def test_the_silent_repair_of_the_mangled_copy_shows_as_a_difference(imported: Imported, query: Query) -> None:
    sql = "SELECT count(*) FROM leads WHERE lower(replace(source_detail, ' ', '_')) = 'direct_traffic'"
    assert query(imported("olist_semicolon")[0], sql) == [(559,)]
    assert query(imported("olist_funnel")[0], sql) == [(499,)]
    assert imported("olist_semicolon")[1].finding("origin_blank") is None


@pytest.mark.parametrize("copy", COPIES)
def test_the_deal_won_before_its_first_contact_is_reported_and_kept(
    imported: Imported, reference: Reference, copy: str
) -> None:
    finding = imported(copy)[1].finding("won_before_first_contact")
    assert finding is not None
    assert finding.count == reference("olist_funnel")["days"]["negative"] == 1
    assert finding.examples[0].startswith(reference("olist_funnel")["negative_rows"][0])


def test_a_blank_origin_is_not_the_word_unknown(imported: Imported, reference: Reference) -> None:
    report = imported("olist_funnel")[1]
    by_origin = reference("olist_funnel")["by_origin"]
    blank, said = report.finding("origin_blank"), report.finding("origin_said_unknown")
    assert blank is not None
    assert said is not None
    assert blank.count == by_origin["(blank)"]["mql"] == 60
    assert said.count == by_origin["unknown"]["mql"] == 1099


def test_day_first_is_decided_by_counting_and_said(imported: Imported) -> None:
    assumptions = [a for a in imported("olist_ddmmyyyy")[1].assumptions if a.kind == "date_order"]
    assert len(assumptions) == 2
    assert all(a.value.startswith("%d-%m-%Y") and a.decided_by == "data" for a in assumptions)
