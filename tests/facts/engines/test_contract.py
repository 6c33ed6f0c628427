"""What every engine must do; each registered engine is put through all of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pytest

from merilo.core.errors import UsageError
from merilo.core.time import Calendar
from merilo.facts.engines import Engine, engine_names, open_engine
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from tests.facts.importing import Row, deal, imported

NIGHT = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


class Opener(Protocol):
    """Opens the engine under test."""

    def __call__(self, zone: str = "UTC", known_at: Any = None) -> AbstractContextManager[Engine]: ...


@pytest.fixture(params=engine_names())
def opened(request: pytest.FixtureRequest, store: FactStore) -> Opener:
    """Each engine, on the test's store as it is when opened."""

    def open_it(zone: str = "UTC", known_at: Any = None) -> AbstractContextManager[Engine]:
        return open_engine(request.param, store.snapshot(), Calendar(zone), known_at)

    return open_it


def call(source_id: str, **columns: Any) -> Row:
    return {"source_id": source_id, "kind": "call", "direction": "outbound", "at": NIGHT, **columns}


def test_an_engine_knows_its_name(opened: Opener) -> None:
    with opened() as engine:
        assert engine.name in engine_names()
        assert engine.notes == ()


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_all_columns_with_their_types_and_no_rows(opened: Opener, table: str) -> None:
    with opened() as engine:
        found = engine.execute(engine.facts[table])
    assert (found.num_rows, found.column_names) == (0, TABLES[table].arrow.names)
    assert found.schema.types == TABLES[table].arrow.types


def test_rows_come_back_with_the_declared_types(opened: Opener, store: FactStore) -> None:
    imported(
        store, "deals", [deal("a", amount=Decimal("0.0001"), created_at=NIGHT, expected_close_on=date(2026, 5, 1))]
    )
    with opened("Asia/Tokyo") as engine:
        found = engine.execute(engine.facts.deals)
    assert found.schema.types == TABLES["deals"].arrow.types
    row = found.to_pylist()[0]
    assert (row["amount"], row["created_at"], row["expected_close_on"]) == (Decimal("0.0001"), NIGHT, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 3, 1)), ("Europe/Moscow", date(2026, 3, 2)), ("America/New_York", date(2026, 3, 1))],
)
def test_days_are_cut_in_the_calendars_zone(opened: Opener, store: FactStore, zone: str, day: date) -> None:
    imported(store, "touches", [call("a")])
    with opened(zone) as engine:
        touches = engine.facts.touches
        by_day = touches.group_by(day=touches["at"].cast("date")).agg(n=touches.count())
        assert engine.execute(by_day).to_pylist() == [{"day": day, "n": 1}]
        assert engine.execute(touches["at"].date().max().name("day")).to_pylist() == [{"day": day}]


def test_sums_of_money_stay_exact(opened: Opener, store: FactStore) -> None:
    imported(store, "deals", [deal(f"d{n}", amount=Decimal("0.1")) for n in range(10)])
    with opened() as engine:
        total = engine.execute(engine.facts.deals.amount.sum().name("total")).to_pylist()
    assert total == [{"total": Decimal(1)}]


def test_a_scalar_is_one_row_with_its_name(opened: Opener) -> None:
    with opened() as engine:
        assert engine.execute(engine.facts.deals.count().name("n")).to_pylist() == [{"n": 0}]


def test_joins_of_tables_and_of_rows_in_memory(opened: Opener, store: FactStore) -> None:
    imported(store, "sellers", [{"source_id": "s", "name": "Anna"}])
    imported(store, "deals", [deal("a", seller="crm:s"), deal("b")])
    with opened() as engine:
        facts = engine.facts
        goals = ibis.memtable(pa.table({"seller": ["crm:s"], "goal": [7]}))  # from a dict, Ibis goes through pandas
        deals, sellers = facts.deals, facts.sellers
        joined = deals.join(sellers, deals.seller == sellers.id).join(goals, deals.seller == goals.seller)
        assert engine.execute(joined.select(deals.id, sellers.name, goals.goal)).to_pylist() == [
            {"id": "crm:a", "name": "Anna", "goal": 7}
        ]


def test_sql_reads_the_plain_table_names(opened: Opener) -> None:
    with opened() as engine:
        assert 'FROM "deals"' in engine.sql(engine.facts.deals.count()).replace("`", '"')


def test_an_engine_keeps_its_state_while_others_write(opened: Opener, store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    with opened() as engine:
        imported(store, "deals", [deal("a", name="later"), deal("b")])
        assert engine.execute(engine.facts.deals.select("id", "name")).to_pylist() == [{"id": "crm:a", "name": None}]


def test_known_at_takes_corrections_back(opened: Opener, store: FactStore) -> None:
    imported(store, "deals", [deal("a", name="one")])
    then = store.latest().committed_at
    imported(store, "deals", [deal("a", name="two"), deal("b")])
    with opened(known_at=then) as engine:
        assert engine.execute(engine.facts.deals.select("id", "name")).to_pylist() == [{"id": "crm:a", "name": "one"}]


def test_an_unknown_engine_is_a_wrong_use_that_names_the_known_ones(store: FactStore) -> None:
    with pytest.raises(UsageError, match="duckdb"):
        open_engine("abacus", store.snapshot(), Calendar())
