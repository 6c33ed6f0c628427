"""A desk reads what several questions share only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.kpis.conftest import Build


def test_how_far_data_with_revenue_reach_is_asked_once(facts: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contract of January and a touch of March: revenue is known up to March; the second question asks nothing."""
    built = facts(
        revenue=[{"starts_on": "2024-01-10", "kind": "recurring"}], touches=[{"at": "2024-03-05", "seller": "a"}]
    )
    desk, asked = built.desk, []
    execute = built.engine.execute

    def counted(expr: Any) -> Any:
        asked.append(expr)
        return execute(expr)

    monkeypatch.setattr(built.engine, "execute", counted)
    first = desk.horizon(("revenue",), date(2024, 6, 30))
    assert (first, bool(asked)) == (date(2024, 3, 5), True)
    asked.clear()
    assert desk.horizon(("revenue",), date(2024, 6, 30)) == first
    assert not asked
