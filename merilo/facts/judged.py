"""Incoming rows judged against what is known: which are new, which changed, which came too late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from merilo.core.sql import quoted
from merilo.facts.incoming import KEY, Incoming, temporary
from merilo.facts.parquet import SQL_TYPE
from merilo.facts.schema import Column, FactTable


@dataclass(frozen=True)
class Judged:
    """The outcome, as SQL over a temporary table of (id, verdict, filename of the known row).

    The table holds no row for what is as known already. `given` are the columns that may change a known row.
    """

    table: FactTable
    incoming: Incoming
    given: frozenset[str]
    known: str
    observed: str
    verdicts: str
    counts: dict[str, int]

    @property
    def new_ids(self) -> str:
        """A SELECT of the ids that were not known."""
        return f"SELECT id FROM {self.verdicts} WHERE verdict = 'new'"

    @property
    def changed_ids(self) -> str:
        """A SELECT of the ids of known rows that differ in a given column."""
        return f"SELECT id FROM {self.verdicts} WHERE verdict = 'changed'"

    @property
    def new_rows(self) -> str:
        """A SELECT of the new rows, complete."""
        return f"{complete_rows(self.table, self.incoming, self.observed)} WHERE id IN ({self.new_ids})"

    @property
    def changed_rows(self) -> str:
        """A SELECT of the new versions of changed rows: given columns as they came, all others as they were known."""
        cells = ", ".join(self._cell(column) for column in self.table.columns)
        return (
            f"SELECT {cells} FROM {self.incoming.view} i JOIN ({self.known}) k ON i.id = k.id "
            f"WHERE i.id IN ({self.changed_ids})"
        )

    def _cell(self, column: Column) -> str:
        if column.name == "observed_at":
            return f"{self.observed} AS observed_at"
        return f"{'i' if column.name in self.given else 'k'}.{quoted(column.name)}"


@contextmanager
def judged(
    con: duckdb.DuckDBPyConnection,
    table: FactTable,
    incoming: Incoming,
    given: frozenset[str],
    *,
    known: str,
    observed: str,
) -> Iterator[Judged]:
    """Judge the rows against `known` (a SELECT with the column `filename`)."""
    with temporary(con, "TABLE", "verdicts", _verdicts(incoming, known, given)) as name:
        counts = dict(con.execute(f"SELECT verdict, count(*) FROM {name} GROUP BY 1").fetchall())
        yield Judged(table, incoming, given, known, observed, name, counts)


def complete_rows(table: FactTable, incoming: Incoming, observed: str) -> str:
    """A SELECT of all incoming rows as fact rows; columns that the relation lacks are empty."""
    present = {"id", *KEY, *incoming.columns}
    cells = [
        f"{observed} AS observed_at"
        if column.name == "observed_at"
        else quoted(column.name)
        if column.name in present
        else f"NULL::{SQL_TYPE[column.kind]} AS {quoted(column.name)}"
        for column in table.columns
    ]
    return f"SELECT {', '.join(cells)} FROM {incoming.view}"


def _verdicts(incoming: Incoming, known: str, given: frozenset[str]) -> str:
    differs = [f"i.{quoted(name)} IS DISTINCT FROM k.{quoted(name)}" for name in sorted(given)]
    stale = "WHEN i.modified_at < k.modified_at THEN 'stale' " if "modified_at" in given else ""
    return (
        f"SELECT i.id, CASE WHEN k.id IS NULL THEN 'new' {stale}ELSE 'changed' END AS verdict, k.filename "
        f"FROM {incoming.view} i LEFT JOIN ({known}) k ON i.id = k.id "
        f"WHERE {' OR '.join(['k.id IS NULL', *differs])}"
    )
