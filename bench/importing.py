"""Import: from CSV files to committed facts, through the very functions that `merilo import` calls."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import duckdb

from bench.sizes import Size
from merilo.core.workspace import Workspace
from merilo.demo import Company
from merilo.intake import prepare as preparing
from merilo.intake import run as running
from merilo.sources import spreadsheet

GOAL = 1_000_000
"""Rows a second."""

# Where the stages of an import begin and end: (its name here, module, function).
_STAGES: tuple[tuple[str, ModuleType, str], ...] = (
    ("read", spreadsheet, "read"),
    ("profile", preparing, "_profiles"),
    ("parse", running, "compute"),
    ("account", running, "account"),
    ("commit", running, "_commit"),
)


@dataclass(frozen=True)
class Imported:
    """One measured import. `stages` in seconds on the clock, `cpu` over all threads; `rest` lies between them."""

    files: str
    rows: int
    seconds: float
    cpu: float
    stages: dict[str, float]
    judged: bool = True

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds

    @property
    def good(self) -> bool:
        return not self.judged or self.rate >= GOAL


def measure(size: Size, counts: dict[str, int]) -> list[Imported]:
    """The touches alone into an empty workspace, then all of the company's files into another; and the floor."""
    everything = sum(counts.values())
    return [
        _floor(size, counts["touches"]),
        _import(size, "touches.csv", [size.csv / "touches.csv"], counts["touches"], {"touches": counts["touches"]}),
        _import(size, "all files", [size.csv], everything, counts),
    ]


def _floor(size: Size, rows: int) -> Imported:
    """What DuckDB alone needs from the same CSV to Parquet, nothing checked, nothing committed: no import is faster."""
    target = size.folder / "floor.parquet"
    con = duckdb.connect()
    began, cpu = time.perf_counter(), time.process_time()
    con.execute(f"CREATE TABLE cells AS SELECT * FROM read_csv('{size.csv}/touches.csv', all_varchar = true)")
    read = time.perf_counter() - began
    con.execute(f"COPY cells TO '{target}' (FORMAT parquet, COMPRESSION snappy)")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    con.close()
    target.unlink()
    return Imported("floor: DuckDB alone", rows, seconds, cpu, {"read": read, "commit": seconds - read}, judged=False)


def _import(size: Size, files: str, paths: Sequence[Path], rows: int, expected: dict[str, int]) -> Imported:
    folder = size.folder / "import"
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace.init(folder, size.workspace().settings)
    with _watched() as stages:
        began, cpu = time.perf_counter(), time.process_time()
        prepared = preparing.prepare(workspace, paths, mapping=Company.mapping())
        report = running.run_import(workspace, prepared)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    prepared.con.close()
    _check(report, expected)
    shutil.rmtree(folder)
    return Imported(files, rows, seconds, cpu, stages | {"rest": seconds - sum(stages.values())})


def _check(report: Any, expected: dict[str, int]) -> None:
    """A fast import that loses rows is no import."""
    new = {table.table: table.new for table in report.tables}
    for table, rows in expected.items():
        # Lines of a file are what is counted; rows that follow from others come on top.
        if new.get(table, 0) < rows:
            raise SystemExit(f"The import kept {new.get(table, 0):,} of {rows:,} rows of {table}.")


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """Seconds spent in each stage while inside."""
    spent: dict[str, float] = {}
    with ExitStack() as stack:
        for name, module, function in _STAGES:
            timed = _timed(spent, name, getattr(module, function))
            stack.enter_context(patch.object(module, function, timed))
        yield spent


def _timed(spent: dict[str, float], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

    return run
