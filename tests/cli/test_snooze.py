"""`merilo signals --snooze`: a signal that is there is not shown up to a day; others and wrong keys are."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run

_MONDAY, _WEEKS = date(2025, 1, 6), 60
_LATER = "2099-12-31"


@pytest.fixture
def fallen(merilo: Run, tmp_path: Path) -> Run:
    """Anna's calls fell from about thirty a week to eight."""
    lines = ["Call ID,Owner,Activity type,Direction,Date,Outcome"]
    for who in ("Anna", "Boris", "Clara"):
        for week in range(_WEEKS):
            n = 8 if who == "Anna" and week >= 50 else 29 + week * 7 % 4
            days = (_MONDAY + timedelta(weeks=week, days=k * 5 // n) for k in range(n))
            lines += [f"{who}{week}-{k},{who},Call,Outbound,{day},No answer" for k, day in enumerate(days)]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert merilo("import", path, "--yes").code == 0
    return merilo


def _warnings(run: Run) -> list[str]:
    found = json.loads(run("signals", "--json").out)["signals"]
    return [one["key"] for one in found if one["kind"] == "warning"]


@pytest.mark.slow
def test_a_snoozed_signal_is_counted_but_not_shown(fallen: Run) -> None:
    (key,) = _warnings(fallen)
    assert f"--snooze {key}" in fallen("signals").out
    assert _LATER in fallen("signals", "--snooze", key, "--until", _LATER, "--by", "Ed").out
    assert _warnings(fallen) == []
    shown = fallen("signals").out
    assert "1 is snoozed." in shown
    assert "Nothing unusual for the worse" not in shown


@pytest.mark.slow
def test_wrong_keys_and_days_are_told_what_is_allowed_and_nothing_is_kept(fallen: Run, tmp_path: Path) -> None:
    (key,) = _warnings(fallen)
    for words, told in (
        (("--snooze", "x", "--until", _LATER), key),
        (("--snooze", key), "--until"),
        (("--until", _LATER), "--snooze"),
        (("--snooze", key, "--until", "2020-01-01"), "still to come"),
        (("--snooze", key, "--until", "soon"), "YYYY-MM-DD"),
    ):
        ended = fallen("signals", *words)
        assert ended.code == 2
        assert told in ended.err
    assert not (tmp_path / "merilo.sqlite3").exists()
