"""Subscription periods: every month and every category of the reference's movements.

Covered whole: `movements` with customers, net and gross retention and customer churn; the counts of rows and customers
are asserted where the import is tested.
"""

from __future__ import annotations

import pytest

from merilo.core.time import Period
from tests.datasets.conftest import Imported, Reference
from tests.datasets.figures import asked, lines, part, with_retention

pytestmark = pytest.mark.xdist_group("mrr_playbook")


def test_every_month_and_category(imported: Imported, reference: Reference) -> None:
    """The reference also takes the month in which the data end for a whole one; we show no rate of it."""
    figures = reference("mrr_playbook")
    found = with_retention(imported("mrr_playbook")[0], Period.MONTH)
    part_month = {**figures["movements"]["2020-02"], "nrr": None, "grr": None, "logo_churn": None}
    assert found == {**figures["movements"], "2020-02": part_month}
    assert len(found) == figures["months"]


def test_churn_and_contraction_alone_say_the_same(imported: Imported, reference: Reference) -> None:
    workspace, __ = imported("mrr_playbook")
    expected = reference("mrr_playbook")["movements"]
    for kpi in ("churn", "contraction"):
        found = lines(asked(workspace, kpi, every=Period.MONTH))
        money = {month: -part(line.figure, kpi) for month, line in found.items()}
        counts = {month: part(line.figure, f"customers_{kpi}") for month, line in found.items()}
        assert money == {month: figures[kpi] for month, figures in expected.items()}
        assert counts == {month: figures[f"n_{kpi}"] for month, figures in expected.items()}


def test_recurring_revenue_of_a_month_is_what_runs_on_its_last_day(imported: Imported, reference: Reference) -> None:
    """The reference counts what runs on a month's first day; where all periods begin on a first day both agree."""
    workspace, __ = imported("mrr_playbook")
    expected = {month: figures["end"] for month, figures in reference("mrr_playbook")["movements"].items()}
    found = {
        month: float(line.figure.value or 0)
        for month, line in lines(asked(workspace, "revenue", every=Period.MONTH)).items()
    }
    # Nothing is paid after January 2020, and a series ends with its last payment.
    assert expected.pop("2020-02") == 0
    assert found == expected


def test_the_month_in_which_the_data_end_is_not_a_whole_one(imported: Imported) -> None:
    found = lines(asked(imported("mrr_playbook")[0], "churn", every=Period.MONTH))
    assert [month for month, line in found.items() if line.partial] == ["2020-02"]


def test_cohorts_of_a_month_together_are_its_customers_and_revenue(imported: Imported, reference: Reference) -> None:
    """The reference has no cohorts; theirs are the customers at its month ends, and began in its months of new ones."""
    expected = reference("mrr_playbook")["movements"]
    answered = asked(imported("mrr_playbook")[0], "cohorts", every=Period.MONTH)
    began = asked(imported("mrr_playbook")[0], "cohorts", "age", every=Period.MONTH)
    new = {line.period: part(line.figure, "size") for line in began.lines if line.labels["age"] == "0"}
    assert new == {month: figures["n_new"] for month, figures in expected.items() if figures["n_new"]}
    for month, line in lines(answered).items():
        assert part(line.figure, "active") == expected[month]["customers_end"]
        assert part(line.figure, "amount") == expected[month]["end"]
