"""`merilo coach`: kept, listed with what became of it, ended; wrong words told what is allowed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run

_DAY = date(2025, 12, 1)


@pytest.fixture
def imported(merilo: Run, tmp_path: Path) -> Run:
    """Four sellers close six deals in each of 60 weeks; Anna wins all of hers from December on, others half."""
    lines = ["Deal ID,Owner,Company,Stage,Status,Amount,Created,Closed"]
    for n in range(60):
        week = date(2025, 1, 6) + timedelta(weeks=n)
        for who in ("Anna", "Boris", "Юлия", "Zed"):
            won = 6 if who == "Anna" and week >= _DAY else 3
            for each in range(6):
                status = "Won" if each < won else "Lost"
                lines.append(f"{who}{n}-{each},{who},Acme {each},{status},{status},100,2025-01-02,{week}")
    deals = tmp_path / "deals.csv"
    deals.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ended = merilo("import", deals, "--yes")
    assert ended.code == 0, ended.out + ended.err
    return merilo


def _add(imported: Run, **more: str) -> str:
    given = {
        "seller": "anna",
        "kpi": "win_rate",
        "from": _DAY.isoformat(),
        "by": "Марина",
        "note": "спросить о бюджете ☎",
    }
    words = [word for name, value in (given | more).items() for word in (f"--{name}", value)]
    ended = imported("coach", "add", *words)
    assert ended.code == 0, ended.err
    return ended.out


def test_an_action_is_kept_and_listed_with_what_became_of_it(imported: Run) -> None:
    assert "Coaching action 1 is kept: it holds from 2025-12-01." in _add(imported)
    _add(imported, seller="Юлия", note="[bold]")
    shown = imported("coach", "list").out
    assert "1  Anna · Win rate · from 2025-12-01 · Марина: спросить о бюджете ☎" in shown
    assert "Better: 100.0 % since then where 50.0 % was to be expected, +50.0 pp" in shown
    assert "[bold]" in shown
    assert "Held against 2 others of the company" in shown
    document = json.loads(imported("coach", "list", "--seller", "Anna", "--json").out)
    (line,) = document["actions"]
    assert (line["who"], line["verdict"], line["after"], line["by"]) == ("Anna", "better", 1.0, "Марина")


def test_an_end_is_kept_with_who_said_so(imported: Run) -> None:
    _add(imported)
    assert "ended on 2026-01-04" in imported("coach", "end", "1", "--on", "2026-01-04", "--by", "Zed").out
    (line,) = json.loads(imported("coach", "list", "--json").out)["actions"]
    assert (line["ended_on"], line["end"], line["edits"][0]["by"]) == ("2026-01-04", "2026-01-04", "Zed")


def test_before_anything_was_agreed_it_says_how_and_makes_no_file(imported: Run, tmp_path: Path) -> None:
    assert "merilo coach add" in imported("coach", "list").out
    assert json.loads(imported("coach", "list", "--json").out)["actions"] == []
    assert not (tmp_path / "merilo.sqlite3").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "--seller", "Nobody", "--kpi", "win_rate", "--by", "x"), "Юлия"),
        (("add", "--seller", "Anna", "--kpi", "grr", "--by", "x"), "win_rate"),
        (("add", "--seller", "Anna", "--kpi", "win_rate", "--by", "x", "--from", "1.12."), "YYYY-MM-DD"),
        (("list", "--seller", "Nobody"), "Юлия"),
        (("end", "7"), "nothing"),
        (("end", "one"), "whole number"),
    ],
)
def test_wrong_words_are_told_what_is_allowed(imported: Run, words: tuple[str, ...], told: str) -> None:
    ended = imported("coach", *words)
    assert ended.code == 2
    assert told in ended.err
