"""A prepared import as a page shows it: each column with its samples and what becomes of it."""

from __future__ import annotations

from typing import Any

from merilo.core.text import _
from merilo.facts.schema import TABLES
from merilo.intake.columns import Bound, bind
from merilo.intake.mapping_check import columns_to_fill
from merilo.intake.mapping_file import mapping_text
from merilo.intake.prepare import Prepared
from merilo.intake.recognise import ColumnGuess
from merilo.sources.raw import RawTable

_MOST_SAMPLES, _LONGEST = 4, 60


def shown(prepared: Prepared) -> dict[str, Any]:
    """Everything about it as plain values: origin, mapping (also as text), tables with columns, questions, aliases."""
    bound = bind(prepared.mapping, prepared.raws)[0]
    guesses = {(guess.table, guess.column): guess for guess in prepared.proposal.columns} if prepared.proposal else {}
    mapping = prepared.mapping
    return {
        "origin": prepared.origin,
        "name": mapping.name,
        "source": mapping.source,
        "currency": mapping.currency,
        "time_zone": mapping.time_zone,
        "system": prepared.proposal.system.title if prepared.proposal else "",
        "text": mapping_text(mapping),
        "tables": [_table(prepared, raw, bound, guesses) for raw in prepared.raws],
        "questions": [vars(question) | {"formats": _formats(prepared, question.table, question.column)}
                      if question.kind == "day_or_month_first" else vars(question) | {"formats": []}
                      for question in prepared.questions],
        "aliases": [vars(each) for each in prepared.aliases],
    }  # fmt: skip


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may become: fact tables, each with its columns and their meanings."""
    return [
        (name, [(f"{name}.{column}", column) for column in columns_to_fill(table)]) for name, table in TABLES.items()
    ]


def _table(
    prepared: Prepared, raw: RawTable, bound: list[Bound], guesses: dict[tuple[str, str], ColumnGuess]
) -> dict[str, Any]:
    own = [each for each in bound if each.raw.relation == raw.relation]
    profiles = prepared.profiles[raw.relation]
    columns = [_column(own, name, profiles[name].samples, guesses.get((raw.name, name))) for name in raw.columns]
    return {
        "name": raw.name,
        "rows": raw.rows,
        "feeds": list(dict.fromkeys(each.entry.to for each in own)),
        "files": [f"{file.path.name}{'/' if file.part else ''}{file.part}" for file in raw.files],
        "findings": [finding.message for finding in raw.findings],
        "columns": columns,
    }


def _column(own: list[Bound], name: str, samples: tuple[str, ...], guess: ColumnGuess | None) -> dict[str, Any]:
    targets = [
        f"{each.entry.to}.{target}"
        for each in own
        for target, field in each.entry.fields.items()
        if name in [each.column(column) for column in field.columns]
    ]
    targets = list(dict.fromkeys(targets))
    also = [each for each in (guess.targets if guess else ()) if each not in targets]
    return {
        "name": name,
        "samples": [sample[:_LONGEST] for sample in samples[:_MOST_SAMPLES]],
        "target": targets[0] if targets else "",
        "also": [*targets[1:], *also],
        "sure": guess.confidence if guess and guess.targets else None,
        "why": guess.why if guess else _("as the mapping says") if targets else "",
    }


def _formats(prepared: Prepared, table: str, column: str) -> list[list[str]]:
    """The two ways in which the dates of a column may be read: the formats, and in words."""
    raw = next(raw for raw in prepared.raws if raw.name == table)
    dates = prepared.profiles[raw.relation][column].dates
    words = {True: _("day first"), False: _("month first")}
    return (
        [[" | ".join(each), words[each[0].find("%d") < each[0].find("%m")]] for each in dates.candidates]
        if dates
        else []
    )
