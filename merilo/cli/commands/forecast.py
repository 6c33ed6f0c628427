"""`merilo forecast`: what will be won, how sure that is, and how right such forecasts have been."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.forecast_shown import print_forecast, print_record, record_sheet, sheet
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.progress import progress
from merilo.cli.show import Format, put_out
from merilo.core.asked import day_of
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.reports.forecast.document import document, forecast, record_document
from merilo.reports.forecast.foreseen import Asked


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("forecast", help=_("What will be won, as a range, and how right such forecasts have been."))
    def forecast_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team and its people."))] = "",
        pipeline: Annotated[str, typer.Option("--pipeline", help=_("Only the deals of this pipeline."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        backtest: Annotated[
            bool, typer.Option("--backtest", help=_("Show how right forecasts of past days would have been."))
        ] = False,
        target: Annotated[
            float | None, typer.Option("--target", help=_("The chance to win at least so much."), min=0)
        ] = None,
        won: Annotated[list[str] | None, typer.Option("--won", help=_("What if this open deal were won."))] = None,
        lost: Annotated[list[str] | None, typer.Option("--lost", help=_("What if this open deal were lost."))] = None,
        win_rate: Annotated[
            float, typer.Option("--win-rate", help=_("What if so many times as many open deals were won."))
        ] = 1.0,
        new_deals: Annotated[
            float, typer.Option("--new-deals", help=_("What if so many times as many deals were opened."))
        ] = 1.0,
        deals: Annotated[int, typer.Option("--deals", help=_("How many open deals to list."), min=0)] = 10,
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        asked = Asked(
            seller or None, team or None, pipeline or None, day_of("--as-of", as_of), target,
            tuple(won or ()), tuple(lost or ()), win_rate, new_deals,
        )  # fmt: skip
        if backtest and (seller or team or pipeline):
            raise UsageError(_("The record is that of the whole company."), where="--backtest",
                             allowed=_("--backtest without --seller, --team, --pipeline"))  # fmt: skip
        with progress(quiet=json_) as report:
            trying = _("Trying forecasts on past weeks")
            found = forecast(Workspace.open(workspace), asked, told=lambda done, of: report(trying, done, of))
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=lambda: record_document(found.record) if backtest else document(found),
            sheet=lambda: record_sheet(found) if backtest else sheet(found),
            for_people=lambda: print_record(found) if backtest else print_forecast(found, deals=deals),
        )
