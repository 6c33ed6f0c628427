"""The five problems on real data: what is missing is said, and nothing is claimed that the data do not carry."""

from __future__ import annotations

import pytest

from merilo.reports.problems import Problems, problems
from merilo.reports.problems.measured import Level
from merilo.reports.problems.steps import Against
from tests.datasets.conftest import Imported


def _named(found: Problems) -> set[str]:
    return {each.name for each in found.subjects if each.level is Level.SELLER and each.losses}


def _unknown(found: Problems) -> dict[str, str]:
    return {problem.name: reason for problem, reason in found.unknown}


@pytest.mark.xdist_group("maven_crm")
def test_maven_has_only_deals_so_prospects_are_counted_by_new_deals(imported: Imported) -> None:
    """No meetings, no stage history, no revenue. What closes in the first quarters closes fast and is mostly won:
    later win rates of 60 % are no fall from that, and those of the agents hardly differ, so no one is accused of his.
    """
    found = problems(imported("maven_crm")[0])
    steps = {each.step.name for each in found.all}
    assert steps <= {"new_deals", "win_rate", "stage_stock", "missed_close"}
    assert {"deals_stall", "customers_leave_or_shrink"} <= _unknown(found).keys()
    assert not [each for each in found.all if each.said and each.step.name == "win_rate"]
    assert all(each.gap.loss.interval.low > 0 for each in found.all if each.said)
    # Thirty agents of three regions: being below the better quarter of all is no fault.
    assert _named(found) <= {"Darcel Schlecht", "Moses Frase"}
    assert {each.gap.against for each in found.all if each.said} == {Against.EARLIER}


@pytest.mark.xdist_group("bpi2012")
def test_bpi2012_has_no_meetings_and_no_customers(imported: Imported) -> None:
    """One half year of loan applications: there is no year before to compare with, and no meeting to begin with."""
    found = problems(imported("bpi2012")[0])
    assert {each.step.name for each in found.all} <= {"new_deals", "win_rate", "stage_stock", "missed_close"}
    assert "customers_leave_or_shrink" in _unknown(found)
    assert "logo_churn" in _unknown(found)["customers_leave_or_shrink"]
    company = [each for each in found.all if each.level is Level.COMPANY and each.said]
    assert not [each for each in company if each.step.name == "new_deals"]
    # Those who only decline and those who only call are no worse sellers than those who close.
    assert not _named(found)
    few = {each.id for each in found.subjects if not each.measured}
    assert few
    assert not few & {each.gap.subject for each in found.all if each.level is Level.SELLER}
