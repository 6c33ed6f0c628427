"""Django's settings of what people own: the one place that says where the rows live and how they are kept.

The web application builds upon this module; nothing here reads the environment or a workspace.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
]
AUTH_USER_MODEL = "users.User"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The command line has its own way of telling what went wrong.
LOGGING_CONFIG = None

DATABASE_FILE = "merilo.sqlite3"
_PATIENCE = 20.0  # seconds that a writer waits for another's turn


def database(root: Path) -> dict[str, Any]:
    """Django's description of the database of the workspace in `root`: SQLite.

    Writers take their turn at the start of a transaction (IMMEDIATE): one that begins by reading and then finds
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


DATABASES = {"default": database(Path())}
