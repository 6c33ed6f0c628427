"""Delta tables: the one place that speaks to `deltalake`.

Files are written by others (see `merilo/facts/parquet.py`); here they are made part of a table, listed and taken back.
Deletion vectors and column mapping stay off, so that every engine reads a version as plain Parquet files.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from merilo.core.errors import WorkspaceError
from merilo.core.text import _
from merilo.facts.states import sync_folder

_LOG = "_delta_log"


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a table: its name in the table's folder, its size and its rows."""

    name: str
    size: int
    rows: int


@dataclass(frozen=True)
class TableVersion:
    """One version of a Delta table and the files it consists of."""

    folder: Path
    version: int
    files: tuple[DataFile, ...]
    handle: DeltaTable = field(compare=False, repr=False)

    @property
    def paths(self) -> list[str]:
        """Absolute paths of the files. (`DeltaTable.file_uris()` percent-encodes a folder's blanks and letters.)"""
        return [str(self.folder / file.name) for file in self.files]


def create_table(folder: Path, schema: pa.Schema) -> int:
    """Make an empty table unless it is there already; returns its version."""
    folder.mkdir(parents=True, exist_ok=True)
    return int(DeltaTable.create(folder, schema, mode="ignore").version())


def open_version(folder: Path, version: int | None = None) -> TableVersion:
    """The table at that version (default: newest); raises WorkspaceError when it cannot be opened any more."""
    return _listed(folder, _open(folder, version))


def stored_schema(folder: Path, version: int) -> pa.Schema:
    """The columns of the table at that version."""
    return pa.schema(_open(folder, version).schema())


def replace_files(base: TableVersion, added: Iterable[DataFile], removed: Iterable[DataFile], schema: pa.Schema) -> int:
    """Commit one new version: the base's files, less `removed`, plus `added` (in the folder already); its number."""
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [_add(file, now) for file in added]
    actions += [RemoveAction(file.name, True, now, file.size) for file in removed]
    return _commit(base, actions, "append", schema)


def replace_table(base: TableVersion, added: Iterable[DataFile], schema: pa.Schema) -> int:
    """Commit one new version that consists of `added` alone, with a schema of its own; its number."""
    now = int(time.time() * 1000)
    return _commit(base, [_add(file, now) for file in added], "overwrite", schema)


def added_between(folder: Path, first: int, last: int) -> set[str]:
    """The names of all files that versions after `first`, up to `last`, added; from the log alone."""
    names: set[str] = set()
    for version in range(first + 1, last + 1):
        for line in (folder / _LOG / f"{version:020}.json").read_text(encoding="utf-8").splitlines():
            added = json.loads(line).get("add")
            if added:
                names.add(added["path"])
    return names


def is_ahead(folder: Path, version: int) -> bool:
    """Whether the table has versions after that one; a look at one file name, no log is read."""
    return (folder / _LOG / f"{version + 1:020}.json").exists()


def take_back(folder: Path, version: int) -> int:
    """Make the newest version equal to `version` again; returns its number (no new version if it is equal already)."""
    newest, wanted = _open(folder, None), _open(folder, version)
    same = _names(newest) == _names(wanted) and newest.schema() == wanted.schema()
    if same:
        return int(newest.version())
    newest.restore(version)
    return int(_open(folder, None).version())


def _names(table: DeltaTable) -> set[str]:
    return {file.name for file in _listed(Path(), table).files}


def _open(folder: Path, version: int | None) -> DeltaTable:
    try:
        return DeltaTable(folder, version=version)
    except DeltaError as error:
        raise WorkspaceError(
            _("Version {version} of {table} cannot be opened: {error}").format(
                version=_("newest") if version is None else version, table=folder.name, error=error
            ),
            where=str(folder),
            way_out=_("Old versions go when the store is compacted: ask with an as-of day instead of a state."),
        ) from error


def _listed(folder: Path, table: DeltaTable) -> TableVersion:
    # Read as a stream: pa.table() would import pandas to look whether it was given a data frame.
    stream = pa.RecordBatchReader.from_stream(table.get_add_actions(flatten=True))
    actions = stream.read_all().select(["path", "size_bytes", "num_records"])
    files = (DataFile(row["path"], row["size_bytes"], row["num_records"]) for row in actions.to_pylist())
    return TableVersion(folder, int(table.version()), tuple(sorted(files, key=lambda file: file.name)), table)


def _add(file: DataFile, now: int) -> AddAction:
    return AddAction(file.name, file.size, {}, now, True, json.dumps({"numRecords": file.rows}))


def _commit(base: TableVersion, actions: list[AddAction | RemoveAction], mode: str, schema: pa.Schema) -> int:
    _sync_files(base.folder, [action.path for action in actions if isinstance(action, AddAction)])
    # The handle that read the base is moved on: opening a table again would cost more than the commit itself.
    base.handle.create_write_transaction(actions, mode, schema)
    base.handle.update_incremental()
    version = int(base.handle.version())
    _sync_file(base.folder / _LOG / f"{version:020}.json")
    sync_folder(base.folder / _LOG)
    return version


def _sync_files(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        _sync_file(folder / name)
    sync_folder(folder)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
