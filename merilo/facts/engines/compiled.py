"""Expressions as DuckDB's SQL. Ibis takes 10 to 500 ms for a KPI, so an expression is compiled once, not per process.

What was compiled is kept under a digest of the expression itself (not of its text), in the folder `cache/sql` of a
workspace. The folder may be deleted at any time.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ibis.expr.operations as ops
import pyarrow as pa
from ibis.common.grounds import Annotable

from merilo.core.whole_file import write_whole
from merilo.facts.engines.duckdb_days import MACRO
from merilo.facts.engines.duckdb_sql import sql_of

_KEPT_FOR = timedelta(days=7)  # most questions are about a day, and another is asked tomorrow
_PARTS = {"sql", "tables", "memories", "schema"}
_PLAIN = frozenset({type(None), bool, int, float, str, bytes, date, datetime, timedelta, Decimal})


@dataclass(frozen=True)
class Query:
    """A compiled expression: its SQL, the fact tables and the tables in memory that it reads, and its columns."""

    sql: str
    tables: tuple[str, ...]
    memories: tuple[ops.InMemoryTable, ...]
    schema: pa.Schema


@lru_cache(maxsize=256)
def compiled(operation: ops.Node, folder: Path | None = None) -> Query:
    """The query of an expression; `folder`: where compiled ones are kept between processes. (Operations compare,
    expressions do not.)
    """
    key = digest(operation)
    path = folder / f"{key}.json" if folder and key else None
    kept = _read(path) if path else None
    if kept is None:
        kept = _made(operation)
        if path:
            _write(path, kept)
    return Query(
        sql=kept["sql"],
        tables=tuple(kept["tables"]),
        # Their rows are not kept: the expression at hand brings them along, under the same names.
        memories=tuple(operation.find(ops.InMemoryTable)) if kept["memories"] else (),
        schema=pa.ipc.read_schema(pa.py_buffer(base64.b64decode(kept["schema"]))),
    )


def _made(operation: ops.Node) -> dict[str, Any]:
    expr = operation.to_expr()
    schema = expr.as_table().schema().to_pyarrow()
    return {
        "sql": sql_of(expr),
        "tables": [table.name for table in operation.find(ops.UnboundTable)],
        "memories": bool(operation.find(ops.InMemoryTable)),
        "schema": base64.b64encode(schema.serialize().to_pybytes()).decode(),
    }


def digest(operation: ops.Node) -> str:
    """A name that equal expressions share in every process, and different ones do not; empty where there is none.

    An expression is what its class and its arguments are, all the way down. An argument of a kind that is not known
    here gives no name, so that nothing is ever taken for another.
    """
    known: dict[int, bytes] = {}
    try:
        return hashlib.sha256(_program() + _said(operation, known)).hexdigest()[:32]
    except (_UnknownKindError, RecursionError):
        return ""


class _UnknownKindError(TypeError):
    """An argument that only its own process can tell from others."""


def _said(value: Any, known: dict[int, bytes]) -> bytes:
    """A digest of one value. `known`: of those that were met before; the expression keeps them alive."""
    kind = type(value)
    if kind in _PLAIN or isinstance(value, Enum):
        return f"{kind.__qualname__} {value!r}".encode("utf-8", "surrogatepass")
    found = known.get(id(value))
    if found is None:
        parts = [f"{kind.__module__}.{kind.__qualname__}".encode(), *(_said(each, known) for each in _arguments(value))]
        found = hashlib.sha256(b"".join(len(part).to_bytes(4) + part for part in parts)).digest()
        known[id(value)] = found
    return found


def _arguments(value: Any) -> tuple[Any, ...]:
    """What a value is made of; a table in memory is its name and columns, since its name says which rows it has (see
    `calendar_days`).
    """
    if isinstance(value, ops.InMemoryTable):
        return (value.name, value.schema)
    if isinstance(value, Annotable) and not isinstance(value, ops.ScalarUDF | ops.AggUDF):  # a function of Python
        return tuple(value.__args__)
    if isinstance(value, Mapping):
        return tuple(part for item in value.items() for part in item)
    if isinstance(value, tuple | list):
        return tuple(value)
    raise _UnknownKindError(type(value).__qualname__)


@cache
def _program() -> bytes:
    """What makes SQL of an expression: another version of it may make another."""
    made_by = [f"{name} {version(name)}" for name in ("ibis-framework", "sqlglot")]
    return " ".join([*made_by, MACRO]).encode()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.keys() == _PARTS else None


def _write(path: Path, kept: Mapping[str, Any]) -> None:
    """Keep it whole or not at all; a disk that is full or read-only keeps nothing, and the answer is there all the
    same.
    """
    with suppress(OSError):
        write_whole(path, json.dumps(kept))
        _tidy(path.parent)


@cache
def _tidy(folder: Path) -> None:
    """Once per process: what was compiled some days ago goes."""
    until = time.time() - _KEPT_FOR.total_seconds()
    for old in folder.iterdir():
        with suppress(OSError):
            if old.stat().st_mtime < until:
                old.unlink()
