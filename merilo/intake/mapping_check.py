"""Is a mapping possible? Checked against the fact schema before a single row is read."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel.numbers import list_currencies

from merilo.core.errors import DataError
from merilo.core.text import _
from merilo.facts.schema import TABLES, FactTable, Kind
from merilo.intake.mapping import CHECKS, HOWS, KEEPS, Entry, Field, Mapping

DERIVED = {"deals": ("status",), "deal_changes": ("evidence",)}
"""Required columns that may be left out: a deal's status follows from its stage, a history is its own evidence."""

_NOT_MAPPED = ("id", "source", "observed_at")
_EXTRA = ("source_id", "deleted")
_CALENDAR_KINDS = (Kind.DAY, Kind.TIME)


def check_mapping(mapping: Mapping, where: str) -> None:
    """Raise DataError for the first thing in `mapping` that cannot work; `where` names its file."""
    if not mapping.entries:
        raise _error(_("The mapping has no [[entry]]."), where, "")
    if not mapping.source or ":" in mapping.source:
        raise _error(_("Wrong source: {value}").format(value=repr(mapping.source)), where, _("a name without a colon"))
    if mapping.currency and mapping.currency not in list_currencies():
        raise _error(_("Wrong currency: {value}").format(value=mapping.currency), where, _("an ISO 4217 code"))
    if mapping.time_zone and mapping.time_zone not in available_timezones():
        raise _error(_("Wrong time zone: {value}").format(value=mapping.time_zone), where, _("an IANA name"))
    for number, entry in enumerate(mapping.entries, 1):
        _check_entry(entry, f"{where}, [[entry]] {number} ({entry.file} → {entry.to})")
    for table in sorted({entry.to for entry in mapping.entries}):
        _check_required(TABLES[table], [entry for entry in mapping.entries if entry.to == table], where)
    for alias in mapping.aliases:
        table, __, column = alias.partition(".")
        if table not in TABLES or column not in columns_to_fill(TABLES[table]):
            raise _error(_("Aliases for an unknown column: {column}").format(column=alias), where, "deals.product, …")


def _error(what: str, where: str, allowed: str) -> DataError:
    return DataError(
        what,
        where=_("in {where}").format(where=where),
        allowed=_("allowed: {allowed}").format(allowed=allowed) if allowed else "",
        way_out=_("Edit the mapping; docs/mapping.md explains it."),
    )


def columns_to_fill(table: FactTable) -> list[str]:
    """The names that an entry's fields may have for this table."""
    return [*_EXTRA, *(column.name for column in table.columns if column.name not in (*_NOT_MAPPED, *_EXTRA))]


def _check_entry(entry: Entry, where: str) -> None:
    if entry.to not in TABLES:
        raise _error(_("Unknown fact table: {table}").format(table=entry.to), where, ", ".join(TABLES))
    table = TABLES[entry.to]
    if not entry.fields:
        raise _error(_("The entry fills no column."), where, ", ".join(columns_to_fill(table)))
    for name, field in entry.fields.items():
        if name not in columns_to_fill(table):
            raise _error(
                _("Unknown fact column: {column}").format(column=name), where, ", ".join(columns_to_fill(table))
            )
        _check_field(table, name, field, f"{where}, fields.{name}")
    if entry.keep not in KEEPS:
        raise _error(_("Wrong keep: {value}").format(value=entry.keep), where, ", ".join(KEEPS))
    if entry.stage_dates and entry.to != "deals":
        raise _error(_("stage_dates belong to an entry that fills deals."), where, "deals")
    _check_contradictions(entry, where)


def _check_contradictions(entry: Entry, where: str) -> None:
    allowed = CHECKS.get(entry.to, ())
    for name in entry.checks:
        if name not in allowed:
            raise _error(_("Unknown check: {name}").format(name=name), where, ", ".join(allowed) or _("none here"))
    for listed in entry.listed:
        if not listed.columns or len(listed.columns) != len(listed.keys):
            raise _error(_("`columns` and `keys` of `listed` must be of one length."), where, "")
    for condition in entry.where:
        if condition == type(condition)(condition.column):
            raise _error(
                _("A condition on {column} tests nothing.").format(column=condition.column), where, "equals, …"
            )


def _check_field(table: FactTable, name: str, field: Field, where: str) -> None:
    if not field.columns and field.constant is None:
        raise _error(_("The field names neither a column nor a constant."), where, "column, columns, constant")
    if field.columns and field.constant is not None:
        raise _error(_("The field names both columns and a constant."), where, _("one of them"))
    if field.how not in HOWS:
        raise _error(_("Wrong how: {value}").format(value=field.how), where, ", ".join(HOWS))
    if name in _EXTRA:
        return
    kind, choices = table.column(name).kind, table.column(name).choices
    if field.how.endswith("_end") and kind not in _CALENDAR_KINDS:
        raise _error(_("`{how}` needs a date column.").format(how=field.how), where, "join, first, times")
    words = [word for word in (field.constant, field.otherwise, *field.values.values()) if word]
    for word in words if kind is Kind.CHOICE else ():
        if word not in choices:
            raise _error(_("Not a word of {column}: {word}").format(column=name, word=word), where, ", ".join(choices))


def _check_required(table: FactTable, entries: list[Entry], where: str) -> None:
    filled = {name for entry in entries for name in entry.fields}
    for column in table.own_columns:
        if not column.required or column.name in filled:
            continue
        if column.name in DERIVED.get(table.name, ()) and (table.name != "deals" or "stage" in filled):
            continue
        raise _error(
            _("No entry fills {table}.{column}, which every row needs ({meaning}).").format(
                table=table.name, column=column.name, meaning=_(column.meaning)
            ),
            where,
            ", ".join(column.choices) if column.choices else "",
        )
