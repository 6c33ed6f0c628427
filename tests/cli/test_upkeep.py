"""`merilo init`, `history`, `compact`, `migrate`, `--version`, and the Russian interface."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from merilo import __version__
from tests.cli.conftest import Run


def test_init_makes_a_workspace_once(merilo: Run, tmp_path: Path) -> None:
    assert merilo("init", "acme", "--time-zone", "Europe/Moscow", "--currency", "RUB").code == 0
    assert "Europe/Moscow" in (tmp_path / "acme" / "merilo.toml").read_text(encoding="utf-8")
    again = merilo("init", "acme")
    assert again.code == 1
    assert "already" in again.err


def test_a_wrong_setting_makes_no_workspace(merilo: Run, tmp_path: Path) -> None:
    ended = merilo("init", "acme", "--time-zone", "Moscow")
    assert ended.code == 1
    assert "Europe/Moscow" in ended.err
    assert not (tmp_path / "acme").exists()


def test_history_lists_imports_and_upkeep_keeps_the_numbers(merilo: Run, deals: Path) -> None:
    merilo("import", deals, "--yes")
    before = merilo("kpi", "won_amount", "--json").out
    assert [state["state"] for state in json.loads(merilo("history", "--json").out)] == [1]
    assert merilo("compact", "--keep-days", "0").code == 0
    assert merilo("migrate").code == 0
    assert merilo("kpi", "won_amount", "--json").out == before


def test_states_that_no_import_made_are_folded_into_a_number(merilo: Run, deals: Path) -> None:
    merilo("import", deals, "--yes")
    deals.write_text(
        deals.read_text(encoding="utf-8") + "D5,Anna,Acme,Won,Won,7,2026-01-05,2026-02-20\n", encoding="utf-8"
    )
    merilo("import", deals, "--yes")
    merilo("compact", "--keep-days", "30")
    assert "1 more state was made by entries and upkeep" in merilo("history").out
    numbers = [
        [state["state"] for state in json.loads(merilo("history", "--json", *more).out)] for more in ([], ["--all"])
    ]
    assert numbers == [[1, 2], [1, 2, 3]]


def test_the_version_is_the_package_s(merilo: Run) -> None:
    assert merilo("--version").out.strip() == f"merilo {__version__}"


def test_the_interface_speaks_russian_to_a_russian_environment() -> None:
    """In a process of its own: the command tree is built once, in the language of its start."""
    environment = os.environ | {"MERILO_LANGUAGE": "ru", "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        [sys.executable, "-m", "merilo", "kpi", "--list"], env=environment, capture_output=True, check=True
    )
    out = ended.stdout.decode()
    assert "Разведка" in out
    assert "выигранные сделки" in out
    wrong = subprocess.run(
        [sys.executable, "-m", "merilo", "kpi", "nothing", "-w", "."], env=environment, capture_output=True, check=False
    )
    assert wrong.returncode in (1, 2)
    assert any(letter in wrong.stderr.decode() for letter in "аеио")
