"""A small table of text columns, profiled and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from merilo.facts.schema import Kind
from merilo.intake.formats import ColumnProfile, Parsed, expression, profile, select


@dataclass(frozen=True)
class Table:
    """Columns of text in a DuckDB connection."""

    con: duckdb.DuckDBPyConnection
    columns: tuple[str, ...]
    _profiles: dict[tuple[str, ...], dict[str, ColumnProfile]] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[str | None]]) -> Table:
        import pyarrow as pa

        con = duckdb.connect()
        con.execute("SET TimeZone = 'America/New_York'")  # the session's zone must not matter
        rows = len(next(iter(columns.values())))
        arrow = pa.table({"_row": range(rows)} | {n: pa.array(v, pa.string()) for n, v in columns.items()})
        con.register("arrow", arrow)
        con.execute("CREATE TABLE raw AS SELECT * FROM arrow")
        return cls(con, tuple(columns))

    def profile(self, empty_words: Sequence[str] = ()) -> dict[str, ColumnProfile]:
        words = tuple(empty_words)
        if words not in self._profiles:
            self._profiles[words] = profile(self.con, "raw", self.columns, words)
        return self._profiles[words]

    def parsed(self, kind: Kind, column: str, **options: Any) -> Parsed:
        options = {"time_zone": "UTC"} | options
        found = self.profile(options.pop("empty_words", ()))[column]
        return expression(kind, column, found, **options)

    def read(self, kind: Kind, column: str, **options: Any) -> list[Any]:
        """The values in row order; instants as `YYYY-MM-DD HH:MM:SS` in UTC."""
        return [row[0] for row in self.read_all(kind, column, **options)]

    def read_all(self, kind: Kind, column: str, **options: Any) -> list[tuple[Any, bool, bool, bool]]:
        """Value, failed, emptied, repaired of each row; the flat and the stepwise SQL must agree."""
        parsed = self.parsed(kind, column, **options)
        shown = "strftime(make_timestamp(epoch_us({})), '%Y-%m-%d %H:%M:%S.%g')" if kind is Kind.TIME else "{}"
        flat = ", ".join((shown.format(f"({parsed.sql})"), parsed.failed, parsed.emptied, parsed.repaired))
        rows = self.con.execute(f"SELECT {flat} FROM raw ORDER BY _row").fetchall()
        stepwise = (
            f"SELECT {shown.format('v')}, v__failed, v__emptied, v__repaired FROM ({select('raw', {'v': parsed})})"
        )
        assert self.con.execute(f"{stepwise} ORDER BY _row").fetchall() == rows
        if kind is Kind.TIME:
            return [(row[0].removesuffix(".000") if row[0] else None, *row[1:]) for row in rows]
        return rows
