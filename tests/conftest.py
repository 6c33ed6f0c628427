"""What all tests share: where other people's data sets lie, and English as the language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from merilo.core.text import set_language
from tests.postgresql import postgresql
from tests.web.site import made, site

__all__ = ["made", "postgresql", "site"]  # one server of each kind for all tests

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# A slow or shared machine is no failure of a law.
settings.register_profile("merilo", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("merilo")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs all tests of a file, unless they belong to a group: what they share is made once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(ROOT).as_posix()))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: those of an archive hold the time it was made, and processes must agree on all names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests read English messages whatever the machine's locale; a test that wants Russian says so."""
    monkeypatch.setenv("MERILO_LANGUAGE", "en")
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of other people's data sets; the test is skipped where it is not there."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"the shared data sets are not at {folder}")
    return folder
