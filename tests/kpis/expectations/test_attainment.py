from __future__ import annotations

from decimal import Decimal
from typing import Any

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build


def _target(who: str, month: int, low: float, **more: Any) -> dict[str, Any]:
    return {"subject": who, "starts_on": f"2024-{month:02}-01", "ends_on": f"2024-{month:02}-28", "low": low, **more}


def _sale(who: str | None, month: int, amount: int) -> dict[str, Any]:
    return {"seller": who, "account": "x", "starts_on": f"2024-{month:02}-10", "amount": amount}


def test_attainment_of_all_is_actual_by_target_not_the_average(facts: Build) -> None:
    """
    seller  actual  target  attainment      average of both: (200 % + 50 %) / 2 = 125 % (wrong)
    Ann       20      10      200 %         together: 70 / 110 = 63.6 % (right)
    Bob       50     100       50 %
    """
    company = facts(revenue=[_sale("a", 1, 20), _sale("b", 1, 50)], targets=[_target("a", 1, 10), _target("b", 1, 100)])
    assert company.values("attainment", by="seller") == {"a": 2.0, "b": 0.5}
    assert company.figure("attainment", by="seller").value == 70 / 110


def test_without_a_target_there_is_no_attainment_and_nothing_is_lost(facts: Build) -> None:
    """Ann sold 20 in January (target 10) and 90 in February (no target): 200 %, not 1100 %; Bob has no target."""
    company = facts(revenue=[_sale("a", 1, 20), _sale("a", 2, 90), _sale("b", 1, 5)], targets=[_target("a", 1, 10)])
    lines = {line.labels["seller"]: line.figure for line in company.ask("attainment", by="seller").lines}
    assert lines["a"].value == 2.0
    assert lines["a"].parts == {
        "actual": 20, "expected": 10, "expected_high": 10, "due": 10, "uncovered": 90, "targets": 1,
    }  # fmt: skip
    assert (lines["b"].value, lines["b"].parts["uncovered"]) == (None, 5)
    months = company.values("attainment", every=Period.MONTH)
    assert months == {"2024-01": 2.0, "2024-02": None}


def test_nothing_sold_against_a_target_is_zero(facts: Build) -> None:
    assert facts(targets=[_target("a", 1, 10)]).figure("attainment").value == 0.0


def test_targets_of_different_scopes_never_mix(facts: Build) -> None:
    targets = [
        _target("a", 1, 10), _target("North", 1, 50, scope="team"), _target("", 1, 200, scope="company"),
        _target("Hunter", 1, 40, scope="role"),
    ]  # fmt: skip
    company = facts(
        revenue=[_sale("a", 1, 20), _sale("b", 1, 60)],
        targets=targets,
        memberships=[{"seller": "a", "team": "North", "role": "Hunter"}, {"seller": "b", "team": "South"}],
    )

    def reached(scope: str, **asked: Any) -> tuple[Any, Any, Any]:
        parts = company.figure("attainment", policies={"scope": scope}, **asked).parts
        return parts["actual"], parts["expected"], parts["uncovered"]

    assert reached("seller") == (20, 10, 60)
    assert reached("team") == (20, 50, 60)
    assert reached("role") == (20, 40, 60)
    assert reached("company") == (80, 200, 0)
    assert (
        "3 targets are of another scope or for another KPI and are not in this answer."
        in company.ask("attainment").notes
    )
    by_team = company.values("attainment", by="team", policies={"scope": "team"})
    assert by_team == {"North": 0.4, "South": None}


def test_overlapping_targets_do_not_double_a_sale(facts: Build) -> None:
    """A month's and a quarter's target for Ann: her sale is one sale; both expectations are listed."""
    quarter = {"subject": "a", "starts_on": "2024-01-01", "ends_on": "2024-03-31", "low": 30.0}
    company = facts(revenue=[_sale("a", 1, 20)], targets=[_target("a", 1, 10), quarter])
    parts = company.figure("attainment").parts
    assert (parts["actual"], parts["expected"], parts["uncovered"], parts["targets"]) == (20, 40, 0, 2)


def test_managers_targets_are_named_as_possible_double_counts(facts: Build) -> None:
    company = facts(
        revenue=[_sale("a", 1, 20)],
        targets=[_target("a", 1, 10), _target("k", 1, 10)],
        memberships=[{"seller": "a", "team": "North", "manager": "k"}],
    )
    assert any(note.startswith("1 people who manage others have targets") for note in company.ask("attainment").notes)


def test_targets_may_be_for_won_amounts(facts: Build) -> None:
    deal = {"seller": "a", "status": "won", "amount": 30, "closed_at": "2024-01-15"}
    company = facts(deals=[deal], targets=[_target("a", 1, 40, kpi="won_amount")])
    assert company.figure("attainment", policies={"target": "won_amount"}).value == 0.75
    assert company.figure("attainment", policies={"target": "revenue"}).value is None
    assert company.figure("attainment").value == 0.75  # most targets are for won amounts


def test_targets_in_another_currency_are_exchanged(facts: Build) -> None:
    company = facts(
        revenue=[{**_sale("a", 1, 20), "currency": "USD"}],
        targets=[_target("a", 1, 10, currency="EUR")],
        rates=[{"currency": "EUR", "day": "2024-01-01", "rate": 2.0}],
    )
    assert company.figure("attainment").parts["expected"] == Decimal(20)
    assert company.figure("attainment").value == 1.0


def test_later_targets_are_not_held_against_today(facts: Build) -> None:
    company = facts(revenue=[_sale("a", 1, 20)], targets=[_target("a", 1, 10), _target("a", 6, 10)], today="2024-02-01")
    assert company.figure("attainment").value == 2.0


def test_targets_may_be_for_the_number_of_touches(facts: Build) -> None:
    """Three touches of a target of 4; the touch to another in February has no target; mail to two counts once."""
    at = "2024-01-10T10:00:07"
    company = facts(
        sellers=[{"id": "a"}],
        touches=[
            {"seller": "a", "at": "2024-01-08"},
            {"seller": "a", "at": "2024-01-09"},
            {"seller": "a", "at": at, "kind": "email", "contact": "x"},
            {"seller": "a", "at": at, "kind": "email", "contact": "y"},
            {"seller": "a", "at": "2024-01-11", "direction": "inbound"},
            {"seller": "a", "at": "2024-02-09"},
        ],
        targets=[_target("a", 1, 4, kpi="touches", high=6.0)],
        today="2024-02-10",
    )
    figure = company.figure("attainment")
    assert (figure.value, figure.parts["uncovered"], figure.parts["expected_high"]) == (0.75, 1, 6)


def test_targets_for_first_meetings_count_by_the_workspace_s_rule(facts: Build) -> None:
    """Two held meetings with the same account, 100 days apart: one first meeting by the 365-day window, two by 90."""
    tables: dict[str, Any] = {
        "meetings": [
            {"seller": "a", "account": "x", "starts_at": "2024-01-10"},
            {"seller": "a", "account": "x", "starts_at": "2024-04-19"},
            {"seller": "a", "account": "y", "starts_at": "2024-01-12", "status": "no_show"},
        ],
        "targets": [{**_target("a", 1, 4, kpi="first_meetings"), "ends_on": "2024-06-30"}],
        "today": "2024-06-30",
    }
    assert facts(**tables).figure("attainment").value == 0.25
    short = Settings(policies={"first_meetings.window": "90"})
    assert facts(settings=short, **tables).figure("attainment").value == 0.5
    assert facts(settings=short, **tables).figure("attainment", policies={"window": "ever"}).value == 0.25


def test_a_count_is_not_exchanged(facts: Build) -> None:
    company = facts(
        touches=[{"seller": "a", "at": "2024-01-08"}],
        targets=[_target("a", 1, 4, kpi="touches", currency="EUR"), _target("b", 1, 4, kpi="touches", currency="USD")],
    )
    assert company.figure("attainment").parts["expected"] == 8
