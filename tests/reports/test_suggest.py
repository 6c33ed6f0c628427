"""Suggested expectations: from known history (tests/reports/selling.py), and from what the target asks."""

from __future__ import annotations

from functools import cache

import pytest

from merilo.core.errors import UsageError
from merilo.reports.suggest import COLUMNS, Suggestion, Suggestions, suggest
from tests.kpis.company import company
from tests.reports.selling import SETTINGS, selling, target


@cache
def _suggested(seller: str | None = None) -> Suggestions:
    made = selling(("a", "b", "c"), targets=[target("a", 5000), target("b", 2500)])
    return suggest(made.desk, seller=seller)


def _line(found: Suggestions, who: str, kpi: str) -> Suggestion:
    return next(line for line in found.lines if (line.who, line.kpi) == (who, kpi))


def test_history_gives_the_middle_half_of_what_is_likely() -> None:
    """Fifty touches and five first meetings in every week of 26; every other of some fifty deals won in a quarter."""
    found = _suggested()
    touches, meetings, wins = (_line(found, "A", kpi).own for kpi in ("touches", "first_meetings", "win_rate"))
    assert touches is not None
    assert 46 <= touches.low < 50 < touches.high <= 54
    assert meetings is not None
    assert 4 <= meetings.low <= 5 <= meetings.high <= 6
    assert wins is not None
    assert 0.4 <= wins.low < 0.5 < wins.high <= 0.6
    assert _line(found, "A", "touches").n == pytest.approx(50 * 26, abs=50)


def test_the_target_s_arithmetic_stands_beside_it() -> None:
    """A needs 7.6 first meetings a week (tests/reports/test_plan.py), B half of that; C has no target."""
    found = _suggested()
    a, b = (_line(found, who, "first_meetings").needed for who in ("A", "B"))
    assert a is not None
    assert b is not None
    assert a.low < 100 / 13.2 < a.high
    assert a.low == pytest.approx(2 * b.low, rel=0.05)
    assert _line(found, "C", "first_meetings").needed is None
    rate = _line(found, "A", "win_rate").needed
    assert rate is not None
    assert rate.low < 0.5 * (100 / 13.2) / 5 < rate.high


def test_only_the_seller_asked_for_is_shown() -> None:
    assert {line.who for line in _suggested("B").lines} == {"B"}
    with pytest.raises(UsageError, match="There is no Seller Nobody"):
        _suggested("Nobody")


def test_nobody_who_is_there_for_long_is_asked_a_share_only() -> None:
    assert {line.share for line in _suggested().lines} == {1.0}


def test_a_new_seller_is_asked_a_share_of_the_usual_level_and_it_is_said() -> None:
    """Hired 30 days ago; a win takes 21 days, so the line is over 111 days: 45/111 in the second month."""
    newcomer = {"id": "new", "name": "New", "hired_on": "2024-10-18"}
    found = suggest(selling(("a", "b"), sellers_too=[newcomer]).desk)
    line = _line(found, "New", "touches")
    assert line.share == pytest.approx(45 / 111, abs=0.01)
    assert line.own is not None
    assert line.own.low < 50 * 45 / 111 < line.own.high
    assert any("straight line to the full level over 111 days" in note for note in found.notes)


def test_of_little_little_is_said() -> None:
    touches = [{"seller": "a", "at": "2024-11-14", "account": "x"}] * 3
    found = suggest(company(today="2024-11-18", settings=SETTINGS, sellers=[{"id": "a", "name": "A"}],
                            touches=touches).desk)  # fmt: skip
    assert _line(found, "A", "touches").too_few
    assert [line.kpi for line in found.lines] == ["touches"]
    assert any("Nothing is known of: First meetings, Next step rate, Win rate" in note for note in found.notes)
    assert any("Nothing is said of what targets ask" in note for note in found.notes)


def test_the_document_holds_every_line() -> None:
    document = _suggested().to_json()
    assert len(document["lines"]) == 12
    assert set(document["lines"][0]) == set(COLUMNS)
