"""`merilo coach`: what was agreed with whom, and whether it moved since."""

from __future__ import annotations

from typing import Annotated

import typer

from merilo.cli.coached import print_coaching
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import print_json
from merilo.core.asked import day_of
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.coaching import Action
from merilo.people.coaching import end as end_action
from merilo.reports.coaching import agree, coaching

JsonOption = Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))]


def register(app: typer.Typer) -> None:
    """Add the command and its three parts to the tree."""
    coach = typer.Typer(no_args_is_help=True, help=_("Coaching: what was agreed with whom, and whether it moved."))
    app.add_typer(coach, name="coach")

    @coach.command(help=_("Keep what was agreed with a seller about one KPI."))
    def add(
        seller: Annotated[str, typer.Option("--seller", help=_("With whom (name or id)."))],
        kpi: Annotated[str, typer.Option("--kpi", help=_("Which KPI is to move."))],
        by: Annotated[str, typer.Option("--by", help=_("Who agreed on it with the seller."))],
        start: Annotated[str, typer.Option("--from", help=_("From this day on, YYYY-MM-DD (default: today)."))] = "",
        note: Annotated[str, typer.Option("--note", help=_("What was agreed."))] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        day = day_of("--from", start) or place.settings.calendar.today()
        made = agree(place, seller=seller, kpi=kpi, start=day, by=by, note=note)
        typer.echo(_("Coaching action {number} is kept: it holds from {day}.").format(number=made.id, day=day))

    @coach.command("list", help=_("Every action, and its KPI before and after it against the others."))
    def list_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        json_: JsonOption = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        found = coaching(Workspace.open(workspace), seller=seller or None)
        if json_:
            print_json(found.to_json())
        else:
            print_coaching(found)

    @coach.command(help=_("Say that an action is over."))
    def end(
        number: Annotated[str, typer.Argument(metavar="ID", help=_("The number that `merilo coach list` shows."))],
        on: Annotated[str, typer.Option("--on", help=_("Its last day, YYYY-MM-DD (default: today)."))] = "",
        by: Annotated[str, typer.Option("--by", help=_("Who says so."))] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        ended = _end(Workspace.open(workspace), number, on, by)
        typer.echo(_("Coaching action {number} ended on {day}.").format(number=ended.id, day=ended.ended_on))


def _end(place: Workspace, number: str, on: str, by: str) -> Action:
    if not number.isdecimal():
        raise UsageError(
            _("{text} is not the number of an action.").format(text=number), allowed=_("a whole number"), where="ID"
        )
    return end_action(place, int(number), on=day_of("--on", on) or place.settings.calendar.today(), by=by)
