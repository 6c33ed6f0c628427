"""Where what people own is kept when it is not the workspace's own file: the address of a PostgreSQL database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from merilo.core.errors import WorkspaceError
from merilo.core.text import _

VARIABLE = "MERILO_DATABASE"
EXAMPLE = "postgresql://merilo@db.example.org/merilo"
_SCHEMES = ("postgresql", "postgres")
_SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_KNOWN = ("host", "schema", "sslmode", "sslrootcert")
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Address:
    """A PostgreSQL database. Written as text it never shows the password."""

    name: str
    user: str = ""
    host: str = ""
    port: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        query = f"?{urlencode(self.options, safe='/')}" if self.options else ""
        return f"postgresql://{user}{host}{port}/{quote(self.name, safe='')}{query}"

    def option(self, name: str) -> str:
        """What was said after the question mark; empty where nothing was."""
        return dict(self.options).get(name, "")


def address(text: str, where: str, *, secret: bool = True) -> Address:
    """The address in the text, such as `postgresql://user:password@host:5432/name?sslmode=require&schema=sales`.

    `where` says from where the text is. With `secret=False` a password is refused: the place is read by others. Raises
    WorkspaceError, which never repeats the text: it may hold a password.
    """
    if "#" in text:
        raise _wrong(where, _("A # in a user name or password is written %23."))
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _wrong(where, _("It is no address.")) from None
    if parts.scheme not in _SCHEMES:
        raise _wrong(where, _("It does not begin with postgresql://."))
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _wrong(where, _("It names no database, or several."))
    if parts.password is not None and not secret:
        raise WorkspaceError(
            _("A password does not belong into the settings, which others read."),
            where=where,
            way_out=_("Leave it out there, and give it by {variable}, by PGPASSWORD or in ~/.pgpass.").format(
                variable=VARIABLE
            ),
        )
    return Address(
        name, unquote(parts.username or ""), parts.hostname or "", port, _options(parts.query, where),
        unquote(parts.password or ""),
    )  # fmt: skip


def _options(query: str, where: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = parse_qsl(query, strict_parsing=True, keep_blank_values=True) if query else []
    except ValueError:
        raise _wrong(where, _("What follows the question mark is not name=value&name=value.")) from None
    for key, value in pairs:
        if key not in _KNOWN:
            known = ", ".join(_KNOWN)
            raise _wrong(where, _("Unknown after the question mark: {key}.").format(key=key), known)
        if key == "sslmode" and value not in _SSL:
            raise _wrong(where, _("Unknown sslmode."), ", ".join(_SSL))
        if key == "schema" and not _SCHEMA.fullmatch(value):
            raise _wrong(where, _("That is no name of a schema."), _("small letters, digits and _"))
    if len(dict(pairs)) < len(pairs):
        raise _wrong(where, _("Something is said twice after the question mark."))
    return tuple(pairs)


def _wrong(where: str, why: str, allowed: str = "") -> WorkspaceError:
    return WorkspaceError(
        _("The address of the database cannot be understood. {why}").format(why=why),
        where=_("in {where}").format(where=where),
        allowed=_("allowed: {allowed}").format(allowed=allowed or EXAMPLE),
        way_out=_("Write it as {example}; leave it empty for the workspace's own file.").format(example=EXAMPLE),
    )
