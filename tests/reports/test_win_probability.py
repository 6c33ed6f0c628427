from __future__ import annotations

import json
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
    assert any("Too few deals were followed for long enough" in note for note in together.notes)
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
    assert found.notes == ("No deal had begun by this day, so there is nothing to learn an age from.",)


def test_before_any_deal_the_reason_is_that_there_was_none(facts: Build) -> None:
    """Ten are won in January 2024: in 2023 there is no deal, on 3 January there are ten and none is won."""
    desk = facts(deals=_deals("a", (10, "won", 6)), meetings=[{"starts_at": "2023-01-01"}]).desk
    assert "No deal had begun" in age(desk, as_of=date(2023, 6, 1)).notes[0]
    assert "(0 of 10; it takes 10)" in age(desk, as_of=date(2024, 1, 3)).notes[0]


def _moved(number: int, day: int, status: str, closed: int | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A deal of 1 January that went from Lead to Demo on a day, and perhaps was closed on another."""
    own = f"d{number:02}"
    closed_at = f"2024-01-{closed:02}" if closed else None
    stage = {"won": "Won", "lost": "Lost"}.get(status, "Demo")
    deal = {"id": own, "created_at": "2024-01-01", "status": status, "closed_at": closed_at, "stage": stage}
    changes: list[dict[str, Any]] = [
        {"deal": own, "field": "stage", "old": "Lead", "new": "Demo", "at": f"2024-01-{day:02}"}
    ]
    if closed:
        changes.append({"deal": own, "field": "stage", "old": "Demo", "new": stage, "at": closed_at})
    return deal, changes


_STAGES = [
    {"name": name, "position": place, "kind": kind}
    for place, (name, kind) in enumerate((("Lead", "open"), ("Demo", "open"), ("Won", "won"), ("Lost", "lost")))
]


def _staged(facts: Build) -> Any:
    """Ten to Demo on 5 January and won on the 20th; ten to Demo on the 10th and lost on the 20th; the data end then."""
    told = [_moved(n, 5, "won", 20) for n in range(10)] + [_moved(n, 10, "lost", 20) for n in range(10, 20)]
    changes = [change for _deal, own in told for change in own]
    untold = {"id": "x", "created_at": "2024-01-01", "status": "open", "stage": "Demo"}
    meetings = [{"starts_at": f"2024-01-{day:02}"} for day in (8, 9)]
    deals = [*(deal for deal, _own in told), untold]
    return facts(deals=deals, deal_changes=changes, stages=_STAGES, meetings=meetings)


def test_the_stage_is_the_one_in_which_a_deal_was_at_the_age(facts: Build) -> None:
    """
    Age 0: all 20 in Lead, half are won. Age 7, 8 January: ten in Demo, all won; ten in Lead, none won. Age 14: all in
    Demo. Nobody was ever open in Won or Lost: by the present stage, those of Won would be won in 100 %. Of one deal
    it is not known when it came to its stage.
    """
    found = age(_staged(facts).desk, "stage")
    records = [(r["group"], r["age"], r["n"], r["ever"]) for r in found.records()]
    assert records == [
        ("Lead", 0, 20, pytest.approx(0.5)),
        ("Lead", 7, 10, 0.0),
        ("Demo", 7, 10, pytest.approx(1.0)),
        ("Demo", 14, 20, pytest.approx(0.5)),
    ]
    assert [(group.label, group.n, group.won) for group in found.groups] == [("Lead", 20, 10), ("Demo", 20, 10)]
    assert any("the one in which a deal was when it had that age" in note for note in found.notes)
    assert "1 of 21 deals are left out: it is not known when they came into a stage." in found.notes


def test_on_a_past_day_the_stage_is_that_of_then(facts: Build) -> None:
    """By 8 January nobody was open past age 7; by the 9th ten were at that age in Demo, ten in Lead."""
    found = age(_staged(facts).desk, "stage", as_of=date(2024, 1, 8))
    assert [(r["group"], r["age"], r["n"], r["ever"]) for r in found.records()] == [("Lead", 0, 20, None)]
    later = age(_staged(facts).desk, "stage", as_of=date(2024, 1, 9))
    records = [(r["group"], r["age"], r["n"]) for r in later.records()]
    assert records == [("Lead", 0, 20), ("Lead", 7, 10), ("Demo", 7, 10)]


def test_a_pipelines_own_age_goes_with_its_lines_and_none_with_lines_of_many(facts: Build) -> None:
    """Fast: ten won after 4 days, so 6. Slow: ten won after 20, so 30. A third one with one win has that of all, 18."""
    fast, slow, few = _deals("a", (10, "won", 5)), _deals("a", (10, "won", 21)), _deals("b", (1, "won", 13))
    deals = [deal | {"pipeline": name} for name, own in (("fast", fast), ("slow", slow), ("few", few)) for deal in own]
    desk = facts(deals=deals).desk
    ages = {r["group"]: (r["acceptable_age"], r["acceptable_age_learned"]) for r in age(desk, "pipeline").records()}
    assert ages == {"fast": (6.0, False), "slow": (30.0, False), "few": (18.0, False)}
    document = age(desk, "seller").to_json()
    assert {line["acceptable_age"] for line in document["lines"]} == {None}
    own = {name: (each["days"], each["own"], each["n"], each["won"]) for name, each in document["by_pipeline"].items()}
    assert own == {"fast": (6.0, True, 10, 10), "slow": (30.0, True, 10, 10), "few": (18.0, False, 1, 1)}
    assert json.loads(json.dumps(document)) is not None
