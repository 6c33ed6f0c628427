from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build


def _change(field: str, old: str | None, new: str | None, at: str, deal: str = "d") -> dict[str, Any]:
    return {"deal": deal, "field": field, "old": old, "new": new, "at": at}


def _deal(**more: Any) -> dict[str, Any]:
    return {"id": "d", "created_at": "2024-01-10", "stage": "Demo", "amount": 300, "seller": "b", **more}


def test_pipeline_counts_open_deals_and_adds_known_amounts(facts: Build) -> None:
    company = facts(
        today="2024-02-01",
        deals=[_deal(), _deal(id="e", amount=None, stage="Offer"), _deal(id="f", status="won", closed_at="2024-01-20")],
    )
    answer = company.ask("pipeline")
    assert answer.total is not None
    assert answer.total.figure.parts == {"deals": 2, "amount": Decimal(300)}
    assert any("1 open deals (50%) have no amount" in note for note in answer.notes)


def test_a_past_day_shows_stage_amount_seller_and_status_as_they_were(facts: Build) -> None:
    """
    day      1/10      1/20           2/1             2/10        2/20
    stage    Lead  ->  Demo      ->                   Offer    -> won
    amount   100   ->             200      ->         300
    seller   a                    ->  b
    """
    changes = [
        _change("stage", "Lead", "Demo", "2024-01-20"), _change("stage", "Demo", "Offer", "2024-02-10"),
        _change("amount", "100", "200", "2024-02-01"), _change("amount", "200", "300", "2024-02-10"),
        _change("seller", "a", "b", "2024-02-01"), _change("status", "open", "won", "2024-02-20"),
    ]  # fmt: skip
    deal = _deal(stage="Won", status="won", closed_at="2024-02-20")
    company = facts(deals=[deal], deal_changes=changes, today="2024-06-01")

    def then(day: str) -> list[tuple[str, str, Any]]:
        lines = company.ask("pipeline", by="stage,seller", as_of=day).lines
        return [(*line.labels.values(), line.figure.parts["amount"]) for line in lines]

    assert then("2024-01-09") == []
    assert then("2024-01-10") == [("Lead", "a", Decimal(100))]
    assert then("2024-01-20") == [("Demo", "a", Decimal(100))]
    assert then("2024-02-01") == [("Demo", "b", Decimal(200))]
    assert then("2024-02-19") == [("Offer", "b", Decimal(300))]
    assert then("2024-02-20") == []


def test_the_stage_of_a_deal_closed_since_is_not_known_and_never_won(facts: Build) -> None:
    company = facts(deals=[_deal(stage="Won", status="won", closed_at="2024-02-20")])
    answer = company.ask("pipeline", by="stage", as_of="2024-02-01")
    assert [line.labels["stage"] for line in answer.lines] == ["(none)"]
    assert any("stage of 1 open deals (100%) is not known" in note for note in answer.notes)


def test_a_reopened_deal_is_closed_only_while_it_was_closed(facts: Build) -> None:
    changes = [_change("status", "open", "lost", "2024-02-01"), _change("status", "lost", "open", "2024-03-01")]
    company = facts(deals=[_deal()], deal_changes=changes)
    counts = [company.figure("pipeline", as_of=day).n for day in ("2024-01-31", "2024-02-15", "2024-03-01")]
    assert counts == [1, 0, 1]


def test_an_old_value_that_nobody_knows_stays_unknown(facts: Build) -> None:
    company = facts(deals=[_deal()], deal_changes=[_change("stage", None, "Demo", "2024-02-01")])
    assert company.values("pipeline", by="stage", as_of="2024-01-15") == {"(none)": 1}


def test_changes_at_one_instant_are_told_apart_by_id(facts: Build) -> None:
    changes = [
        {**_change("stage", "Demo", "Offer", "2024-01-20"), "id": "2"},
        {**_change("stage", "Lead", "Demo", "2024-01-20"), "id": "1"},
    ]
    company = facts(deals=[_deal(stage="Offer")], deal_changes=changes)
    assert company.values("pipeline", by="stage", as_of="2024-01-20") == {"Offer": 1}
    assert company.values("pipeline", by="stage", as_of="2024-01-19") == {"Lead": 1}


def test_days_in_stage_run_from_the_last_real_move_else_from_creation(facts: Build) -> None:
    """moved 20 January (12 days by 1 February); repeated 'Demo -> Demo' on the 30th is no move; e never moved (22)."""
    changes = [_change("stage", "Lead", "Demo", "2024-01-20"), _change("stage", "Demo", "Demo", "2024-01-30")]
    company = facts(deals=[_deal(), _deal(id="e")], deal_changes=changes, today="2024-02-01")
    spread = company.figure("pipeline").spreads["age_days"]
    assert (spread.n, spread.median) == (2, 17.0)


def test_undated_deals_are_in_the_present_and_left_out_of_a_past_day_aloud(facts: Build) -> None:
    company = facts(deals=[_deal(), _deal(id="e", created_at=None)], today="2024-06-01")
    assert company.figure("pipeline").n == 2
    answer = company.ask("pipeline", as_of="2024-02-01")
    assert answer.total is not None
    assert answer.total.figure.n == 1
    assert any(note.startswith("1 open deals have no creation time; left out") for note in answer.notes)


def test_deals_closed_on_an_unknown_day_are_not_called_open(facts: Build) -> None:
    company = facts(deals=[_deal(status="won", closed_at=None)])
    answer = company.ask("pipeline", as_of="2024-02-01")
    assert answer.total is not None
    assert answer.total.figure.n == 0
    assert any("closed on an unknown day" in note for note in answer.notes)


def test_as_of_today_equals_the_undated_answer(facts: Build) -> None:
    changes = [_change("stage", "Lead", "Demo", "2024-01-20"), _change("amount", "100", "300", "2024-01-21")]
    deals = [_deal(), _deal(id="e", status="lost", closed_at="2024-01-30"), _deal(id="f", stage="Lead")]
    company = facts(deals=deals, deal_changes=changes, today="2024-02-01")
    assert (
        company.ask("pipeline", by="stage,seller").lines
        == company.ask("pipeline", by="stage,seller", as_of="2024-02-01").lines
    )


def test_a_series_of_states_is_one_state_per_period_end(facts: Build) -> None:
    company = facts(deals=[_deal(), _deal(id="e", created_at="2024-02-05", status="won", closed_at="2024-03-05")])
    answer = company.ask("pipeline", every=Period.MONTH, start="2024-01-01", end="2024-03-31", rows=True)
    assert [(line.period, line.figure.n) for line in answer.lines] == [("2024-01", 1), ("2024-02", 2), ("2024-03", 1)]
    assert answer.total is None
    assert answer.rows is not None
    assert answer.rows.num_rows == 4


def test_a_state_is_not_summed_over_days(facts: Build) -> None:
    with pytest.raises(UsageError, match="state at the end of a day"):
        facts(deals=[]).ask("pipeline", start="2024-01-01")


def test_a_past_day_is_over_at_local_midnight(facts: Build) -> None:
    """Moscow is three hours ahead: its 31 January ends at 21:00 UTC, and what happened from then on is February's."""
    company = facts(
        settings=Settings(time_zone="Europe/Moscow"),
        deals=[
            _deal(created_at="2024-01-31T20:59+00:00", stage="Offer"),
            _deal(id="late", created_at="2024-01-31T21:00+00:00"),
            _deal(id="won", status="won", closed_at="2024-01-31T21:00+00:00"),
            _deal(id="lost", status="lost", closed_at="2024-01-31T20:59+00:00"),
        ],
        deal_changes=[_change("stage", "Demo", "Offer", "2024-01-31T21:00+00:00")],
    )
    answer = company.ask("pipeline", by="stage", as_of="2024-01-31")
    assert {line.labels["stage"]: line.figure.n for line in answer.lines} == {"Demo": 1, "(none)": 1}


def test_data_reach_the_local_day_of_the_last_event_by_then(facts: Build) -> None:
    company = facts(
        settings=Settings(time_zone="Europe/Moscow"),
        deals=[
            _deal(created_at="2024-01-28"),
            _deal(id="e", created_at="2024-01-30T21:00+00:00"),
            _deal(id="late", created_at="2024-02-05"),
        ],
    )
    assert company.desk.horizon(("deals",), date(2024, 1, 31)) == date(2024, 1, 31)
    assert company.desk.horizon(("deals",), date(2024, 1, 30)) == date(2024, 1, 28)
