"""Who may log in: people are added, found and listed here; pages and the command line both come this way."""

from __future__ import annotations

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened
from merilo.people.roles import Person, Role


def add_person(
    workspace: Workspace, *, email: str, name: str, role: Role, seller: str = "", password: str | None = None
) -> Person:
    """Keep a new person. Without a password he cannot log in until he has set one by a link.

    Raises UsageError for an address that is none, or that somebody has.
    """
    with opened(workspace):
        from django.core.exceptions import ValidationError  # noqa: PLC0415 - Django is imported when it is needed
        from django.core.validators import validate_email  # noqa: PLC0415

        from merilo.people.users.models import User  # noqa: PLC0415

        try:
            validate_email(email)
        except ValidationError as error:
            raise UsageError(_("{value} is no e-mail address.").format(value=email)) from error
        if User.objects.filter(email=email.casefold()).exists():
            raise UsageError(
                _("Somebody has the address {value} already.").format(value=email),
                way_out=_("Choose another, or change that person."),
            )
        return User.objects.create_user(email, password, name=name, role=role.value, seller=seller).person


def people(workspace: Workspace) -> tuple[Person, ...]:
    """All who may log in, by name. A workspace without a database is not touched."""
    if not is_made(workspace):
        return ()
    with opened(workspace):
        from merilo.people.users.models import User  # noqa: PLC0415

        return tuple(user.person for user in User.objects.filter(is_active=True).order_by("name", "id"))
