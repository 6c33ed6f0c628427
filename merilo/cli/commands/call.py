"""`merilo call`: what people say they will win, given and listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.called import print_calls, print_records
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, put_out
from merilo.core.asked import amount_of, day_of
from merilo.core.errors import UsageError
from merilo.core.text import _, ngettext
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.people.calls.book import Category
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.forecast.giving import Wanted, give
from merilo.reports.forecast.listed import COLUMNS, HISTORY_COLUMNS, Narrowed, listed
from merilo.reports.forecast.record import COLUMNS as RECORD_COLUMNS
from merilo.reports.forecast.record import ELAPSED, records

SellerOption = Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))]
TeamOption = Annotated[str, typer.Option("--team", help=_("Only this team and its people."))]
FormatOption = Annotated[Format, typer.Option("--format", help=_("How to print it."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))]


def register(app: typer.Typer) -> None:
    """Add the command and its parts to the tree."""
    call = typer.Typer(no_args_is_help=True, help=_("Calls: what people say they will win."))
    app.add_typer(call, name="call")

    @call.command(help=_("Give a call: it is kept with its moment, and never changed; a new one follows upon it."))
    def add(
        period: Annotated[str, typer.Option("--period", help=_("A week, month, quarter or year, such as 2026Q1."))],
        seller: Annotated[str, typer.Option("--seller", help=_("What this seller will win (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("What this team will win."))] = "",
        company: Annotated[bool, typer.Option("--company", help=_("What the whole company will win."))] = False,
        commit: Annotated[str, typer.Option("--commit", help=_("The amount that will be won for sure."))] = "",
        best_case: Annotated[str, typer.Option("--best-case", help=_("The amount if all goes well."))] = "",
        currency: Annotated[str, typer.Option("--currency", help=_("Of the amounts (default: the report's)."))] = "",
        by: Annotated[
            str, typer.Option("--by", help=_("Who gives it; of a seller's call his manager: kept beside his own."))
        ] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        if sum(map(bool, (seller, team, company))) != 1:
            raise UsageError(_("It is not said whose call it is."), allowed="--seller NAME, --team NAME, --company")
        given = {
            Category.COMMIT: amount_of("--commit", commit),
            Category.BEST_CASE: amount_of("--best-case", best_case),
        }
        amounts = {category: amount for category, amount in given.items() if amount is not None}
        place = Workspace.open(workspace)
        with _desk(place) as desk:
            made = give(place, desk, Wanted(period, amounts, seller, team, by, currency), by=by)
        said = ngettext("{n} call is kept for {first} – {last}.", "{n} calls are kept for {first} – {last}.", len(made))
        about = made[0].about
        typer.echo(said.format(n=len(made), first=about.starts_on, last=about.ends_on))

    @call.command("list", help=_("What stands: commit and best case, and the manager's own figures beside them."))
    def list_(
        seller: SellerOption = "",
        team: TeamOption = "",
        period: Annotated[str, typer.Option("--period", help=_("This period; else all that are not over."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        history: Annotated[bool, typer.Option("--history", help=_("Every call that was ever given."))] = False,
        output_format: FormatOption = Format.TABLE,
        json_: JsonOption = False,
        output: OutputOption = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        with _desk(Workspace.open(workspace)) as desk:
            found = listed(desk, Narrowed(seller, team, period), day=day_of("--as-of", as_of))
        names, rows = (HISTORY_COLUMNS, found.history()) if history else (COLUMNS, found.records())
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: ([Column(name, name) for name in names], rows),
            for_people=lambda: print_calls(found, history=history),
        )

    @call.command(help=_("How right each person's calls were: bias, error, and whether managers know better."))
    def record(
        category: Annotated[Category, typer.Option("--category", help=_("Commits or best cases."))] = Category.COMMIT,
        period: Annotated[
            Period, typer.Option("--period", help=_("Calls about periods of this length."))
        ] = Period.MONTH,
        elapsed: Annotated[
            int, typer.Option("--elapsed", help=_("As they stood after so much of the period (%): 10, 25, 50 or 75."))
        ] = 50,
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        output_format: FormatOption = Format.TABLE,
        json_: JsonOption = False,
        output: OutputOption = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        if elapsed not in ELAPSED:
            raise UsageError(_("{value} is no such moment.").format(value=elapsed), where="--elapsed",
                             allowed=", ".join(map(str, ELAPSED)))  # fmt: skip
        with _desk(Workspace.open(workspace)) as desk:
            found = records(desk, day=day_of("--as-of", as_of))
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: ([Column(name, name) for name in RECORD_COLUMNS], found.records()),
            for_people=lambda: print_records(found.chosen(period, category, elapsed)),
        )


@contextmanager
def _desk(place: Workspace) -> Iterator[Desk]:
    snapshot = FactStore.open(place.facts).snapshot()
    with open_engine(ENGINE, snapshot, place.settings.calendar) as engine:
        yield Desk(engine, place.settings)
