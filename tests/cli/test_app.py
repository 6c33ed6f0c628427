"""The command tree: every command is in it, whether it is built whole or one command at a time."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import typer

from merilo.cli import commands
from merilo.cli.app import MODULES, build_app


def _names(app: typer.Typer) -> list[str]:
    return list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_every_module_of_a_command_is_in_the_tree() -> None:
    assert {module.name for module in pkgutil.iter_modules(commands.__path__)} == set(MODULES.values())
    assert set(_names(build_app())) == MODULES.keys()


def test_a_command_asked_for_is_built_with_its_module_alone() -> None:
    for name, module in MODULES.items():
        alone = _names(build_app(name))
        assert name in alone
        assert alone == [other for other, its in MODULES.items() if its == module]


def test_a_word_that_is_no_command_meets_the_whole_tree() -> None:
    assert set(_names(build_app("histroy"))) == MODULES.keys()


def test_a_small_command_loads_no_engine() -> None:
    asked = "import sys, merilo.cli.app as app; app.build_app('init'); sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
