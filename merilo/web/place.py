"""The one workspace that this process serves, named by MERILO_WORKSPACE."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from merilo.core.database_address import Address
from merilo.core.settings import Settings
from merilo.core.workspace import SETTINGS_FILE, Workspace
from merilo.people.database import place as database_of

VARIABLE = "MERILO_WORKSPACE"
_KEY_FILE = "secret.key"


def root() -> Path:
    """The workspace's folder; the current one where nothing is said."""
    return Path(os.environ.get(VARIABLE) or ".").resolve()


def workspace() -> Workspace:
    """The workspace with its settings as they are in its file now; raises WorkspaceError where there is none."""
    return Workspace.open(root())


def database() -> Path | Address:
    """Where what people own is kept."""
    return database_of(workspace())


def settings() -> Settings:
    """The settings, or those of a new workspace where there is none (tools that only load this program ask so)."""
    return workspace().settings if (root() / SETTINGS_FILE).exists() else Settings()


def secret() -> str:
    """The key that signs sessions and links: made once, readable by nobody else, kept in the workspace."""
    path = root() / _KEY_FILE
    if not (root() / SETTINGS_FILE).exists():
        return secrets.token_urlsafe(50)
    if not path.exists():
        made = root() / f"{_KEY_FILE}.{os.getpid()}"
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(made)  # whoever comes first wins; the others read his
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="utf-8").strip()
