"""A workspace's settings: `merilo.toml`, parsed strictly, every wrong value named with what was allowed."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import tomlkit
from babel.numbers import list_currencies

from merilo.core.database_address import address
from merilo.core.errors import WorkspaceError
from merilo.core.record_links import KEYS, fault
from merilo.core.text import LANGUAGES, N_, _
from merilo.core.time import Calendar

_TYPE_NAMES: dict[type, str] = {
    str: N_("text in quotes"),
    int: N_("a whole number"),
    dict: N_("a table of name = value"),
}
WEEK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIGEST = ("off", "on")


@dataclass(frozen=True)
class Settings:
    """What a workspace is set to. Every field is one key of `merilo.toml` and one line of `docs/settings.md`."""

    name: str = "Merilo"
    time_zone: str = "UTC"
    week_start: str = "monday"
    fiscal_year_start: int = 1
    currency: str = "USD"
    language: str = "en"
    country: str = ""
    database: str = ""
    digest: str = "off"
    digest_hour: int = 8
    policies: dict[str, str] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """How this workspace cuts time."""
        return Calendar(self.time_zone, WEEK_DAYS.index(self.week_start), self.fiscal_year_start)


def load_settings(path: Path) -> Settings:
    """Read and check `merilo.toml`; raises WorkspaceError that names the key, the value and what is allowed."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(_("The settings cannot be read: {error}").format(error=error), where=str(path)) from error
    known = {f.name for f in fields(Settings)}
    for key in raw:
        if key not in known:
            raise _wrong(path, key, raw[key], ", ".join(sorted(known)), _("Unknown setting: {key} = {value}"))
    for key, default in asdict(Settings()).items():
        if key in raw and type(raw[key]) is not type(default):
            raise _wrong(path, key, raw[key], _(_TYPE_NAMES[type(default)]))
    settings = Settings(**raw)
    check_settings(settings, path)
    return settings


def check_settings(settings: Settings, where: Path) -> None:
    """Raise WorkspaceError for the first value that is not allowed."""
    if settings.time_zone not in available_timezones():
        raise _wrong(where, "time_zone", settings.time_zone, _("an IANA name such as Europe/Moscow"))
    if settings.week_start not in WEEK_DAYS:
        raise _wrong(where, "week_start", settings.week_start, ", ".join(WEEK_DAYS))
    if not 1 <= settings.fiscal_year_start <= 12:
        raise _wrong(where, "fiscal_year_start", settings.fiscal_year_start, _("a month, 1 to 12"))
    if settings.currency not in list_currencies():
        raise _wrong(where, "currency", settings.currency, _("an ISO 4217 code such as EUR or RUB"))
    if settings.language not in LANGUAGES:
        raise _wrong(where, "language", settings.language, ", ".join(LANGUAGES))
    if settings.database:
        address(settings.database, f"{where}: database", secret=False)
    if settings.digest not in DIGEST:
        raise _wrong(where, "digest", settings.digest, ", ".join(DIGEST))
    if not 0 <= settings.digest_hour <= 23:
        raise _wrong(where, "digest_hour", settings.digest_hour, _("an hour, 0 to 23"))
    _check_sources(settings, where)


def _check_sources(settings: Settings, where: Path) -> None:
    for name, said in settings.sources.items():
        if not isinstance(said, dict):
            raise _wrong(where, f"sources.{name}", said, ", ".join(KEYS))
        wrong = fault(said)
        if wrong:
            raise _wrong(where, f"sources.{name}.{wrong[0]}", wrong[1], wrong[2])


def write_settings(settings: Settings, path: Path) -> None:
    """Write `merilo.toml` with every key, so that a reader sees what can be set."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Settings of this Merilo workspace; docs/settings.md explains each."))
    for f in fields(Settings):
        document.add(f.name, getattr(settings, f.name))
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def change_setting(path: Path, name: str, value: str) -> None:
    """Set one text in a `merilo.toml`, whole or not at all; everything else in it stays, comments too."""
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    document[name] = value
    # A new key after the table of policies would become one of them.
    if "policies" in document:
        document.append("policies", document.pop("policies"))
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(tomlkit.dumps(document), encoding="utf-8")
    load_settings(part)
    part.replace(path)


def _wrong(where: Path, key: str, value: Any, allowed: str, what: str = "") -> WorkspaceError:
    what = what or _("Wrong setting: {key} = {value}")
    return WorkspaceError(
        what.format(key=key, value=repr(value)),
        where=_("in {where}").format(where=where),
        allowed=_("allowed: {allowed}").format(allowed=allowed),
        way_out=_("Edit the file."),
    )
