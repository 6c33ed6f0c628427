"""Which workspace a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.core.text import _
from merilo.core.workspace import SETTINGS_FILE, Workspace

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="MERILO_WORKSPACE",
        help=_("The workspace's folder (default: the current one)."),
        show_default=False,
    ),
]
HERE = Path()


def open_or_make(root: Path) -> Workspace:
    """The workspace in `root`; made with default settings, and said so, where there is none yet."""
    if (root / SETTINGS_FILE).exists():
        return Workspace.open(root)
    workspace = Workspace.init(root)
    typer.echo(
        _("A new workspace was made in {folder} (settings: merilo.toml).").format(folder=root.resolve()), err=True
    )
    return workspace
