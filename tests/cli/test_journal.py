"""`merilo journal`: a company that has nothing but its journal brings in a spreadsheet and is measured by it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_spreadsheet_becomes_records_and_facts(merilo: Run, deals: Path) -> None:
    assert merilo("init", "w").code == 0
    added = merilo("user", "add", "ann@example.com", "--name", "Anna", "--seller", "journal:ann", "-w", "w")
    assert added.code == 0, added.err
    command = ("journal", "import", deals, "--by", "ann@example.com", "--json", "-w", "w")
    said = json.loads(merilo(*command, "--dry-run").out)
    ended = merilo(*command)
    found = json.loads(ended.out)
    assert {each["kind"]: each["new"] for each in found["kinds"]} == {"account": 2, "deal": 4}
    assert said["kinds"] == found["kinds"]
    won = json.loads(merilo("kpi", "won_amount", "--json", "-w", "w").out)
    assert float(won["total"]["value"]) == 150.5
    again = json.loads(merilo(*command).out)
    assert {each["kind"]: (each["new"], each["known"]) for each in again["kinds"]} == {
        "account": (0, 2),
        "deal": (0, 4),
    }
    assert "0 changes" in merilo("journal", "keep", "-w", "w").out


def test_nobody_s_name_is_refused(merilo: Run, deals: Path) -> None:
    assert merilo("init", "w").code == 0
    ended = merilo("journal", "import", deals, "--by", "ghost@example.com", "-w", "w")
    assert (ended.code, "Nobody logs in" in ended.err, "merilo user add" in ended.err) == (2, True, True)
