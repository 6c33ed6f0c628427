from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.reports.win_probability import age
from tests.kpis.conftest import Build


def _deals(seller: str, *courses: tuple[int, str, int]) -> list[dict[str, Any]]:
    """So many deals of 1 January, each with its status and the day on which it ended."""
    return [
        {"seller": seller, "created_at": "2024-01-01", "status": status, "closed_at": f"2024-01-{day:02}"}
        for times, status, day in courses
        for _deal in range(times)
    ]


def test_chances_are_told_by_age_and_group(facts: Build) -> None:
    """
    Ann: 8 won on day 5, 8 lost on day 25: of 16 open past 0 half are won; of 8 open past 14 none.
    Bob: 10 won on day 20: all, whenever one looks.
    """
    deals = _deals("a", (8, "won", 6), (8, "lost", 26)) + _deals("b", (10, "won", 21))
    built = facts(deals=deals, sellers=[{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}])
    found = {(r["group"], r["age"]): (r["n"], r["ever"]) for r in age(built.desk, "seller").records()}
    assert found[("Ann", 0)] == (16, pytest.approx(0.5))
    assert found[("Ann", 14)] == (8, 0.0)
    assert found[("Bob", 14)] == (10, pytest.approx(1.0))
    assert ("Bob", 30) not in found
    together = age(built.desk)
    assert [(g.label, g.n, g.won) for g in together.groups] == [("", 26, 18)]
    assert together.records()[0]["ever"] == pytest.approx(18 / 26)
    assert together.acceptable is not None
    assert any("The data do not show that age matters" in note for note in together.notes)
    assert together.to_json()["acceptable_age"]["days"] == together.acceptable.days


def test_a_past_day_knows_only_what_had_happened(facts: Build) -> None:
    """On 10 January ten were won, the others open: past day 7 nothing is decided, so nothing can be told."""
    built = facts(deals=_deals("a", (10, "won", 6), (10, "lost", 26)), meetings=[{"starts_at": "2024-01-10"}])
    records = age(built.desk, as_of=date(2024, 1, 10)).records()
    assert [(r["age"], r["n"], r["ever"]) for r in records] == [(0, 20, None), (7, 10, None)]


def test_an_unknown_cut_and_a_day_to_come_are_refused(facts: Build) -> None:
    desk = facts(deals=_deals("a", (1, "won", 6))).desk
    with pytest.raises(UsageError, match="colour"):
        age(desk, "colour")
    with pytest.raises(UsageError, match="future"):
        age(desk, as_of=date(2099, 1, 1))


def test_without_deals_there_is_nothing_to_say(facts: Build) -> None:
    found = age(facts().desk)
    assert (found.groups, found.acceptable) == ((), None)
    assert any("Too few deals were won" in note for note in found.notes)
