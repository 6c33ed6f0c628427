"""DuckDB inside this process, on the Parquet files that the Delta log names."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from merilo.core.sql import literal, quoted
from merilo.core.time import Calendar
from merilo.facts.engines.answered import Answered
from merilo.facts.engines.compiled import Query, compiled, digest
from merilo.facts.engines.duckdb_days import define_local_day
from merilo.facts.engines.duckdb_kept import Keep, digest_of
from merilo.facts.known import Known, known_at
from merilo.facts.parquet import instant, listed, rows_of
from merilo.facts.schema import earlier_name, earlier_table
from merilo.facts.snapshot import Snapshot
from merilo.facts.tables import Facts, unbound_facts

_BATCH = 65_536  # rows


class DuckDBEngine:
    """One DuckDB session of its own. A table's files are looked up when an expression first needs it."""

    name = "duckdb"

    def __init__(self, snapshot: Snapshot, calendar: Calendar, known: Known | None, keep: Keep | None = None) -> None:
        self._snapshot, self._known, self._keep = snapshot, known, keep
        self._zone = calendar.time_zone
        self._kept = snapshot.store.parent / "cache" / "sql"
        # With the text of a question, all that its answer depends on; tables in memory are named after their rows.
        then = (known.at, *sorted(known.later.items())) if known else None
        state = snapshot.state
        self._about = (str(snapshot.store.resolve()), state.number, state.committed_at, then, calendar.time_zone)
        self._viewed: set[str] = set()
        self._con = _database().cursor()
        self._con.execute(f"SET TimeZone = {literal(self._zone)}")
        define_local_day(self._con, self._zone)

    @property
    def keeps(self) -> bool:
        """Whether what questions share is kept, so that it pays to make it."""
        return self._keep is not None

    @property
    def facts(self) -> Facts:
        """The fact tables that expressions are built from."""
        return unbound_facts()

    @property
    def notes(self) -> tuple[str, ...]:
        """Which sources were not yet known at the past moment asked for."""
        return self._known.notes if self._known else ()

    def execute(self, expr: ir.Expr) -> pa.Table:
        """The rows of the expression, as an Arrow table of its own schema."""
        if self._keep is None:
            return self._run(expr.op())
        try:
            return self._run(self._with_shared(expr.op(), self._keep))
        except duckdb.Error:
            # Kept rows are disposable: somebody may just have disposed of them. An error of the question itself
            # comes again.
            return self._run(expr.op())

    def batches(self, expr: ir.Expr) -> Iterator[pa.RecordBatch]:
        """The same rows, a part at a time; nothing else may be asked of this session before the last one."""
        query = compiled(expr.op(), self._kept)
        self._know(query)
        self._con.execute(query.sql)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
            reader: pa.RecordBatchReader = self._con.to_arrow_reader(_BATCH)
        for batch in reader:
            yield from pa.Table.from_batches([batch]).cast(query.schema).to_batches()

    def _asked(self, query: Query) -> pa.Table:
        self._know(query)
        return self._fetched(query.sql).cast(query.schema)

    def _know(self, query: Query) -> None:
        """Make known to this session what the query reads."""
        for name in query.tables:
            self._view(name)
        for memory in query.memories:
            self._con.register(memory.name, memory.data.to_pyarrow(memory.schema))

    def _run(self, operation: ops.Node) -> pa.Table:
        query = compiled(operation, self._kept)
        return _answered().table((*self._about, query.sql), lambda: self._asked(query))

    def _with_shared(self, operation: ops.Node, keep: Keep) -> ops.Node:
        """The operation with what is shared in it read from what is kept; what is below that is only looked at where
        it has to be made.
        """
        shared = operation.find_topmost(ops.AliasedRelation)
        below = {each.parent for each in shared}
        found = {each: self._shared(each, keep) for each in shared}
        return operation.replace(found, filter=lambda node: node not in below) if found else operation

    def _shared(self, shared: ops.AliasedRelation, keep: Keep) -> ops.Node:
        """The kept rows as a table; the rows' own expression where they cannot be kept."""
        path = keep.path(shared.name, self._depends_on(shared.parent))
        if path.stem not in self._viewed:
            if not keep.ready(path, self._con, lambda: self._making(shared.parent, keep)):
                return self._with_shared(shared.parent, keep)
            self._con.execute(
                f"CREATE TEMP VIEW {quoted(path.stem)} AS SELECT * FROM read_parquet({literal(str(path))})"
            )
            self._viewed.add(path.stem)
        return ops.UnboundTable(name=path.stem, schema=shared.schema)

    def _making(self, operation: ops.Node, keep: Keep) -> str:
        """The SQL that makes rows to be kept, from what else is kept."""
        query = _as_declared(compiled(self._with_shared(operation, keep), self._kept))
        self._know(query)
        return query.sql

    def _depends_on(self, operation: ops.Node) -> Iterator[str]:
        """All that the rows of the operation depend on."""
        yield self._zone
        yield digest(operation) or compiled(operation, self._kept).sql
        for table in operation.find((ops.UnboundTable, ops.InMemoryTable)):
            if isinstance(table, ops.InMemoryTable):
                yield digest_of(table.data.to_pyarrow(table.schema))
            else:
                yield table.name
                yield from self._snapshot.files(table.name) if table.name in self._snapshot.tables else ()

    def sql(self, expr: ir.Expr) -> str:
        """The DuckDB SQL of the expression."""
        return compiled(expr.op(), self._kept).sql

    def close(self) -> None:
        """Close the session."""
        self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetched(self, sql: str) -> pa.Table:
        self._con.execute(sql)
        # DuckDB advises `con.sql(…)`, which saves a copy of the result but plans the query twice: for a KPI that costs
        # far more, as its plan is long and its result short.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
            return self._con.to_arrow_table()

    def _view(self, name: str) -> None:
        if name not in self._viewed and name in self._snapshot.tables:
            self._con.execute(f"CREATE TEMP VIEW {quoted(name)} AS {self._rows(name)}")
            self._viewed.add(name)

    def _rows(self, name: str) -> str:
        table = self._snapshot.schema.tables[name]
        now = rows_of(table, self._snapshot.files(name))
        if self._known is None:
            return now
        earlier = rows_of(earlier_table(table), self._snapshot.files(earlier_name(name)))
        columns = listed(column.name for column in table.columns)
        at = instant(self._known.at.isoformat())
        later = f"source IN ({', '.join(literal(source) for source in self._known.later) or 'NULL'})"
        return (
            f"SELECT {columns} FROM ({now}) WHERE observed_at <= {at} OR {later} UNION ALL "
            f"SELECT {columns} FROM ({earlier}) WHERE observed_at <= {at} AND superseded_at > {at} "
            f"AND ({later}) IS NOT TRUE"
        )


def _as_declared(query: Query) -> Query:
    """The query with whole numbers as such: DuckDB adds them up in 128 bits, which Parquet only has as fractions."""
    names = [quoted(field.name) for field in query.schema if pa.types.is_int64(field.type)]
    whole = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in names)
    return replace(query, sql=f"SELECT * REPLACE ({whole}) FROM ({query.sql})") if names else query


def open_engine(
    snapshot: Snapshot, calendar: Calendar, moment: date | datetime | None, keep: Path | None = None
) -> DuckDBEngine:
    """DuckDB on the snapshot, as known now or at the moment; what is shared is kept in the folder `keep`.

    As known at a past moment rows do not depend on files alone, so nothing is kept then.
    """
    known = known_at(snapshot.state, calendar, moment)
    return DuckDBEngine(snapshot, calendar, known, Keep(keep) if keep is not None and known is None else None)


@cache
def _answered() -> Answered:
    """Of the whole process."""
    return Answered()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The process's one DuckDB: sessions share its threads and memory, and open in a hundredth of the time."""
    return duckdb.connect()
