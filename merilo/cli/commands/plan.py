"""`merilo plan`: from a target back to wins, first meetings and touches per working week."""

from __future__ import annotations

from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.planned import print_plan
from merilo.cli.show import print_json
from merilo.core.asked import day_of, pairs_of
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.reports.plan import Planned, plan


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("plan", help=_("How much is needed: from a target back to wins, first meetings and touches per week."))
    def plan_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team and its people."))] = "",
        target: Annotated[
            float | None, typer.Option("--target", help=_("Money to be won, instead of the target entered."), min=1)
        ] = None,
        period: Annotated[
            str, typer.Option("--period", help=_("The month, quarter or year, such as 2026Q4; else the running one."))
        ] = "",
        what: Annotated[
            list[str] | None, typer.Option("--what", help=_("What if: RATIO=VALUE, such as win_rate=0.35."))
        ] = None,
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        planned = Planned(seller or None, team or None, target, period or None, pairs_of("--what", what))
        found = plan(Workspace.open(workspace), planned, as_of=day_of("--as-of", as_of))
        if json_:
            print_json(found.to_json())
        else:
            print_plan(found)
