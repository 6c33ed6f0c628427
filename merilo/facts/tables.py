"""The fact tables as Ibis expressions: all that a KPI needs to know of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import ibis
import ibis.expr.types as ir

from merilo.facts.schema import TABLES, FactTable, Kind

_IBIS_TYPE: dict[Kind, str] = {
    Kind.TEXT: "string",
    Kind.REF: "string",
    Kind.CHOICE: "string",
    Kind.TIME: "timestamp('UTC', 6)",
    Kind.DAY: "date",
    Kind.MONEY: "decimal(18, 4)",
    Kind.CURRENCY: "string",
    Kind.NUMBER: "float64",
    Kind.COUNT: "int64",
    Kind.FLAG: "boolean",
}


class Facts(Mapping[str, ir.Table]):
    """The fact tables by name, as items or attributes: `facts.deals`, `facts["deals"]`.

    The tables are unbound: they know their columns, not their rows. An engine runs an expression over them on the rows
    that it reads, so one expression serves every engine, every state and every as-of day.
    """

    def __init__(self, tables: Mapping[str, ir.Table]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> ir.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __getattr__(self, name: str) -> ir.Table:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(f"There is no fact table {name}; there are: {', '.join(self.__dict__['_tables'])}")
        return self._tables[name]


@cache
def unbound_facts() -> Facts:
    """Every fact table of the schema as an unbound Ibis table."""
    return Facts({name: _unbound(table) for name, table in TABLES.items()})


def _unbound(table: FactTable) -> ir.Table:
    # All columns are nullable to Ibis: after a left join even a required one may be empty, and a count must know it.
    schema = {column.name: _IBIS_TYPE[column.kind] for column in table.columns}
    return ibis.table(schema, name=table.name)
