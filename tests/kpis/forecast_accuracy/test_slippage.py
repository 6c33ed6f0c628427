"""What becomes of closing days within a month, worked by hand; and moves counted deal by deal."""

from __future__ import annotations

from typing import Any

import pytest

from merilo.core.time import Period
from tests.kpis.company import Company
from tests.kpis.conftest import Build


def _deal(name: str, expected: str | None, **more: Any) -> dict[str, Any]:
    return {"id": name, "seller": "a", "created_at": "2024-01-10", "amount": 100, "currency": "USD",
            "expected_close_on": expected, **more}  # fmt: skip


def _moved(deal: str, old: str, new: str, at: str) -> dict[str, Any]:
    return {"deal": deal, "field": "expected_close_on", "old": old, "new": new, "at": at}


@pytest.fixture
def march(facts: Build) -> Company:
    """
    deal   day on 1 March   what March did                              at the end of March
    push   20 March         to 20 May on the 18th                       pushed out
    back   20 March         to 5 April on the 4th, to 30 March          open, within: left past its day
    won    10 March         won on the 29th                             won
    lost   31 March         lost on the 8th                             lost
    stale  20 February      nothing                                     overdue already: in neither
    pull   15 May           to 25 March on the 2nd                      pulled in
    early  15 May           won on the 12th                             pulled in
    later  15 May           to 1 June                                   not due in March: only a move
    new    (came in March, due in March, pushed to April)               not expected when March began
    """
    deals = [
        _deal("push", "2024-05-20", amount=70), _deal("back", "2024-03-30"),
        _deal("won", "2024-03-10", status="won", closed_at="2024-03-29", amount=30),
        _deal("lost", "2024-03-31", status="lost", closed_at="2024-03-08"), _deal("stale", "2024-02-20"),
        _deal("pull", "2024-03-25"), _deal("early", "2024-05-15", status="won", closed_at="2024-03-12"),
        _deal("later", "2024-06-01"), _deal("new", "2024-04-20", created_at="2024-03-05", seller="b"),
        _deal("end", None, created_at="2024-04-01"),
    ]  # fmt: skip
    changes = [
        _moved("push", "2024-03-20", "2024-05-20", "2024-03-18"),
        _moved("back", "2024-03-20", "2024-04-05", "2024-03-04"),
        _moved("back", "2024-04-05", "2024-03-30", "2024-03-05"),
        _moved("pull", "2024-05-15", "2024-03-25", "2024-03-02"),
        _moved("later", "2024-05-15", "2024-06-01", "2024-03-20"),
        _moved("new", "2024-03-20", "2024-04-20", "2024-03-21"),
        {"deal": "won", "field": "status", "old": "open", "new": "won", "at": "2024-03-29"},
        {"deal": "lost", "field": "status", "old": "open", "new": "lost", "at": "2024-03-08"},
    ]
    return facts(today="2024-04-15", deals=deals, deal_changes=changes)


def _march(company: Company, kpi: str, **asked: Any) -> Any:
    lines = {line.period: line for line in company.ask(kpi, every=Period.MONTH, **asked).lines}
    return lines["2024-03"].figure


def test_slippage_is_what_was_expected_when_the_month_began_and_lies_beyond_it_when_it_is_over(march: Company) -> None:
    figure = _march(march, "slippage")
    counts = {name: int(figure.parts[name]) for name in ("due", "pushed", "won", "lost", "left", "pulled_in")}
    assert counts == {"due": 4, "pushed": 1, "won": 1, "lost": 1, "left": 1, "pulled_in": 2}
    assert (figure.value, figure.too_few) == (0.25, True)
    # 70 of 70 + 100 + 30 + 100
    assert figure.beside["by_amount"].value == pytest.approx(70 / 300)
    notes = march.ask("slippage", start="2024-03-01", end="2024-03-31").notes
    assert any(note.startswith("1 open deals were past their closing day") for note in notes)


def test_every_move_to_a_later_day_is_a_push_of_the_month_in_which_it_was_made(march: Company) -> None:
    """push, back (and brought forward again), later, new: 4 pushes of 9 deals; back and pull: 2 brought forward."""
    figure = _march(march, "close_date_pushes")
    counts = {name: int(figure.parts[name]) for name in ("pushes", "pulls", "pushed_once", "deals")}
    assert counts == {"pushes": 4, "pulls": 2, "pushed_once": 4, "deals": 9}
    assert figure.value == pytest.approx(4 / 9)
    assert figure.beside["deals_pushed"].value == pytest.approx(4 / 9)


def test_an_unfinished_month_has_no_slippage_yet_but_its_moves_are_counted(march: Company) -> None:
    lines = march.ask("slippage", every=Period.MONTH).lines
    assert [line.figure.value for line in lines if line.period == "2024-04"] == [None]
    april = [line for line in march.ask("close_date_pushes", every=Period.MONTH).lines if line.period == "2024-04"]
    assert [(line.figure.value, line.partial) for line in april] == [(0.0, True)]


def test_what_is_expected_is_won_lost_pushed_or_left_under_every_cut(march: Company) -> None:
    for period in (Period.WEEK, Period.MONTH, Period.QUARTER):
        for line in march.ask("slippage", by="seller", every=period).lines:
            parts: Any = line.figure.parts
            assert parts["due"] == parts["pushed"] + parts["won"] + parts["lost"] + parts["left"]


def test_without_any_history_of_closing_days_it_is_said_that_none_can_slip(facts: Build) -> None:
    built = facts(deals=[_deal("x", "2024-01-20"), _deal("y", None)])
    for kpi in ("slippage", "close_date_pushes"):
        assert any(note.startswith("Of none of 1 deals") for note in built.ask(kpi, every=Period.MONTH).notes)
