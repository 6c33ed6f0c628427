"""A store for each test: a copy of one empty store, because making 32 Delta tables takes a quarter of a second."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from merilo.facts.store import FactStore


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty store, not to be written to."""
    folder = tmp_path_factory.mktemp("facts") / "empty"
    FactStore.create(folder)
    return folder


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> FactStore:
    """An empty store of the test's own."""
    shutil.copytree(empty_store, tmp_path / "facts")
    return FactStore.open(tmp_path / "facts")
