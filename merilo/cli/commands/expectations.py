"""`merilo expectations`: every target against what was reached, those who need help first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.cli.suggested import print_suggestions
from merilo.core.asked import day_of
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.reports.expectations import COLUMNS, Expectations, Wanted, expectations
from merilo.reports.suggest import COLUMNS as SUGGESTION
from merilo.reports.suggest import suggestions


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("expectations", help=_("Targets against what was reached: who is where he should be, who needs help."))
    def expectations_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team and its people."))] = "",
        role: Annotated[str, typer.Option("--role", help=_("Only people with this role."))] = "",
        period: Annotated[
            str, typer.Option("--period", help=_("Targets within this period, such as 2026Q1; else those of today."))
        ] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        suggest: Annotated[
            bool, typer.Option("--suggest", help=_("What may be expected: from history, and from what targets ask."))
        ] = False,
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        if suggest:
            likely = suggestions(Workspace.open(workspace), seller=seller or None, as_of=day_of("--as-of", as_of))
            put_out(
                Format.JSON if json_ else output_format,
                output,
                document=likely.to_json,
                sheet=lambda: ([Column(name, name) for name in SUGGESTION], [line.record for line in likely.lines]),
                for_people=lambda: print_suggestions(likely),
            )
            return
        wanted = Wanted(seller or None, team or None, role or None, period or None)
        found = expectations(Workspace.open(workspace), wanted, as_of=day_of("--as-of", as_of))
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: ([Column(name, name) for name in COLUMNS], found.records()),
            for_people=lambda: print_expectations(found),
        )


def print_expectations(found: Expectations) -> None:
    """Print the expectations as a table, then what could not be held against anything, and why."""
    out = console()
    out.print(f"\n[bold]{_('Expectations on {day}').format(day=found.day)}[/bold]")
    columns = [
        Column("who", _("Who")), Column("team", _("Team")), Column("label", _("What")), Column("period", _("Period")),
        Column("asked", _("Expected"), "shown"), Column("reached", _("Reached"), "shown"),
        Column("due", _("Due by this day"), "shown"), Column("pace", _("Pace"), "share"),
        Column("status", _("Status")),
    ]  # fmt: skip
    if found.lines:
        print_table("", columns, [_row(line) for line in found.records()])
        out.print(f"\n[dim]{_('In brackets: on how many cases a number rests; ! marks who needs help.')}[/dim]")
    else:
        out.print(_("There is no such target; --period asks for those of another time."))
    for problem in found.problems:
        target = problem.target
        whose = target.subject or _("The whole company")
        shown = _("Target {id} ({kpi}, {whose}) is not held against anything: {reason}.")
        out.print(f"• {shown.format(id=target.id, kpi=target.kpi, whose=whose, reason=problem.reason)}", markup=False)
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    unit = record["unit"]
    reached = "—" if record["value"] is None else f"{number(record['value'], unit)} ({number(record['n'], 'count')})"
    mark, status = "! " if record["needs_help"] else "", record["status"]
    return record | {
        "asked": _range(record["low"], record["high"], unit, record["currency"]),
        "reached": reached,
        # Whole cases would hide that 5.25 are due where 5 were reached.
        "due": number(record["due"], "days" if unit == "count" else unit),
        "status": f"{mark}{_(status)}",
    }


def _range(low: float, high: float | None, unit: str, currency: str) -> str:
    ends = number(low, unit) if high is None else f"{number(low, unit)} – {number(high, unit)}"
    least = ends if high is not None else f"≥ {ends}"
    return f"{least} {currency}".rstrip()
