"""An entry as SQL: which expression over the raw text fills each fact column, and when a row must be rejected.

Nothing runs here. `merilo/intake/apply.py` runs what is made here, once per entry, over whole files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from merilo.core.errors import DataError
from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.facts.schema import TABLES, Column, Kind
from merilo.intake.columns import Bound, find_table, plain
from merilo.intake.conditions import condition_sql, plain_word, plain_word_sql
from merilo.intake.mapping import Field, Listed, Lookup, Mapping
from merilo.sources.raw import RawTable

ENTITIES = frozenset({"sellers", "memberships", "accounts", "contacts", "stages"})
"""Tables of things that other rows name: a file of deals may give them too, and then a blank means there is none."""

_PERIOD_END = {"month_end": "1 MONTH", "quarter_end": "3 MONTH", "year_end": "1 YEAR"}

_TELLS_SELLER = {
    ("targets", "subject"): "scope",
    ("deal_changes", "old"): "field",
    ("deal_changes", "new"): "field",
}
"""Text columns that hold a seller's id where that other column of the row says `seller`."""


class Cells(Protocol):
    """How the cells of one raw table are cleaned and parsed, column by column."""

    def text(self, column: str) -> str:
        """SQL: the cell without blanks around it; NULL when it says "nothing"."""

    def typed(self, column: str, kind: Kind, text: str, form: str | None) -> tuple[str, str]:
        """SQL of `text` (a cell of `column`) as `kind`, NULL when there is none; and whether it cannot be read."""

    def order_kind(self, column: str) -> Kind:
        """How the column is sorted: as numbers, as times, else as text."""

    def source(self, sql: str, keep: Sequence[str]) -> str:
        """SQL of a relation with the columns `keep` and all cells that `sql` names."""

    def mended(self, sql: str) -> str:
        """SQL: was any cell that `sql` names changed before it was read?"""

    def sign(self, column: str) -> str | None:
        """SQL: the currency that the money text of `column` itself names; None when it never does."""


class Identity(StrEnum):
    """What makes a row's id."""

    MAPPED = "mapped"  # the source's own id
    NATURAL = "natural"  # the columns that name such a thing, see NATURAL_KEYS
    CONTENT = "content"  # all that the row says, with its occurrence among equal rows of its file


NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    "memberships": ("seller", "valid_from"),
    "stages": ("pipeline", "name"),
    "forecast_calls": ("seller", "team", "given_by", "starts_on", "ends_on", "category", "submitted_at"),
    "targets": ("kpi", "scope", "subject", "starts_on", "ends_on"),
    "rates": ("currency", "base", "day"),
    "absences": ("seller", "starts_on"),
    # Not `done_at`: a step that is done is still the step that was planned.
    "next_steps": ("seller", "account", "contact", "lead", "deal", "created_at", "due_on", "subject"),
}
"""Where no id is mapped, these columns (those of them that are mapped) name the row, so that a later version of it
replaces it. Rows of the other tables are named by their content."""
NAMES: dict[str, tuple[str, ...]] = {
    "sellers": ("name", "email"),
    "accounts": ("name", "domain"),
    "contacts": ("name", "email"),
}
"""Where no id is mapped, the first of these that is mapped is the id, because other files can refer to nothing else."""


@dataclass(frozen=True)
class Value:
    """One fact column of one entry. `text`: what the source says; `value`: as the fact holds it."""

    name: str
    text: str
    value: str
    required: bool
    failed: str  # whether there is something to read, when `value` is empty; "" when that cannot be
    raw_columns: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    unaliased: str = ""  # the text before an alias was applied; empty when there is no alias


@dataclass(frozen=True)
class Plan:
    """How one entry reads one raw table. `joins` bring looked-up values; `where` keeps the entry's rows."""

    bound: Bound
    values: tuple[Value, ...]
    identity: Identity
    id_sql: str
    id_columns: tuple[str, ...]
    joins: tuple[str, ...]
    where: str
    source: str
    mended: str

    @property
    def table(self) -> str:
        """The fact table that the entry fills."""
        return self.bound.entry.to


@dataclass(frozen=True)
class Ground:
    """What a translation rests on beside the entry: the mapping, the other files, the workspace's own currency."""

    mapping: Mapping
    raws: Sequence[RawTable]
    currency: str
    cells: Callable[[RawTable], Cells]


def plan(bound: Bound, ground: Ground, *, shared: bool) -> Plan:
    """Translate an entry. `shared`: other entries read the same file, so a blank id of an entity is no fault."""
    return _Translation(bound, ground, shared).plan()


class _Translation:
    def __init__(self, bound: Bound, ground: Ground, shared: bool) -> None:
        self.bound, self.ground, self.shared = bound, ground, shared
        self.cells = ground.cells(bound.raw)
        self.entry, self.table = bound.entry, TABLES[bound.entry.to]
        self.joins: list[str] = []
        self.lookups: dict[tuple[Lookup, str], str] = {}

    def plan(self) -> Plan:
        fields = {name: field for name, field in self.entry.fields.items() if name != "source_id"}
        values = [self._value(name, field) for name, field in fields.items()]
        values += [*self._currency(), *self._beside()]
        identity, id_sql, id_columns = self._identity(values)
        where = self._where(id_sql, values)
        sql = " ".join([id_sql, where, *self.joins, *(f"{v.value} {v.failed} {v.unaliased}" for v in values)])
        keep = ("_row", "_file", *self._kept(values, identity))
        source, mended = self.cells.source(sql, keep), self.cells.mended(sql)
        return Plan(self.bound, tuple(values), identity, id_sql, id_columns, tuple(self.joins), where, source, mended)

    def _kept(self, values: list[Value], identity: Identity) -> tuple[str, ...]:
        """Raw columns that are needed as they are: for a hash of all that the row says, for signs beside amounts."""
        if identity is Identity.CONTENT:
            return self.bound.raw.columns
        signed = any(value.name == "currency" for value in values)
        money = self.entry.fields.get("amount") if signed else None
        return tuple(dict.fromkeys(self.bound.column(name) for name in money.columns)) if money else ()

    def _identity(self, values: list[Value]) -> tuple[Identity, str, tuple[str, ...]]:
        field = self.entry.fields.get("source_id")
        if field is not None:
            columns = tuple(self.bound.column(name) for name in field.columns)
            return Identity.MAPPED, self._text("source_id", field), columns
        named = {value.name: value for value in values}
        keys = [named[name] for name in NATURAL_KEYS.get(self.entry.to, ()) if name in named]
        keys += [named[name] for name in NAMES.get(self.entry.to, ()) if name in named][:1]
        if keys:
            parts = [f"CAST({self._key_part(value)} AS VARCHAR)" for value in keys]
            joined = f"nullif(concat_ws('|', {', '.join(parts)}), '')"
            return Identity.NATURAL, joined, tuple(column for value in keys for column in value.raw_columns)
        return Identity.CONTENT, self._content(), ()

    def _key_part(self, value: Value) -> str:
        kind = self.table.column(value.name).kind
        return value.text if kind in (Kind.TEXT, Kind.REF) else value.value

    def _content(self) -> str:
        """A short hash of all that the row says, whatever the order of its columns; constants keep entries apart."""
        salt = "|".join(f"{n}={f.constant}" for n, f in sorted(self.entry.fields.items()) if f.constant is not None)
        columns = sorted(self.bound.raw.columns, key=plain)
        cells = [f"coalesce({literal(chr(31) + plain(name) + '=')} || trim({quoted(name)}), '')" for name in columns]
        return f"left(md5({' || '.join([literal(self.entry.to + salt), *cells])}), 20)"

    def _where(self, id_sql: str, values: list[Value]) -> str:
        where = condition_sql(self.entry.where, self._cell, self._number)
        if not (self.shared and self.entry.to in ENTITIES):
            return where
        needed = [value.text for value in values if value.required and value.raw_columns]
        return " AND ".join([f"({where})", *(f"{sql} IS NOT NULL" for sql in [id_sql, *needed])])

    def _cell(self, name: str) -> str:
        return self.cells.text(self.bound.column(name))

    def _number(self, name: str) -> str:
        return self.cells.typed(self.bound.column(name), Kind.NUMBER, self._cell(name), None)[0]

    def _value(self, name: str, field: Field) -> Value:
        raw_columns = tuple(self.bound.column(column) for column in field.columns)
        column = Column("deleted", Kind.FLAG, "") if name == "deleted" else self.table.column(name)
        text = self._text(name, field)
        value, failed = self._typed(column, field, text)
        # A target need not be money: where it names no currency, none is meant.
        if column.kind is Kind.CURRENCY and self.entry.to not in {"rates", "targets"}:
            value = f"CASE WHEN {text} IS NULL THEN {self._currency_fallback()} ELSE {value} END"
        unaliased = self._text(name, field, aliased=False) if self._aliases(name) else ""
        return Value(name, text, value, column.required, failed, raw_columns, _allowed(column, field), unaliased)

    def _aliases(self, name: str) -> dict[str, str]:
        return self.ground.mapping.aliases.get(f"{self.entry.to}.{name}", {})

    def _text(self, name: str, field: Field, *, aliased: bool = True) -> str:
        """What the source says for this field, before it is parsed."""
        if field.constant is not None:
            return literal(field.constant)
        kind = self._kind(name)
        cells = [self._cell(column) for column in field.columns]
        text = cells[0] if len(cells) == 1 else _together(cells, field.how)
        if field.lookup:
            text = self._looked_up(text, field.lookup)
        if field.values and kind is not Kind.CHOICE:
            text = _translated(text, field)
        return _aliased(text, self._aliases(name)) if aliased and self._aliases(name) else text

    def _kind(self, name: str) -> Kind:
        if name == "source_id":
            return Kind.TEXT
        return Kind.FLAG if name == "deleted" else self.table.column(name).kind

    def _looked_up(self, text: str, lookup: Lookup) -> str:
        other = self._looked_up_table(lookup)
        if (lookup, text) in self.lookups:
            return self.lookups[lookup, text]
        names = {plain(column): column for column in other.columns}
        cells = self.ground.cells(other)
        alias = f"looked_{len(self.joins)}"
        key, value = (cells.text(names[plain(name)]) for name in (lookup.key, lookup.value))
        source = cells.source(f"{key} {value}", ("_row",))
        # One row per key, or the join would multiply the entry's rows.
        self.joins.append(
            f"LEFT JOIN (SELECT {key} AS _key, arg_min({value}, _row) AS _value FROM {source} "
            f"WHERE {key} IS NOT NULL GROUP BY 1) AS {alias} ON {alias}._key = {text}"
        )
        self.lookups[lookup, text] = f"{alias}._value"
        return self.lookups[lookup, text]

    def _looked_up_table(self, lookup: Lookup) -> RawTable:
        other = find_table(lookup.file, self.ground.raws, (lookup.key, lookup.value))
        if other is None:
            raise DataError(
                _("A value is looked up in a file that is not here: {file}").format(file=lookup.file),
                where=_("{key} to {value}").format(key=repr(lookup.key), value=repr(lookup.value)),
                allowed=_("files read: {names}").format(names=", ".join(raw.name for raw in self.ground.raws)),
                way_out=_("Import the two files together."),
            )
        return other

    def _typed(self, column: Column, field: Field, text: str) -> tuple[str, str]:
        """SQL of the parsed value, and of whether a filled text fails to give one."""
        if column.kind is Kind.CHOICE:
            return _choice(text, field, column.choices)
        if column.kind is Kind.REF:
            return f"{literal(self.ground.mapping.source + ':')} || {text}", ""
        if column.kind is Kind.TEXT:
            return self._named_seller(column.name, text), ""
        if field.constant is not None:
            value = f"TRY_CAST({text} AS {sql_type(column.kind)})"
            return value, f"({value}) IS NULL"
        return self._parsed(column.kind, field, text)

    def _parsed(self, kind: Kind, field: Field, text: str) -> tuple[str, str]:
        cells, names = self._origin(field)
        if field.how == "times":
            return self._product(names, kind, field)
        if field.how == "first" and len(names) > 1 and not field.values:
            parts = [cells.typed(name, kind, cells.text(name), field.format) for name in names]
            failed = " OR ".join(f"({failed})" for __, failed in parts)
            return f"coalesce({', '.join(sql for sql, __ in parts)})", failed
        value, failed = cells.typed(names[0], kind, text, field.format)
        if field.how in _PERIOD_END:
            part = _PERIOD_END[field.how]
            unit = field.how.removesuffix("_end")
            value = f"CAST(date_trunc('{unit}', {value}) + INTERVAL {part} - INTERVAL 1 DAY AS DATE)"
        return value, failed

    def _origin(self, field: Field) -> tuple[Cells, list[str]]:
        """The columns that the field's values stand in, and how those are written: in our file or in the looked-up."""
        if field.lookup is None:
            return self.cells, [self.bound.column(name) for name in field.columns]
        other = self._looked_up_table(field.lookup)
        names = {plain(column): column for column in other.columns}
        return self.ground.cells(other), [names[plain(field.lookup.value)]]

    def _product(self, names: list[str], kind: Kind, field: Field) -> tuple[str, str]:
        factors = [self.cells.typed(name, Kind.MONEY, self.cells.text(name), field.format) for name in names]
        # Two decimals of scale 4 give scale 8: exact, and cut to the fact's scale only at the end.
        product = " * ".join(f"CAST({sql} AS DECIMAL(18, 4))" for sql, __ in factors)
        value = f"TRY_CAST({product} AS {sql_type(kind)})"
        return value, " OR ".join(f"({failed})" for __, failed in factors)

    def _named_seller(self, name: str, text: str) -> str:
        """The text; with its source, as an id, where another column of the row says that it is a seller's."""
        teller = _TELLS_SELLER.get((self.entry.to, name))
        if teller is None or teller not in self.entry.fields:
            return text
        field, own = self.entry.fields[teller], f"{literal(self.ground.mapping.source + ':')} || {text}"
        if field.constant is not None:
            return own if field.constant == "seller" else text
        sql, __ = _choice(self._text(teller, field), field, self.table.column(teller).choices)
        return f"CASE WHEN {sql} = 'seller' THEN {own} ELSE {text} END"

    def _beside(self) -> list[Value]:
        """What is needed beside the facts, under names with `_`: stage dates, order of ties, columns to check."""
        entry, cells = self.entry, self.cells
        values = []
        for index, name in enumerate(entry.stage_dates.values()):
            values.append(self._extra(f"_stage_{index}", name, Kind.TIME, reject=True))
        for index, name in enumerate(entry.order_by):
            values.append(self._extra(f"_order_{index}", name, cells.order_kind(self.bound.column(name))))
        for check, name in entry.checks.items():
            values.append(self._extra(f"_check_{check}", name, Kind.MONEY if check == "cost" else Kind.FLAG))
        return values + [self._listed(index, listed) for index, listed in enumerate(entry.listed)]

    def _extra(self, name: str, column: str, kind: Kind, *, reject: bool = False) -> Value:
        own = self.bound.column(column)
        text = self.cells.text(own)
        value, failed = (text, "") if kind is Kind.TEXT else self.cells.typed(own, kind, text, None)
        return Value(name, text, value, required=False, failed=failed if reject else "", raw_columns=(own,))

    def _listed(self, index: int, listed: Listed) -> Value:
        """Whether the columns' values occur together in the other file; NULL when one of them is blank."""
        other = find_table(listed.file, self.ground.raws, listed.keys)
        name = f"_listed_{index}"
        if other is None:
            return Value(name, "NULL", "CAST(NULL AS BOOLEAN)", required=False, failed="", raw_columns=())
        names = {plain(column): quoted(column) for column in other.columns}
        keys = ", ".join(f"trim({names[plain(key)]}) AS _key{n}" for n, key in enumerate(listed.keys))
        ours = [self._cell(column) for column in listed.columns]
        on = " AND ".join(f"listed_{index}._key{n} = {sql}" for n, sql in enumerate(ours))
        self.joins.append(
            f"LEFT JOIN (SELECT DISTINCT {keys}, true AS _found FROM {other.relation}) AS listed_{index} ON {on}"
        )
        full = " AND ".join(f"{sql} IS NOT NULL" for sql in ours)
        value = f"CASE WHEN {full} THEN coalesce(listed_{index}._found, false) END"
        return Value(name, "NULL", value, required=False, failed="", raw_columns=())

    def _currency(self) -> list[Value]:
        """The currency of the row's money where no column gives it. A target need not be money, so it gets none."""
        own = {column.name for column in self.table.own_columns}
        if not {"amount", "currency"} <= own or not {"amount"} <= self.entry.fields.keys() - {"currency"}:
            return []
        if "currency" in self.entry.fields:
            return []
        sql = self._currency_fallback()
        return [Value("currency", sql, sql, required=False, failed="", raw_columns=())]

    def _currency_fallback(self) -> str:
        """The sign in the money's own text, else the mapping's currency, else the workspace's."""
        money = self.entry.fields.get("amount", self.entry.fields.get("low", Field(constant="")))
        signs = [self.cells.sign(self.bound.column(name)) for name in money.columns]
        fallback = literal(self.ground.mapping.currency or self.ground.currency)
        return f"coalesce({', '.join([*(sign for sign in signs if sign), fallback])})"


def sql_type(kind: Kind) -> str:
    """The SQL type that a fact column of this kind has while an import runs."""
    return {
        Kind.TIME: "TIMESTAMPTZ",
        Kind.DAY: "DATE",
        Kind.MONEY: "DECIMAL(18, 4)",
        Kind.NUMBER: "DOUBLE",
        Kind.COUNT: "BIGINT",
        Kind.FLAG: "BOOLEAN",
    }.get(kind, "VARCHAR")


def _together(cells: list[str], how: str) -> str:
    if how == "first":
        return f"coalesce({', '.join(cells)})"
    joint = "×" if how == "times" else "-"
    return f"nullif(concat_ws('{joint}', {', '.join(cells)}), '')"


def _translated(text: str, field: Field) -> str:
    rest = text if field.otherwise is None else _meaning(field.otherwise)
    return _word_by_word(text, {word: meaning for word, meaning in field.values.items() if word}, field, rest)


def _word_by_word(text: str, words: dict[str, str], field: Field, rest: str) -> str:
    """SQL: each word by its meaning. Words as the mapping writes them come first: that test is six times as cheap."""
    exact = " ".join(f"WHEN {literal(word)} THEN {_meaning(meaning)}" for word, meaning in words.items())
    plain_words: dict[str, str] = {}
    for word, meaning in words.items():
        plain_words.setdefault(plain_word(word), meaning)
    loose = " ".join(f"WHEN {literal(word)} THEN {_meaning(meaning)}" for word, meaning in plain_words.items())
    if not words:
        return f"CASE WHEN {text} IS NULL THEN {_meaning(field.values.get('', ''))} ELSE {rest} END"
    # CASE over NULL falls to ELSE, and a blank is no word that `otherwise` speaks of.
    blank = f"WHEN {text} IS NULL THEN {_meaning(field.values.get('', ''))}"
    return f"CASE {blank} ELSE CASE {text} {exact} ELSE CASE {plain_word_sql(text)} {loose} ELSE {rest} END END END"


def _meaning(word: str) -> str:
    """A word of the mapping as SQL; an empty one means that there is nothing."""
    return literal(word) if word else "NULL"


def _aliased(text: str, aliases: dict[str, str]) -> str:
    whens = " ".join(f"WHEN {literal(wrong)} THEN {literal(right)}" for wrong, right in aliases.items())
    return f"CASE {text} {whens} ELSE {text} END"


def _choice(text: str, field: Field, choices: tuple[str, ...]) -> tuple[str, str]:
    if field.constant is not None:
        return text, ""
    words = {choice: choice for choice in choices} | {word: meaning for word, meaning in field.values.items() if word}
    # The mapping's own words go first: what `lost` means there may not be what it means here.
    words = {**{word: words[word] for word in field.values if word}, **words}
    rest = "NULL" if field.otherwise is None else _meaning(field.otherwise)
    failed = f"{text} IS NOT NULL" if field.otherwise is None else ""
    return _word_by_word(text, words, field, rest), failed


def _allowed(column: Column, field: Field) -> tuple[str, ...]:
    if column.kind is not Kind.CHOICE:
        return ()
    return tuple(dict.fromkeys([*(word for word in field.values if word), *column.choices]))
