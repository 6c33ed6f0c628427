"""`merilo.toml`: what is allowed, and what a wrong value is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from merilo.core.errors import WorkspaceError
from merilo.core.settings import Settings, load_settings, write_settings
from merilo.core.workspace import SETTINGS_FILE, Workspace


def test_settings_written_are_read_back(tmp_path: Path) -> None:
    settings = Settings(name="Мерило", time_zone="Europe/Moscow", currency="RUB", policies={"within": "60"})
    write_settings(settings, tmp_path / "merilo.toml")
    assert load_settings(tmp_path / "merilo.toml") == settings


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('time_zone = "Moscow"', "Europe/Moscow"),
        ('week_start = "Montag"', "monday, tuesday"),
        ("fiscal_year_start = 13", "1 to 12"),
        ('fiscal_year_start = "4"', "a whole number"),
        ("name = 5", "text in quotes"),
        ('currency = "руб"', "ISO 4217"),
        ('language = "de"', "en, ru"),
        ('digest = "weekly"', "off, on"),
        ("digest_hour = 24", "0 to 23"),
        ('timezone = "UTC"', "time_zone"),
        ("name = ", "cannot be read"),
    ],
)
def test_a_wrong_setting_names_the_file_and_what_is_allowed(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "merilo.toml"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(WorkspaceError) as error:
        load_settings(file)
    assert told in str(error.value)
    assert str(file) in str(error.value)


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="merilo init"):
        Workspace.open(tmp_path)


def test_an_existing_workspace_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    Workspace.init(tmp_path, Settings(name="first"))
    with pytest.raises(WorkspaceError, match="already is"):
        Workspace.init(tmp_path, Settings(name="second"))
    assert Workspace.open(tmp_path).settings.name == "first"


def test_a_workspace_has_its_folders_and_no_leftovers(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "new" / "place")
    assert workspace.facts.is_dir()
    assert workspace.mappings.is_dir()
    assert workspace.rejects.is_dir()
    assert [p.name for p in workspace.root.iterdir() if p.is_file()] == [SETTINGS_FILE]
