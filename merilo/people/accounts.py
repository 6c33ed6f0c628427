"""Who may log in: people are added, found and listed here; pages and the command line both come this way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened
from merilo.people.roles import Person, Role

if TYPE_CHECKING:
    from merilo.people.users.models import User


@dataclass(frozen=True)
class Account:
    """A person and the state of his way in: `open` to log-ins, whether he has `set_up` a password, his last log-in."""

    person: Person
    open: bool
    set_up: bool
    last: datetime | None


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


def accounts() -> tuple[Account, ...]:
    """Everybody who is or was known, those who may log in first, by name; the database must be open."""
    from merilo.people.users.models import User  # noqa: PLC0415

    rows = User.objects.order_by("-is_active", "name", "id")
    return tuple(Account(row.person, row.is_active, row.has_usable_password(), row.last_login) for row in rows)


def change_person(number: int, *, name: str, role: Role, seller: str, language: str) -> Person:
    """Change what is known of a person. Raises UsageError where nobody would be left to look after the rest."""
    row = _known(number)
    if row.role == Role.ADMIN and role is not Role.ADMIN:
        _not_the_last(row)
    if not name.strip():
        raise UsageError(_("A person needs a name."), way_out=_("Write what the person is called."))
    row.name, row.role, row.seller, row.language = name.strip(), role.value, seller, language
    row.save(update_fields=["name", "role", "seller", "language"])
    return row.person


def shut_out(number: int) -> Person:
    """End a person's way in, his sessions and tokens with it; what he did stays. The last administrator stays in."""
    row = _known(number)
    if row.role == Role.ADMIN:
        _not_the_last(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    return row.person


def let_in(number: int) -> Person:
    """Open a person's way in again."""
    row = _known(number)
    row.is_active = True
    row.save(update_fields=["is_active"])
    return row.person


def _known(number: int) -> User:
    from merilo.people.users.models import User  # noqa: PLC0415

    row: User | None = User.objects.filter(pk=number).first()
    if row is None:
        raise UsageError(_("There is no such person."))
    return row


def _not_the_last(row: User) -> None:
    others = type(row).objects.filter(role=Role.ADMIN.value, is_active=True).exclude(pk=row.pk)
    if row.is_active and not others.exists():
        raise UsageError(
            _("{name} is the only administrator.").format(name=row.name),
            way_out=_("Make somebody else an administrator first."),
        )
