"""Mapping files: `*.toml`, read strictly (every wrong key or value is named with what is allowed) and written short."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Table

from merilo.core.errors import DataError
from merilo.core.text import N_, _
from merilo.intake.mapping import Condition, Entry, Field, Listed, Lookup, Mapping
from merilo.intake.mapping_check import check_mapping

MAPPING_KEYS = (
    "name", "source", "currency", "time_zone", "empty", "shapes", "notes", "aliases", "entry",
)  # fmt: skip
ENTRY_KEYS = (
    "file", "to", "complete", "keep", "order_by", "where", "fields", "stage_dates", "checks", "listed",
)  # fmt: skip
FIELD_KEYS = ("column", "columns", "constant", "how", "values", "otherwise", "format", "lookup")
CONDITION_KEYS = (
    "column", "equals", "not_equals", "starts_with", "not_starts_with", "above", "filled",
)  # fmt: skip
_TYPE_NAMES = {
    str: N_("text"), bool: N_("true or false"), list: N_("a list"), dict: N_("a table"), float: N_("a number"),
}  # fmt: skip


def read_mapping(path: Path) -> Mapping:
    """The mapping in `path`, checked; raises DataError naming the file, the table, the key and what is allowed."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(_("The mapping file cannot be read."), where=f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(_("The mapping file is not valid TOML."), where=f"{path}: {error}") from error
    mapping = _mapping(_Part(raw, str(path)), default_name=path.stem)
    check_mapping(mapping, str(path))
    return mapping


class _Part:
    """One table of the file: hands out checked values and knows where it is."""

    def __init__(self, raw: dict[str, Any], where: str) -> None:
        self.raw, self.where = raw, where

    def only(self, *allowed: str) -> None:
        for key in self.raw:
            if key not in allowed:
                raise self.wrong(key, ", ".join(allowed), what=_("Unknown key in a mapping: {key}").format(key=key))

    def wrong(self, key: str, allowed: str, what: str = "") -> DataError:
        value = self.raw.get(key)
        return DataError(
            what or _("Wrong value in a mapping: {key} = {value}").format(key=key, value=repr(value)),
            where=_("in {where}").format(where=self.where),
            allowed=_("allowed: {allowed}").format(allowed=allowed),
            way_out=_("Edit the file."),
        )

    def get[T](self, key: str, kind: type[T], default: T) -> T:
        value = self.raw.get(key, default)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = kind(value)  # type: ignore[call-arg]
        if not isinstance(value, kind):
            raise self.wrong(key, _(_TYPE_NAMES[kind]))
        return value

    def text(self, key: str, default: str = "") -> str:
        return self.get(key, str, default)

    def optional_text(self, key: str) -> str | None:
        return self.get(key, str, "") if key in self.raw else None

    def required_text(self, key: str) -> str:
        if not self.raw.get(key):
            raise self.wrong(key, _("text"), what=_("A mapping lacks `{key}`.").format(key=key))
        return self.text(key)

    def texts(self, key: str, *, one_is_enough: bool = True) -> tuple[str, ...]:
        value = self.raw.get(key, [])
        if one_is_enough and isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, _("a list of texts"))
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        value = self.get(key, dict, {})
        for word, meaning in value.items():
            if not isinstance(meaning, str):
                raise _Part(value, f"{self.where}, {key}").wrong(word, _("text"))
        return dict(value)

    def parts(self, key: str) -> list[_Part]:
        value = self.get(key, list, [])
        if not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, _("a list of tables"))
        return [_Part(item, f"{self.where}, {key} {n}") for n, item in enumerate(value, 1)]


def _mapping(part: _Part, default_name: str) -> Mapping:
    part.only(*MAPPING_KEYS)
    name = part.text("name") or default_name
    shapes = part.get("shapes", list, [])
    if not all(isinstance(shape, list) and all(isinstance(cell, str) for cell in shape) for shape in shapes):
        raise part.wrong("shapes", _("a list of lists of column names"))
    aliases = part.get("aliases", dict, {})
    alias_part = _Part(aliases, f"{part.where}, aliases")
    return Mapping(
        name=name,
        source=part.text("source") or name,
        entries=tuple(_entry(entry) for entry in part.parts("entry")),
        currency=part.text("currency"),
        time_zone=part.text("time_zone"),
        aliases={column: alias_part.words(column) for column in aliases},
        empty=part.texts("empty"),
        shapes=tuple(tuple(shape) for shape in shapes),
        notes=part.texts("notes"),
    )


def _entry(part: _Part) -> Entry:
    part.only(*ENTRY_KEYS)
    part.where = f"{part.where} ({part.raw.get('file', '?')} → {part.raw.get('to', '?')})"
    fields = part.get("fields", dict, {})
    return Entry(
        file=part.required_text("file"),
        to=part.required_text("to"),
        fields={name: _field(name, value, part.where) for name, value in fields.items()},
        where=tuple(_condition(condition) for condition in part.parts("where")),
        stage_dates=part.words("stage_dates"),
        complete=part.get("complete", bool, False),
        order_by=part.texts("order_by"),
        keep=part.text("keep", "last"),
        checks=part.words("checks"),
        listed=tuple(_listed(listed) for listed in part.parts("listed")),
    )


def _field(name: str, value: Any, where: str) -> Field:
    if isinstance(value, str):
        return Field(columns=(value,))
    part = _Part(value, f"{where}, fields.{name}")
    if not isinstance(value, dict):
        raise _Part({name: value}, f"{where}, fields").wrong(name, _("a column's name or a table"))
    part.only(*FIELD_KEYS)
    if "column" in value and "columns" in value:
        raise part.wrong("columns", _("either column or columns"))
    lookup = part.get("lookup", dict, {})
    return Field(
        columns=part.texts("columns") or part.texts("column"),
        constant=part.optional_text("constant"),
        how=part.text("how", "join"),
        values=part.words("values"),
        otherwise=part.optional_text("otherwise"),
        format=part.optional_text("format"),
        lookup=_lookup(_Part(lookup, f"{part.where}, lookup")) if lookup else None,
    )


def _lookup(part: _Part) -> Lookup:
    part.only("file", "key", "value")
    return Lookup(part.required_text("file"), part.required_text("key"), part.required_text("value"))


def _condition(part: _Part) -> Condition:
    part.only(*CONDITION_KEYS)
    return Condition(
        column=part.required_text("column"),
        equals=part.texts("equals"),
        not_equals=part.texts("not_equals"),
        starts_with=part.optional_text("starts_with"),
        not_starts_with=part.optional_text("not_starts_with"),
        above=part.get("above", float, 0.0) if "above" in part.raw else None,
        filled=part.get("filled", bool, True) if "filled" in part.raw else None,
    )


def _listed(part: _Part) -> Listed:
    part.only("columns", "file", "keys")
    return Listed(part.texts("columns"), part.required_text("file"), part.texts("keys"))


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write `mapping` so that `read_mapping` gives it back (a recogniser's confidence and reasons are left out)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_text(mapping_text(mapping), encoding="utf-8")
    unfinished.replace(path)


def mapping_text(mapping: Mapping) -> str:
    """The mapping as the text of a mapping file."""
    document = tomlkit.document()
    document.add(tomlkit.comment("A Merilo mapping: which column fills which fact; docs/mapping.md explains each key."))
    _add(document, name=mapping.name, source=mapping.source, currency=mapping.currency, time_zone=mapping.time_zone)
    _add(document, empty=list(mapping.empty), notes=list(mapping.notes))
    if mapping.shapes:
        document.add("shapes", _lines([list(shape) for shape in mapping.shapes]))
    entries = tomlkit.aot()
    for entry in mapping.entries:
        entries.append(_entry_table(entry))
    document.add("entry", entries)
    if mapping.aliases:
        document.add("aliases", _table({column: _inline(words) for column, words in mapping.aliases.items()}))
    return tomlkit.dumps(document)


def _add(table: Any, **values: Any) -> None:
    """Add those values that say something."""
    for key, value in values.items():
        if value not in ("", None, [], {}, ()):
            table.add(key, value)


def _lines(items: list[Any]) -> Any:
    array = tomlkit.array()
    array.extend(items)
    return array.multiline(True)


def _table(values: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(tomlkit.key([key]), value)
    return table


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(tomlkit.key([key]), value)
    return table


def _entry_table(entry: Entry) -> Table:
    table = tomlkit.table()
    _add(table, file=entry.file, to=entry.to)
    if entry.complete:
        table.add("complete", True)
    _add(table, keep=entry.keep if entry.keep != "last" else "", order_by=list(entry.order_by))
    if entry.where:
        table.add("where", _lines([_inline(_condition_dict(condition)) for condition in entry.where]))
    if entry.listed:
        table.add("listed", _lines([_inline(_listed_dict(listed)) for listed in entry.listed]))
    table.add("fields", _table({name: _field_value(field) for name, field in entry.fields.items()}))
    for key, words in (("stage_dates", entry.stage_dates), ("checks", entry.checks)):
        if words:
            table.add(key, _table(dict(words)))
    return table


def _listed_dict(listed: Listed) -> dict[str, Any]:
    return {"columns": list(listed.columns), "file": listed.file, "keys": list(listed.keys)}


def _condition_dict(condition: Condition) -> dict[str, Any]:
    values: dict[str, Any] = {"column": condition.column}
    for key in ("equals", "not_equals"):
        words = getattr(condition, key)
        if words:
            values[key] = list(words)
    for key in ("starts_with", "not_starts_with", "above", "filled"):
        if getattr(condition, key) is not None:
            values[key] = getattr(condition, key)
    return values


def _field_value(field: Field) -> str | InlineTable:
    values: dict[str, Any] = {}
    if len(field.columns) == 1:
        values["column"] = field.columns[0]
    elif field.columns:
        values["columns"] = list(field.columns)
    if field.constant is not None:
        values["constant"] = field.constant
    if field.how != "join":
        values["how"] = field.how
    if field.values:
        values["values"] = _inline(dict(field.values))
    for key in ("otherwise", "format"):
        if getattr(field, key) is not None:
            values[key] = getattr(field, key)
    if field.lookup:
        values["lookup"] = _inline({"file": field.lookup.file, "key": field.lookup.key, "value": field.lookup.value})
    return field.columns[0] if list(values) == ["column"] else _inline(values)
