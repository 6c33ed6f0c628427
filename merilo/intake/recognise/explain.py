"""What the user is shown: what became of every table and every column, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from merilo.core.text import _
from merilo.intake.mapping import Entry
from merilo.intake.recognise.evidence import Seen
from merilo.intake.recognise.proposal import ColumnGuess, TableGuess
from merilo.intake.recognise.reading import Reading
from merilo.intake.recognise.readings import TableReading
from merilo.intake.recognise.words import key


def table_guess(table: TableReading, entries: Sequence[Entry], globs: Mapping[str, str]) -> TableGuess:
    """The fact tables that a raw table feeds, or why it is left out."""
    feeds = tuple(dict.fromkeys(entry.to for entry in entries if entry.file == globs[table.raw.name]))
    other = table.runner_up
    other = other if other and other.confidence > 0 else None
    why = table.best.why if feeds else table.left_out or table.best.why
    return TableGuess(
        table.raw.name, feeds, table.best.confidence, why, other.to if other else "", other.confidence if other else 0.0
    )


def column_guesses(
    table: TableReading, readings: Sequence[Reading], entries: Sequence[Entry], globs: Mapping[str, str], seen: Seen
) -> list[ColumnGuess]:
    """One guess per raw column, in the file's order."""
    own = [entry for entry in entries if entry.file == globs[table.raw.name]]
    about = [reading for reading in readings if reading.raw.name == table.raw.name]
    return [_guess(table, column, own, about, seen) for column in table.raw.columns]


def _guess(
    table: TableReading, column: str, entries: Sequence[Entry], readings: Sequence[Reading], seen: Seen
) -> ColumnGuess:
    samples = seen[table.raw.name][column].samples
    uses = [use for entry in entries for use in _uses(entry, column)]
    if uses:
        targets = tuple(dict.fromkeys(use[0] for use in uses))
        return ColumnGuess(table.raw.name, column, targets, uses[0][1], uses[0][2], samples)
    doubt = next(
        (pick for r in (*readings, table.best) for pick in r.doubtful.values() if column in pick.columns), None
    )
    confidence = doubt.confidence if doubt else 0.0
    return ColumnGuess(table.raw.name, column, (), confidence, _unused(table, column, doubt is not None), samples)


def _uses(entry: Entry, column: str) -> list[tuple[str, float, str]]:
    uses = [(f"{entry.to}.{name}", f.confidence, f.why) for name, f in entry.fields.items() if column in f.columns]
    uses += [
        (f"{entry.to}.stage_dates.{stage}", 0.9, _("the day on which the stage was entered"))
        for stage, dated in entry.stage_dates.items() if dated == column
    ]  # fmt: skip
    uses += [
        (f"{entry.to}.checks.{name}", 0.9, _("only compared with what other columns say"))
        for name, checked in entry.checks.items() if checked == column
    ]  # fmt: skip
    return uses


def _unused(table: TableReading, column: str, doubtful: bool) -> str:
    if doubtful:
        return _("not used: not sure enough")
    if table.left_out:
        return _("not used: the file is left out")
    match = table.match
    if match and match.bare.get(column) in {key(header) for header in match.layout.ignored}:
        return _("not used: {system} has it, Merilo does not need it").format(system=match.system.title)
    if match and match.bare.get(column) in {key(header) for header in match.layout.headers}:
        return _("not used: another column says it better")
    return _("not used: no fact column is called this")
