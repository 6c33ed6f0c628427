"""`merilo user`: who may log in to the pages."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, print_table, put_out
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.accounts import add_person, people
from merilo.people.roles import LABELS, Role


def register(app: typer.Typer) -> None:
    """Add the commands to the tree."""
    user = typer.Typer(help=_("Who may log in to the pages."), no_args_is_help=True)
    app.add_typer(user, name="user")

    @user.command(help=_("Add a person; a password is made and printed once."))
    def add(
        email: Annotated[str, typer.Argument(help=_("The address to log in with."))],
        name: Annotated[str, typer.Option(help=_("What the person is called."))],
        role: Annotated[Role, typer.Option(help=_("What the person does."))] = Role.SELLER,
        seller: Annotated[str, typer.Option(help=_("The person's id among the sellers of the facts."))] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        password = secrets.token_urlsafe(12)
        made = add_person(
            Workspace.open(workspace), email=email, name=name, role=role, seller=seller, password=password
        )  # fmt: skip
        typer.echo(_("{email} may log in with the password {password}").format(email=made.email, password=password))

    @user.command("list", help=_("List the people who may log in."))
    def list_(
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        known = people(Workspace.open(workspace))
        records = [
            {"email": each.email, "name": each.name, "role": each.role.value, "label": _(LABELS[each.role]),
             "seller": each.seller}
            for each in known
        ]  # fmt: skip
        columns = [
            Column("email", _("E-mail")), Column("name", _("Name")), Column("label", _("Role")),
            Column("seller", _("Seller")),
        ]  # fmt: skip
        put_out(
            output_format, None,
            document=lambda: records,
            sheet=lambda: ([Column(name, name) for name in ("email", "name", "role", "seller")], records),
            for_people=lambda: print_table("", columns, records),
        )  # fmt: skip
