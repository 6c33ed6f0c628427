"""What the recogniser answers: a mapping, how sure it is of each part and why, and what the data cannot decide."""

from __future__ import annotations

from dataclasses import dataclass

from merilo.core.text import _
from merilo.intake.mapping import Mapping

MAPPED_FROM = 0.6
"""A column or table less sure than this is not mapped: it is asked. A wrong column is worse than an unmapped one."""


@dataclass(frozen=True)
class TableGuess:
    """Which fact tables a raw table feeds (none: it is left out), how sure, and what else it might have been."""

    table: str
    feeds: tuple[str, ...]
    confidence: float
    why: str
    runner_up: str = ""
    runner_up_confidence: float = 0.0


@dataclass(frozen=True)
class ColumnGuess:
    """What becomes of one raw column. `targets` are `fact table.column`, empty when the column is not used."""

    table: str
    column: str
    targets: tuple[str, ...]
    confidence: float
    why: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something that the data cannot decide. `kind` is a stable word; `options` are what it might be."""

    kind: str
    table: str
    column: str
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class SystemGuess:
    """The system that the files come from (`unknown`), and the headers that say so."""

    name: str
    title: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of the table that is shown before an import."""

    file: str
    column: str
    becomes: str
    sure: str
    why: str
    samples: str


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping with its reasons."""

    mapping: Mapping
    tables: tuple[TableGuess, ...]
    columns: tuple[ColumnGuess, ...]
    questions: tuple[Question, ...]
    system: SystemGuess

    def summary_rows(self) -> tuple[Row, ...]:
        """One row per raw column, files and columns in their own order, ready to be printed."""
        return tuple(_row(guess) for guess in self.columns)


def _row(guess: ColumnGuess) -> Row:
    becomes = ", ".join(guess.targets) or _("not used")
    sure = f"{guess.confidence:.0%}" if guess.targets else ""
    return Row(guess.table, guess.column, becomes, sure, guess.why, " | ".join(guess.samples))
