"""Small fact tables for KPI tests: each test states only the columns that matter to it."""

from __future__ import annotations

import os
import warnings
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from merilo.core.settings import Settings
from merilo.facts.engines.compiled import compiled
from merilo.facts.engines.duckdb_days import define_local_day
from merilo.facts.schema import TABLES, Column, Kind
from merilo.facts.tables import Facts, unbound_facts
from merilo.kpis.question import Question
from merilo.reports.answer import Answer, ask
from merilo.reports.asking import Desk

Row = dict[str, Any]
# What was compiled is shared by the processes of a test run; the next run compiles anew.
KEPT = Path(gettempdir()) / f"merilo-sql-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
_REQUIRED: dict[str, Row] = {
    "deals": {"status": "open"},
    "deal_changes": {"evidence": "history"},
    "touches": {"kind": "call", "direction": "outbound"},
    "meetings": {"status": "held"},
    "revenue": {"kind": "one_off", "per": "row"},
    "targets": {"kpi": "revenue", "scope": "seller"},
    "rates": {"base": "USD"},
    "stages": {"kind": "open"},
    "costs": {"purpose": "acquisition"},
}


class MemoryEngine:
    """The engine's interface on tables in memory, by the SQL that DuckDB is given."""

    name = "memory"
    keeps = False

    def __init__(self, tables: dict[str, list[Row]], time_zone: str) -> None:
        self.notes: tuple[str, ...] = ()
        self._con = duckdb.connect()
        self._con.execute(f"SET TimeZone = '{time_zone}'")
        define_local_day(self._con, time_zone)
        for name, table in TABLES.items():
            rows = [_complete(name, place, row, time_zone) for place, row in enumerate(tables.get(name, []))]
            self._con.register(f"given_{name}", pa.Table.from_pylist(rows, table.arrow))
            self._con.execute(f"CREATE TABLE {name} AS SELECT * FROM given_{name}")

    @property
    def facts(self) -> Facts:
        return unbound_facts()

    def sql(self, expr: Any) -> str:
        return compiled(expr.op(), KEPT).sql

    def execute(self, expr: Any) -> pa.Table:
        query = compiled(expr.op(), KEPT)
        for memory in query.memories:
            self._con.register(memory.name, memory.data.to_pyarrow(memory.schema))
        self._con.execute(query.sql)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
            return self._con.to_arrow_table().cast(query.schema)

    def replace(self, name: str, rows: pa.Table) -> None:
        """Put these rows in the place of a table's own."""
        self._con.execute(f"DROP TABLE {name}")
        self._con.register(name, rows)

    def keep(self, table: str, condition: str) -> None:
        """Drop the rows of a table for which a condition in SQL does not hold."""
        self._con.execute(f"DELETE FROM {table} WHERE NOT coalesce(({condition}), FALSE)")

    def close(self) -> None:
        self._con.close()


def _complete(table: str, place: int, row: Row, time_zone: str) -> Row:
    known = {"source": "t", "observed_at": datetime(2030, 1, 1, tzinfo=UTC)} | _REQUIRED.get(table, {}) | row
    known.setdefault("id", f"{table}-{place:03}")
    known.setdefault("source_id", known["id"])
    names = {column.name for column in TABLES[table].columns}
    assert known.keys() <= names, f"{table} has no column {known.keys() - names}"
    return {c.name: _value(c, known.get(c.name), time_zone) for c in TABLES[table].columns}


def _value(column: Column, value: Any, time_zone: str) -> Any:
    """Texts as the column's type: a local day as its noon, a local clock time, exact money."""
    if value is None:
        return None
    if column.kind is Kind.MONEY:
        return Decimal(str(value)).quantize(Decimal("0.0001"))
    if column.kind is Kind.DAY and isinstance(value, str):
        return date.fromisoformat(value)
    if column.kind is Kind.TIME and isinstance(value, str):
        return _instant(value, ZoneInfo(time_zone))
    return value


def _instant(text: str, zone: ZoneInfo) -> datetime:
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(12), zone)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


class Company:
    """Facts in memory, and a way to ask about them."""

    def __init__(self, tables: dict[str, list[Row]], settings: Settings, today: date) -> None:
        self.engine = MemoryEngine(tables, settings.time_zone)
        self.desk = Desk(self.engine, settings, today)

    def ask(self, kpi: str, *, rows: bool = False, **asked: Any) -> Answer:
        for name in ("start", "end", "as_of"):
            if isinstance(asked.get(name), str):
                asked[name] = date.fromisoformat(asked[name])
        for name in ("where", "policies"):
            if isinstance(asked.get(name), dict):
                asked[name] = tuple(asked[name].items())
        if isinstance(asked.get("by"), str):
            asked["by"] = tuple(asked["by"].split(","))
        return ask(self.desk, Question(kpi, **asked), rows=rows)

    def figure(self, kpi: str, **asked: Any) -> Any:
        """The one figure of an answer without cuts."""
        total = self.ask(kpi, **asked).total
        assert total is not None
        return total.figure

    def values(self, kpi: str, **asked: Any) -> dict[Any, Any]:
        """The value of every line by its labels and period."""
        found = {}
        for line in self.ask(kpi, **asked).lines:
            key = (*line.labels.values(), *([line.period] if line.period else []))
            found[key[0] if len(key) == 1 else key] = line.figure.value
        return found


def company(*, today: str = "2030-01-01", settings: Settings | None = None, **tables: list[Row]) -> Company:
    """A company with these fact rows; blank columns may be left out."""
    return Company(tables, settings or Settings(), date.fromisoformat(today))
