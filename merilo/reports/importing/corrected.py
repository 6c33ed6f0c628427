"""A mapping corrected by a form: columns led elsewhere, source, currency and time zone named, questions answered."""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import dataclass, replace
from pathlib import Path

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.facts.schema import TABLES
from merilo.intake.columns import plain
from merilo.intake.mapping import Entry, Field, Mapping
from merilo.intake.mapping_check import check_mapping, columns_to_fill


@dataclass(frozen=True)
class Led:
    """A column of a file that the form leads elsewhere: from a target (empty: it was not used) to another."""

    file: str
    column: str
    before: str
    now: str


def corrected(mapping: Mapping, led: tuple[Led, ...], formats: tuple[Led, ...], *, words: Words[str, str]) -> Mapping:
    """The mapping with the form's corrections, checked. `words`: `source`, `currency`, `time_zone` as they shall be.

    `formats`: columns (with the target in `before`) whose dates are written as `now` says. Raises DataError or
    UsageError naming what cannot work.
    """
    entries = list(mapping.entries)
    for each in led:
        if each.before:
            entries = _without(entries, each)
    for each in led:
        if each.now:
            entries = _with(entries, each)
    for each in formats:
        entries = [_written(entry, each) for entry in entries]
    known = {key: words[key] for key in ("source", "currency", "time_zone") if key in words}
    changed = replace(mapping, entries=tuple(entry for entry in entries if entry.fields), **known)  # type: ignore[arg-type]
    check_mapping(changed, _("the mapping"))
    return changed


def _is_of(entry: Entry, file: str) -> bool:
    from fnmatch import fnmatchcase  # noqa: PLC0415

    names = {file, file.rsplit("/", 1)[-1]}
    return any(fnmatchcase(name.casefold(), entry.file.casefold()) for name in names)


def _without(entries: list[Entry], led: Led) -> list[Entry]:
    """The column is used for its target no more; a target of several columns keeps the others."""
    table, __, name = led.before.partition(".")
    found = []
    for entry in entries:
        field = entry.fields.get(name)
        if entry.to != table or field is None or not _is_of(entry, led.file):
            found.append(entry)
            continue
        rest = tuple(column for column in field.columns if plain(column) != plain(led.column))
        fields = {key: value for key, value in entry.fields.items() if key != name}
        if rest:
            fields[name] = replace(field, columns=rest)
        found.append(replace(entry, fields=fields) if rest != field.columns else entry)
    return found


def _with(entries: list[Entry], led: Led) -> list[Entry]:
    """The column fills its new target; a file that fed no such table feeds it from now on."""
    table, __, name = led.now.partition(".")
    if table not in TABLES or name not in columns_to_fill(TABLES[table]):
        raise UsageError(_("There is no fact column {column}.").format(column=led.now), where=led.column)
    place = next((n for n, entry in enumerate(entries) if entry.to == table and _is_of(entry, led.file)), None)
    if place is None:
        return [*entries, Entry(led.file.rsplit("/", 1)[-1], table, {name: Field((led.column,))})]
    entry = entries[place]
    entries[place] = replace(entry, fields=entry.fields | {name: Field((led.column,))})
    return entries


def _written(entry: Entry, led: Led) -> Entry:
    if not _is_of(entry, led.file):
        return entry
    fields = {
        name: replace(field, format=led.now)
        if [plain(column) for column in field.columns] == [plain(led.column)] and field.format is None
        else field
        for name, field in entry.fields.items()
    }
    return replace(entry, fields=fields)


def read_text(text: str, path: Path) -> Mapping:
    """A mapping from its text as an expert wrote it; raises DataError that names what is wrong."""
    from merilo.intake.mapping_file import read_mapping  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    tried = path.with_name("tried.toml")
    tried.write_text(text, encoding="utf-8")
    try:
        return read_mapping(tried)
    finally:
        tried.unlink()
