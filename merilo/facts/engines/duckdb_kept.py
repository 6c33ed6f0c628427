"""Rows that several questions are made of, worked out once and kept as Parquet files beside the facts.

A file is named by all that its rows depend on: its SQL, the files of the fact tables that it reads (which never change
once written) and the time zone. So it is right for as long as it is there, whoever reads it; it may be deleted at any
time, and is renamed into place whole.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from merilo.core.sql import literal

_SUFFIX = ".parquet"
_UNUSED = 24 * 3600.0
"""Seconds after which what nobody has read is dropped, when something new of its name is kept."""


def _readable(path: Path, con: duckdb.DuckDBPyConnection) -> bool:
    if not path.exists():
        return False
    try:
        con.execute(f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT 0")
    except duckdb.Error:
        return False
    return True


def digest_of(rows: pa.Table) -> str:
    """A word that tells these rows from all others."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return hashlib.sha256(sink.getvalue()).hexdigest()


class Keep:
    """The folder of kept rows, which belongs to nobody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str, depends_on: Iterable[str]) -> Path:
        """Where rows of that name are kept that depend on these words alone."""
        digest = hashlib.sha256(duckdb.__version__.encode())
        for word in depends_on:
            digest.update(f"{len(word)}:{word}".encode())
        return self._folder / f"{name}-{digest.hexdigest()[:32]}{_SUFFIX}"

    def ready(self, path: Path, con: duckdb.DuckDBPyConnection, rows: Callable[[], str]) -> bool:
        """Make sure that the rows are there; False when they cannot be kept (a full or a read-only disk).

        `rows` gives their SQL, and is asked for it where they are not there.
        """
        if _readable(path, con):
            with suppress(OSError):
                os.utime(path)
            return True
        part = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            con.execute(f"COPY ({rows()}) TO {literal(str(part))} (FORMAT parquet, COMPRESSION lz4_raw)")
            part.replace(path)
        except (OSError, duckdb.IOException):
            with suppress(OSError):
                part.unlink()
            return False
        self._sweep(path)
        return True

    def _sweep(self, newest: Path) -> None:
        """Drop what was kept under the same name and has not been read for long, and what a dead process left."""
        name, before = newest.name.rsplit("-", 1)[0], time.time() - _UNUSED
        for pattern in (f"{name}-*{_SUFFIX}", f".{name}-*"):
            for other in self._folder.glob(pattern):
                with suppress(OSError):
                    if other != newest and other.stat().st_mtime < before:
                        other.unlink()
