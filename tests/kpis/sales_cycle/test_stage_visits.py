from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.company import Company
from tests.kpis.conftest import Build

_STAGES = [
    {"name": name, "position": position, "kind": kind}
    for name, position, kind in (
        ("Lead", 1, "open"), ("Demo", 2, "open"), ("Offer", 5, "open"), ("Won", 8, "won"), ("Lost", 9, "lost"),
    )
]  # fmt: skip


def _deal(name: str = "d", **more: Any) -> dict[str, Any]:
    return {"id": name, "created_at": "2024-01-01", "stage": "Lead", **more}


def _moves(deal: str, *steps: tuple[str, str], born: str | None = None) -> list[dict[str, Any]]:
    """Stage changes to each stage on its day; the first from `born`, each other from the one before."""
    olds = [born, *(stage for stage, _day in steps)]
    return [
        {"deal": deal, "field": "stage", "old": old, "new": stage, "at": day}
        for old, (stage, day) in zip(olds, steps, strict=False)
    ]


def _became(company: Company, **asked: Any) -> dict[str, dict[str, int]]:
    """Per stage what is not zero of what became of its visits."""
    kinds = ("forward", "back", "won", "lost", "repeated", "open", "ended", "skipped", "deals", "visits")
    found = {}
    for line in company.ask("stage_conversion", by="stage", **asked).lines:
        found[line.labels["stage"]] = {k: int(line.figure.parts[k] or 0) for k in kinds if line.figure.parts[k]}
    return found


def test_each_way_out_of_a_stage_is_counted_once(facts: Build) -> None:
    """
    a  Lead 1/1 -> Demo 1/5 -> Offer 1/9 -> Won 1/20       three visits: on, on, won
    b  Lead 1/1 -> Offer 1/8 -> Demo 1/12 -> Lost 1/15     Lead skips Demo; Offer goes back; Demo is lost
    c  Lead 1/1 -> Demo 1/10                               Demo still open
    Lead: 3 of 3 moved on; Demo: 1 of 2 decided (a on, b lost; c is not in it); Offer: 1 of 2 (a won, b back).
    """
    deals = [_deal("a", stage="Won", status="won", closed_at="2024-01-20"),
             _deal("b", stage="Lost", status="lost", closed_at="2024-01-15"), _deal("c", stage="Demo")]  # fmt: skip
    changes = [
        *_moves("a", ("Demo", "2024-01-05"), ("Offer", "2024-01-09"), ("Won", "2024-01-20"), born="Lead"),
        *_moves("b", ("Offer", "2024-01-08"), ("Demo", "2024-01-12"), ("Lost", "2024-01-15"), born="Lead"),
        *_moves("c", ("Demo", "2024-01-10"), born="Lead"),
    ]
    company = facts(deals=deals, deal_changes=changes, stages=_STAGES, today="2024-02-01")
    assert _became(company) == {
        "Lead": {"forward": 3, "skipped": 1, "deals": 3, "visits": 3},
        "Demo": {"forward": 1, "lost": 1, "open": 1, "deals": 3, "visits": 3},
        "Offer": {"won": 1, "back": 1, "deals": 2, "visits": 2},
        "Won": {"ended": 1, "deals": 1, "visits": 1},
        "Lost": {"ended": 1, "deals": 1, "visits": 1},
    }
    assert company.values("stage_conversion", by="stage") == {
        "Lead": 1.0, "Demo": 0.5, "Offer": 0.5, "Won": None, "Lost": None,
    }  # fmt: skip
    notes = company.ask("stage_conversion").notes
    assert "1 visits (10%) still go on and are not in the share: young ones may yet move." in notes


def test_won_straight_from_an_early_stage_skips_those_between(facts: Build) -> None:
    deals = [_deal(stage="Won", status="won", closed_at="2024-01-20")]
    company = facts(deals=deals, deal_changes=_moves("d", ("Won", "2024-01-20"), born="Lead"), stages=_STAGES)
    assert _became(company)["Lead"] == {"won": 1, "skipped": 1, "deals": 1, "visits": 1}


def test_places_are_counted_and_not_subtracted(facts: Build) -> None:
    """Demo is 2 and Offer is 5, but nothing lies between: that is no skip."""
    changes = _moves("d", ("Demo", "2024-01-05"), ("Offer", "2024-01-09"), born="Lead")
    company = facts(deals=[_deal(stage="Offer")], deal_changes=changes, stages=_STAGES)
    assert "skipped" not in _became(company)["Demo"]


def test_coming_back_to_a_stage_is_a_second_visit_of_one_deal(facts: Build) -> None:
    changes = _moves("d", ("Demo", "2024-01-05"), ("Lead", "2024-01-09"), ("Demo", "2024-01-12"), born="Lead")
    company = facts(deals=[_deal(stage="Demo")], deal_changes=changes, stages=_STAGES)
    assert _became(company) == {
        "Lead": {"forward": 2, "deals": 1, "visits": 2},
        "Demo": {"back": 1, "open": 1, "deals": 1, "visits": 2},
    }


def test_the_same_stage_told_again_goes_on_unless_each_is_asked(facts: Build) -> None:
    """Demo 1/5, again 1/9, Offer 1/15: ten days in one visit, or 4 and 6 in two."""
    changes = _moves("d", ("Demo", "2024-01-05"), ("Demo", "2024-01-09"), ("Offer", "2024-01-15"))
    company = facts(deals=[_deal(stage="Offer")], deal_changes=changes, stages=_STAGES)
    assert _became(company)["Demo"] == {"forward": 1, "deals": 1, "visits": 1}
    each = {"repeats": "each"}
    assert _became(company, policies=each)["Demo"] == {"forward": 1, "repeated": 1, "deals": 1, "visits": 2}
    where = (("stage", "Demo"),)
    assert company.figure("stage_time", where=where).value == 10
    assert company.figure("stage_time", where=where, policies=each).spreads["days"].median == 5


@pytest.mark.parametrize("by_status", [False, True])
def test_a_reopened_deal_begins_a_new_visit_and_is_counted(facts: Build, by_status: bool) -> None:
    """Lead 1/1, lost 1/10, opened again 2/1 in the same stage, still open: one lost visit and one open one."""
    changes = _moves("d", ("Lead", "2024-01-01"))
    if by_status:
        changes += [{"deal": "d", "field": "status", "new": "lost", "at": "2024-01-10"},
                    {"deal": "d", "field": "status", "new": "open", "at": "2024-02-01"}]  # fmt: skip
    else:
        changes += _moves("d", ("Lost", "2024-01-10"), ("Lead", "2024-02-01"), born="Lead")
    company = facts(deals=[_deal()], deal_changes=changes, stages=_STAGES, today="2024-03-01")
    assert _became(company)["Lead"] == {"lost": 1, "open": 1, "deals": 1, "visits": 2}
    assert company.figure("stage_time", where=(("stage", "Lead"),)).value == 9
    notes = company.ask("stage_conversion", where=(("stage", "Lead"),)).notes
    assert "1 visits (50%) began because a closed deal was opened again." in notes


def test_a_deal_closed_by_its_status_alone_ends_its_last_visit(facts: Build) -> None:
    """No stage says so: deal a has a status change, deal b only its closing day."""
    deals = [_deal("a", status="won", closed_at="2024-01-31"), _deal("b", status="lost", closed_at="2024-01-21")]
    changes = [*_moves("a", ("Lead", "2024-01-01")), *_moves("b", ("Lead", "2024-01-01")),
               {"deal": "a", "field": "status", "old": "open", "new": "won", "at": "2024-01-31"}]  # fmt: skip
    company = facts(deals=deals, deal_changes=changes, stages=_STAGES)
    assert _became(company) == {"Lead": {"won": 1, "lost": 1, "skipped": 1, "deals": 2, "visits": 2}}
    assert company.figure("stage_time").spreads["days"].mean == 25


def test_a_stage_put_right_after_closing_is_no_visit(facts: Build) -> None:
    changes = [*_moves("d", ("Lead", "2024-01-01"), ("Demo", "2024-02-01")),
               {"deal": "d", "field": "status", "new": "lost", "at": "2024-01-10"}]  # fmt: skip
    company = facts(
        deals=[_deal(stage="Demo", status="lost", closed_at="2024-01-10")], deal_changes=changes, stages=_STAGES
    )
    assert _became(company) == {"Lead": {"lost": 1, "deals": 1, "visits": 1}}


def test_a_closing_at_midnight_does_not_come_before_that_day_s_moves(facts: Build) -> None:
    """Closing dates have no clock: on 10 January the deal went to Offer at 15:00 and was then won."""
    changes = [*_moves("d", ("Lead", "2024-01-01"), ("Offer", "2024-01-10T15:00")),
               {"deal": "d", "field": "status", "new": "won", "at": "2024-01-10T00:00"}]  # fmt: skip
    deals = [_deal(stage="Offer", status="won", closed_at="2024-01-10T00:00")]
    company = facts(deals=deals, deal_changes=changes, stages=_STAGES)
    found = _became(company)
    assert (found["Lead"]["forward"], found["Offer"]["won"]) == (1, 1)


def test_an_as_of_day_knows_no_later_move(facts: Build) -> None:
    changes = _moves("d", ("Demo", "2024-01-05"), ("Won", "2024-02-20"), born="Lead")
    deals = [_deal(stage="Won", status="won", closed_at="2024-02-20"), _deal("late", created_at="2024-03-01")]
    company = facts(deals=deals, deal_changes=changes, stages=_STAGES)
    assert _became(company, as_of="2024-01-31") == {
        "Lead": {"forward": 1, "deals": 1, "visits": 1},
        "Demo": {"open": 1, "deals": 1, "visits": 1},
    }
    assert _became(company, as_of="2024-01-03") == {"Lead": {"open": 1, "deals": 1, "visits": 1}}


def test_a_deal_without_history_is_in_its_present_stage_since_nobody_knows_when(facts: Build) -> None:
    company = facts(deals=[_deal(), _deal("e", stage="Demo", status="lost", closed_at="2024-02-01")], stages=_STAGES)
    assert _became(company) == {
        "Lead": {"open": 1, "deals": 1, "visits": 1},
        "Demo": {"lost": 1, "deals": 1, "visits": 1},
    }
    answer = company.ask("stage_conversion")
    assert any(note.startswith("2 visits (100%) are of deals without a stage history") for note in answer.notes)
    monthly = company.ask("stage_conversion", every=Period.MONTH)
    assert monthly.lines == ()
    assert "2 rows have no day and are in no period." in monthly.notes


def test_moves_between_stages_of_unknown_order_are_moves_on_and_said(facts: Build) -> None:
    changes = _moves("d", ("Nowhere", "2024-01-05"), born="Lead")
    company = facts(deals=[_deal(stage="Nowhere")], deal_changes=changes, stages=_STAGES)
    assert _became(company)["Lead"] == {"forward": 1, "deals": 1, "visits": 1}
    assert any("1 moves (100%) are between stages whose order" in n for n in company.ask("stage_conversion").notes)


def test_a_stage_name_in_two_pipelines_has_two_places_and_multiplies_no_visit(facts: Build) -> None:
    """In Big, Demo comes after Lead; in Small it comes before: the same move is on in one and back in the other."""
    stages = [
        {"pipeline": pipeline, "name": name, "position": position}
        for pipeline, order in (("Big", ("Lead", "Demo")), ("Small", ("Demo", "Lead")))
        for position, name in enumerate(order)
    ]
    deals = [_deal("a", pipeline="Big", stage="Demo"), _deal("b", pipeline="Small", stage="Demo")]
    changes = [*_moves("a", ("Demo", "2024-01-05"), born="Lead"), *_moves("b", ("Demo", "2024-01-05"), born="Lead")]
    company = facts(deals=deals, deal_changes=changes, stages=stages)
    assert _became(company)["Lead"] == {"forward": 1, "back": 1, "deals": 2, "visits": 2}


def test_a_cohort_is_of_the_day_of_entry_and_shares_are_of_sums(facts: Build) -> None:
    """January: 1 of 1 moved on. February: 0 of 3. Together 1 of 4, not the mean of 100 % and 0 %."""
    deals = [_deal("a", stage="Demo"), *(_deal(n, status="lost", closed_at="2024-03-01") for n in "bcd")]
    changes = [*_moves("a", ("Lead", "2024-01-10"), ("Demo", "2024-03-10"))]
    for name in "bcd":
        changes += _moves(name, ("Lead", "2024-02-10"))
    company = facts(deals=deals, deal_changes=changes, stages=_STAGES)
    lead = (("stage", "Lead"),)
    values = company.values("stage_conversion", every=Period.MONTH, where=lead)
    assert values == {"2024-01": 1.0, "2024-02": 0.0}
    assert company.figure("stage_conversion", where=lead).value == 0.25


def test_days_in_stage_are_local_dates_or_elapsed_hours(facts: Build) -> None:
    """Berlin, 30 March 22:00 to 31 March 23:00, over the night that lacks an hour: 1 calendar day, 24 hours gone."""
    changes = _moves("d", ("Lead", "2024-03-30T22:00"), ("Demo", "2024-03-31T23:00"))
    company = facts(
        deals=[_deal(stage="Demo")],
        deal_changes=changes,
        stages=_STAGES,
        settings=Settings(time_zone="Europe/Berlin"),
    )
    lead = (("stage", "Lead"),)
    assert company.figure("stage_time", where=lead).value == 1
    assert company.figure("stage_time", where=lead, policies={"days": "elapsed"}).value == 1.0
    rows = company.ask("stage_time", where=lead, rows=True).rows
    assert rows is not None
    assert rows["day"].to_pylist() == [date(2024, 3, 30)]


def test_open_visits_are_not_in_the_days_and_said(facts: Build) -> None:
    changes = [*_moves("a", ("Lead", "2024-01-01"), ("Demo", "2024-01-05")), *_moves("b", ("Lead", "2023-01-01"))]
    company = facts(deals=[_deal("a", stage="Demo"), _deal("b")], deal_changes=changes, stages=_STAGES)
    answer = company.ask("stage_time", where=(("stage", "Lead"),))
    assert answer.total is not None
    assert (answer.total.figure.n, answer.total.figure.value) == (1, 4)
    assert any(
        note.startswith("1 visits (50%) still go on: they count as far as they were followed.") for note in answer.notes
    )


def test_a_visit_that_ended_before_it_began_is_left_out_and_said(facts: Build) -> None:
    changes = _moves("d", ("Lead", "2024-02-10"))
    company = facts(deals=[_deal(status="lost", closed_at="2024-02-01")], deal_changes=changes, stages=_STAGES)
    answer = company.ask("stage_time")
    assert answer.total is not None
    assert (answer.total.figure.n, answer.total.figure.value) == (0, None)
    assert any("ended before they began" in note for note in answer.notes)
