"""A workspace of one's own, and one action as a person would agree on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from merilo.core.workspace import Workspace
from merilo.people.coaching import Action, agree

Agree = Callable[..., Action]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.init(tmp_path / "ws")


@pytest.fixture
def agreed(workspace: Workspace) -> Agree:
    def make(**given: Any) -> Action:
        known = {"seller": "s1", "kpi": "touches", "starts_on": date(2026, 3, 2), "agreed_by": "Anna", "note": "call"}
        return agree(workspace, **(known | given))

    return make
