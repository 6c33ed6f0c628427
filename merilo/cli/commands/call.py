"""`merilo call`: what people say they will win, given and listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.core.asked import amount_of, day_of
from merilo.core.errors import UsageError
from merilo.core.text import _, ngettext
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.people.calls.book import LABELS, Category
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.forecast.giving import Wanted, give
from merilo.reports.forecast.listed import COLUMNS, HISTORY_COLUMNS, Listed, Narrowed, listed

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
            for_people=lambda: _print(found, history=history),
        )


@contextmanager
def _desk(place: Workspace) -> Iterator[Desk]:
    snapshot = FactStore.open(place.facts).snapshot()
    with open_engine(ENGINE, snapshot, place.settings.calendar) as engine:
        yield Desk(engine, place.settings)


def _print(found: Listed, *, history: bool) -> None:
    title = _("Calls on {day}, in {currency}").format(day=found.day, currency=found.currency)
    if not found.lines:
        console().print(_("No calls are known: `merilo call add` gives one."), markup=False)
    elif history:
        rows = [row | {"category": _(LABELS[Category(row["category"])]), "override": "✓" if row["override"] else ""}
                for row in found.history()]  # fmt: skip
        print_table(title, _history_columns(), rows)
    else:
        print_table(title, _columns(), found.records())


def _columns() -> list[Column]:
    return [
        Column("who", _("Who")), Column("team", _("Team")), Column("period", _("Period")),
        Column("commit", _("Commit"), "money"), Column("best_case", _("Best case"), "money"),
        Column("since", _("Given on")),
        Column("override_commit", _("Manager: commit"), "money"),
        Column("override_best_case", _("Manager: best case"), "money"), Column("override_since", _("Given on")),
        Column("override_by", _("Manager")),
    ]  # fmt: skip


def _history_columns() -> list[Column]:
    return [
        Column("submitted_at", _("Given")), Column("who", _("Who")), Column("period", _("Period")),
        Column("category", _("Kind")), Column("amount", _("Amount"), "money"), Column("currency", _("Currency")),
        Column("given_by", _("Given by")), Column("override", _("Manager's own figure")),
    ]  # fmt: skip
