"""Which file and which columns an entry means: file names by glob, headers without case, blanks and underscores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from rapidfuzz import process

from merilo.core.errors import DataError
from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.intake.mapping import Entry, Mapping
from merilo.sources.raw import RawTable

_BETWEEN = re.compile(r"[\s_\u00a0.]+")


def plain(header: str) -> str:
    """A header as it is compared: `Business_Segment ` and `business segment` are the same column."""
    return _BETWEEN.sub(" ", header).strip().casefold()


@dataclass(frozen=True)
class Bound:
    """An entry and a raw table that it reads. `names`: the mapping's column names, plain, to the table's own."""

    entry: Entry
    raw: RawTable
    names: dict[str, str]

    def column(self, name: str) -> str:
        """The raw table's own name of the column that the mapping calls `name`."""
        return self.names[plain(name)]

    def sql(self, name: str) -> str:
        """The column as an SQL identifier."""
        return quoted(self.column(name))


def wanted_columns(entry: Entry) -> tuple[str, ...]:
    """Every column of the entry's file that the entry reads, each once."""
    names: list[str] = [name for field in entry.fields.values() for name in field.columns]
    names += [condition.column for condition in entry.where]
    names += [*entry.stage_dates.values(), *entry.order_by, *entry.checks.values()]
    names += [name for listed in entry.listed for name in listed.columns]
    return tuple(dict.fromkeys(names))


def matches(glob: str, raw: RawTable) -> bool:
    """Is the raw table, or any file of it, named like the glob?"""
    names = {raw.name, raw.name.rsplit("/", 1)[-1]}
    names |= {name for file in raw.files for name in (file.path.name, file.path.stem, file.part) if name}
    stems = {name.split(".", 1)[0] for name in names}
    return any(fnmatchcase(name.casefold(), glob.casefold()) for name in names | stems)


def _has(raw: RawTable, columns: Iterable[str]) -> bool:
    own = {plain(column) for column in raw.columns}
    return all(plain(column) in own for column in columns)


def find_table(glob: str, raws: Sequence[RawTable], columns: Sequence[str]) -> RawTable | None:
    """The first raw table of that name that has all `columns`; None when no file has the name."""
    named = [raw for raw in raws if matches(glob, raw)]
    for raw in named:
        if _has(raw, columns):
            return raw
    if named:
        raise missing_column(named[0], columns, glob)
    by_shape = [raw for raw in raws if _has(raw, columns)]
    return by_shape[0] if len(by_shape) == 1 else None


def bind(mapping: Mapping, raws: Sequence[RawTable]) -> tuple[list[Bound], list[Entry]]:
    """The entries with the raw tables they read, and the entries that no file of these is for.

    A file is found by its name; a file under another name is taken when its header is one that the mapping was
    accepted for. Raises DataError when a named file lacks a column, or when nothing at all fits.
    """
    bound: list[Bound] = []
    idle: list[Entry] = []
    for entry in mapping.entries:
        tables = _tables_of(entry, mapping, raws)
        bound += [Bound(entry, raw, {plain(name): name for name in raw.columns}) for raw in tables]
        if not tables:
            idle.append(entry)
    if not bound:
        raise DataError(
            _("The mapping {name} fits none of these files.").format(name=mapping.name),
            where=", ".join(raw.name for raw in raws),
            allowed=_("it reads: {globs}").format(globs=", ".join(sorted({e.file for e in mapping.entries}))),
            way_out=_("Name the right mapping with --mapping, or leave it out to have one proposed."),
        )
    return bound, idle


def _tables_of(entry: Entry, mapping: Mapping, raws: Sequence[RawTable]) -> list[RawTable]:
    columns = wanted_columns(entry)
    named = [raw for raw in raws if matches(entry.file, raw)]
    fitting = [raw for raw in named if _has(raw, columns)]
    if fitting:
        return fitting
    if named:
        raise missing_column(named[0], columns, entry.file)
    shapes = {shape_of(shape) for shape in mapping.shapes}
    fitting = [raw for raw in raws if _has(raw, columns) and shape_of(raw.columns) in shapes]
    return fitting if len(fitting) == 1 else []


def shape_of(columns: Iterable[str]) -> frozenset[str]:
    """A header row as it is remembered: neither order nor spelling of blanks counts."""
    return frozenset(plain(column) for column in columns)


def missing_column(raw: RawTable, columns: Sequence[str], glob: str) -> DataError:
    """The error that names the column that `raw` lacks, and what it has instead."""
    own = {plain(column) for column in raw.columns}
    lacking = next(column for column in columns if plain(column) not in own)
    near = process.extractOne(lacking, raw.columns, score_cutoff=70)
    hint = _("Did you mean {column}?").format(column=repr(near[0])) if near else _("Edit the mapping.")
    return DataError(
        _("The mapping wants a column that the file does not have: {column}").format(column=repr(lacking)),
        where=_("in {file} (entry for {glob})").format(file=raw.name, glob=glob),
        allowed=_("its columns: {columns}").format(columns=", ".join(raw.columns)),
        way_out=hint,
    )
