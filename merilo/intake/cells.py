"""The cells of one raw table as SQL, by the profile of each column; and what was mended in them, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from merilo.core.errors import DataError
from merilo.core.text import _
from merilo.facts.schema import Kind
from merilo.intake.columns import quoted
from merilo.intake.formats import ColumnProfile, Parsed, currency_expression, expression
from merilo.intake.formats.cells import trimmed_sql
from merilo.intake.report import Repair
from merilo.sources.raw import RawTable

Profiles = Mapping[str, ColumnProfile]
_CALENDAR = (Kind.TIME, Kind.DAY)
_AMOUNTS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)
_EXAMPLES = 5


class RawCells:
    """The cells of one raw table. What is asked for is remembered, so that mendings can be counted afterwards."""

    def __init__(self, raw: RawTable, profiles: Profiles, time_zone: str, currency: str) -> None:
        self.raw, self.profiles, self.time_zone, self.currency = raw, profiles, time_zone, currency
        self.uses: dict[tuple[str, Kind], Parsed] = {}

    def text(self, column: str) -> str:
        """SQL: the cell without blanks around it; NULL when it says "nothing"."""
        return self._expression(Kind.TEXT, column, None).sql

    def typed(self, column: str, kind: Kind, text: str, form: str | None) -> tuple[str, str]:
        """SQL of `text`, a cell of `column`, as `kind`, NULL when there is none; and of whether it cannot be read.

        Raises DataError where the data leaves open which part of a date is the day, or what a comma means.
        """
        if form is None:
            self._check_decided(column, kind)
        found = self._expression(kind, column, form)
        if text == self.text(column):
            return found.sql, found.failed
        # A looked-up or translated text is read as the column's own cells would be.
        name = quoted(column)
        return found.sql.replace(name, f"({text})"), found.failed.replace(name, f"({text})")

    def order_kind(self, column: str) -> Kind:
        """How the column is sorted: as numbers, as times, else as text."""
        kind = self.profiles[column].kind
        if kind in _AMOUNTS:
            return Kind.NUMBER
        return Kind.TIME if kind in _CALENDAR else Kind.TEXT

    def sign(self, column: str) -> str | None:
        """SQL: the currency that the money text of `column` itself names; None when it never does."""
        numbers = self.profiles[column].numbers
        if numbers is None or not numbers.currencies:
            return None
        return currency_expression(column, self.profiles[column], default=self.currency)

    def local_clocks(self) -> tuple[str, ...]:
        """The columns that were read as times and say no offset, so that a time zone had to be known."""
        found = []
        for column, kind in self.uses:
            dates = self.profiles[column].dates
            if kind is Kind.TIME and dates is not None and dates.has_time and not dates.has_offset:
                found.append(column)
        return tuple(found)

    def _expression(self, kind: Kind, column: str, form: str | None) -> Parsed:
        found = expression(kind, column, self.profiles[column], time_zone=self.time_zone, format=form)
        self.uses[column, kind] = found
        return found

    def _check_decided(self, column: str, kind: Kind) -> None:
        profile = self.profiles[column]
        dates, numbers = profile.dates, profile.numbers
        if kind in _CALENDAR and dates is not None and dates.ambiguous:
            options = ["|".join(candidate) for candidate in dates.candidates]
            raise self._undecided(_("Which part of the dates in {column} is the day?"), column, dates.why, options)
        if kind in _AMOUNTS and numbers is not None and numbers.ambiguous:
            options = ["1,234.5", "1.234,5"]
            raise self._undecided(_("Is the sign in {column} a decimal sign?"), column, numbers.why, options)

    def _undecided(self, what: str, column: str, why: str, options: Sequence[str]) -> DataError:
        samples = ", ".join(self.profiles[column].samples[:5])
        lines = " | ".join(f'{{ column = "{column}", format = "{option}" }}' for option in options)
        return DataError(
            what.format(column=repr(column)),
            where=_("in {file}: {samples} … {why}").format(file=self.raw.name, samples=samples, why=why),
            allowed=_("possible: {options}").format(options=", ".join(options)),
            way_out=_("Nothing was guessed. Give the field in the mapping one of: {lines}").format(lines=lines),
        )


def mended(cells: RawCells) -> str:
    """A boolean over the raw row: was any cell that is used trimmed, emptied or otherwise changed before reading?"""
    tests = [test for parsed in cells.uses.values() for test in (parsed.emptied, parsed.repaired)]
    return " OR ".join(f"coalesce({test}, false)" for test in tests) or "false"


def repairs(con: DuckDBPyConnection, cells: RawCells) -> list[Repair]:
    """What was mended in the cells of this raw table, per column, counted over all rows."""
    uses = list(cells.uses.items())
    if not uses or not cells.raw.rows:
        return []
    counts = [_counts(column, kind, parsed, cells.profiles[column].blanks) for (column, kind), parsed in uses]
    row = con.execute(f"SELECT {', '.join(counts)} FROM {cells.raw.relation}").fetchall()[0]
    found: dict[tuple[str, str], Repair] = {}
    for n, ((column, __), __parsed) in enumerate(uses):
        values = row[6 * n : 6 * n + 6]
        for place, (kind, message) in enumerate(_KINDS):
            count, examples = values[2 * place], values[2 * place + 1]
            if count:
                label = f"{cells.raw.name}.{column}"
                found[kind, column] = Repair(kind, _(message), label, count, tuple(map(str, examples or ())))
    return list(found.values())


_KINDS = (
    ("empty_word", "words that mean nothing here were read as empty"),
    ("trimmed", "blanks around values were left away"),
    ("plain_id", "ids written like 17850.0 were read as 17850"),
)


def _counts(column: str, kind: Kind, parsed: Parsed, blanks: str) -> str:
    name = quoted(column)
    trimmed = f"{trimmed_sql(column, blanks)} <> {name}"
    # What changed beyond its edges is an id that a spreadsheet has made a number.
    other = f"{parsed.repaired} AND NOT ({trimmed})" if kind is Kind.TEXT else "false"
    tests = (parsed.emptied, f"({trimmed}) AND NOT ({parsed.emptied})", other)
    return ", ".join(
        f"count(*) FILTER (WHERE {test}), list_sort(list(DISTINCT {name}) FILTER (WHERE {test}))[:{_EXAMPLES}]"
        for test in tests
    )
