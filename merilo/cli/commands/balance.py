"""`merilo balance`: what each stage should hold, what it holds, and where deals are stuck."""

from __future__ import annotations

from typing import Annotated

import typer

from merilo.cli.balanced import print_balance
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import print_json
from merilo.core.asked import day_of
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.reports.balance import Whole, balance


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("balance", help=_("What each stage should hold for the target, what it holds, and what is stuck."))
    def balance_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        whole = Whole(seller or None, team or None)
        found = balance(Workspace.open(workspace), whole, as_of=day_of("--as-of", as_of))
        if json_:
            print_json(found.to_json())
        else:
            print_balance(found)
