"""The builder of small companies as a fixture that closes what it opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.kpis.company import Company, company

Build = Callable[..., Company]


@pytest.fixture
def facts() -> Iterator[Build]:
    """Builds companies from fact rows: `facts(deals=[{...}], sellers=[...])`."""
    built: list[Company] = []

    def build(**given: Any) -> Company:
        built.append(company(**given))
        return built[-1]

    yield build
    for one in built:
        one.engine.close()
