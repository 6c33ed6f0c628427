"""The cells of one raw table as SQL, by the profile of each column; and what was mended in them, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from merilo.core.errors import DataError
from merilo.core.sql import quoted
from merilo.core.text import N_, _
from merilo.facts.schema import Kind
from merilo.intake.formats import ColumnProfile, Parsed, currency_expression, empty_words, expression, select
from merilo.intake.formats.cells import is_changed_sql, may_need_cleaning, trimmed_sql
from merilo.intake.report import Repair
from merilo.sources.raw import RawTable

Profiles = Mapping[str, ColumnProfile]
_CALENDAR = (Kind.TIME, Kind.DAY)
_AMOUNTS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)
_EXAMPLES = 5


class RawCells:
    """The cells of one raw table.

    What is asked for is given as the name of a column of `source`, where each cell is cleaned and parsed once; it is
    remembered, so that mendings can be counted afterwards. A column is looked through when it is first asked for: where
    no cell of it needs cleaning, none is cleaned.
    """

    def __init__(
        self, con: DuckDBPyConnection, raw: RawTable, profiles: Profiles, time_zone: str, currency: str
    ) -> None:
        self.raw, self.profiles, self.time_zone, self.currency = raw, profiles, time_zone, currency
        self._con = con
        self._clean: dict[tuple[str, frozenset[str]], bool] = {}
        self.uses: dict[tuple[str, Kind, str | None], Parsed] = {}
        self._names: dict[tuple[str, Kind, str | None], str] = {}

    def text(self, column: str) -> str:
        """SQL: the cell without blanks around it; NULL when it says "nothing"."""
        return quoted(self._use(column, Kind.TEXT, None))

    def typed(self, column: str, kind: Kind, text: str, form: str | None) -> tuple[str, str]:
        """SQL of `text`, a cell of `column`, as `kind`, NULL when there is none; and of whether it cannot be read.

        Raises DataError where the data leaves open which part of a date is the day, or what a comma means.
        """
        if form is None:
            self._check_decided(column, kind)
        if text == self.text(column):
            name = self._use(column, kind, form)
            return quoted(name), quoted(f"{name}__failed")
        # A looked-up or translated text is read as the column's own cells would be.
        found = expression(kind, column, self.profiles[column], time_zone=self.time_zone, format=form)
        own = quoted(column)
        return found.sql.replace(own, f"({text})"), found.failed.replace(own, f"({text})")

    def source(self, sql: str, keep: Sequence[str]) -> str:
        """A SELECT, in brackets, of the columns `keep`, of all that `sql` names, and of what `mended(sql)` needs."""
        uses = self._named(sql)
        texts = {self._names[use]: use[0] for use in uses if use[1] is Kind.TEXT}
        others = {self._names[use]: self.uses[use] for use in uses if use[1] is not Kind.TEXT}
        kept = tuple(dict.fromkeys([*keep, *texts.values()]))
        inner = f"({select(self.raw.relation, others, kept)})" if others else self.raw.relation
        cells = [f"{self._plain_text(column)} AS {quoted(name)}" for name, column in texts.items() if name != column]
        return f"(SELECT {', '.join(['*', *cells])} FROM {inner})"

    def _plain_text(self, column: str) -> str:
        """SQL of the text as `expression` cleans it; cells that cannot need it are only looked at."""
        profile = self.profiles[column]
        found = self.uses[column, Kind.TEXT, None].sql
        if profile.numbers is not None and profile.numbers.dot_zero:
            return found
        suspect = may_need_cleaning(quoted(column), profile.blanks, empty_words(Kind.TEXT, profile.more_empty_words))
        return f"CASE WHEN {suspect} THEN {found} ELSE {quoted(column)} END"

    def mended(self, sql: str) -> str:
        """SQL over `source(sql)`: was any cell that is used changed before it was read?"""
        tests = []
        for use in self._named(sql):
            name = self._names[use]
            if self._is_clean(use[0], use[1]):
                continue
            if use[1] is Kind.TEXT:
                tests.append(f"{quoted(use[0])} IS DISTINCT FROM {quoted(name)}")
            else:
                tests += [quoted(f"{name}__emptied"), quoted(f"{name}__repaired")]
        return " OR ".join(tests) or "false"

    def _named(self, sql: str) -> list[tuple[str, Kind, str | None]]:
        return [use for use, name in self._names.items() if quoted(name) in sql or f"{name}__" in sql]

    def _use(self, column: str, kind: Kind, form: str | None) -> str:
        use = (column, kind, form)
        if use not in self.uses:
            profile, clean = self.profiles[column], self._is_clean(column, kind)
            self.uses[use] = expression(kind, column, profile, time_zone=self.time_zone, format=form, clean=clean)
            # A clean text is the column itself. Names with `_` are ours and must not be met by a file's own.
            is_itself = clean and kind is Kind.TEXT and not column.startswith("_")
            self._names[use] = column if is_itself else f"__c{len(self._names)}_"
        return self._names[use]

    def _is_clean(self, column: str, kind: Kind) -> bool:
        """Would no cell of the column, in any row, be changed before it is read as `kind`?"""
        profile = self.profiles[column]
        if kind is Kind.TEXT and profile.numbers is not None and profile.numbers.dot_zero:
            return False
        known = column, empty_words(kind, profile.more_empty_words)
        if known not in self._clean:
            # A date or a number has more words for "nothing here" than a text: one look answers for both.
            wider = kind is Kind.TEXT and profile.kind in (*_CALENDAR, *_AMOUNTS)
            self._clean[known] = (wider and self._is_clean(column, profile.kind)) or self._looks_clean(column, kind)
        return self._clean[known]

    def _looks_clean(self, column: str, kind: Kind) -> bool:
        blanks, more = self.profiles[column].blanks, self.profiles[column].more_empty_words
        name = quoted(column)
        suspects = f"FROM {self.raw.relation} WHERE {may_need_cleaning(name, blanks, empty_words(kind, more))}"
        if not self._con.execute(f"SELECT 1 {suspects} LIMIT 1").fetchall():
            return True
        # An aggregate keeps the engine from comparing every row, as it does when the same test is a condition.
        changed = self._con.execute(
            f"SELECT bool_or({is_changed_sql(name, kind, blanks, more)}) FROM (SELECT DISTINCT {name} {suspects})"
        ).fetchall()
        return not changed[0][0]

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
        for column, kind, __ in self.uses:
            dates = self.profiles[column].dates
            if kind is Kind.TIME and dates is not None and dates.has_time and not dates.has_offset:
                found.append(column)
        return tuple(found)

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


_KINDS = (
    ("empty_word", N_("words that mean nothing here were read as empty")),
    ("trimmed", N_("blanks around values were left away")),
    ("plain_id", N_("ids written like 17850.0 were read as 17850")),
)


def repairs(con: DuckDBPyConnection, cells: RawCells) -> list[Repair]:
    """What was mended in the cells of this raw table, per column, counted over all rows."""
    columns = tuple(dict.fromkeys(use[0] for use in cells.uses))
    parsed = {f"__c{n}_": found for n, found in enumerate(cells.uses.values())}
    tests = [_tests(f"__c{n}_", use[0], cells.profiles[use[0]].blanks) for n, use in enumerate(cells.uses)]
    source = f"({select(cells.raw.relation, parsed, columns)})"
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for each in tests for test in each)
    row = con.execute(f"SELECT {counts} FROM {source}").fetchall()[0]
    found: dict[tuple[str, str], Repair] = {}
    for n, column in enumerate(use[0] for use in cells.uses):
        for place, (kind, message) in enumerate(_KINDS):
            count, known = row[len(_KINDS) * n + place], found.get((kind, column))
            # A column read in two ways, as text and as an amount, was mended once.
            if count and (known is None or count > known.count):
                examples = _examples(con, source, column, tests[n][place])
                found[kind, column] = Repair(kind, _(message), f"{cells.raw.name}.{column}", count, examples)
    return list(found.values())


def _tests(name: str, column: str, blanks: str) -> tuple[str, str, str]:
    own, emptied, repaired = quoted(column), quoted(f"{name}__emptied"), quoted(f"{name}__repaired")
    trimmed = f"({trimmed_sql(own, blanks)} <> {own})"
    # What changed beyond its edges is an id that a spreadsheet has made a number.
    return emptied, f"{repaired} AND {trimmed}", f"{repaired} AND NOT {trimmed}"


def _examples(con: DuckDBPyConnection, source: str, column: str, test: str) -> tuple[str, ...]:
    rows = con.execute(
        f"SELECT {quoted(column)} FROM {source} WHERE {test} GROUP BY 1 ORDER BY 1 LIMIT {_EXAMPLES}"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)
