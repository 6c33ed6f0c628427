"""`merilo journal`: a spreadsheet brought into the journal, and what was logged brought into the facts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.commands.import_ import REJECTED
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.progress import progress
from merilo.cli.show import Column, console, print_json, print_table
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore
from merilo.intake.prepare import prepare
from merilo.people.accounts import people
from merilo.people.database import opened
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.roles import Person
from merilo.reports.journal.importing import JournalImport, bring_into_journal
from merilo.reports.journal.keeper import Keeper
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen


def register(app: typer.Typer) -> None:
    """Add the commands to the tree."""
    journal = typer.Typer(help=_("The journal, Merilo's own light CRM."), no_args_is_help=True)
    app.add_typer(journal, name="journal")

    @journal.command(
        "import", help=_("Make records of the journal of a spreadsheet's accounts, contacts, deals, leads.")
    )
    def import_(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_("Files or folders."))],
        by: Annotated[str, typer.Option("--by", help=_("In whose name: the address that he logs in with."))],
        mapping: Annotated[Path | None, typer.Option("--mapping", "-m", help=_("A mapping file (TOML)."))] = None,
        source: Annotated[str, typer.Option("--source", help=_("The name of the connection; a part of ids."))] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would happen; write nothing."))] = False,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        person = _person(place, by)
        with progress(quiet=json_) as told:
            prepared = prepare(place, paths, mapping=mapping, source=source or None, progress=told)
        FactStore.create(place.facts)
        Prepared(place).made_now("staff")
        with opened(place):
            found = bring_into_journal(Seen(place, person), prepared, dry_run=dry_run)
            _into_facts(place)
        if json_:
            print_json(found.to_json())
        else:
            _print(found)
        if found.rejected or found.refused_path:
            raise typer.Exit(REJECTED)

    @journal.command(help=_("Bring what was logged into the facts now; `merilo serve` does so by itself."))
    def keep(workspace: WorkspaceOption = HERE) -> None:
        place = Workspace.open(workspace)
        with opened(place):
            typer.echo(_("{n} changes were brought into the facts.").format(n=_into_facts(place)))


def _person(place: Workspace, address: str) -> Person:
    known = {each.email: each for each in people(place)}
    if address.casefold() not in known:
        raise UsageError(
            _("Nobody logs in with {email}.").format(email=address), where="--by", allowed=", ".join(known) or "",
            way_out=_("Add the person with `merilo user add`."),
        )  # fmt: skip
    return known[address.casefold()]


def _into_facts(place: Workspace) -> int:
    keeper, total = Keeper(place), 0
    while n := keeper.bring_in():
        total += n
    return total


def _print(found: JournalImport) -> None:
    headings = {
        "read": _("Read"), "new": _("New"), "known": _("Brought in before"), "matched": _("There already"),
        "refused": _("Refused"),
    }  # fmt: skip
    rows = [asdict(each) | {"kind": _(KINDS[Kind(each.kind)].label)} for each in found.kinds]
    print_table(
        "", [Column("kind", _("Kind")), *(Column(name, words, "count") for name, words in headings.items())], rows
    )
    out = console()
    for table, n in found.left_out.items():
        out.print(
            _("Left out, as the journal keeps none: {table}, {n} rows.").format(table=table, n=number(n, "count"))
        )
    if found.rejected:
        out.print(
            _("{n} rows could not be read; they are in {path}.").format(n=found.rejected, path=found.rejects_path)
        )
    if found.refused_path:
        out.print(_("What was refused, and why, is in {path}.").format(path=found.refused_path))
    if found.dry_run:
        out.print(_("A dry run: nothing was written."))
