"""AdventureWorks: sales by every cut and attainment by seller, month and quarter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from merilo.core.time import Period
from tests.datasets.asking import Ask, by_label, desk
from tests.datasets.conftest import Imported, Reference

pytestmark = pytest.mark.xdist_group("adventureworks")


@pytest.fixture(scope="module")
def works(imported: Imported) -> Iterator[Ask]:
    with desk(imported("adventureworks")[0]) as answer:
        yield answer


@pytest.fixture
def figures(reference: Reference) -> dict[str, Any]:
    return reference("adventureworks")


def test_sales_by_seller_month_and_quarter(works: Ask, figures: dict[str, Any]) -> None:
    def values(**asked: Any) -> dict[Any, float]:
        return {label: float(figure.value) for label, figure in by_label(works("revenue", **asked)).items()}

    assert values(by=("seller",)) == {name: known["sales"] for name, known in figures["by_salesperson"].items()}
    assert values(by=("industry",)) == figures["by_business_type"]
    assert values(every=Period.QUARTER) == figures["by_quarter"]
    assert values(every=Period.MONTH) == figures["by_month"]
    total = works("revenue").total
    assert total is not None
    assert float(total.figure.value or 0) == figures["sales"]


@pytest.mark.parametrize(
    ("every", "name"), [(Period.MONTH, "attainment_by_month"), (Period.QUARTER, "attainment_by_quarter")]
)
def test_attainment_by_seller(works: Ask, figures: dict[str, Any], every: Period, name: str) -> None:
    """The reference divides all that was sold in a quarter by the targets of its months; we set sales on days without
    a target apart. Both are stated: actual + uncovered is the reference's actual, and where nothing is uncovered the
    attainment is the same to the digit."""
    found = by_label(works("attainment", by=("seller",), every=every, end="2020-06-30"))
    same = 0
    for seller, periods in figures[name].items():
        for period, known in periods.items():
            figure = found[seller, period]
            parts = figure.parts
            assert float(parts["expected"]) == (known["target"] or 0)
            assert float(parts["actual"] + parts["uncovered"]) == pytest.approx(known["actual"], abs=1e-6)
            if known["target"] is None:
                assert figure.value is None
            elif not parts["uncovered"]:
                assert figure.value == pytest.approx(known["attainment"], abs=5.1e-7)
                same += 1
    assert same > 100


def test_attainment_of_representatives_up_to_the_last_sale(works: Ask, figures: dict[str, Any]) -> None:
    answer = works("attainment", by=("role",), end="2020-05-31")
    figure = by_label(answer)["Sales Representative"]
    reached = float(figure.parts["actual"] + figure.parts["uncovered"]) / float(figure.parts["expected"])
    assert round(reached, 6) == figures["reps_only_attainment_up_to_last_sale"]


def test_all_targets_together_are_those_of_the_reference(works: Ask, figures: dict[str, Any]) -> None:
    total = works("attainment", end="2020-05-31").total
    assert total is not None
    assert float(total.figure.parts["expected"] or 0) == figures["targets"]["sum_up_to_last_sale"]
