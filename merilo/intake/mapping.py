"""A mapping: which column of which file fills which column of which fact table, and how.

One file may feed several fact tables (an event log gives deals, changes and calls), and several entries may fill
different columns of the same fact table: rows with the same id are then merged, the later entry's columns winning.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HOWS = ("join", "first", "times", "month_end", "quarter_end", "year_end")
KEEPS = ("last", "first")
CHECKS: dict[str, tuple[str, ...]] = {"deals": ("closed", "won"), "revenue": ("cost",)}
"""Columns that say again what others say, per fact table: kept out of the facts, used to find contradictions."""


@dataclass(frozen=True)
class Lookup:
    """A value found in another file of the same import: there, where `key` equals ours, take `value`."""

    file: str
    key: str
    value: str


@dataclass(frozen=True)
class Field:
    """How one fact column is filled: from one column, from several, or with one fixed value.

    `columns`: one column; or several, joined with `-` for text and ids; the first that is not empty with `how="first"`;
    multiplied with `how="times"`; the last day of the month, quarter or year of a date with `how="month_end"` and so on
    (a target's month has an end). `values` translates the source's words (compared without case and blanks);
    `otherwise` is used for words that it does not list. `format` overrules the detected date or number format.
    `confidence` and `why` are the recogniser's own, shown to the user, not written to the file.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    how: str = "join"
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    format: str | None = None
    lookup: Lookup | None = None
    confidence: float = 1.0
    why: str = ""


@dataclass(frozen=True)
class Condition:
    """A test that a source row must pass to be used by an entry; rows that do not are counted, not rejected."""

    column: str
    equals: tuple[str, ...] = ()  # one of these words
    not_equals: tuple[str, ...] = ()  # none of these
    starts_with: str | None = None
    not_starts_with: str | None = None
    above: float | None = None  # a number greater than this
    filled: bool | None = None  # True: not empty; False: empty


@dataclass(frozen=True)
class Listed:
    """Values that should occur together in another file (a seller's region among his regions); else a finding."""

    columns: tuple[str, ...]
    file: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One file feeding one fact table.

    `file` is a glob on the file's (or sheet's) name, without case. `fields` maps a fact column to its Field; the key
    `source_id` is the row's id at its source (absent: the row's content makes the id). `deleted` may be mapped too: a
    true value is a deletion at the source. `stage_dates` maps a stage's name to the column with the day it was entered.
    `complete`: the file lists all rows of the source, so rows that are missing have been deleted there.
    `order_by` breaks ties of a history whose times are equal. `keep`: which of several rows with one id, by modified
    time, then by `order_by`, then by their place in the files. `checks` names
    columns that repeat what other columns say (see CHECKS). `listed`: pairs that must be found in another file.
    """

    file: str
    to: str
    fields: dict[str, Field]
    where: tuple[Condition, ...] = ()
    stage_dates: dict[str, str] = field(default_factory=dict)
    complete: bool = False
    order_by: tuple[str, ...] = ()
    keep: str = "last"
    checks: dict[str, str] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """An accepted (or proposed) way to read one kind of export.

    `source` names the connection; ids are `source:source_id`. `currency` is used where a row has money but no
    currency; `time_zone` where a clock time has no offset (empty: the workspace's own). `aliases` maps a column of
    facts to {wrong spelling: right spelling}, applied and counted. `empty` lists words that mean "nothing here".
    `shapes` are the header rows (one per file) that this mapping was accepted for.
    """

    name: str
    source: str
    entries: tuple[Entry, ...]
    currency: str = ""
    time_zone: str = ""
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    shapes: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
