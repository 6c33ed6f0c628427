"""Figures that were made before, kept beside the facts: the same question about the same state has the same answer.

One folder per state of the facts and per program; files are whole (renamed into place) and may be deleted at any time.
Only the newest folder is left, so they cost no more than one scorecard.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pyarrow as pa

import merilo

_SUFFIX = ".arrow"
_SHOW = ("pages", "notices", "importing", "journal")
"""Folders of reports that only show what was made, and make nothing that is kept."""


class Kept:
    """The tables kept for one state. `folder` belongs to nobody else."""

    def __init__(self, folder: Path, state: int) -> None:
        self._parent = folder
        self._folder = folder / f"{state}-{program()}"

    def table(self, key: str, find: Callable[[], pa.Table]) -> pa.Table:
        """What was kept under the key; else what `find` gives, kept for the next time.

        `key` must tell all that the table depends on besides the facts and the program.
        """
        path = self._folder / (hashlib.sha256(key.encode()).hexdigest()[:32] + _SUFFIX)
        found = _read(path)
        if found is None:
            found = find()
            self._write(path, found)
        return found

    def _write(self, path: Path, table: pa.Table) -> None:
        part = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            if not self._folder.exists():
                shutil.rmtree(self._parent, ignore_errors=True)  # of other states: nobody asks for them any more
                self._folder.mkdir(parents=True, exist_ok=True)
            with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
            part.replace(path)
        except OSError:
            # A full or read-only disk, or a newer state that has just cleared this one away: nothing is kept then,
            # and the answer is there all the same.
            with suppress(OSError):
                part.unlink()


def _read(path: Path) -> pa.Table | None:
    """The kept table; None where there is none, or none that can be read."""
    try:
        with pa.OSFile(str(path), "rb") as source:
            return pa.ipc.open_file(source).read_all()
    except (OSError, pa.ArrowInvalid):
        return None


@cache
def program() -> str:
    """A name for this program's code, so that what another version made is never taken for its own."""
    root = Path(merilo.__file__).parent
    sources = sorted(path for floor in ("core", "facts", "kpis", "insight", "reports")
                     for path in (root / floor).rglob("*.py") if path.parent.name not in _SHOW)  # fmt: skip
    digest = hashlib.sha256(merilo.__version__.encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
