"""The proposal: every raw table read, references resolved, entries made, doubts turned into questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from merilo.core.text import _
from merilo.facts.schema import TABLES, Kind
from merilo.intake import mapping as model
from merilo.intake.columns import matches
from merilo.intake.formats import ColumnProfile
from merilo.intake.mapping import Entry, Field, Lookup
from merilo.intake.mapping_check import DERIVED
from merilo.intake.recognise.closing import close_by_status, shared_close_dates
from merilo.intake.recognise.entries import best_case_entry, derived_entry, entry_of, manager_entry, stages_entry
from merilo.intake.recognise.evidence import NOTHING, Seen, look
from merilo.intake.recognise.explain import column_guesses, table_guess
from merilo.intake.recognise.proposal import Proposal, Question, SystemGuess
from merilo.intake.recognise.questions import currency_of, identity_questions, questions_of, status_questions
from merilo.intake.recognise.reading import Reading
from merilo.intake.recognise.readings import TableReading, read_table, without_copies
from merilo.intake.recognise.references import Tables, identity, references_by_value, resolve
from merilo.sources.raw import RawTable

_NOT_NAME = re.compile(r"[^0-9a-zа-яё]+")
_ORDER = ("sellers", "memberships", "accounts", "contacts", "stages", "leads", "deals", "deal_changes")


def propose(
    tables: Sequence[RawTable],
    profiles: Mapping[str, Mapping[str, ColumnProfile]],
    con: duckdb.DuckDBPyConnection,
    *,
    default_currency: str,
    name: str | None = None,
    source: str | None = None,
) -> Proposal:
    """A mapping of the raw tables onto facts, with confidence, reasons and questions; never raises for odd headers.

    `profiles`: by raw table name, then by column. `name` and `source` default to the system's name, else the first
    table's. A column or table less sure than `MAPPED_FROM` is not mapped but asked.
    """
    globs = _globs(tables)
    seen = {raw.name: look(raw, con, profiles.get(raw.name, {})) for raw in tables}
    found = [read_table(raw, seen[raw.name]) for raw in tables]
    found = without_copies(found, Tables(tables, (), seen, con, globs))
    readings = _resolved([reading for table in found for reading in table.readings], tables, seen, con, globs)
    entries, missing = _complete(_entries(readings, globs, seen, con))
    system = _system(found)
    title = name or (system.name if system.name != "unknown" else _slug(_common_name(tables)))
    currency, currency_questions = currency_of(readings, profiles, default_currency)
    mapping = model.Mapping(
        title, source or title, tuple(entries), currency=currency, empty=_empty_words(readings, seen),
        shapes=tuple(raw.columns for raw in tables if any(entry.file == globs[raw.name] for entry in entries)),
    )  # fmt: skip
    questions = (
        *questions_of(found, readings, profiles), *identity_questions(entries), *status_questions(readings, seen),
        *missing, *currency_questions,
    )  # fmt: skip
    return Proposal(
        mapping,
        tuple(table_guess(table, entries, globs) for table in found),
        tuple(guess for table in found for guess in column_guesses(table, readings, entries, globs, seen)),
        questions,
        system,
    )


# Folder names that say nothing of where the files come from; the folder above may.
_GENERIC = {"original", "data", "export", "exports", "csv", "by_day", "files", "downloads", "raw", "input"}


def _common_name(tables: Sequence[RawTable]) -> str:
    """The file's name when there is one, else that of the folder the files lie in."""
    if len(tables) == 1 and len(tables[0].files) == 1:
        return tables[0].name
    folder = next((file.path.resolve().parent for table in tables for file in table.files), Path("import"))
    return folder.parent.name if _slug(folder.name) in _GENERIC and folder.parent.name else folder.name


def _slug(text: str) -> str:
    return _NOT_NAME.sub("_", text.lower()).strip("_") or "import"


def _globs(tables: Sequence[RawTable]) -> dict[str, str]:
    """For each raw table the name pattern of its files; digits may change from export to export where that is clear."""
    return {raw.name: _glob(raw, [other for other in tables if other is not raw]) for raw in tables}


def _glob(raw: RawTable, others: Sequence[RawTable]) -> str:
    exact = re.sub(r"[\[\]*?]", "?", raw.name)
    if len(raw.files) <= 1 and not re.search(r"\d{4}[-_.]?\d{2}", raw.name):
        return exact
    stems = {file.path.name.split(".", 1)[0] for file in raw.files} or {raw.name}
    loose = {re.sub(r"\*[-_. ]?(?=\*)", "", re.sub(r"\d+", "*", re.sub(r"[\[\]?*]", "?", stem))) for stem in stems}
    pattern = loose.pop()
    return exact if loose or any(matches(pattern, other) for other in others) or not matches(pattern, raw) else pattern


def _resolved(
    readings: list[Reading],
    raws: Sequence[RawTable],
    seen: Seen,
    con: duckdb.DuckDBPyConnection,
    globs: Mapping[str, str],
) -> list[Reading]:
    tables = Tables(raws, readings, seen, con, globs)
    closes = [shared_close_dates(close_by_status(reading, tables), tables) for reading in readings]
    found = [references_by_value(reading, tables) for reading in closes]
    resolved = [resolve(reading, Tables(raws, found, seen, con, globs)) for reading in found]
    return [_with_target_kpi(reading, {each.to for each in resolved}) for reading in resolved]


def _with_target_kpi(reading: Reading, present: set[str]) -> Reading:
    """Targets that do not name a KPI expect what the files measure in money: revenue, else the amount of won deals."""
    if reading.to != "targets" or "kpi" in reading.picks:
        return reading
    kpi = "won_amount" if "deals" in present and "revenue" not in present else "revenue"
    return replace(reading, constants=reading.constants | {"kpi": kpi})


def _entries(
    readings: list[Reading], globs: Mapping[str, str], seen: Seen, con: duckdb.DuckDBPyConnection
) -> list[Entry]:
    tables = Tables([r.raw for r in readings], readings, seen, con, globs)
    entries = [_linked(entry_of(r, globs[r.raw.name], seen[r.raw.name]), r, tables) for r in readings if r.picks]
    entries += _derived(readings, entries, globs, seen)
    entries.sort(key=lambda entry: _ORDER.index(entry.to) if entry.to in _ORDER else len(_ORDER))
    return entries


def _linked(entry: Entry, reading: Reading, tables: Tables) -> Entry:
    """A lead whose id is also a deal's id became that deal."""
    own_id = identity(reading)
    if reading.to != "leads" or own_id is None or "deal" in entry.fields:
        return entry
    for deal in tables.of("deals"):
        key = identity(deal)
        if key and deal.raw.name != reading.raw.name and tables.share(deal.raw, key, reading.raw, own_id) >= 0.8:
            lookup = Lookup(tables.glob[deal.raw.name], key, key)
            why = _("the deals of {file} carry the lead's id").format(file=deal.raw.name)
            linked = Field((own_id,), lookup=lookup, confidence=0.9, why=why)
            return replace(entry, fields=entry.fields | {"deal": linked})
    return entry


def _derived(readings: list[Reading], entries: list[Entry], globs: Mapping[str, str], seen: Seen) -> list[Entry]:
    """People, companies and stages that no file lists, where other columns say more of them than their id."""
    listed = {entry.to for entry in entries}
    more: list[Entry] = []
    for reading in readings:
        glob, values = globs[reading.raw.name], seen[reading.raw.name]
        if reading.to == "memberships" and "manager" in reading.picks:
            entries.insert(0, manager_entry(reading, glob))  # first, so that a person's own role wins
        for target, table in (("seller", "sellers"), ("owner", "sellers"), ("account", "accounts")):
            if table not in listed and target in reading.picks and reading.to != "memberships":
                derived = derived_entry(reading, target, table, glob, values)
                more += [derived] if derived else []
        if reading.to == "forecast_calls":
            calls = [each for each in entries if (each.file, each.to) == (glob, reading.to)]
            more += [second for each in calls if (second := best_case_entry(reading, each))]
        if "stages" not in listed and _has_stages(reading):
            more.append(stages_entry(reading, glob, values))
    return more


def _has_stages(reading: Reading) -> bool:
    if reading.to == "deals":
        return "stage" in reading.picks
    return reading.to == "deal_changes" and reading.constants.get("field") == "stage" and "new" in reading.picks


def _complete(entries: list[Entry]) -> tuple[list[Entry], list[Question]]:
    """Entries that fill every required column; the others become questions."""
    complete, questions = [], []
    for entry in entries:
        lacking = [
            column for column in TABLES[entry.to].own_columns if column.required and not _filled(entry, column.name)
        ]
        if not lacking:
            complete.append(entry)
            continue
        text = _("{file}: which column holds {table}.{column} ({meaning})? Without it the file is left out.").format(
            file=entry.file, table=entry.to, column=lacking[0].name, meaning=_(lacking[0].meaning)
        )
        questions.append(Question("needed_column_missing", entry.file, "", text, lacking[0].choices))
    return complete, questions


def _filled(entry: Entry, column: str) -> bool:
    derived = column in DERIVED.get(entry.to, ()) and (entry.to != "deals" or "stage" in entry.fields)
    return column in entry.fields or derived


def _system(found: Iterable[TableReading]) -> SystemGuess:
    matched = [table.match for table in found if table.match]
    if not matched:
        return SystemGuess("unknown", _("an unknown system"))
    name = Counter(match.system.name for match in matched).most_common(1)[0][0]
    first = next(match for match in matched if match.system.name == name)
    return SystemGuess(name, first.system.title, first.signs)


def _empty_words(readings: Iterable[Reading], seen: Seen) -> tuple[str, ...]:
    """Words for "nothing" in date and money columns, and those that the system is known to write."""
    words = [word for reading in readings if reading.layout for word in reading.layout.empty]
    for reading in readings:
        kinds = {column.name: column.kind for column in TABLES[reading.to].columns}
        for target, pick in reading.picks.items():
            if kinds.get(target) in {Kind.TIME, Kind.DAY, Kind.MONEY, Kind.NUMBER}:
                values = seen[reading.raw.name][pick.columns[0]].words
                words += [value for value in values if value.casefold() in NOTHING]
    return tuple(dict.fromkeys(words))
