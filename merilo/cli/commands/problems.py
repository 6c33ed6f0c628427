"""`merilo problems`: which of the five problems costs most now, in money; silence where the data cannot tell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.core.asked import day_of
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.reports.problems import COLUMNS, Found, Problem, Problems, problems


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("problems", help=_("The five problems: which costs the company, a team, a seller most now, in money."))
    def problems_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team and its people."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        day = day_of("--as-of", as_of)
        found = problems(Workspace.open(workspace), seller=seller or None, team=team or None, as_of=day)
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: ([Column(name, name) for name in COLUMNS], found.records()),
            for_people=lambda: print_problems(found),
        )


def print_problems(found: Problems) -> None:
    """Print the losses that may be said, the largest first; then of whom nothing can be said, and what to do."""
    out = console()
    title = _("Problems {period} ({start} – {end}), {currency} per quarter")
    said = title.format(period=found.period, start=found.start, end=found.end, currency=found.currency)
    out.print(f"\n[bold]{said}[/bold]")
    losses = [loss for subject in found.subjects for loss in subject.losses]
    if losses:
        print_table("", _columns(), [_row(loss) for loss in losses])
        out.print(f"\n[dim]{_('95 % sure between the two amounts. Later: it is held up, and comes later.')}[/dim]")
    for note in found.notes:
        out.print(note, markup=False)
    silent = [subject.name for subject in found.subjects if not subject.losses and subject.measured]
    if silent:
        out.print(_("No loss that the data can tell from chance: {names}.").format(names=", ".join(silent)))
    unmeasured = [subject.name for subject in found.subjects if not subject.measured]
    if unmeasured:
        out.print(_("Too few cases to say anything: {names}.").format(names=", ".join(unmeasured)))
    for problem in dict.fromkeys(loss.problem for loss in losses):
        _print_advice(out, problem)
    for problem, reason in found.unknown:
        out.print(f"• {_(problem.label)}: {reason}", markup=False)


def _columns() -> list[Column]:
    return [
        Column("name", _("Who")), Column("label", _("Problem")), Column("where", _("Where")),
        Column("shown_own", _("Now"), "shown"), Column("shown_benchmark", _("Could be"), "shown"),
        Column("against_label", _("Compared with")), Column("shown_amount", _("Loss"), "shown"),
        Column("range", _("95 % sure between"), "shown"), Column("later", ""),
    ]  # fmt: skip


def _row(loss: Found) -> dict[str, str]:
    record = loss.record
    unit = loss.step.unit
    where = f"{record['step_label']}: {loss.stage}" if loss.stage else record["step_label"]
    return record | {
        "where": where,
        "shown_own": f"{number(record['own'], unit)} ({number(record['n'], 'count')})",
        "shown_benchmark": number(record["benchmark"], unit),
        "shown_amount": _money(record["amount"]),
        "range": f"{_money(record['low'])} – {_money(record['high'])}",
        "later": _("later") if loss.step.delayed else "",
    }


def _money(amount: float) -> str:
    """Three digits: more would pretend to know them."""
    digits = len(str(int(abs(amount))))
    return number(round(amount, min(0, 3 - digits)), "count")


def _print_advice(out: Console, problem: Problem) -> None:
    out.print(f"\n[bold]{_(problem.label)}[/bold]  {_(problem.question)}")
    out.print(_(problem.advice))
    kpis = ", ".join(problem.kpis)
    out.print(f"[dim]{_('Look at (merilo kpi NAME): {kpis}').format(kpis=kpis)}[/dim]")
