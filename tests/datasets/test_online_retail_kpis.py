"""Online Retail: gross and net movements of every month, customer counts, retention, cohorts; revenue by country.

Not covered by these KPIs: the sum without exact duplicates, which stay.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from merilo.core.time import Period
from tests.datasets.conftest import Imported, Query, Reference
from tests.datasets.figures import asked, lines, movements, part, rounded, total, with_retention

pytestmark = pytest.mark.xdist_group("online_retail")
NOT_OF_A_PART = {"nrr": None, "grr": None, "logo_churn": None}
KINDS = {"gross": "online_retail_gross", "net": "online_retail"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_month_and_category(imported: Imported, reference: Reference, kind: str) -> None:
    """The reference also compares the last nine days with a whole month; we show what moved, but no rate of it."""
    found = with_retention(imported(KINDS[kind])[0], Period.MONTH)
    expected = reference("online_retail_uci")[f"{kind}_movements"]
    assert expected["2011-12"].keys() >= NOT_OF_A_PART.keys()
    assert found == {**expected, "2011-12": {**expected["2011-12"], **NOT_OF_A_PART}}


@pytest.mark.parametrize("kind", KINDS)
def test_the_unfinished_last_month_is_marked(imported: Imported, kind: str) -> None:
    """The data end on 9 December 2011: what looks like the greatest churn of all is no whole month."""
    answered = asked(imported(KINDS[kind])[0], "churn", every=Period.MONTH)
    assert [month for month, line in lines(answered).items() if line.partial] == ["2011-12"]
    assert "Not a whole period, not to be compared: 2011-12." in answered.notes


@pytest.mark.parametrize("kpi", ["contraction", "churn", "logo_churn", "grr", "nrr", "revenue_movements", "cohorts"])
def test_the_unfinished_last_month_is_compared_with_nothing(imported: Imported, kpi: str) -> None:
    """December's nine days: churn of more than half of November, were they taken for a month."""
    answered = asked(imported("online_retail_gross")[0], kpi, every=Period.MONTH)
    found = {month: line.figure for month, line in lines(answered).items()}
    assert found["2011-11"].value is not None
    assert (found["2011-12"].value, found["2011-12"].interval) == (None, None)
    assert all(other.value is None for other in found["2011-12"].beside.values())
    assert answered.total is None


def test_every_cohort_in_every_month(imported: Imported, reference: Reference) -> None:
    """The reference leaves out months in which none of a cohort bought; there are none but after the data's end."""
    figures = reference("online_retail_uci")
    answered = asked(imported("online_retail_gross")[0], "cohorts", "cohort", every=Period.MONTH)
    sizes: dict[str, set[float]] = {}
    active: dict[str, dict[str, float]] = {}
    for line in answered.lines:
        cohort = line.labels["cohort"]
        sizes.setdefault(cohort, set()).add(part(line.figure, "size"))
        active.setdefault(cohort, {})[line.period] = part(line.figure, "active")
    assert sizes == {cohort: {size} for cohort, size in figures["cohort_sizes"].items()}
    assert active == figures["cohort_active"]


def test_cohorts_of_a_month_together_are_its_customers_and_revenue(imported: Imported, reference: Reference) -> None:
    expected = reference("online_retail_uci")["gross_movements"]
    for month, line in lines(asked(imported("online_retail_gross")[0], "cohorts", every=Period.MONTH)).items():
        assert part(line.figure, "active") == expected[month]["customers_end"]
        assert part(line.figure, "amount") == expected[month]["end"]


def test_revenue_of_all_and_of_known_customers(imported: Imported, reference: Reference) -> None:
    figures = reference("online_retail_uci")
    net, __ = imported("online_retail")
    gross, __ = imported("online_retail_gross")
    everything = total(asked(net, "revenue"))
    assert everything.value == Decimal(str(figures["net_total_all_rows"]))
    assert everything.n == figures["rows"]
    nobody = total(asked(net, "revenue", where=(("account", "(none)"),)))
    assert nobody.value == Decimal(str(figures["dirt"]["revenue_without_customer"]))
    assert nobody.n == figures["dirt"]["rows_without_customer"]
    assert total(asked(gross, "revenue")).value == Decimal(str(figures["gross_identified"]))


def test_movements_say_how_many_rows_name_no_customer(imported: Imported, reference: Reference) -> None:
    rows = reference("online_retail_uci")["dirt"]["rows_without_customer"]
    notes = asked(imported("online_retail")[0], "revenue_movements").notes
    assert f"{rows:,} rows of revenue name no customer and are left out." in notes


def test_a_month_below_zero_kept_as_it_is_moves_the_opening(imported: Imported, reference: Reference) -> None:
    """The reference counts a customer's month below zero as nothing, as we do; kept, every month is what was paid."""
    net, __ = imported("online_retail")
    kept = movements(net, Period.MONTH, negative="keep")
    paid = lines(asked(net, "revenue", every=Period.MONTH))
    nobody = lines(asked(net, "revenue", every=Period.MONTH, where=(("account", "(none)"),)))
    ends = {month: float(paid[month].figure.value - nobody[month].figure.value) for month in kept}  # type: ignore[operator]
    assert {month: figures["end"] for month, figures in kept.items()} == ends
    assert rounded(sum(ends.values()), 3) == reference("online_retail_uci")["net_identified"]


def test_revenue_by_country(imported: Imported, reference: Reference) -> None:
    """A customer is in one country here, a line has its own in the reference: 8 customers bought in two countries."""
    gross, __ = imported("online_retail_gross")
    found = {
        name: round(float(line.figure.value or 0), 2) for name, line in lines(asked(gross, "revenue", "region")).items()
    }
    expected = reference("online_retail_uci")["gross_by_country_top10"]
    assert {name: (theirs, found[name]) for name, theirs in expected.items() if found[name] != theirs} == {
        "Australia": (138521.31, 139911.45),
        "Spain": (61577.11, 62839.71),
        "Switzerland": (56443.95, 54056.06),
        "Belgium": (41196.34, 40278.78),
    }


def test_the_customers_own_rhythm_is_quarters(imported: Imported, query: Query) -> None:
    """Where nobody asks for a period; by month, most of those who buy again would seem to have left before."""
    workspace, __ = imported("online_retail_gross")
    days = "SELECT DISTINCT account, starts_on AS day FROM revenue WHERE account IS NOT NULL AND amount > 0"
    gaps = f"SELECT account, day - lag(day) OVER (PARTITION BY account ORDER BY day) AS gap FROM ({days})"
    usual = f"SELECT median(gap) AS gap FROM ({gaps}) GROUP BY account HAVING count(gap) > 0"
    ((median, customers),) = query(workspace, f"SELECT median(gap), count(*) FROM ({usual})")
    answered = asked(workspace, "grr")
    assert answered.question.every is Period.QUARTER
    said = f"Customers buy again after {median:.0f} days (median of {customers} who did)"
    assert f"{said}; quarters are shown." in answered.notes
    by_month = asked(workspace, "grr", every=Period.MONTH).notes
    assert any(note.startswith(f"{said}, and months are too short") for note in by_month)
