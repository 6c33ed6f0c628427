from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.kpis.company import Company
from tests.kpis.conftest import Build

_STAGES = [{"name": "Lead", "crm_probability": 0.1}, {"name": "Offer", "crm_probability": 0.5}]


def _deal(name: str = "d", **more: Any) -> dict[str, Any]:
    return {"id": name, "created_at": "2024-01-10", "stage": "Offer", "amount": 300, "seller": "a", "currency": "USD",
            "expected_close_on": "2024-03-20", **more}  # fmt: skip


def _won(name: str, day: str, amount: float, **more: Any) -> dict[str, Any]:
    return _deal(name, status="won", closed_at=day, amount=amount, **more)


def _target(subject: str | None = "a", low: float = 1000, **more: Any) -> dict[str, Any]:
    return {"kpi": "won_amount", "subject": subject, "starts_on": "2024-01-01", "ends_on": "2024-03-31", "low": low,
            **more}  # fmt: skip


def _parts(company: Company, *names: str, **asked: Any) -> tuple[int, ...]:
    figure = company.figure("coverage", **asked)
    return tuple(int(figure.parts[name] or 0) for name in names)


def test_open_amount_is_held_against_what_is_left_of_the_target(facts: Build) -> None:
    """
    target 1000, won 200 this quarter (50 last quarter, 70 by others): 800 left
    open by the end of March: 300 in Offer (0.5), 100 overdue in Lead (0.1); 900 due in June are not
    coverage 400 / 800, by probability (150 + 10) / 800
    """
    deals = [
        _deal("one"), _deal("overdue", expected_close_on="2023-11-01", amount=100, stage="Lead"),
        _deal("later", expected_close_on="2024-06-01", amount=900),
        _won("w", "2024-02-01", 200), _won("old", "2023-12-31", 50), _won("other", "2024-02-01", 70, seller="b"),
    ]  # fmt: skip
    company = facts(deals=deals, targets=[_target()], stages=_STAGES, today="2024-02-10")
    figure = company.figure("coverage")
    assert figure.value == 0.5
    assert figure.beside["weighted_coverage"].value == 0.2
    assert _parts(company, "amount", "left", "target", "won", "weighted", "deals") == (400, 800, 1000, 200, 160, 2)
    assert company.figure("coverage", policies={"deals": "all"}).value == 1300 / 800


def test_a_reached_target_has_no_coverage_and_is_said(facts: Build) -> None:
    company = facts(deals=[_deal(), _won("w", "2024-02-01", 1000)], targets=[_target()], today="2024-02-10")
    answer = company.ask("coverage")
    assert answer.total is not None
    assert answer.total.figure.value is None
    assert any(note.startswith("1 targets are reached") for note in answer.notes)


def test_a_total_is_a_ratio_of_sums(facts: Build) -> None:
    """a: 300 for 1000 = 0.3; b: 300 for 100 = 3. Together 600 for 1100, not the mean of 0.3 and 3."""
    company = facts(deals=[_deal(), _deal("e", seller="b")], targets=[_target(), _target("b", 100)], today="2024-02-10")
    assert company.values("coverage", by="seller") == {"a": 0.3, "b": 3.0}
    assert company.figure("coverage").value == 600 / 1100


def test_deals_of_those_without_a_target_are_shown_beside(facts: Build) -> None:
    deals = [_deal(), _deal("e", seller="b"), _deal("f", seller=None)]
    company = facts(deals=deals, targets=[_target()], today="2024-02-10")
    assert _parts(company, "amount", "uncovered", "deals") == (300, 600, 3)
    assert any(n.startswith("2 open deals (67%) belong to nobody with a target") for n in company.ask("coverage").notes)


def test_a_quarter_s_target_is_not_added_to_those_of_its_months(facts: Build) -> None:
    months = [
        _target(low=400, starts_on=f"2024-0{m}-01", ends_on=f"2024-0{m}-{d}") for m, d in ((1, 31), (2, 29), (3, 31))
    ]
    both = facts(deals=[_deal()], targets=[*months, _target()], today="2024-02-10")
    assert _parts(both, "target", "targets") == (1000, 1)
    assert any(note.startswith("3 targets cover only a part") for note in both.ask("coverage").notes)
    alone = facts(deals=[_deal()], targets=months, today="2024-02-10")
    assert _parts(alone, "target", "targets") == (1200, 3)
    assert _parts(alone, "target", "targets", policies={"period": "month"}) == (400, 1)


def test_a_year_s_target_is_asked_for_by_policy(facts: Build) -> None:
    company = facts(deals=[_deal()], targets=[_target(ends_on="2024-12-31")], today="2024-02-10")
    assert company.figure("coverage").value is None
    assert any(note.startswith("1 targets cover only a part") for note in company.ask("coverage").notes)
    assert company.figure("coverage", policies={"period": "year"}).value == 0.3


def test_scopes_are_never_added(facts: Build) -> None:
    memberships = [{"seller": "a", "team": "North"}]
    targets = [_target(), _target("North", 600, scope="team"), _target(None, 1200, scope="company")]
    company = facts(deals=[_deal()], targets=targets, memberships=memberships, today="2024-02-10")
    found = {scope: company.figure("coverage", policies={"scope": scope}).value for scope in ("seller", "team")}
    assert found == {"seller": 0.3, "team": 0.5}
    assert company.figure("coverage", policies={"scope": "company"}).value == 0.25


def test_after_a_re_org_a_person_takes_all_with_him_and_a_team_keeps_what_it_won(facts: Build) -> None:
    """a won 200 in North and moved to South on 1 February, where his open 300 stand now."""
    memberships = [
        {"seller": "a", "team": "North", "valid_to": "2024-01-31"},
        {"seller": "a", "team": "South", "valid_from": "2024-02-01"},
    ]
    deals = [_deal(), _won("w", "2024-01-20", 200)]
    targets = [_target(), _target("North", 500, scope="team"), _target("South", 600, scope="team")]
    company = facts(deals=deals, targets=targets, memberships=memberships, today="2024-02-10")
    assert company.values("coverage", by="team") == {"South": 300 / 800}
    lines = company.ask("coverage", by="team", policies={"scope": "team"}).lines
    found = {line.labels["team"]: (line.figure.parts["amount"], line.figure.parts["left"]) for line in lines}
    assert found == {"North": (Decimal(0), Decimal(300)), "South": (Decimal(300), Decimal(600))}


def test_a_past_day_knows_the_amounts_and_days_of_then(facts: Build) -> None:
    """On 31 January the deal was worth 100 and due in March; the win of February was open then."""
    changes = [
        {"deal": "d", "field": "amount", "old": "100", "new": "300", "at": "2024-02-05"},
        {"deal": "d", "field": "expected_close_on", "old": "2024-03-20", "new": "2024-09-01", "at": "2024-02-05"},
    ]
    deals = [_deal(expected_close_on="2024-09-01"), _won("w", "2024-02-01", 200, created_at="2024-01-05")]
    company = facts(deals=deals, deal_changes=changes, targets=[_target()], today="2024-02-10")
    assert _parts(company, "amount", "left", as_of="2024-01-31") == (300, 1000)
    assert _parts(company, "amount", "left") == (0, 800)


def test_amounts_and_targets_are_each_in_the_reporting_currency(facts: Build) -> None:
    """A win by its day's rate (2), the open deal by today's (3), the target by its first day's (2)."""
    rates = [{"currency": "EUR", "day": "2023-12-01", "rate": 2}, {"currency": "EUR", "day": "2024-02-05", "rate": 3}]
    deals = [
        _deal(amount=100, currency="EUR"),
        _won("w", "2024-02-01", 100, currency="EUR"),
        _deal("x", currency="GBP"),
    ]
    targets = [_target(low=500, currency="EUR")]
    company = facts(deals=deals, targets=targets, rates=rates, today="2024-02-10")
    assert _parts(company, "amount", "won", "target", "left") == (300, 200, 1000, 800)
    assert any("GBP 1" in note for note in company.ask("coverage").notes)


def test_deals_without_day_amount_or_probability_are_said(facts: Build) -> None:
    deals = [_deal(amount=None), _deal("e", stage="Nowhere"), _deal("f", expected_close_on=None)]
    notes = facts(deals=deals, targets=[_target()], stages=_STAGES, today="2024-02-10").ask("coverage").notes
    assert any(note.startswith("1 open deals have no expected closing day") for note in notes)
    assert any(note.startswith("1 open deals (50%) have no amount") for note in notes)
    assert any(note.startswith("1 open deals (50%) have no probability") for note in notes)
