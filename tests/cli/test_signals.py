"""`merilo signals`: grouped by person, silence in words, one JSON document."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from tests.cli.conftest import Run

_MONDAY, _WEEKS = date(2025, 1, 6), 46


def _file(folder: Path, fall: bool) -> Path:
    lines = ["Call ID,Owner,Activity type,Direction,Date,Outcome"]
    for who in ("Anna", "Boris", "Clara"):
        for week in range(_WEEKS):
            n = 8 if fall and who == "Anna" and week >= 38 else 29 + week * 7 % 4
            days = [_MONDAY + timedelta(weeks=week, days=k * 5 // n) for k in range(n)]
            lines += [f"{who}{week}-{k},{who},Call,Outbound,{day},No answer" for k, day in enumerate(days)]
    path = folder / "calls.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_person_who_fell_is_named_with_the_rows_behind(merilo: Run, tmp_path: Path) -> None:
    imported = merilo("import", _file(tmp_path, fall=True), "--yes")
    assert imported.code == 0, imported.out + imported.err
    ended = merilo("signals")
    assert ended.code == 0, ended.err
    assert ended.out.index("Warnings") < ended.out.index("Anna") < ended.out.index("merilo kpi touches --from")
    assert "Touches: 8.0 a week since 2025-09-29" in ended.out
    document = json.loads(merilo("signals", "--json", "--seller", "Anna").out)
    assert [one["who"] for one in document["signals"] if one["kind"] == "warning"] == ["Anna"]
    assert merilo("signals", "--seller", "Zoe").code != 0


def test_silence_is_said_in_words(merilo: Run, tmp_path: Path) -> None:
    assert merilo("import", _file(tmp_path, fall=False), "--yes").code == 0
    ended = merilo("signals")
    assert "Nothing unusual for the worse" in ended.out
    assert "Anna" in ended.out[ended.out.index("Nothing unusual:") :]
