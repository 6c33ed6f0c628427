"""The fact tables as KPIs see them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from merilo.facts.schema import TABLES
from merilo.facts.tables import unbound_facts


def test_every_declared_table_and_column_is_there() -> None:
    facts = unbound_facts()
    assert list(facts) == list(TABLES)
    for name, table in TABLES.items():
        assert facts[name].columns == tuple(column.name for column in table.columns)


def test_tables_are_items_and_attributes() -> None:
    facts = unbound_facts()
    assert facts.deals is facts["deals"]
    with pytest.raises(AttributeError, match="There is no fact table dealz"):
        _ = facts.dealz
    with pytest.raises(KeyError):
        facts["dealz"]


def test_arrow_types_are_the_declared_ones() -> None:
    facts = unbound_facts()
    for name, table in TABLES.items():
        assert facts[name].schema().to_pyarrow().types == table.arrow.types


def test_kpi_code_gets_facts_without_an_engine_or_a_store() -> None:
    code = (
        "import sys, merilo.facts.tables as t; t.unbound_facts();"
        "print([m for m in ('duckdb', 'deltalake', 'merilo.facts.store', 'merilo.facts.engines') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
