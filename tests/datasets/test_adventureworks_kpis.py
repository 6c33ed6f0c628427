"""AdventureWorks: sales by seller, country, business type, month and quarter; attainment of everyone in every month and
quarter; movements of resellers by quarter.

Not covered by these KPIs: cost and profit (cost, gross_profit, profit, loss_making_lines), counts of orders and average
order, resellers per seller, sales outside the own region, and the ten sales territories, which belong to a line of an
order: a region here is the reseller's country.
"""

from __future__ import annotations

from typing import Any

import pytest

from merilo.core.time import Period
from merilo.reports.expectations import Wanted, expectations
from merilo.reports.judgement import Status
from tests.datasets.conftest import Imported, Reference
from tests.datasets.figures import asked, by_period, lines, part, rounded, total, with_retention

pytestmark = pytest.mark.xdist_group("adventureworks")
LAST_SALE = "2020-05-31"
REPS = (("role", "Sales Representative"),)


def _sales(imported: Imported, *by: str, **asking: Any) -> dict[str, float]:
    answered = asked(imported("adventureworks")[0], "revenue", *by, **asking)
    return {name: part(line.figure, "amount") for name, line in lines(answered).items()}


def test_sales_of_all_and_of_each_seller(imported: Imported, reference: Reference) -> None:
    figures = reference("adventureworks")
    everything = total(asked(imported("adventureworks")[0], "revenue"))
    assert (everything.n, part(everything, "amount")) == (figures["rows"], figures["sales"])
    expected = {name: seller["sales"] for name, seller in figures["by_salesperson"].items()}
    assert _sales(imported, "seller") == expected


def test_sales_by_month_and_quarter(imported: Imported, reference: Reference) -> None:
    figures = reference("adventureworks")
    assert _sales(imported, every=Period.MONTH) == figures["by_month"]
    assert _sales(imported, every=Period.QUARTER) == figures["by_quarter"]


def test_sales_by_business_type(imported: Imported, reference: Reference) -> None:
    assert _sales(imported, "industry") == reference("adventureworks")["by_business_type"]


def test_sales_by_country_are_those_of_the_territories_in_it(imported: Imported, reference: Reference) -> None:
    """The reference has ten territories, five of them parts of one country; no reseller buys in two countries."""
    figures = reference("adventureworks")
    territories, found = dict(figures["by_region"]), _sales(imported, "region")
    parts = ("Central", "Northeast", "Northwest", "Southeast", "Southwest")
    states = sum(territories.pop(name) for name in parts)
    assert found == {**territories, "United States": round(states, 2)}
    groups = {
        "Europe": ("France", "Germany", "United Kingdom"),
        "North America": ("Canada", "United States"),
        "Pacific": ("Australia",),
    }
    by_group = {group: round(sum(found[name] for name in names), 2) for group, names in groups.items()}
    assert by_group == figures["by_group"]


Cells = dict[tuple[str, str], dict[str, Any]]


def _attainment(imported: Imported, every: Period, end: str) -> Cells:
    """Per seller and period; `apart` is what was sold on days without a target, which we divide by nothing."""
    answered = asked(imported("adventureworks")[0], "attainment", "seller", every=every, end=end)
    found: Cells = {}
    for period, sellers in by_period(answered).items():
        for name, figure in sellers.items():
            actual, apart, target = (part(figure, each) for each in ("actual", "uncovered", "expected"))
            cell = {"actual": round(actual + apart, 2), "apart": apart, "target": target or None}
            found[name, period] = cell | {"attainment": figure.value}
    return found


def _expected(figures: dict[str, Any]) -> Cells:
    return {(name, period): dict(each) for name, periods in figures.items() for period, each in periods.items()}


def _column(cells: Cells, name: str) -> dict[tuple[str, str], Any]:
    return {key: cell[name] for key, cell in cells.items()}


def _is_the_same(found: Cells, expected: Cells) -> None:
    """Every seller and period; of the shares six digits, where 0.2459355 is both 0.245935 and 0.245936."""
    assert _column(found, "actual") == _column(expected, "actual")
    assert _column(found, "target") == _column(expected, "target")
    shares = {key: share for key, share in _column(expected, "attainment").items() if share is not None}
    ours = {key: share for key, share in _column(found, "attainment").items() if share is not None}
    assert ours == pytest.approx(shares, rel=0, abs=5.00001e-7)


def test_attainment_of_everyone_in_every_month(imported: Imported, reference: Reference) -> None:
    """What is sold in a month without a target is apart, where the reference's target is empty."""
    expected = _expected(reference("adventureworks")["attainment_by_month"])
    found = _attainment(imported, Period.MONTH, LAST_SALE)
    without = {key for key, cell in expected.items() if cell["target"] is None}
    assert {key for key, cell in found.items() if cell["apart"]} == without == {("Jillian Carson", "2017-07")}
    _is_the_same(found, expected)


def test_attainment_of_everyone_in_every_quarter(imported: Imported, reference: Reference) -> None:
    """One quarter has a month without a target: the reference divides all of its sales by the targets of the other
    months (2.278277), we divide only the sales of those months (2.044799). The last quarter has targets for June too.
    """
    expected = _expected(reference("adventureworks")["attainment_by_quarter"])
    found = _attainment(imported, Period.QUARTER, "2020-06-30")
    assert {key for key, cell in found.items() if cell["apart"]} == {("Jillian Carson", "2017Q3")}
    ours, theirs = found["Jillian Carson", "2017Q3"], expected["Jillian Carson", "2017Q3"]
    assert (rounded(ours["attainment"]), theirs["attainment"]) == (2.044799, 2.278277)
    ours["attainment"] = ours["actual"] / ours["target"]
    _is_the_same(found, expected)


def test_attainment_of_representatives(imported: Imported, reference: Reference) -> None:
    """Ours leaves out what was sold in a month without a target, 46,695.58; with it, it is the reference's."""
    figure = total(asked(imported("adventureworks")[0], "attainment", end=LAST_SALE, where=REPS))
    actual, apart, target = (part(figure, name) for name in ("actual", "uncovered", "expected"))
    assert rounded(figure.value) == 0.433418
    assert apart == 46695.58
    expected = reference("adventureworks")["reps_only_attainment_up_to_last_sale"]
    assert rounded((actual + apart) / target) == expected == 0.433686


def test_targets_by_job_title(imported: Imported, reference: Reference) -> None:
    workspace, __ = imported("adventureworks")
    targets = reference("adventureworks")["targets"]
    found = asked(workspace, "attainment", "role")
    assert {role: part(line.figure, "expected") for role, line in lines(found).items()} == targets["by_title"]
    assert (total(found).n, part(total(found), "expected")) == (targets["rows"], targets["sum_all"])
    so_far = total(asked(workspace, "attainment", end=LAST_SALE))
    assert part(so_far, "expected") == targets["sum_up_to_last_sale"]
    assert so_far.n == targets["rows"] - targets["future_rows_after_last_sale"]


def test_movements_of_resellers_by_quarter(imported: Imported, reference: Reference) -> None:
    """Sales end with May: the reference compares the two months of 2020Q2 with a whole quarter, we do not."""
    found = with_retention(imported("adventureworks")[0], Period.QUARTER)
    expected = reference("adventureworks")["reseller_movements_quarter"]
    part_quarter = {**expected["2020Q2"], "nrr": None, "grr": None, "logo_churn": None}
    assert found == {**expected, "2020Q2": part_quarter}
    answered = asked(imported("adventureworks")[0], "nrr", every=Period.QUARTER)
    assert [quarter for quarter, line in lines(answered).items() if line.partial] == ["2020Q2"]


def test_expectations_of_a_month_are_the_attainment_of_everyone_in_it(imported: Imported, reference: Reference) -> None:
    """May 2020, the last month with sales: targets have no upper end, so whoever reached his is within."""
    found = expectations(imported("adventureworks")[0], Wanted(period="2020-05"))
    cells = _expected(reference("adventureworks")["attainment_by_month"])
    expected = {
        name: (cell["target"], cell["actual"], cell["attainment"] >= 1)
        for (name, month), cell in cells.items()
        if month == "2020-05" and cell["target"]
    }
    told = {
        line.who: (line.held.low, round(line.held.value or 0, 2), line.held.status is Status.WITHIN)
        for line in found.lines
    }
    assert told == expected
    assert found.problems == ()
    assert [line.help for line in found.lines] == sorted((not met for __, __, met in expected.values()), reverse=True)
