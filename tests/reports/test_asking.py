"""A desk reads what several questions share only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.kpis.question import Question
from merilo.reports.answer import ask
from merilo.reports.asking import Desk
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


def test_who_asks_of_himself_before_his_first_entry_gets_nothing_and_no_refusal(facts: Build) -> None:
    """Nobody else may be asked for by an id that the facts do not know: that is a slip of the finger."""
    built = facts(touches=[{"at": "2024-03-05", "seller": "a"}], sellers=[{"id": "a", "name": "Ann"}])
    own = Desk(built.engine, built.desk.settings, built.desk.today, own="journal:new")
    (line,) = ask(own, Question("touches", where=(("seller", "journal:new"),))).lines
    assert (line.figure.n, line.figure.value) == (0, None)
    with pytest.raises(UsageError):
        ask(own, Question("touches", where=(("seller", "journal:other"),)))
