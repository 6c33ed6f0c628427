"""`merilo init DIR`: make a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.core.settings import Settings
from merilo.core.text import _
from merilo.core.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("Make a workspace: one folder that holds all that Merilo knows of a team."))
    def init(
        folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder; made if missing."))],
        name: Annotated[str, typer.Option(help=_("The team's or company's name."))] = "Merilo",
        time_zone: Annotated[str, typer.Option(help=_("An IANA time zone, such as Europe/Moscow."))] = "UTC",
        currency: Annotated[str, typer.Option(help=_("The currency that sums are shown in."))] = "USD",
        week_start: Annotated[str, typer.Option(help=_("The day on which weeks start, in English."))] = "monday",
        fiscal_year_start: Annotated[int, typer.Option(help=_("The month, 1–12, of the fiscal year's start."))] = 1,
        country: Annotated[str, typer.Option(help=_("ISO code of the country whose public holidays hold."))] = "",
        language: Annotated[str, typer.Option(help=_("The team's language: en or ru."))] = "en",
    ) -> None:
        settings = Settings(name, time_zone, week_start, fiscal_year_start, currency, language, country)
        workspace = Workspace.init(folder, settings)
        typer.echo(_("A workspace was made in {folder}.").format(folder=workspace.root.resolve()))
        typer.echo(_("Next: merilo import FILE_OR_FOLDER --workspace {folder}").format(folder=folder))
