"""A cell before it is parsed: blanks at its edges trimmed, words for "nothing here" made empty."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.facts.schema import Kind
from merilo.intake.formats.quoting import identifier, literal, literals
from merilo.intake.formats.words import empty_words, spellings

BLANK_EDGES = " \t\r\n\u00a0\u202f\ufeff"


def trimmed_sql(column: str) -> str:
    """SQL of the column's text without blanks at its edges."""
    name = identifier(column)
    # Looking at the edges first costs a fifth of trimming every value.
    edges = " OR ".join(
        f"{test}({name}, {literal(blank)})" for blank in BLANK_EDGES for test in ("starts_with", "ends_with")
    )
    return f"CASE WHEN {edges} THEN trim({name}, {literal(BLANK_EDGES)}) ELSE {name} END"


def filled_sql(column: str, kind: Kind, more: Iterable[str] = ()) -> str:
    """SQL of the trimmed text, NULL when it is blank or a word that means "nothing here" in that kind."""
    text = trimmed_sql(column)
    return f"CASE WHEN {text} IN ({literals({''} | spellings(empty_words(kind, more)))}) THEN NULL ELSE {text} END"
