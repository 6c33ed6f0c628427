"""`merilo import PATH…`: from files to facts, with the mapping shown and every rejected row explained."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.prompt import Confirm

from merilo.cli.account import print_report
from merilo.cli.place import HERE, WorkspaceOption, open_or_make
from merilo.cli.progress import progress
from merilo.cli.show import Column, console, print_json, print_table
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.intake.aliases import AliasSuggestion
from merilo.intake.mapping_file import write_mapping
from merilo.intake.prepare import Prepared, prepare
from merilo.intake.report import ImportReport
from merilo.intake.run import run_import

REJECTED = 3


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(
        "import", help=_("Bring files or folders into the facts; the mapping of their columns is shown first.")
    )
    def import_(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_("Files or folders."))],
        mapping: Annotated[Path | None, typer.Option("--mapping", "-m", help=_("A mapping file (TOML)."))] = None,
        source: Annotated[str, typer.Option("--source", help=_("The name of the connection; a part of ids."))] = "",
        yes: Annotated[
            bool, typer.Option("--yes", "-y", help=_("Accept the proposed mapping without asking."))
        ] = False,
        aliases: Annotated[
            bool, typer.Option("--accept-aliases", help=_("Accept all proposed spellings as well, without asking."))
        ] = False,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would happen; write nothing."))] = False,
        complete: Annotated[
            bool,
            typer.Option("--complete", help=_("The files list everything: what is missing was deleted at the source.")),
        ] = False,
        write_to: Annotated[
            Path | None, typer.Option("--write-mapping", help=_("Write the mapping to this file and stop."))
        ] = None,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = open_or_make(workspace)
        with progress(quiet=json_) as report_progress:
            prepared = prepare(place, paths, mapping=mapping, source=source or None, progress=report_progress)
        if not json_:
            _show(prepared)
        if write_to is not None:
            write_mapping(prepared.mapping, write_to)
            typer.echo(_("The mapping is in {path}.").format(path=write_to), err=True)
            return
        confirmed = _confirmed(prepared, yes=yes or dry_run, accept_aliases=aliases)
        with progress(quiet=json_) as report_progress:
            report = run_import(
                place,
                prepared,
                aliases_confirmed=confirmed,
                dry_run=dry_run,
                complete=complete,
                waiting=_waiting,
                progress=report_progress,
            )
        _end(report, json_=json_)


def _waiting() -> None:
    typer.echo(_("Another import is writing; waiting for it."), err=True)


def _end(report: ImportReport, *, json_: bool) -> None:
    if json_:
        print_json(report.to_json())
    else:
        print_report(report)
    if report.rejected:
        raise typer.Exit(REJECTED)


def _confirmed(prepared: Prepared, *, yes: bool, accept_aliases: bool) -> tuple[AliasSuggestion, ...]:
    """The spellings that a person confirmed, once he has accepted the mapping."""
    if yes:
        return prepared.aliases if accept_aliases else ()
    if not sys.stdin.isatty():
        raise UsageError(
            _("Nobody is here to ask whether the mapping is right."),
            way_out=_("Accept it with --yes, look first with --dry-run, or give one with --mapping FILE."),
        )
    if not Confirm.ask(_("Is this mapping right?"), default=True):
        typer.echo(_("Nothing was imported. Write the mapping with --write-mapping FILE, mend it, give it back."))
        raise typer.Exit(0)
    return prepared.aliases if accept_aliases else tuple(each for each in prepared.aliases if _ask_alias(each))


def _ask_alias(each: AliasSuggestion) -> bool:
    question = _("{column}: is {wrong!r} ({rows} rows) another spelling of {right!r}?")
    return Confirm.ask(
        question.format(column=each.column, wrong=each.wrong, rows=each.rows, right=each.right), default=False
    )


def _show(prepared: Prepared) -> None:
    out = console()
    said = {
        "given": _("Mapping {name}, as given."),
        "remembered": _("Mapping {name}, accepted before for files of this shape."),
        "mended": _("Mended rejects, with the mapping {name} of their import."),
        "proposed": _("Proposed mapping {name}:"),
    }
    out.print(f"[bold]{said[prepared.origin].format(name=prepared.mapping.name)}[/bold]")
    _show_columns(prepared)
    for question in prepared.questions:
        out.print(f"? {question.text}", markup=False)
    for each in prepared.aliases:
        out.print(
            _("? {column}: {wrong!r} ({rows} rows) may be another spelling of {right!r}").format(
                column=each.column, wrong=each.wrong, rows=number(each.rows, "count"), right=each.right
            ),
            markup=False,
        )


def _show_columns(prepared: Prepared) -> None:
    headings = [
        Column("file", _("File")),
        Column("column", _("Column")),
        Column("becomes", _("Becomes")),
        Column("sure", _("Sure")),
        Column("samples", _("Samples")),
    ]
    if prepared.proposal is None:
        for raw in prepared.raws:
            found = _("{file}: {n} rows").format(file=raw.name, n=number(raw.rows, "count"))
            console().print(f"  {found}", markup=False)
        return
    rows = prepared.proposal.columns
    unused: dict[str, list[str]] = {}
    for guess in rows:
        if not guess.targets:
            unused.setdefault(guess.table, []).append(guess.column)
    used = [
        {"file": row.file, "column": row.column, "becomes": row.becomes, "sure": row.sure, "samples": row.samples}
        for row, guess in zip(prepared.proposal.summary_rows(), rows, strict=True)
        if guess.targets
    ]
    print_table("", headings, used)
    for file, columns in unused.items():
        console().print(_("{file}, not used: {columns}").format(file=file, columns=", ".join(columns)), markup=False)
