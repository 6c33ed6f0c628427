"""The database of a workspace, opened: Django configured once per process, its tables made or brought up to date.

It is a file of the workspace (SQLite), or a PostgreSQL database where one setting says so.
"""

from __future__ import annotations

import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from merilo.core.database_address import Address
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people import settings as ours
from merilo.people.database_faults import busy, left_behind, newer, no_driver, told

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_LOCK_SUFFIX = ".lock"
_LOCK_PATIENCE = 60.0
_LOCK_KEY = int.from_bytes(b"merilo")  # of PostgreSQL's advisory lock
_HEADER = b"SQLite format 3\0"
_OURS = "merilo."
_CHECKED = "merilo_checked"


def place(workspace: Workspace) -> Path | Address:
    """Where it is: the workspace's own file, or the PostgreSQL database that was chosen."""
    return ours.chosen(workspace.settings.database) or own_file(workspace)


def own_file(workspace: Workspace) -> Path:
    """The workspace's own file, whether it is there or not."""
    return workspace.root.resolve() / ours.DATABASE_FILE


def is_made(workspace: Workspace) -> bool:
    """Whether anything may be kept for people here: a workspace where nothing ever was has no file, and gets none by
    being asked.
    """
    where = place(workspace)
    return isinstance(where, Address) or where.exists()


@contextmanager
def opened(workspace: Workspace) -> Iterator[None]:
    """Django's default connection is this workspace's database as long as the context lasts.

    Tables are made or brought up to date first. One workspace at a time per process. A connection that was open already
    (a page has one) stays open. Raises WorkspaceError when the database cannot be reached, opened, written or
    understood, and BusyError when another process holds it for too long.
    """
    check(workspace)
    _set_up()
    from django.db import DatabaseError, connections  # noqa: PLC0415 - Django is a third of a second

    _point_at(workspace)
    connection = connections["default"]
    kept = connection.connection
    try:
        if kept is None or vars(connection).get(_CHECKED) is not kept:
            _bring_up_to_date(workspace)
            vars(connection)[_CHECKED] = connection.connection
        yield
    except DatabaseError as error:
        raise told(place(workspace), error) from error
    finally:
        if kept is None:
            connection.close()


def check(workspace: Workspace) -> None:
    """Refuse what cannot be used before anything is asked of it: a file that is something else, a missing driver, a
    PostgreSQL database chosen while the rows still lie in the file.
    """
    where, file = place(workspace), own_file(workspace)
    if isinstance(where, Address):
        check_driver()
        if holds_rows(file):
            raise left_behind(file, where)
    elif file.is_file():
        with file.open("rb") as opened_file:
            start = opened_file.read(len(_HEADER))
        if start and start != _HEADER:
            raise told(file, ValueError(_("the file is no SQLite database")))


def check_driver() -> None:
    """Raises WorkspaceError with the line to type where the part that speaks with PostgreSQL is not installed."""
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise no_driver() from None


def holds_rows(file: Path) -> bool:
    """Whether a file of the workspace was ever used; one that was only opened has no tables."""
    if not file.is_file() or not file.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone())
    except sqlite3.Error:
        return True  # whatever it is, it is not for us to pass over it


def _set_up() -> None:
    """Configure Django, unless the web application did; only its models are loaded, and no logging is touched."""
    from django.apps import apps  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    if not settings.configured:
        settings.configure(**{name: value for name, value in vars(ours).items() if name.isupper()})
    if not apps.ready:
        apps.populate(settings.INSTALLED_APPS)


def _point_at(workspace: Workspace) -> None:
    from django.db import connections  # noqa: PLC0415

    described = ours.database(workspace.root, ours.chosen(workspace.settings.database))
    wanted = connections.configure_settings({"default": described})["default"]
    if connections.settings["default"] == wanted:
        return
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    connections.settings["default"] = wanted


def _bring_up_to_date(workspace: Workspace) -> None:
    """Make what is missing, one process at a time. Asking whether anything is missing takes one small query."""
    wanted = _wanted()
    if is_made(workspace) and _applied(workspace, wanted) == wanted:
        return
    with alone(workspace):
        if _applied(workspace, wanted) != wanted:
            _migrate()


def make_tables(workspace: Workspace) -> None:
    """Make or bring up to date the tables of everything that is installed; Django must be set up for the workspace."""
    from django.db import DatabaseError  # noqa: PLC0415

    check(workspace)
    try:
        with alone(workspace):
            _applied(workspace, _wanted())
            _migrate()
    except DatabaseError as error:
        raise told(place(workspace), error) from error


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """One process at a time, however many servers there are; freed when the process dies. Raises BusyError."""
    from django.db import connection  # noqa: PLC0415

    where = place(workspace)
    if connection.vendor == "postgresql":
        with advisory_lock(connection):
            yield
        return
    assert isinstance(where, Path)  # noqa: S101 - what is no address is the file
    try:
        with FileLock(f"{where}{_LOCK_SUFFIX}", timeout=_LOCK_PATIENCE):
            yield
    except Timeout as error:
        raise busy(where) from error
    except OSError as error:
        raise told(where, error) from error


@contextmanager
def advisory_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The server frees it with the connection, so an error within leaves it to the end of that."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_LOCK_PATIENCE:.0f}s'")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_KEY])
    try:
        yield
    except BaseException:
        connection.close()
        raise
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_KEY])
        cursor.execute("RESET lock_timeout")


_Migrations = set[tuple[str, str]]


def _wanted() -> _Migrations:
    """Our own migrations: of each application its label and the names."""
    from django.apps import apps  # noqa: PLC0415

    ours_alone = [app for app in apps.get_app_configs() if app.name.startswith(_OURS)]
    folders = {app.label: Path(app.path) / "migrations" for app in ours_alone}
    return {
        (label, module.name)
        for label, folder in folders.items()
        for module in pkgutil.iter_modules([str(folder)])
    }  # fmt: skip


def _applied(workspace: Workspace, wanted: _Migrations) -> _Migrations:
    """The migrations that the database has had; raises WorkspaceError when a newer Merilo made some of them."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        labels = {label for label, _name in wanted}
        found = {(label, name) for label, name in cursor.fetchall() if label in labels}
    if found - wanted:
        raise newer(place(workspace))
    return found


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Readers and a writer do not wait for each other; the file remembers it.
            cursor.execute("PRAGMA journal_mode=WAL")
        else:
            make_schema(connection)
    call_command("migrate", verbosity=0, interactive=False)


def make_schema(connection: BaseDatabaseWrapper) -> None:
    """The schema that the address names, unless it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_setting('search_path')")
        there, wanted = cursor.fetchone()
        if there is None:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(wanted)}")
