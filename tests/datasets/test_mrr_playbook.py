"""Subscription periods: understood without a mapping."""

from __future__ import annotations

import pytest

from tests.datasets.conftest import Imported, Query

pytestmark = pytest.mark.xdist_group("mrr_playbook")


def test_periods_become_recurring_revenue_per_month(imported: Imported, query: Query) -> None:
    workspace, report = imported("mrr_playbook")
    assert report.table("revenue").new == 121
    assert report.table("accounts").new == 55
    assert query(workspace, "SELECT DISTINCT kind, per, currency FROM revenue") == [("recurring", "month", "USD")]
    months = query(workspace, "SELECT min(starts_on)::text, max(ends_on)::text FROM revenue")
    assert months == [("2017-09-01", "2020-02-01")]


def test_the_assumed_currency_is_said(imported: Imported) -> None:
    report = imported("mrr_playbook")[1]
    assumption = next(each for each in report.assumptions if each.kind == "currency")
    assert (assumption.value, assumption.decided_by) == ("USD", "workspace")
