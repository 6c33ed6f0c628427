"""Why a KPI moved: by hand on small facts, and exact to the total for every KPI and cut."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest

from merilo.core.errors import UsageError
from merilo.core.time import Period
from merilo.kpis.declaration import Chance, Kpi, Product, TimeUntil
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.reports.figures import Figure
from merilo.reports.why import Why, explain
from tests.kpis.company import Company, company
from tests.kpis.conftest import Build
from tests.kpis.test_laws import _random_company


def _deals(seller: str, month: str, won: int, lost: int) -> list[dict[str, object]]:
    return [
        {"seller": seller, "status": status, "amount": 10, "closed_at": f"2024-{month}-{day:02}"}
        for day, status in enumerate(["won"] * won + ["lost"] * lost, 1)
    ]


def _why(built: Company, kpi: str, before: str, after: str, **asked: object) -> Why:
    return explain(built.desk, Question(kpi, **asked), before, after)  # type: ignore[arg-type]


def test_a_falling_win_rate_that_no_seller_caused_is_mix(facts: Build) -> None:
    """March: Ann wins 4 of 8, Bob 1 of 4 (5/12). April: Ann 2 of 4, Bob 2 of 8 (4/12). Nobody wins less often.

    Middle value (5/12 + 4/12)/2 = 3/8. Mix: Ann (1/3 − 2/3)(1/2 − 3/8) = −1/24, Bob (2/3 − 1/3)(1/4 − 3/8) = −1/24.
    """
    built = facts(
        deals=[*_deals("a", "03", 4, 4), *_deals("b", "03", 1, 3), *_deals("a", "04", 2, 2), *_deals("b", "04", 2, 6)],
        sellers=[{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}],
    )
    found = _why(built, "win_rate", "2024-03", "2024-04", by=("seller",))
    assert (found.value_before, found.value_after) == (5 / 12, 4 / 12)
    (cut,) = found.cuts
    assert (cut.cut, cut.mix, cut.rate) == ("seller", pytest.approx(-1 / 12), 0.0)
    assert {group.label: (group.mix, group.rate) for group in cut.groups} == {
        "Ann": (pytest.approx(-1 / 24), 0.0),
        "Bob": (pytest.approx(-1 / 24), 0.0),
    }
    assert found.interval is not None
    assert found.interval.low < 0 < found.interval.high


def test_a_sum_that_grew_by_cases_is_volume(facts: Build) -> None:
    """Two deals of 10 become five of 10: 30 more, all volume; by seller it is his own change."""
    built = facts(deals=[*_deals("a", "03", 2, 0), *_deals("a", "04", 3, 0), *_deals("b", "04", 2, 0)])
    (cut,) = _why(built, "won_amount", "2024-03", "2024-04", by=("seller",)).cuts
    assert (cut.volume, cut.mix, cut.rate) == (30.0, 0.0, 0.0)
    assert [(group.key, group.together) for group in cut.groups] == [("b", 20.0), ("a", 10.0)]


def test_a_median_is_split_by_its_mean_and_says_so(facts: Build) -> None:
    built = facts(
        deals=[
            {"status": "won", "created_at": "2024-03-01", "closed_at": "2024-03-11"},
            {"status": "won", "created_at": "2024-04-01", "closed_at": "2024-04-05"},
        ]
    )
    found = _why(built, "time_to_close", "2024-03", "2024-04", by=("origin",))
    assert (found.of_mean, found.value_before, found.value_after) == (True, 10.0, 4.0)


@pytest.fixture(scope="module")
def full() -> Iterator[Company]:
    built = _random_company(7)
    yield built
    built.engine.close()


def _has_values(built: Company, kpi: Kpi) -> bool:
    """Whether both quarters have a value; where those who wait count too, the plain one of those who do not."""
    ends = {"start": "2024-01-01", "end": "2024-06-30"}
    lines = {line.period: line.figure for line in built.ask(kpi.name, every=Period.QUARTER, **ends).lines}
    return all(period in lines and _has_value(kpi, lines[period]) for period in ("2024Q1", "2024Q2"))


def _has_value(kpi: Kpi, figure: Figure) -> bool:
    if isinstance(kpi.value, Chance):
        return bool(figure.parts[kpi.value.plainly.out_of])
    if isinstance(kpi.value, TimeUntil):
        return kpi.value.plainly.column in figure.spreads
    return figure.value is not None


@pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.name)
def test_every_cut_of_every_kpi_explains_the_whole_change(full: Company, kpi: Kpi) -> None:
    """Where a period has no value, that is said; else all effects of a cut are the change."""
    if not _has_values(full, kpi):
        with pytest.raises(UsageError, match=kpi.name):
            _why(full, kpi.name, "2024Q1", "2024Q2")
        return
    found = _why(full, kpi.name, "2024Q1", "2024Q2")
    if isinstance(found.kpi.value, Product):
        assert not found.factors or math.fsum(found.factors.values()) == pytest.approx(found.change)
        return
    assert found.cuts or found.unsplit
    for cut in found.cuts:
        assert cut.volume + cut.mix + cut.rate == pytest.approx(found.change, abs=1e-9), cut.cut
        assert math.fsum(group.together for group in cut.groups) == pytest.approx(found.change, abs=1e-9), cut.cut
    assert json.dumps(found.to_json())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2024-03", "2024-03", "two periods"),
        ("2024-03", "2024Q2", "two periods"),
        ("", "2024-03", "neither a period"),
        ("march", "2024-03", "neither a period"),
        ("2024-03-01", "2024-03-31", "two periods"),
        ("2020-01", "2024-03", "has no value in 2020-01"),
    ],
)
def test_what_is_no_change_is_refused_with_a_way_out(facts: Build, before: str, after: str, told: str) -> None:
    built = facts(deals=_deals("a", "03", 1, 1))
    with pytest.raises(UsageError, match=told):
        _why(built, "win_rate", before, after)


def test_a_part_of_a_period_is_marked(facts: Build) -> None:
    built = company(today="2024-04-10", deals=[*_deals("a", "03", 2, 1), *_deals("a", "04", 1, 1)])
    found = _why(built, "win_rate", "2024-03-15", "2024-04-02")
    assert (found.before.period, found.before.partial) == ("2024-03", False)
    assert (found.after.period, found.after.partial) == ("2024-04", True)
    built.engine.close()


def test_a_product_is_split_by_its_factors_or_says_that_it_cannot_be(facts: Build) -> None:
    """Velocity = open × win rate × average / cycle. From March to April only the open deals double: 1 to 2."""
    won = {"status": "won", "amount": 100, "created_at": "2024-02-01", "closed_at": "2024-02-11"}
    deals = [won, {"id": "o1", "created_at": "2024-03-01"}, {"id": "o2", "created_at": "2024-04-01"}]
    found = _why(facts(deals=deals, today="2024-04-30"), "sales_velocity", "2024-03", "2024-04")
    assert (found.value_before, found.value_after) == (10.0, 20.0)
    moved = {name: effect for name, effect in found.factors.items() if abs(effect) > 1e-9}
    assert list(moved.values()) == [pytest.approx(10.0)]
    nothing_open = _why(facts(deals=[won, deals[2]], today="2024-04-30"), "sales_velocity", "2024-03", "2024-04")
    assert (nothing_open.value_before, nothing_open.factors) == (0.0, {})


def test_where_a_group_has_less_than_nothing_below_the_line_nothing_is_split(facts: Build) -> None:
    """Ann has won 150 of her 100, Bob nothing of his 200: what is left is 150 in sum, but −50 of it is Ann's."""
    quarter = {"kpi": "won_amount", "starts_on": "2024-04-01", "ends_on": "2024-06-30"}
    before = quarter | {"starts_on": "2024-01-01", "ends_on": "2024-03-31"}
    built = facts(
        today="2024-06-30",
        targets=[
            {**each, "subject": who, "low": low}
            for each in (quarter, before)
            for who, low in (("a", 100.0), ("b", 200.0))
        ],
        deals=[
            {"seller": "a", "status": "won", "amount": 150, "created_at": "2024-04-01", "closed_at": "2024-05-01"},
            {"seller": "b", "amount": 75, "created_at": "2024-01-01", "expected_close_on": "2024-02-01"},
        ],
    )
    found = _why(built, "coverage", "2024Q1", "2024Q2", by=("seller",))
    assert (found.value_before, found.value_after) == (0.25, 0.5)
    assert (found.cuts, found.unsplit) == ((), ("seller",))
