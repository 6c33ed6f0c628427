from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.kpis.company import Company
from tests.kpis.conftest import Build


def _deal(created: str, status: str = "open", closed: str | None = None, **more: Any) -> dict[str, Any]:
    return {"created_at": created, "status": status, "closed_at": closed, **more}


# Ten won within 20 days: the median is 20, so past 30 days a deal is too old. The data end on 31 March.
_WON = [_deal("2024-01-01", "won", "2024-01-21")] * 10
_LAST = [{"starts_at": "2024-03-31"}]


def _company(facts: Build, *deals: dict[str, Any], **more: Any) -> Company:
    built: Company = facts(deals=[*_WON, *deals], meetings=_LAST, **more)
    return built


def test_open_deals_past_one_and_a_half_medians_are_over_age_and_that_is_said(facts: Build) -> None:
    """On 31 March: created 1 March, day 30 (not too old); created 29 February, day 31; closed long ago: in nothing."""
    company = _company(
        facts,
        _deal("2024-03-01", id="young", amount=5),
        _deal("2024-02-29", id="old", amount=7, seller="a", currency="USD"),
        _deal("2024-01-01", "lost", "2024-03-30", id="lost"),
    )
    answer = company.ask("over_age", by="seller", rows=True)
    assert answer.rows is not None
    assert answer.rows["id"].to_pylist() == ["old"]
    (line,) = answer.lines
    assert (line.labels, line.figure.parts) == ({"seller": "a"}, {"deals": 1, "amount": Decimal(7)})
    assert line.figure.spreads["age_days"].median == 31
    assert any("1.5 times the median of 20 days to win is taken: 30 days" in note for note in answer.notes)


def test_the_clock_starts_with_the_first_meeting_where_there_is_one(facts: Build) -> None:
    """Created 1 January, met 20 March: 11 days old, not 90."""
    company = facts(
        deals=[*_WON, _deal("2024-01-01", id="d")], meetings=[*_LAST, {"deal": "d", "starts_at": "2024-03-20"}]
    )
    assert company.figure("over_age").n == 0
    assert company.figure("over_age", policies={"start": "created"}).n == 1


def test_a_past_day_teaches_only_what_was_known_then(facts: Build) -> None:
    """
    By 15 February the ten had been won in 20 days: past 30 days too old, which is a deal of 1 January (45 days).
    By 31 March thirty more had been won in 80 days: the median is 80, past 120 days too old, which none is.
    """
    later = [_deal("2024-01-10", "won", "2024-03-30")] * 30
    meetings = [*_LAST, {"starts_at": "2024-02-15"}]
    company = facts(deals=[*_WON, *later, _deal("2024-01-01", id="d")], meetings=meetings)
    early = company.ask("over_age", as_of="2024-02-15", rows=True)
    assert early.rows is not None
    assert "d" in early.rows["id"].to_pylist()
    assert any("median of 20 days" in note for note in early.notes)
    assert company.figure("over_age").n == 0


def test_each_pipeline_has_its_own_age_and_one_with_few_wins_that_of_all(facts: Build) -> None:
    """
    Fast: ten won in 4 days, so 6 are allowed. Slow: ten won in 60, so 90. All together: the median is the tenth of 20
    in order, 4 days, so 6 as well; two more that were won in 60 days without a pipeline, or in one of their own, make
    it the eleventh of 22: 60 days, so 90. Of two deals of 40 days only the fast one is too old, though 40 is more than
    most deals of all ever took; a deal of 40 days in the pipeline with few wins is not, as 90 days are allowed there.
    """
    fast = [_deal("2024-01-01", "won", "2024-01-05", pipeline="fast")] * 10
    slow = [_deal("2024-01-01", "won", "2024-03-01", pipeline="slow")] * 10
    few = [_deal("2024-01-01", "won", "2024-03-01", pipeline=name) for name in ("few", None)]
    opened = [_deal("2024-02-20", id=f"open {name}", pipeline=name) for name in ("fast", "slow", "few", None)]
    company = facts(deals=[*fast, *slow, *few, *opened], meetings=_LAST)
    answer = company.ask("over_age", by="pipeline", rows=True)
    assert answer.rows is not None
    assert answer.rows["id"].to_pylist() == ["open fast"]
    assert answer.rows["age_days"].to_pylist() == [40]
    assert answer.rows["past"].to_pylist() == [34]
    assert any(note.startswith("fast: ") and "6 days" in note for note in answer.notes)
    assert any(note.startswith("slow: ") and "90 days" in note for note in answer.notes)
    assert any(note.startswith("few (1): too few deals") and "90 days" in note for note in answer.notes)
    assert "The 2 deals without a pipeline have the age of all deals: 90 days." in answer.notes


def _two_speeds(facts: Build) -> Company:
    """
    Fast: twenty won in 4 days (6 allowed). Slow: twelve won in 60 (90 allowed). All together the median is 4 days.
    Open on 31 March: a fast and a slow deal of 40 days, and a slow one of 100, at stages Demo, Demo and Offer.
    """
    fast = [_deal("2024-01-01", "won", "2024-01-05", pipeline="fast")] * 20
    slow = [_deal("2024-01-01", "won", "2024-03-01", pipeline="slow")] * 12
    opened = [
        _deal("2024-02-20", id="fast 40", pipeline="fast", stage="Demo"),
        _deal("2024-02-20", id="slow 40", pipeline="slow", stage="Demo"),
        _deal("2023-12-22", id="slow 100", pipeline="slow", stage="Offer"),
    ]
    built: Company = facts(deals=[*fast, *slow, *opened], meetings=_LAST)
    return built


def test_a_slow_pipelines_good_deals_are_not_old_because_others_are_quick(facts: Build) -> None:
    """The trap: by the age of all deals, 6 days, all three open deals would be too old."""
    answer = _two_speeds(facts).ask("over_age", rows=True)
    assert answer.rows is not None
    assert sorted(answer.rows["id"].to_pylist()) == ["fast 40", "slow 100"]


def test_a_part_of_the_deals_is_held_against_the_same_ages_as_the_whole(facts: Build) -> None:
    company = _two_speeds(facts)
    by = {name: company.values("over_age", by=name) for name in ("pipeline", "stage")}
    assert by == {"pipeline": {"fast": 1, "slow": 1}, "stage": {"Demo": 1, "Offer": 1}}
    for cut, values in by.items():
        found = {value: company.figure("over_age", where={cut: value}).value for value in values}
        assert found == values


def test_who_asks_for_one_pipeline_hears_of_its_age_alone(facts: Build) -> None:
    company = _two_speeds(facts)
    (slow,) = [note for note in company.ask("over_age", where={"pipeline": "slow"}).notes if "median" in note]
    assert slow.startswith("slow: ")
    assert "90 days" in slow
    other = company.ask("over_age", where={"pipeline": "(none)"})
    assert not any("median" in note for note in other.notes)


def test_without_wins_nobody_is_called_too_old(facts: Build) -> None:
    answer = facts(deals=[_deal("2020-01-01")], meetings=_LAST).ask("over_age")
    assert answer.total is not None
    assert answer.total.figure.n == 0
    assert any("Too few deals were won" in note and "(0 of 1; it takes 10)" in note for note in answer.notes)


def test_a_deal_without_a_start_has_no_age_and_is_named(facts: Build) -> None:
    company = _company(facts, {"status": "open"})
    answer = company.ask("over_age")
    assert any("1 open deals have no known start" in note for note in answer.notes)
