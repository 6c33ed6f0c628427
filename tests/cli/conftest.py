"""The command line run in this process, with what it printed and how it ended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from merilo.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def merilo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """`merilo("kpi", "win_rate")` as a person would type it, in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MERILO_WORKSPACE", raising=False)

    def run(*words: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["merilo", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run


DEALS = """Deal ID,Owner,Company,Stage,Status,Amount,Created,Closed
D1,Anna,Acme,Won,Won,100.50,2026-01-05,2026-02-20
D2,Anna,Acme,Lost,Lost,200,2026-01-15,2026-03-01
D3,Boris,Bolt,Proposal,Open,300,2026-02-25,
D4,Boris,Bolt,Won,Won,50,2026-02-01,2026-03-20
"""


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """Four deals of two sellers: two won, one lost, one open."""
    file = tmp_path / "deals.csv"
    file.write_text(DEALS, encoding="utf-8")
    return file


@pytest.fixture
def imported(merilo: Run, deals: Path) -> Run:
    """The command line in a workspace that holds these four deals."""
    assert merilo("import", deals, "--yes").code == 0
    return merilo
