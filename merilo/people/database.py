"""The database of a workspace, opened: Django configured once per process, its tables made or brought up to date."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from merilo.core.errors import BusyError, MeriloError, WorkspaceError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people import settings as ours

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_LOCK_SUFFIX = ".lock"
_LOCK_PATIENCE = 60.0
_HEADER = b"SQLite format 3\0"
_OURS = "merilo."


def is_made(workspace: Workspace) -> bool:
    """Whether anything was ever kept for people here; a workspace of an older Merilo has no such file."""
    return _file(workspace).exists()


@contextmanager
def opened(workspace: Workspace) -> Iterator[None]:
    """Django's default connection is this workspace's database as long as the context lasts.

    Tables are made or brought up to date first. One workspace at a time per process. Raises WorkspaceError when the
    database cannot be opened, written or understood, and BusyError when another process holds it for too long.
    """
    _check_kind(workspace)
    _set_up()
    from django.db import DatabaseError, connections  # noqa: PLC0415 - Django is a third of a second

    _point_at(workspace)
    try:
        _bring_up_to_date(workspace)
        yield
    except DatabaseError as error:
        raise _told(workspace, error) from error
    finally:
        connections["default"].close()


def _check_kind(workspace: Workspace) -> None:
    """Refuse a file that is something else, before anything is asked of it."""
    file = _file(workspace)
    if file.is_file():
        with file.open("rb") as opened_file:
            start = opened_file.read(len(_HEADER))
        if start and start != _HEADER:
            raise _told(workspace, ValueError(_("the file is no SQLite database")))


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

    wanted = connections.configure_settings({"default": ours.database(workspace.root)})["default"]
    if connections.settings["default"] == wanted:
        return
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    connections.settings["default"] = wanted


def _bring_up_to_date(workspace: Workspace) -> None:
    """Make what is missing, one process at a time. Asking whether anything is missing takes one small query."""
    from django.db import connection  # noqa: PLC0415

    wanted = _wanted()
    if is_made(workspace) and _applied(workspace, wanted) == wanted:
        return
    try:
        with FileLock(f"{_file(workspace)}{_LOCK_SUFFIX}", timeout=_LOCK_PATIENCE):
            if _applied(workspace, wanted) != wanted:
                _migrate(connection)
    except Timeout as error:
        raise _busy(workspace) from error
    except OSError as error:
        raise _told(workspace, error) from error


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
        raise WorkspaceError(
            _("The database of this workspace was made by a newer Merilo."),
            where=str(_file(workspace)),
            way_out=_("Update Merilo."),
        )
    return found


def _migrate(connection: BaseDatabaseWrapper) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Readers and a writer do not wait for each other; the file remembers it.
            cursor.execute("PRAGMA journal_mode=WAL")
    call_command("migrate", verbosity=0, interactive=False)


def _told(workspace: Workspace, error: Exception) -> MeriloError:
    if "locked" in str(error):
        return _busy(workspace)
    return WorkspaceError(
        _("The database of this workspace cannot be used: {error}").format(error=error),
        where=str(_file(workspace)),
        way_out=_("Check that the folder and the file can be written, or restore them from a backup."),
    )


def _busy(workspace: Workspace) -> BusyError:
    return BusyError(
        _("Another process is writing to the database of this workspace."),
        where=str(_file(workspace)),
        way_out=_("Try again in a moment."),
    )


def _file(workspace: Workspace) -> Path:
    return workspace.root.resolve() / ours.DATABASE_FILE
