"""`merilo rejects`: the rows that could not be used, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, print_json, print_table
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.intake.rejects import export_rejects, rejects_files


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("Rejected rows: a list of imports that have some, or one import's rows to a file."))
    def rejects(
        import_id: Annotated[str, typer.Argument(help=_("The import; without it, all are listed."))] = "",
        to: Annotated[Path, typer.Option("--to", help=_("The file or folder to copy them to."))] = HERE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        if import_id:
            typer.echo(
                _("Written to {path}. Mend the rows there, then: merilo import {path}").format(
                    path=export_rejects(place, import_id, to)
                )
            )
            return
        found = [{"import_id": each.import_id, "rows": each.rows, "file": each.path} for each in rejects_files(place)]
        if json_:
            print_json(found)
            return
        print_table(
            "",
            [Column("import_id", _("Import")), Column("rows", _("Rows"), "count"), Column("file", _("File"))],
            found,
        )
