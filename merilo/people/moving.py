"""What people own moved from the workspace's own file into PostgreSQL: all of it, compared row by row, or nothing.

The file is locked against writers from the first row read to the end. The order of the last steps makes every moment
safe to be broken off at: rows committed there (begun again, they are found equal), the setting written (the file that
still holds rows is then refused, see `database.check`), the file's tables put out of use, the file removed. A copy of
the file stays in the folder `backups`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

from merilo.core.database_address import Address
from merilo.core.errors import MeriloError, UsageError, WorkspaceError
from merilo.core.settings import change_setting
from merilo.core.text import _
from merilo.core.workspace import SETTINGS_FILE, Workspace
from merilo.people import settings as ours
from merilo.people.database import advisory_lock, holds_rows, make_schema, own_file
from merilo.people.database_faults import told

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

_THERE = "elsewhere"
_AT_ONCE = 500
_MADE_BY_DJANGO = ("contenttypes", "auth.Permission")  # there before anybody wrote anything


@dataclass(frozen=True)
class Moved:
    """How many rows of each table are there now, and where the file as it was is kept."""

    rows: dict[str, int]
    kept: Path


def move(workspace: Workspace, to: Address) -> Moved:
    """Move everything; Django must be set up as the web application of the workspace, on its own file.

    Raises UsageError when there is nothing to move or the other database holds rows that are not these, and
    WorkspaceError or BusyError when one of the databases cannot be used; nothing is changed then.
    """
    from django.db import DatabaseError, transaction  # noqa: PLC0415 - Django is imported when it is needed

    file = own_file(workspace)
    check_something(workspace)
    try:
        with _reached(to), transaction.atomic(using="default"):
            with _words_of(to), transaction.atomic(using=_THERE):
                rows = _copied(to)
            kept = _kept(workspace, file)
            change_setting(workspace.root / SETTINGS_FILE, "database", str(to))
            _put_out_of_use()
    except DatabaseError as error:
        raise told(file, error) from error
    _remove(file)
    return Moved(rows, kept)


def check_something(workspace: Workspace) -> None:
    """Raises UsageError when there is nothing to move."""
    file = own_file(workspace)
    if not holds_rows(file):
        raise UsageError(_("There is nothing to move: the workspace's own file holds no rows."), where=str(file))


@contextmanager
def _words_of(to: Address) -> Iterator[None]:
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        yield
    except DatabaseError as error:
        raise told(to, error) from error


@contextmanager
def _reached(to: Address) -> Iterator[None]:
    """The other database beside the file, its tables made, and nobody else making or moving anything there."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    described = ours.database(Path(), to)
    connections.settings[_THERE] = connections.configure_settings({"default": {}, _THERE: described})[_THERE]
    there = connections[_THERE]
    try:
        with _words_of(to):
            there.ensure_connection()
            make_schema(there)
        with advisory_lock(there):
            with _words_of(to):
                call_command("migrate", database=_THERE, verbosity=0, interactive=False)
            yield
    finally:
        there.close()
        del connections[_THERE]
        del connections.settings[_THERE]


def _copied(to: Address) -> dict[str, int]:
    """Copy all rows unless they are there already, and hold both sides against each other."""
    from django.apps import apps  # noqa: PLC0415

    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    if all(_is_empty(model) for model in models if not _is_djangos(model)):
        for model in reversed(models):
            model._base_manager.using(_THERE).delete()
        for model in models:
            _copy(model)
        _go_on_counting(models)
    different = [each._meta.db_table for each in models if _weighed(each, "default") != _weighed(each, _THERE)]
    if different:
        raise _not_the_same(to, different)
    return {each._meta.db_table: _weighed(each, _THERE)[0] for each in models}


def _is_djangos(model: type[Model]) -> bool:
    return model._meta.app_label in _MADE_BY_DJANGO or model._meta.label in _MADE_BY_DJANGO


def _is_empty(model: type[Model]) -> bool:
    return not model._base_manager.using(_THERE).exists()


def _copy(model: type[Model]) -> None:
    """Rows as they are: no default, no moment of now, no number is made anew."""
    fields = model._meta.local_concrete_fields
    for rows in batched(model._base_manager.using("default").order_by("pk").iterator(_AT_ONCE), _AT_ONCE, strict=False):
        model._base_manager.using(_THERE)._insert(rows, fields=fields, using=_THERE, raw=True)  # type: ignore[attr-defined]


def _go_on_counting(models: list[type[Model]]) -> None:
    """The next row's number is the one after the last that was copied."""
    from django.core.management.color import no_style  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    there = connections[_THERE]
    with there.cursor() as cursor:
        for line in there.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(line)


def _weighed(model: type[Model], where: str) -> tuple[int, int]:
    """The number of rows, and a sum over the digests of all values of each, which no order of rows changes."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    n, total = 0, 0
    for row in model._base_manager.using(where).values_list(*names).iterator(_AT_ONCE):
        said = json.dumps([_plain(value) for value in row], sort_keys=True, default=repr)
        total += int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:16])
        n += 1
    return n, total


def _plain(value: Any) -> Any:
    """One shape for what is one value: PostgreSQL writes the numbers within a document in its own way."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else value


def _not_the_same(to: Address, tables: list[str]) -> MeriloError:
    return WorkspaceError(
        _("{database} holds other rows than the workspace's own file, in: {tables}.").format(
            database=to, tables=", ".join(tables[:10])
        ),
        allowed=_("allowed: a database without rows, or one into which this very move was begun"),
        way_out=_("Nothing was changed. Name another database, or another schema: ?schema=NAME."),
    )


def _kept(workspace: Workspace, file: Path) -> Path:
    """A copy of the file as it was, beside other backups."""
    folder = workspace.root / "backups"
    folder.mkdir(exist_ok=True)
    kept = folder / f"merilo-{datetime.now(UTC):%Y%m%dT%H%M%S}.sqlite3"
    part = kept.with_suffix(".part")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.replace(kept)
    return kept


def _put_out_of_use() -> None:
    """A server that still has the file open finds no tables any more: it fails instead of writing what nobody reads."""
    from django.db import connections  # noqa: PLC0415

    here: BaseDatabaseWrapper = connections["default"]
    with here.cursor() as cursor:
        for table in here.introspection.table_names(cursor):
            cursor.execute(
                f"ALTER TABLE {here.ops.quote_name(table)} RENAME TO {here.ops.quote_name(f'moved_{table}')}"
            )


def _remove(file: Path) -> None:
    from django.db import connections  # noqa: PLC0415

    connections["default"].close()
    for each in (file, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)
