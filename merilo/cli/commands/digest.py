"""`merilo digest`: the weekly digest looked at before anybody gets it by e-mail; what became of mails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, print_table, put_out
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.accounts import people
from merilo.people.roles import Person


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("Write somebody's weekly digest as a mail for a look; without one, list what became of mails."))
    def digest(
        preview: Annotated[str, typer.Option(help=_("The address of the person whose digest is written."))] = "",
        out: Annotated[Path | None, typer.Option(help=_("The file: .eml, .html or .txt."))] = None,
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        if preview:
            typer.echo(str(_write(place, preview, out or Path("digest.eml"))))
        else:
            _list(place, output_format)


def _known(place: Workspace, email: str) -> Person:
    found = next((each for each in people(place) if each.email == email.casefold()), None)
    if found is None:
        raise UsageError(
            _("Nobody has the address {value}.").format(value=email),
            allowed=", ".join(each.email for each in people(place)) or _("none"),
        )
    return found


def _write(place: Workspace, email: str, out: Path) -> Path:
    from merilo.web.start import set_up  # noqa: PLC0415 - Django, for this command alone

    set_up(place)  # before anybody is looked up: templates and links need the web application's settings
    from merilo.web.mails.look import preview  # noqa: PLC0415

    made = preview(place, _known(place, email), out.suffix)
    out.write_bytes(made)
    return out


def _list(place: Workspace, output_format: Format) -> None:
    from merilo.people.database import opened  # noqa: PLC0415
    from merilo.people.mailed import LABELS, mails  # noqa: PLC0415

    with opened(place):
        known = mails()
    records = [
        {"email": each.email, "kind": each.kind, "period": each.period, "state": each.state.value,
         "label": _(LABELS[each.state]), "attempts": each.attempts, "error": each.error}
        for each in known
    ]  # fmt: skip
    columns = [
        Column("email", _("E-mail")), Column("kind", _("What")), Column("period", _("Period")),
        Column("label", _("State")), Column("attempts", _("Attempts")), Column("error", _("What the mail server said")),
    ]  # fmt: skip
    names = ("email", "kind", "period", "state", "attempts", "error")
    put_out(
        output_format, None,
        document=lambda: records,
        sheet=lambda: ([Column(name, name) for name in names], records),
        for_people=lambda: print_table("", columns, records),
    )  # fmt: skip
