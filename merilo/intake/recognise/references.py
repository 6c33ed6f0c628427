"""Values of one table that are rows of another: by its id directly, by another key through a lookup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from merilo.core.text import _
from merilo.facts.schema import TABLES, Kind
from merilo.intake.mapping import Lookup
from merilo.intake.recognise.evidence import Evidence, Seen, Shape, overlap
from merilo.intake.recognise.reading import Pick, Reading
from merilo.intake.recognise.words import stems
from merilo.sources.raw import RawTable

_MOSTLY = 0.8
_FOUND_BY_VALUES = 0.75
_SUBJECT = "subject"


@dataclass(frozen=True)
class Tables:
    """All raw tables, their readings, and the evidence: what a reference is looked for in."""

    raws: Sequence[RawTable]
    readings: Sequence[Reading]
    seen: Seen
    con: duckdb.DuckDBPyConnection
    glob: Mapping[str, str]

    def of(self, table: str) -> list[Reading]:
        """The readings that give rows of a fact table."""
        return [reading for reading in self.readings if reading.to == table and identity(reading)]

    def share(self, raw: RawTable, column: str, other: RawTable, other_column: str) -> float:
        """Which share of a column's values another table's column holds."""
        return overlap(raw, column, other, other_column, self.con)


def identity(reading: Reading) -> str | None:
    """The raw column whose value is the row's id: its own id, else (people and companies) its name or e-mail."""
    own = reading.column("source_id")
    if own or reading.to not in {"sellers", "accounts", "contacts"}:
        return own
    return reading.column("name") or reading.column("email")


def refers_to(reading: Reading, target: str) -> str:
    """The fact table that a column of the reading refers to, or nothing."""
    if reading.to == "targets" and target == _SUBJECT:
        return "sellers"
    columns = {column.name: column for column in TABLES[reading.to].columns}
    return columns[target].refers_to if target in columns and columns[target].kind is Kind.REF else ""


def resolve(reading: Reading, tables: Tables) -> Reading:
    """The reading with lookups where its references hold another key than the id that the other table's rows have."""
    picks = {target: _resolved(reading, target, pick, tables) for target, pick in reading.picks.items()}
    if "product" in picks:
        picks["product"] = _product_name(reading, picks["product"], tables)
    return replace(reading, picks=picks)


def _resolved(reading: Reading, target: str, pick: Pick, tables: Tables) -> Pick:
    table = refers_to(reading, target)
    if not table or len(pick.columns) != 1:
        return pick
    for other in tables.of(table):
        own_id = identity(other)
        if own_id is None or other.raw.name == reading.raw.name:
            continue
        if tables.share(reading.raw, pick.columns[0], other.raw, own_id) >= _MOSTLY:
            return replace(pick, why=f"{pick.why}; {_('its values are ids of {file}').format(file=other.raw.name)}")
        if found := _lookup(reading, pick, other, own_id, tables):
            return found
    return pick


def _lookup(reading: Reading, pick: Pick, other: Reading, own_id: str, tables: Tables) -> Pick | None:
    for column in other.raw.columns:
        if column == own_id or not tables.seen[other.raw.name][column].unique:
            continue
        if tables.share(reading.raw, pick.columns[0], other.raw, column) >= _MOSTLY:
            lookup = Lookup(tables.glob[other.raw.name], column, own_id)
            why = _("its values are {key} of {file}, which gives the id").format(key=column, file=other.raw.name)
            return replace(pick, lookup=lookup, why=f"{pick.why}; {why}")
    return None


def _product_name(reading: Reading, pick: Pick, tables: Tables) -> Pick:
    """A product's key becomes its name when some other file lists products by that key."""
    header = pick.columns[0]
    for other in tables.raws:
        if other.name == reading.raw.name or header not in other.columns or len(pick.columns) != 1:
            continue
        seen = tables.seen[other.name]
        named = [column for column in other.columns if column != header and _names_product(column, seen[column])]
        if seen[header].unique and named and tables.share(reading.raw, header, other, header) >= _MOSTLY:
            why = _("{file} names each {key}").format(file=other.name, key=header)
            return replace(pick, lookup=Lookup(tables.glob[other.name], header, named[0]), why=f"{pick.why}; {why}")
    return pick


def _names_product(column: str, evidence: Evidence) -> bool:
    return evidence.shape is Shape.TEXT and stems(column) in {
        ("product",),
        ("product", "name"),
        ("name",),
        ("товар",),
        ("назван",),
    }


def references_by_value(reading: Reading, tables: Tables) -> Reading:
    """Unfilled references found by the values alone: nearly all of them are ids or names of another file's rows."""
    used = {column for pick in reading.picks.values() for column in pick.columns}
    picks = dict(reading.picks)
    for target, table in _open_references(reading, picks):
        for column in sorted(set(reading.raw.columns) - used):
            if pick := _by_value(reading.raw, column, table, tables):
                picks[target] = pick
                used.add(column)
                break
    return replace(reading, picks=picks)


def _open_references(reading: Reading, picks: Mapping[str, Pick]) -> Iterable[tuple[str, str]]:
    if reading.to not in {"deals", "revenue", "touches", "meetings", "leads"}:
        return []
    return [
        (column.name, column.refers_to)
        for column in TABLES[reading.to].own_columns
        if column.kind is Kind.REF and column.name not in picks and column.refers_to in {"sellers", "accounts"}
    ]


def _by_value(raw: RawTable, column: str, table: str, tables: Tables) -> Pick | None:
    evidence = tables.seen[raw.name][column]
    if evidence.shape is not Shape.TEXT or evidence.distinct < 3:
        return None
    for other in tables.of(table):
        own_id = identity(other)
        if own_id and other.raw.name != raw.name and tables.share(raw, column, other.raw, own_id) >= 0.95:
            why = _("nearly all its values are rows of {file}").format(file=other.raw.name)
            return Pick((column,), _FOUND_BY_VALUES, why)
    return None
