"""`merilo serve`: the web application of a workspace, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import console
from merilo.core.text import _
from merilo.core.workspace import Workspace

PORT = 8300


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("The web application of this workspace, until it is interrupted."))
    def serve(
        port: Annotated[int, typer.Option(help=_("The port to listen on."))] = PORT,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        run(Workspace.open(workspace), port)


def run(place: Workspace, port: int) -> None:
    """Say the address, then serve."""
    from merilo.web.start import serve as serve_it  # noqa: PLC0415 - Django and a server, for this command alone

    console().print(f"\n[bold]http://127.0.0.1:{port}/[/bold]  {_('Stop with Ctrl+C.')}")
    serve_it(place, port)
