from __future__ import annotations

from typing import Any

from tests.kpis.conftest import Build


def _met(account: str, **more: Any) -> dict[str, Any]:
    return {"starts_at": "2024-05-06", "account": account, **more}


def test_what_is_not_known_is_in_neither_number(facts: Build) -> None:
    """Two found, one from marketing, one unknown, one blank: 2 / 3, not 2 / 5."""
    origins = ("self", "self", "marketing", "unknown", None)
    answer = facts(meetings=[_met(str(n), origin=each) for n, each in enumerate(origins)]).ask("self_sourced_share")
    assert answer.total is not None
    figure = answer.total.figure
    assert (figure.value, figure.n) == (2 / 3, 3)
    assert {name: other.value for name, other in figure.beside.items()} == {
        "marketing_share": 1 / 3,
        "partner_share": 0.0,
        "referral_share": 0.0,
    }
    assert "40% of first meetings (2) have no known origin: they are in neither number." in answer.notes


def test_a_meeting_without_origin_takes_its_lead_s_then_its_deal_s(facts: Build) -> None:
    """
    meeting | own       | lead      | deal    | counts as
    v       | partner   | self      | self    | partner
    w       | unknown   | referral  | self    | referral, in the lead's words
    x       |           | unknown   | self    | self, in the deal's words
    y       |           |           |         | (none)
    """
    company = facts(
        meetings=[
            _met("v", origin="partner", lead="l", deal="d"),
            _met("w", origin="unknown", source_detail="?", lead="m", deal="d"),
            _met("x", lead="n", deal="d"),
            _met("y"),
        ],
        leads=[
            {"id": "l", "origin": "self"},
            {"id": "m", "origin": "referral", "source_detail": "Friend"},
            {"id": "n", "origin": "unknown", "source_detail": "?"},
        ],
        deals=[{"id": "d", "origin": "self", "source_detail": "Cold call"}],
    )
    answer = company.ask("self_sourced_share", by="account,origin,source_detail", rows=True)
    assert answer.rows is not None
    rows = {row["account"]: (row["origin"], row["source_detail"]) for row in answer.rows.to_pylist()}
    assert rows == {
        "v": ("partner", None),
        "w": ("referral", "Friend"),
        "x": ("self", "Cold call"),
        "y": (None, None),
    }


def test_the_total_is_of_all_meetings_not_the_average_of_sellers_shares(facts: Build) -> None:
    """Ann: 1 of 1. Bob: 0 of 3. Average 50 % (wrong); 1 / 4 (right)."""
    bob = [_met(f"b{n}", seller="b", origin="marketing") for n in range(3)]
    company = facts(meetings=[_met("x", seller="a", origin="self"), *bob])
    assert company.figure("self_sourced_share", by="seller").value == 0.25
