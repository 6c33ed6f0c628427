"""Small tables made by hand, and whole folders through the reader and the profiler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from merilo.core.sql import quoted
from merilo.intake.formats import profile
from merilo.intake.mapping_check import check_mapping
from merilo.intake.recognise import Proposal, propose
from merilo.sources.raw import RawFile, RawTable
from merilo.sources.spreadsheet import read

type Rows = Sequence[Sequence[str | None]]
type MakeTable = Callable[[str, Sequence[str], Rows], RawTable]
type ProposeTables = Callable[..., Proposal]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def make_table(con: duckdb.DuckDBPyConnection) -> MakeTable:
    """A raw table from a name, a header and rows of text."""

    def make(name: str, header: Sequence[str], rows: Rows = ()) -> RawTable:
        relation = f"raw_{name}"
        columns = {column: pa.array([row[i] for row in rows], pa.string()) for i, column in enumerate(header)}
        columns |= {"_row": pa.array(range(len(rows)), pa.int64()), "_file": pa.array([0] * len(rows), pa.int32())}
        con.register("handed_over", pa.table(columns))
        con.execute(f"CREATE OR REPLACE TABLE {quoted(relation)} AS FROM handed_over")
        con.unregister("handed_over")
        file = RawFile(Path(f"{name}.csv"), "", 0, len(rows), 1, "utf-8", ",")
        return RawTable(name, relation, tuple(header), (file,), len(rows))

    return make


@pytest.fixture
def propose_tables(con: duckdb.DuckDBPyConnection) -> ProposeTables:
    """The proposal for raw tables; its mapping, when it has entries, is one that can be applied."""

    def proposal(*tables: RawTable, currency: str = "EUR") -> Proposal:
        profiles = {table.name: profile(con, table.relation, table.columns) for table in tables}
        found = propose(tables, profiles, con, default_currency=currency)
        if found.mapping.entries:
            check_mapping(found.mapping, "the proposal")
        return found

    return proposal


@pytest.fixture
def propose_files(con: duckdb.DuckDBPyConnection, propose_tables: ProposeTables) -> Callable[..., Proposal]:
    """The proposal for files and folders, through the reader."""

    def proposal(*paths: Path) -> Proposal:
        return propose_tables(*read(paths, con))

    return proposal


def targets(proposal: Proposal, table: str) -> dict[str, str]:
    """Fact column to what fills it, of the proposal's last entry for a fact table: `column`, `a+b` or `=constant`."""
    entry = [entry for entry in proposal.mapping.entries if entry.to == table][-1]
    return {
        name: "+".join(field.columns) if field.columns else f"={field.constant}" for name, field in entry.fields.items()
    }
