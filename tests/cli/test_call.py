"""`merilo call`: given, followed by another, a manager's own figure beside; refused with what is allowed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merilo.core.time import Calendar, Period
from merilo.core.workspace import Workspace
from merilo.people.calls.book import About, Category, write
from tests.cli.conftest import Run

_CALENDAR = Calendar()
_TODAY = date.today()
_START = _CALENDAR.start(_TODAY, Period.QUARTER)
_QUARTER = _CALENDAR.label(_START, Period.QUARTER)


@pytest.fixture
def sold(merilo: Run, deals: Path, tmp_path: Path) -> Run:
    """Anna and Boris, led by Maria in the team North."""
    teams = tmp_path / "teams.csv"
    teams.write_text("User,Team,Manager\nAnna,North,Maria\nBoris,North,Maria\n", encoding="utf-8")
    ended = merilo("import", deals, teams, "--yes")
    assert ended.code == 0, ended.out + ended.err
    return merilo


def _listed(sold: Run, *words: str) -> dict[str, Any]:
    ended = sold("call", "list", "--json", *words)
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def _add(sold: Run, *words: str) -> str:
    ended = sold("call", "add", "--period", _QUARTER, *words)
    assert ended.code == 0, ended.err
    return ended.out


def test_calls_follow_upon_each_other_and_an_override_stands_beside(sold: Run, tmp_path: Path) -> None:
    assert "2 calls are kept" in _add(sold, "--seller", "anna", "--commit", "1 000", "--best-case", "1 500.50")
    _add(sold, "--seller", "Anna", "--commit", "1200")
    _add(sold, "--seller", "Anna", "--commit", "700", "--by", "Maria")
    _add(sold, "--team", "North", "--commit", "0")
    found = _listed(sold)
    told = {line["who"]: (line["commit"], line["best_case"], line["override_commit"], line["override_by"])
            for line in found["lines"]}  # fmt: skip
    assert told == {"Anna": (1200, 1500.5, 700, "Maria"), "North": (0, None, None, "")}
    assert [(call["amount"], call["given_by"], call["override"]) for call in found["calls"]] == [
        (1000, "Anna", False), (1500.5, "Anna", False), (1200, "Anna", False), (700, "Maria", True),
        (0, "Maria", False),
    ]  # fmt: skip
    assert _listed(sold, "--seller", "Boris")["lines"] == []
    shown = sold("call", "list", "--history").out
    assert shown.count("Anna") > shown.count("North") > 0
    assert "No call about a period that is over" in sold("call", "record").out
    assert "10, 25, 50, 75" in sold("call", "record", "--elapsed", "7").err
    # A call that was written when the power went is published with the next one.
    place = Workspace.open(tmp_path)
    about = About("", "", "", _START, _START)
    write(place, about, {Category.COMMIT: Decimal(9)}, currency="USD", by="x")
    _add(sold, "--company", "--commit", "5000")
    assert [call["amount"] for call in _listed(sold)["calls"] if call["scope"] == "company"] == [5000]
    assert len(_listed(sold, "--period", _START.isoformat())["calls"]) == 1


_REFUSED = (
    (("--seller", "Anna", "--period", "2020Q1", "--commit", "1"), "is over since 2020-03-31"),
    (("--seller", "Anna", "--period", "2099Q1", "--commit", "1"), "more than a year ahead"),
    (("--seller", "Anna", "--period", "soon", "--commit", "1"), _QUARTER),
    (("--seller", "Anna", "--period", _TODAY.isoformat(), "--commit", "1"), "a week, month, quarter or year"),
    (("--seller", "Anna", "--commit", "-1"), "zero or more"),
    (("--seller", "Anna", "--commit", "1,500"), "1 500 000"),
    (("--seller", "Anna", "--commit", "9" * 30), "is no amount to call"),
    (("--seller", "Anna", "--commit", "3", "--best-case", "2"), "is below the commit"),
    (("--seller", "Anna", "--best-case", "99"), "is below the commit (100.00"),
    (("--seller", "Nobody", "--commit", "1"), "Anna, Boris"),
    (("--team", "South", "--commit", "1"), "North"),
    (("--seller", "Anna", "--commit", "1", "--by", "Nobody"), "Maria"),
    (("--seller", "Anna", "--commit", "1", "--currency", "XXX"), "USD"),
    (("--seller", "Anna"), "a commit, a best case, or both"),
    (("--commit", "1"), "--company"),
)


def test_what_is_no_call_is_refused_and_nothing_is_kept(sold: Run) -> None:
    _add(sold, "--seller", "Anna", "--commit", "100")
    for words, told in _REFUSED:
        period = () if "--period" in words else ("--period", _QUARTER)
        ended = sold("call", "add", *period, *words)
        assert (ended.code, told in ended.err) == (2, True), (words, ended.err)
    assert len(_listed(sold)["calls"]) == 1
