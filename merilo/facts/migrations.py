"""Schema versions: what leads from one to the next.

A migration is a tuple of operations of a closed set, so that each is known to work on current rows and on earlier
versions alike, and to be taken back whole when it dies half-way. To change the schema: change `schema.TABLES`, raise
`SCHEMA_VERSION`, and say here what leads there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from merilo.core.sql import literal, quoted
from merilo.facts.delta import TableVersion, create_table, replace_table, stored_schema
from merilo.facts.parquet import SQL_TYPE, drop_files, write_rows
from merilo.facts.schema import FactTable, Schema, earlier_name
from merilo.facts.states import State
from merilo.facts.turn import Turn


@dataclass(frozen=True)
class AddColumn:
    """A new column; `default`, written as text, is what rows known before the migration get (None: empty)."""

    table: str
    column: str
    default: str | None = None


@dataclass(frozen=True)
class RenameColumn:
    """A column with a new name and its old values."""

    table: str
    old: str
    new: str


@dataclass(frozen=True)
class DropColumn:
    """A column that is no longer kept."""

    table: str
    column: str


@dataclass(frozen=True)
class AddTable:
    """A new, empty fact table."""

    table: str


Operation = AddColumn | RenameColumn | DropColumn | AddTable
Migrations = Mapping[int, Sequence[Operation]]

# The schema version reached -> what leads there from the version before.
MIGRATIONS: Migrations = {
    2: (AddTable("next_steps"), AddTable("costs")),
    3: (AddColumn("forecast_calls", "given_by"),),
}


def migrate(turn: Turn, schema: Schema, migrations: Migrations) -> State:
    """Bring all tables to the schema, visible as one state."""
    found = turn.start.schema_version
    steps = [operation for version in range(found + 1, schema.version + 1) for operation in migrations[version]]
    versions: dict[str, int] = {}
    try:
        with duckdb.connect() as con:
            for name in dict.fromkeys(operation.table for operation in steps):
                own = [operation for operation in steps if operation.table == name]
                for stored in (name, earlier_name(name)):
                    versions[stored] = _bring(con, turn, schema.stored[stored], own)
        summary = {"schema": {"from": found, "to": schema.version}}
        return turn.publish_versions(versions, summary, schema_version=schema.version)
    finally:
        turn.undo()


def _bring(con: duckdb.DuckDBPyConnection, turn: Turn, table: FactTable, steps: list[Operation]) -> int:
    folder = turn.store / table.name
    if any(isinstance(step, AddTable) for step in steps):
        return create_table(folder, table.arrow)
    base = turn.table(table.name)
    cells = _cells(table, stored_schema(folder, base.version).names, steps)
    return _rewritten(con, turn, base, table, cells)


def _cells(table: FactTable, stored: list[str], steps: list[Operation]) -> str:
    """The SELECT list that makes the declared columns out of the stored ones."""
    made = {name: quoted(name) for name in stored}
    for step in steps:
        if isinstance(step, AddColumn):
            made[step.column] = "NULL" if step.default is None else literal(step.default)
        elif isinstance(step, RenameColumn):
            made[step.new] = made.pop(step.old)
        elif isinstance(step, DropColumn):
            del made[step.column]
    return ", ".join(
        f"CAST({made[column.name]} AS {SQL_TYPE[column.kind]}) AS {quoted(column.name)}" for column in table.columns
    )


def _rewritten(con: duckdb.DuckDBPyConnection, turn: Turn, base: TableVersion, table: FactTable, cells: str) -> int:
    if not base.files:
        return replace_table(base, [], table.arrow)
    paths = ", ".join(literal(path) for path in base.paths)
    rows = f"SELECT {cells} FROM read_parquet([{paths}])"
    written = write_rows(con, rows, table, base.folder, turn.import_id)
    try:
        return replace_table(base, written, table.arrow)
    except BaseException:
        drop_files(base.folder, [file.name for file in written])
        raise
