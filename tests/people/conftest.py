"""A workspace of one's own, and one action as a person would agree on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from merilo.core.settings import Settings
from merilo.core.workspace import Workspace
from merilo.people.coaching import Action, agree
from merilo.people.database import opened
from tests.postgresql import Server

Agree = Callable[..., Action]


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """One on each kind of database; tables are there already in PostgreSQL, since making them takes a second."""
    if request.param == "sqlite":
        return Workspace.init(tmp_path / "ws")
    server: Server = request.getfixturevalue("postgresql")
    return Workspace.init(tmp_path / "ws", Settings(database=server.database(request.getfixturevalue("with_tables"))))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """One on each kind of database, without any table."""
    if request.param == "sqlite":
        return Workspace.init(tmp_path / "ws")
    server: Server = request.getfixturevalue("postgresql")
    return Workspace.init(tmp_path / "ws", Settings(database=server.database()))


@pytest.fixture
def on_file(tmp_path: Path) -> Workspace:
    """One that keeps its rows in its own file."""
    return Workspace.init(tmp_path / "ws")


@pytest.fixture(scope="session")
def with_tables(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with tables and no rows, to make others from."""
    address = postgresql.database()
    with opened(Workspace.init(tmp_path_factory.mktemp("template") / "ws", Settings(database=address))):
        pass
    return urlsplit(address).path.removeprefix("/")


@pytest.fixture
def agreed(workspace: Workspace) -> Agree:
    return _agreeing(workspace)


@pytest.fixture
def agreed_on_file(on_file: Workspace) -> Agree:
    return _agreeing(on_file)


def _agreeing(workspace: Workspace) -> Agree:
    def make(**given: Any) -> Action:
        known = {"seller": "s1", "kpi": "touches", "starts_on": date(2026, 3, 2), "agreed_by": "Anna", "note": "call"}
        return agree(workspace, **(known | given))

    return make
