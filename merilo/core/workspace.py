"""A workspace: one folder that holds all that a team's Merilo knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from merilo.core.errors import WorkspaceError
from merilo.core.settings import Settings, check_settings, load_settings, write_settings
from merilo.core.text import _

SETTINGS_FILE = "merilo.toml"
_FOLDERS = ("facts", "mappings", "rejects", "backups")


@dataclass(frozen=True)
class Workspace:
    """An opened workspace: its folder and its settings."""

    root: Path
    settings: Settings

    @classmethod
    def init(cls, root: Path, settings: Settings | None = None) -> Workspace:
        """Make a workspace in `root` (made if missing). A folder that already is one is refused, not changed."""
        if (root / SETTINGS_FILE).exists():
            raise WorkspaceError(
                _("{folder} already is a Merilo workspace.").format(folder=root),
                way_out=_("Use it as it is, or choose another folder."),
            )
        settings = settings or Settings()
        check_settings(settings, root / SETTINGS_FILE)
        for folder in _FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        # The settings file makes the folder a workspace, so it comes last and whole.
        unfinished = root / f"{SETTINGS_FILE}.new"
        write_settings(settings, unfinished)
        unfinished.replace(root / SETTINGS_FILE)
        return cls(root, settings)

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Open the workspace in `root`; raises WorkspaceError when there is none."""
        if not (root / SETTINGS_FILE).exists():
            raise WorkspaceError(
                _("{folder} is not a Merilo workspace (no {file}).").format(folder=root.resolve(), file=SETTINGS_FILE),
                way_out=_("Make one with `merilo init DIR`, or name one with --workspace DIR or MERILO_WORKSPACE."),
            )
        return cls(root, load_settings(root / SETTINGS_FILE))

    @property
    def facts(self) -> Path:
        """The folder of the Delta tables and their manifests."""
        return self.root / "facts"

    @property
    def mappings(self) -> Path:
        """The folder of accepted mappings."""
        return self.root / "mappings"

    @property
    def rejects(self) -> Path:
        """The folder of rejected rows, one file per import."""
        return self.root / "rejects"
