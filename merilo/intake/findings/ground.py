"""What a check works on: the facts as they will be after the import, and the import itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.core.sql import quoted
from merilo.facts.parquet import SQL_TYPE
from merilo.facts.schema import TABLES
from merilo.intake.assemble import Final
from merilo.intake.compute import Computed, Known
from merilo.intake.prepare import Prepared
from merilo.sources.raw import Finding

EXAMPLES = 5


@dataclass(frozen=True)
class Check:
    """One question that an import's data is asked. `name` is the stable word that its findings carry as `kind`."""

    name: str
    question: str
    run: Callable[[Ground], Iterable[Finding]]


@dataclass
class Ground:
    """The import and the facts. Views of facts are made when a check first asks for them."""

    con: DuckDBPyConnection
    prepared: Prepared
    computed: Computed
    known: Known
    _made: dict[str, str] = field(default_factory=dict)

    def final(self, table: str) -> Final | None:
        """The import's own rows of a fact table."""
        return self.computed.finals.get(table)

    def gives(self, table: str, *columns: str) -> bool:
        """Does this import fill these columns of the table?"""
        final = self.final(table)
        return final is not None and final.rows > 0 and set(columns) <= set(final.columns)

    def facts(self, table: str) -> str:
        """A relation of the table's rows as they will be: the import's, and the store's that it does not touch."""
        if table not in self._made:
            relation = f"_after_{table}"
            # A table, because most checks read it several times.
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {self._after(table)}")
            self._made[table] = relation
        return self._made[table]

    def _after(self, table: str) -> str:
        names = [column.name for column in TABLES[table].columns if column.name != "observed_at"]
        stored = f"SELECT {', '.join(map(quoted, names))} FROM ({self.known[table]})"
        final = self.final(table)
        if final is None:
            return stored
        cells = [self._cell(table, final, name) for name in names]
        extra = [f"i.{quoted(name)}" for name in final.columns if name.startswith("_")]
        ids = f"SELECT source || ':' || source_id FROM {final.relation}"
        return (
            f"SELECT {', '.join([*cells, *extra])} FROM {final.relation} i LEFT JOIN ({self.known[table]}) k "
            f"ON k.id = i.source || ':' || i.source_id UNION ALL BY NAME ({stored} WHERE id NOT IN ({ids}))"
        )

    def _cell(self, table: str, final: Final, name: str) -> str:
        if name == "id":
            return "i.source || ':' || i.source_id AS id"
        if name in ("source", "source_id") or name in final.columns:
            return f"i.{quoted(name)}"
        kind = SQL_TYPE[TABLES[table].column(name).kind]
        return f"CAST(k.{quoted(name)} AS {kind}) AS {quoted(name)}"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.con.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.rows(sql)[0]

    def counted(self, relation: str, where: str, example: str = "source_id") -> tuple[int, tuple[str, ...]]:
        """How many rows pass the test, and the first examples in order."""
        number = int(self.one(f"SELECT count(*) FROM {relation} WHERE {where}")[0])
        if not number:
            return 0, ()
        found = self.rows(f"SELECT {example} AS e FROM {relation} WHERE {where} ORDER BY 1 LIMIT {EXAMPLES}")
        return number, tuple(str(row[0]) for row in found)


def some(kind: str, message: str, counted: tuple[int, Sequence[str]], where: str) -> list[Finding]:
    """A finding when anything was counted."""
    number, examples = counted
    return [Finding(kind, message, number, where, tuple(examples))] if number else []
