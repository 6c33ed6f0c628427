"""Django's settings of what people own: the one place that says where the rows live and how they are kept.

The web application builds upon this module. Of the environment it reads MERILO_DATABASE only.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from merilo.core.database_address import VARIABLE, Address, address

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "merilo.people.users",
    "merilo.people",
    "merilo.people.expected",
    "merilo.people.audit",
    "merilo.people.tokens",
    "merilo.people.imports",
    "merilo.people.journal",
    "merilo.people.notices",
    "merilo.people.calls",
]
AUTH_USER_MODEL = "users.User"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The command line has its own way of telling what went wrong.
LOGGING_CONFIG = None

DATABASE_FILE = "merilo.sqlite3"
OWN_FILE = "sqlite"
_PATIENCE = 20.0  # seconds that a writer waits for another's turn


def chosen(written: str) -> Address | None:
    """The PostgreSQL database to be used: that of the environment, else the one `written` in the settings; else none.

    The environment may name the workspace's own file too (`sqlite`), whatever is written.
    """
    told = os.environ.get(VARIABLE, "")
    if told == OWN_FILE:
        return None
    if told:
        return address(told, VARIABLE)
    return address(written, "merilo.toml: database", secret=False) if written else None


def database(root: Path, elsewhere: Address | None = None) -> dict[str, Any]:
    """Django's description of the database of the workspace in `root`: a file in it, or one `elsewhere`."""
    return _postgresql(elsewhere) if elsewhere else _sqlite(root)


def _sqlite(root: Path) -> dict[str, Any]:
    """Writers take their turn at the start of a transaction (IMMEDIATE): one that begins by reading and then finds
    another's write in its way would fail at once instead of waiting. `synchronous=FULL`: what was agreed survives a
    power cut too, and these rows are few. The journal (WAL) is set when the file is made and stays with it.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(root.resolve() / DATABASE_FILE),
        "OPTIONS": {
            "timeout": _PATIENCE,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA synchronous=FULL",
        },
    }


def _postgresql(at: Address) -> dict[str, Any]:
    """What is not said, libpq finds itself (PGPASSWORD, ~/.pgpass). Who waits for another's lock gives up in the end.

    Connecting takes longer than most questions, so pages keep their connections, and look whether they still hold.
    """
    said = [f"-c lock_timeout={_PATIENCE * 1000:.0f}"]
    said += [f"-c search_path={at.option('schema')}"] if at.option("schema") else []
    ssl = {key: at.option(key) for key in ("sslmode", "sslrootcert") if at.option(key)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.name,
        "USER": at.user,
        "PASSWORD": at.password,
        "HOST": at.option("host") or at.host,
        "PORT": at.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, "application_name": "merilo", "options": " ".join(said), **ssl},
    }


DATABASES = {"default": database(Path())}
