"""`merilo history`: the imports of a workspace, and the upkeep of its facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, print_json, print_table
from merilo.core.text import _, counted, ngettext
from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore


def register(app: typer.Typer) -> None:
    """Add the commands to the tree."""

    @app.command(help=_("The imports so far, each one state of the facts."))
    def history(
        all_: Annotated[bool, typer.Option("--all", help=_("Also the states that entries and upkeep made."))] = False,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        zone = place.settings.calendar.zone
        known = [state for state in FactStore.open(place.facts).states() if state.number]
        shown = [state for state in known if all_ or not state.is_light]
        states = [
            {
                "state": state.number,
                "at": state.committed_at.astimezone(zone),
                "what": state.label,
                "import_id": state.import_id,
                "sources": ", ".join(state.sources),
            }
            for state in shown
        ]
        if json_:
            print_json(states)
            return
        print_table(
            "",
            [
                Column("state", _("State"), "count"),
                Column("at", _("When")),
                Column("what", _("What")),
                Column("import_id", _("Import")),
                Column("sources", _("Sources known then")),
            ],
            states,
        )
        if len(shown) < len(known):
            said = ngettext(
                "{n} more state was made by entries and upkeep: --all shows it.",
                "{n} more states were made by entries and upkeep: --all shows them.",
                len(known) - len(shown),
            )
            typer.echo(said.format(n=counted(len(known) - len(shown))))

    @app.command(help=_("Tidy the facts: join small files, drop those that no present reader needs."))
    def compact(
        keep_days: Annotated[float, typer.Option(help=_("Keep files that were in use in these last days."))] = 7,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        FactStore.open(Workspace.open(workspace).facts).compact(keep=timedelta(days=keep_days))
        typer.echo(_("The facts are tidied."))

    @app.command(help=_("Bring the facts of an older Merilo up to this one's schema."))
    def migrate(workspace: WorkspaceOption = HERE) -> None:
        done = FactStore.migrate(Workspace.open(workspace).facts)
        typer.echo(_("The facts have schema version {version}.").format(version=done.schema_version))
