"""Engines: what runs a KPI's expression on the rows of a state. Adding one is one module and one line in `_ENGINES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import ibis.expr.types as ir
import pyarrow as pa

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Calendar
from merilo.facts.snapshot import Snapshot
from merilo.facts.tables import Facts

# Modules are imported when asked for, so that an engine's own libraries are paid for by its users only. Each has a
# function `open_engine(snapshot, calendar, known_at, keep) -> Engine`.
_ENGINES = {"duckdb": "merilo.facts.engines.duckdb_engine"}


class Engine(Protocol):
    """Runs expressions over `facts` on one snapshot, as now known or as known at a past moment.

    Days are cut in the calendar's time zone: `facts.touches["at"].cast("date")` is the local day.
    """

    @property
    def name(self) -> str:
        """The name that `open_engine` knows it by."""
        ...

    @property
    def keeps(self) -> bool:
        """Whether what questions share is kept, so that it pays to make it."""
        ...

    @property
    def facts(self) -> Facts:
        """The fact tables that expressions are built from."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any answer must know about the rows it rests on, in the language in force."""
        ...

    def execute(self, expr: ir.Expr) -> pa.Table:
        """The rows of a table expression (or the one row of a scalar), with the columns and types that it declares."""
        ...

    def batches(self, expr: ir.Expr) -> Iterator[pa.RecordBatch]:
        """The same rows, a part at a time, so that any number of them fits; one such answer at a time."""
        ...

    def sql(self, expr: ir.Expr) -> str:
        """The SQL that `execute` runs."""
        ...

    def close(self) -> None:
        """Free what the engine holds."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def engine_names() -> tuple[str, ...]:
    """The names of all engines."""
    return tuple(_ENGINES)


def open_engine(
    name: str,
    snapshot: Snapshot,
    calendar: Calendar,
    known_at: date | datetime | None = None,
    keep: Path | None = None,
) -> Engine:
    """The engine of that name on the snapshot; raises UsageError for an unknown name.

    `known_at`: rows as they were known at the end of that local day (or at that instant), not as corrected since.
    `keep`: a folder in which the engine may keep what several questions share (`merilo.kpis.shared`); disposable.
    """
    if name not in _ENGINES:
        raise UsageError(_("There is no engine {name}.").format(name=name), allowed=", ".join(engine_names()))
    opener: Callable[[Snapshot, Calendar, date | datetime | None, Path | None], Engine]
    opener = import_module(_ENGINES[name]).open_engine
    return opener(snapshot, calendar, known_at, keep)
