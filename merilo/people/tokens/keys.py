"""Access tokens made, found, listed and revoked. The token itself is shown once; only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.people.audit.log import Action, note
from merilo.people.roles import Person

if TYPE_CHECKING:
    from merilo.people.tokens.models import Token

_MARK = "merilo_"
_USED_AGAIN = timedelta(minutes=1)
DAYS = (30, 90, 365)


class Scope(StrEnum):
    """What a token is good for."""

    KPIS = "read:kpis"
    ROWS = "read:rows"
    JOURNAL = "write:journal"
    IMPORTS = "write:imports"
    CALLS = "write:calls"


LABELS: dict[Scope, str] = {
    Scope.KPIS: N_("Numbers: KPIs, signals, problems, expectations"),
    Scope.ROWS: N_("Rows behind the numbers"),
    Scope.JOURNAL: N_("Journal: reading and writing records as you may"),
    Scope.IMPORTS: N_("Imports: sending files and bringing them in, for analysts"),
    Scope.CALLS: N_("Calls: giving your own forecast, and your teams'"),
}


@dataclass(frozen=True)
class Key:
    """A token as it is known after it was made. All moments are UTC; `ended`: expired or revoked."""

    id: int
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or self.expires_at <= datetime.now(UTC)


@dataclass(frozen=True)
class Bearer:
    """Whose token was shown, and what it is good for."""

    key: Key
    person: Person

    def __str__(self) -> str:
        return f"token {self.key.id}"


def make(person: Person, name: str, scopes: frozenset[Scope], days: int) -> str:
    """A new token of the person, told only now. Raises UsageError where something is missing."""
    from merilo.people.tokens.models import Token  # noqa: PLC0415 - models exist once Django is set up

    if not name.strip():
        raise UsageError(_("A token needs a name."), way_out=_("Name the program that will use it."))
    if not scopes:
        raise UsageError(_("A token must be good for something."), allowed=", ".join(Scope))
    if days not in DAYS:
        raise UsageError(_("A token cannot last so long."), allowed=", ".join(str(each) for each in DAYS))
    secret = _MARK + secrets.token_urlsafe(32)
    Token.objects.create(
        user_id=person.id, name=name.strip()[:100], digest=_digest(secret), scopes=" ".join(sorted(scopes)),
        expires_at=datetime.now(UTC) + timedelta(days=days),
    )  # fmt: skip
    note(person, Action.TOKEN_MADE, name.strip()[:100])
    return secret


def keys_of(person: Person) -> tuple[Key, ...]:
    """The person's tokens, the latest first."""
    from merilo.people.tokens.models import Token  # noqa: PLC0415

    return tuple(_key(row) for row in Token.objects.filter(user_id=person.id))


def revoke(person: Person, key: int) -> bool:
    """End a token of the person; whether there was one to end."""
    from merilo.people.tokens.models import Token  # noqa: PLC0415

    row = Token.objects.filter(user_id=person.id, id=key, revoked_at=None).first()
    if row is None:
        return False
    row.revoked_at = datetime.now(UTC)
    row.save(update_fields=["revoked_at"])
    note(person, Action.TOKEN_REVOKED, row.name)
    return True


def bearer_of(secret: str) -> Bearer | None:
    """Whose token this is; None for one that is unknown, expired, revoked, or of somebody who may not log in."""
    from merilo.people.tokens.models import Token  # noqa: PLC0415

    found = Token.objects.filter(digest=_digest(secret), user__is_active=True).select_related("user").first()
    if found is None or _key(found).ended:
        return None
    now = datetime.now(UTC)
    if found.last_used_at is None or now - found.last_used_at > _USED_AGAIN:  # not a write for every question
        Token.objects.filter(id=found.pk).update(last_used_at=now)
    return Bearer(_key(found), found.user.person)


def _digest(secret: str) -> str:
    """Long and random as it is, a token needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Token) -> Key:
    scopes = frozenset(Scope(word) for word in row.scopes.split())
    return Key(row.pk, row.name, scopes, row.made_at, row.expires_at, row.revoked_at, row.last_used_at)
