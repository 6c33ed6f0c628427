"""What went wrong with the database, in words: where, whether to try again, and the way out. Never with a password."""

from __future__ import annotations

from pathlib import Path

from merilo.core.database_address import VARIABLE, Address
from merilo.core.errors import AwayError, BusyError, MeriloError, WorkspaceError
from merilo.core.text import _

_HELD = ("55P03", "40001", "40P01")  # lock not available, cannot be serialised, deadlock
_NOT_LET_IN = ("28P01", "28000", "password authentication failed", "no password supplied", "no pg_hba.conf entry")
_NO_DATABASE = ("3D000",)
_NOT_ALLOWED = ("42501",)
EXTRA = "pip install 'merilo[postgresql]'"


def told(place: Path | Address, error: Exception) -> MeriloError:
    """The error as a person can act on it; `place` is the file, or the address of the database."""
    if isinstance(place, Path):
        return busy(place) if "locked" in str(error) else _of_file(place, error)
    return _of_server(place, error)


def busy(place: Path | Address) -> BusyError:
    """Somebody else holds it for too long."""
    return BusyError(
        _("Another process is writing to the database of this workspace."),
        where=str(place),
        way_out=_("Try again in a moment."),
    )


def newer(place: Path | Address) -> WorkspaceError:
    """It has tables that this program does not know."""
    return WorkspaceError(
        _("The database of this workspace was made by a newer Merilo."),
        where=str(place),
        way_out=_("Update Merilo."),
    )


def no_driver() -> WorkspaceError:
    """The part that speaks with PostgreSQL is not installed."""
    return WorkspaceError(
        _("What people own is to be kept in PostgreSQL, but the part that speaks with it is missing."),
        way_out=_("Install it: {line}").format(line=EXTRA),
    )


def left_behind(place: Path, elsewhere: Address) -> WorkspaceError:
    """PostgreSQL was chosen while the workspace's own file still holds what people own."""
    return WorkspaceError(
        _("What people own still lies in the workspace's own file, not in {database}.").format(database=elsewhere),
        where=str(place),
        way_out=_("Move it: stop `merilo serve`, then `merilo database move`."),
    )


def _of_file(place: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        _("The database of this workspace cannot be used: {error}").format(error=error),
        where=str(place),
        way_out=_("Check that the folder and the file can be written, or restore them from a backup."),
    )


def _of_server(place: Address, error: Exception) -> MeriloError:
    from django.db import OperationalError  # noqa: PLC0415 - Django is a third of a second

    code = _code(error)
    words = _words(place, error)
    if code in _HELD:
        return busy(place)
    if _is(code, words, _NOT_LET_IN):
        return WorkspaceError(
            _("The database server does not let Merilo in: {error}").format(error=words),
            where=str(place),
            way_out=_("Check user and password: in {variable}, PGPASSWORD or ~/.pgpass.").format(variable=VARIABLE),
        )
    if code in _NO_DATABASE or ("database" in words and "does not exist" in words):
        return WorkspaceError(
            _("The server has no database of the name {name}.").format(name=place.name),
            where=str(place),
            way_out=_("Make one that belongs to the user: createdb --owner={user} {name}").format(
                user=place.user or "merilo", name=place.name
            ),
        )
    if code in _NOT_ALLOWED:
        return WorkspaceError(
            _("The user may not do this in the database: {error}").format(error=words),
            where=str(place),
            way_out=_("Let the database or its schema belong to him: ALTER DATABASE … OWNER TO …"),
        )
    if isinstance(error, OperationalError):
        return AwayError(
            _("The database server does not answer: {error}").format(error=words),
            where=str(place),
            way_out=_("See that it runs and can be reached from here, then try again."),
        )
    return WorkspaceError(
        _("The database of this workspace cannot be used: {error}").format(error=words), where=str(place)
    )


def _code(error: BaseException | None) -> str:
    """PostgreSQL's own code of what happened, however often it was wrapped on the way."""
    while error is not None:
        if found := getattr(error, "sqlstate", None):
            return str(found)
        error = error.__cause__ or error.__context__
    return ""


def _is(code: str, words: str, signs: tuple[str, ...]) -> bool:
    return code in signs or any(sign in words for sign in signs)


def _words(place: Address, error: Exception) -> str:
    """The server's own words on one line; a password that slipped in is taken out."""
    words = " ".join(str(error).split())
    return words.replace(place.password, "***") if place.password else words
