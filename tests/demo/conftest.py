"""One company as the demo shows it, and a larger one to measure rates on."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from merilo.demo import Company, company

UNTIL = date(2026, 6, 30)


@pytest.fixture(scope="package")
def demo() -> Company:
    return company(until=UNTIL, seed=7)


@pytest.fixture(scope="package")
def large() -> Company:
    return company(until=UNTIL, sellers=60, teams=6, years=2, seed=11)


@pytest.fixture(scope="package")
def sql(demo: Company) -> duckdb.DuckDBPyConnection:
    """The demo company's fact tables, to be asked in SQL; days are the company's own."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'Europe/Moscow'")
    for name, table in demo.tables().items():
        con.register(name, table)
    return con
