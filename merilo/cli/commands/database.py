"""`merilo database`: where what people own is kept, and moving it into PostgreSQL."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, print_table
from merilo.core.database_address import VARIABLE, Address, address
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.accounts import people
from merilo.people.database import check_driver, place
from merilo.people.settings import OWN_FILE, chosen


def register(app: typer.Typer) -> None:
    """Add the commands to the tree."""
    database = typer.Typer(help=_("Where what people own is kept."), no_args_is_help=True)
    app.add_typer(database, name="database")

    @database.command(help=_("Say where it is, and whether it can be used."))
    def show(workspace: WorkspaceOption = HERE) -> None:
        here = Workspace.open(workspace)
        known = len(people(here))
        typer.echo(_("{database}: people who may log in: {n}").format(database=place(here), n=known))

    @database.command(help=_("Move everything from the workspace's own file into PostgreSQL."))
    def move(
        to: Annotated[
            str, typer.Argument(help=_("Such as postgresql://user@host/name (default: MERILO_DATABASE, merilo.toml)."))
        ] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        here = Workspace.open(workspace)
        _move(here, _target(here, to))


def _target(here: Workspace, to: str) -> Address:
    target = address(to, _("the command")) if to else chosen(here.settings.database)
    if target is None:
        raise UsageError(
            _("It is not said into which database."),
            way_out=_("Name it: merilo database move postgresql://user@host/name, or by MERILO_DATABASE."),
        )
    check_driver()
    return target


def _move(here: Workspace, target: Address) -> None:
    from merilo.people import moving  # noqa: PLC0415 - Django, for this command alone
    from merilo.web.start import set_up  # noqa: PLC0415

    moving.check_something(here)
    os.environ[VARIABLE] = OWN_FILE  # this process works on the file, whatever was chosen already
    own = replace(here, settings=replace(here.settings, database=""))
    set_up(own)
    moved = moving.move(own, target)
    rows = [{"table": table, "n": n} for table, n in sorted(moved.rows.items()) if n]
    print_table("", [Column("table", _("Table")), Column("n", _("Rows"), "count")], rows)
    typer.echo(_("Moved to {database}, every row compared; merilo.toml says so now.").format(database=target))
    typer.echo(_("The file as it was is kept: {path}").format(path=moved.kept))
    if target.password:
        typer.echo(_("The password was not written: give it by MERILO_DATABASE, by PGPASSWORD or in ~/.pgpass."))
