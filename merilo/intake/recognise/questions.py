"""What the data cannot decide, in words: day or month first, which currency, which of two columns."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from merilo.core.text import _
from merilo.facts.schema import TABLES, Kind
from merilo.intake.formats import ColumnProfile
from merilo.intake.mapping import Entry
from merilo.intake.recognise.choices import STATUS
from merilo.intake.recognise.evidence import NOTHING, Evidence, Seen
from merilo.intake.recognise.proposal import Question
from merilo.intake.recognise.reading import Reading
from merilo.intake.recognise.readings import TableReading
from merilo.intake.recognise.vocabulary import VOCABULARY
from merilo.intake.recognise.words import key, likeness

type Profiles = Mapping[str, Mapping[str, ColumnProfile]]
_CLOSE_CALL = 0.05
_SHOWN = 5
_OPEN = re.compile(r"open|active|открыт[аоы]?|активн(а|ая|о)")
"""Words that only a status says; a stage is called something more."""
_IMPORTANT = {
    "deals": ("account", "seller", "amount", "created_at", "closed_at"),
    "leads": ("created_at", "origin"),
    "touches": ("seller", "outcome"),
    "meetings": ("seller", "account", "status"),
    "revenue": ("account",),
    "targets": ("subject",),
}
_CURRENCY_MARKS = (
    ("EUR", re.compile(r"€|\beur\b|евро", re.IGNORECASE)),
    ("USD", re.compile(r"\$|\busd\b|долл", re.IGNORECASE)),
    ("GBP", re.compile(r"£|\bgbp\b", re.IGNORECASE)),
    ("RUB", re.compile(r"₽|\brub\b|руб", re.IGNORECASE)),
)


def questions_of(found: Iterable[TableReading], readings: Sequence[Reading], profiles: Profiles) -> list[Question]:
    """Every doubt about tables and columns."""
    questions = [question for table in found for question in _about_table(table)]
    for reading in readings:
        questions += _doubts(reading)
        questions += _lacking(reading)
        questions += _unnamed_target(reading)
        questions += _rivals(reading)
        questions += _dates(reading, profiles.get(reading.raw.name, {}))
    return questions


def _about_table(table: TableReading) -> list[Question]:
    best, other, name = table.best, table.runner_up, table.raw.name
    if table.left_out:
        text = _("{file} is left out: {why}.").format(file=name, why=table.left_out)
        return [Question("table_left_out", name, "", text)]
    if other and best.confidence - other.confidence < _CLOSE_CALL:
        text = _("{file} is read as {best}, but might be {other}.").format(file=name, best=best.to, other=other.to)
        return [Question("table_ambiguous", name, "", text, (best.to, other.to))]
    return []


def identity_questions(entries: Iterable[Entry]) -> list[Question]:
    """Deals and leads change and come again; without an id of their own each change would count as a new one."""
    return [found for entry in entries if entry.to in {"deals", "leads"} for found in _about_identity(entry)]


def _about_identity(entry: Entry) -> list[Question]:
    own, name = entry.fields.get("source_id"), entry.fields.get("name")
    if own and name and own.columns == name.columns:
        text = _("{file} has no id column; {column} is taken as the id, because no two rows share it.")
        said = text.format(file=entry.file, column=repr(own.columns[0]))
        return [Question("name_taken_as_id", entry.file, own.columns[0], said)]
    if own is None and "deal" not in entry.fields:
        text = _("{file} has no id column: a row that has changed will count as a new one. Export the id as well.")
        return [Question("id_missing", entry.file, "", text.format(file=entry.file))]
    return []


def status_questions(readings: Iterable[Reading], seen: Seen) -> list[Question]:
    """Words of a status that are none of won, lost and open: the deals count as open, which may be wrong."""
    return [found for reading in readings for found in _about_status(reading, seen[reading.raw.name])]


def _about_status(reading: Reading, seen: Mapping[str, Evidence]) -> list[Question]:
    columns = _status_columns(reading, seen)
    words = dict.fromkeys(word for column in columns for word in seen[column].words)
    said = {word.casefold() for word in (reading.layout.values.get("status", {}) if reading.layout else {})}
    strange = [word for word in words if not _says_status(word, said)]
    if not strange:
        return []
    shown = ", ".join(map(repr, strange[:_SHOWN]))
    more = _(" and {n} more").format(n=len(strange) - _SHOWN) if len(strange) > _SHOWN else ""
    text = _("{column} of {file} says {words}: neither won nor lost is understood, so such deals are taken as open.")
    text = text.format(column=repr(columns[0]), file=reading.raw.name, words=shown + more)
    return [Question("status_words_taken_as_open", reading.raw.name, columns[0], text, ("won", "lost", "open"))]


def _says_status(word: str, said: Container[str]) -> bool:
    plain = word.casefold()
    return plain in NOTHING or plain in said or STATUS.meaning(word) is not None


def _status_columns(reading: Reading, seen: Mapping[str, Evidence]) -> tuple[str, ...]:
    """The columns that hold a status. A stage that is simply open is normal, so stages are no status, unless the
    column is called a status and says "open" itself."""
    status, stage = reading.picks.get("status"), reading.picks.get("stage")
    if reading.to != "deals" or not (status or stage):
        return ()
    if status:
        return () if stage and stage.columns == status.columns else status.columns
    named = stage and any(likeness(stage.columns[0], word) for word in VOCABULARY["deals"].columns["status"].all)
    if not stage or not named or reading.layout:
        return ()
    return stage.columns if any(_OPEN.fullmatch(key(word)) for word in seen[stage.columns[0]].words) else ()


def _doubts(reading: Reading) -> list[Question]:
    taken = {column for pick in reading.picks.values() for column in pick.columns}
    return [
        Question(
            "column_uncertain", reading.raw.name, pick.columns[0],
            _("Is {column} of {file} the {target} ({sure})? It is not used until you say so.").format(
                column=repr(pick.columns[0]), file=reading.raw.name, target=f"{reading.to}.{target}",
                sure=f"{pick.confidence:.0%}",
            ),
            (f"{reading.to}.{target}",),
        )
        for target, pick in sorted(reading.doubtful.items()) if not taken & set(pick.columns)
    ]  # fmt: skip


def _lacking(reading: Reading) -> list[Question]:
    """Columns that most KPIs of the table rest on and that were not found: asked in one question."""
    lacking = [name for name in _IMPORTANT.get(reading.to, ()) if name not in reading.picks]
    if not lacking or not reading.picks:
        return []
    text = _("No column of {file} was recognised as {columns}. Is one of those that are not used?").format(
        file=reading.raw.name, columns=", ".join(f"{reading.to}.{name}" for name in lacking)
    )
    return [Question("column_missing", reading.raw.name, "", text, tuple(lacking))]


def _unnamed_target(reading: Reading) -> list[Question]:
    if reading.to != "targets" or "kpi" not in reading.constants:
        return []
    text = _("The targets of {file} do not say of what; {kpi} is assumed.").format(
        file=reading.raw.name, kpi=reading.constants["kpi"]
    )
    return [Question("target_kpi_assumed", reading.raw.name, "", text, (reading.constants["kpi"],))]


def _rivals(reading: Reading) -> list[Question]:
    return [
        Question(
            "columns_equally_likely", reading.raw.name, rivals.columns[0],
            _("{target} of {file} may be any of {columns}; the first is used.").format(
                target=f"{reading.to}.{rivals.target}", file=reading.raw.name,
                columns=", ".join(map(repr, rivals.columns)),
            ),
            rivals.columns,
        )
        for rivals in reading.rivals
    ]  # fmt: skip


def _dates(reading: Reading, profiles: Mapping[str, ColumnProfile]) -> list[Question]:
    kinds = {column.name: column.kind for column in TABLES[reading.to].columns}
    used = [c for t, pick in reading.picks.items() if kinds.get(t) in {Kind.TIME, Kind.DAY} for c in pick.columns]
    return [
        Question(
            "day_or_month_first", reading.raw.name, column,
            _("{column} of {file}: is the day or the month first? No value decides it.").format(
                column=repr(column), file=reading.raw.name
            ),
            ("day first", "month first"),
        )
        for column in dict.fromkeys(used) if column in profiles and is_ambiguous(profiles[column])
    ]  # fmt: skip


def is_ambiguous(profile: ColumnProfile) -> bool:
    """Could the column's dates be read day first as well as month first?"""
    return profile.dates is not None and profile.dates.ambiguous


def currency_of(readings: Sequence[Reading], profiles: Profiles, default: str) -> tuple[str, list[Question]]:
    """The currency of money that has none of its own: a mark in header or values, else the workspace's, asked."""
    bare = [(reading, pick.columns[0]) for reading in readings if "currency" not in reading.picks
            for target, pick in reading.picks.items() if _is_money(reading, target)]  # fmt: skip
    marks = {
        mark for reading, column in bare for mark in _marks(column, profiles.get(reading.raw.name, {}).get(column))
    }
    if not bare:
        return default, []
    if len(marks) == 1:
        return marks.pop(), []
    reading, column = min(bare, key=lambda pair: (pair[1] == pair[0].column("unit_price"), pair[0].raw.name, pair[1]))
    text = _("In which currency is {column} of {file}? {currency} is assumed.").format(
        column=repr(column), file=reading.raw.name, currency=default
    )
    return default, [Question("currency_unknown", reading.raw.name, column, text, tuple(sorted(marks)) or (default,))]


def _is_money(reading: Reading, target: str) -> bool:
    columns = {column.name: column.kind for column in TABLES[reading.to].columns}
    money_target = reading.to == "targets" and target == "low"
    return columns.get(target) is Kind.MONEY or target == "unit_price" or money_target


def _marks(header: str, profile: ColumnProfile | None) -> set[str]:
    texts = (
        header,
        *(profile.samples if profile else ()),
        *(profile.numbers.currencies if profile and profile.numbers else ()),
    )
    return {code for text in texts for code, pattern in _CURRENCY_MARKS if pattern.search(text)}
