"""Answers kept in memory: asked once per state, never beyond their size."""

from __future__ import annotations

import pyarrow as pa
import pytest

from merilo.core.time import Calendar
from merilo.facts.engines.answered import Answered
from merilo.facts.engines.duckdb_engine import DuckDBEngine, open_engine
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported


def _table(n: int) -> pa.Table:
    return pa.table({"x": pa.array(range(n), pa.int64())})


def test_a_question_is_asked_once_and_the_least_used_goes_first() -> None:
    kept, asked = Answered(most=8 * 25, largest=8 * 10), []

    def ask(key: str, n: int = 10) -> int:
        return int(kept.table(key, lambda: (asked.append(key), _table(n))[1]).num_rows)

    assert [ask("a"), ask("b"), ask("a")] == [10, 10, 10]
    ask("c")  # with it there is too much: b was not asked for the longest time
    ask("a")
    ask("b")
    assert asked == ["a", "b", "c", "b"]
    assert [ask("large", 11), ask("large", 11)] == [11, 11]
    assert asked[-2:] == ["large", "large"]


def test_another_state_has_another_answer(store: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def count() -> int:
        with open_engine(store.snapshot(), Calendar("UTC", 0, 1), None) as engine:
            return int(engine.execute(engine.facts.deals.count())[0][0].as_py())

    imported(store, "deals", [deal("one")])
    assert (count(), count()) == (1, 1)
    imported(store, "deals", [deal("two")])
    assert count() == 2
    monkeypatch.setattr(DuckDBEngine, "_fetched", lambda *_given: pytest.fail("asked again"))
    assert count() == 2
