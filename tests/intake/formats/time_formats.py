"""How long profiling and parsing take: `python -m tests.intake.formats.time_formats [ROWS]`. Not a test."""

from __future__ import annotations

import sys
import time

import duckdb

from merilo.facts.schema import Kind
from merilo.intake.formats import Parsed, expression, profile, select

_MAKE = """
CREATE TABLE touches AS SELECT i AS _row,
  md5(i::VARCHAR) AS id,
  'Seller ' || (i * 7919 % 40) AS seller,
  strftime(TIMESTAMP '2022-01-01' + to_seconds((i * 37) % 90000000), '%Y-%m-%d %H:%M:%S') AS iso,
  strftime(TIMESTAMP '2022-01-01' + to_seconds((i * 41) % 90000000), '%d.%m.%Y %H:%M') AS dotted,
  '$' || format('{:,}', i * 7919 % 1000000) || '.50' AS money,
  ((i * 31) % 3600)::VARCHAR AS seconds,
  CASE i % 3 WHEN 0 THEN 'call' WHEN 1 THEN 'email' ELSE 'meeting' END AS kind,
  'Account ' || (i * 7919 % 100000) AS account,
  CASE i % 2 WHEN 0 THEN 'TRUE' ELSE 'FALSE' END AS flag,
  (i * 7919 % 50000) || '.0' AS customer
FROM range({rows}) t(i)
"""
_KINDS = {
    "id": Kind.TEXT, "seller": Kind.TEXT, "iso": Kind.TIME, "dotted": Kind.TIME, "money": Kind.MONEY,
    "seconds": Kind.COUNT, "kind": Kind.CHOICE, "account": Kind.TEXT, "flag": Kind.FLAG, "customer": Kind.REF,
}  # fmt: skip


def main(rows: int) -> None:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET threads = 2")
    con.execute(_MAKE.replace("{rows}", str(rows)))
    start = time.perf_counter()
    profiles = profile(con, "touches", tuple(_KINDS))
    print(f"profile: {time.perf_counter() - start:.2f} s for {rows:,} rows of {len(_KINDS)} columns")
    everything = {}
    for column, kind in _KINDS.items():
        everything[column] = expression(
            kind, column, profiles[column], time_zone="Europe/Berlin", choices=("call", "email", "meeting")
        )
        _time(con, {column: everything[column]}, f"{column:10} {kind.value:7}", rows)
    _time(con, everything, "all together      ", rows)


def _time(con: duckdb.DuckDBPyConnection, parsed: dict[str, Parsed], what: str, rows: int) -> None:
    counts = ", ".join(
        f"count({name}), count(*) FILTER ({name}__failed), count(*) FILTER ({name}__emptied), "
        f"count(*) FILTER ({name}__repaired)"
        for name in parsed
    )
    start = time.perf_counter()
    found = con.execute(f"SELECT {counts} FROM ({select('touches', parsed)})").fetchone()
    took = time.perf_counter() - start
    print(f"{what} {took:.2f} s  {took / rows * 1e9:6.0f} ns a row  {found if len(parsed) == 1 else ''}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000)
