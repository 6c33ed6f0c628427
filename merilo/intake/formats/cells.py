"""A cell before it is parsed: blanks at its edges trimmed, words for "nothing here" recognised.

Every test here runs on every cell of an import, so the cheap ones come first and the dear ones (a pattern of words,
rare kinds of blanks) see only the rows, or the columns, that need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from merilo.facts.schema import Kind
from merilo.intake.formats.quoting import literal
from merilo.intake.formats.words import empty_words

BLANK_EDGES = " \t\r\n\u00a0\u202f\ufeff"


def trimmed_sql(name: str, blanks: str = " ") -> str:
    """SQL of the text `name` (SQL of a VARCHAR) without blanks at its edges; `blanks` are the ones to look for."""
    edges = " OR ".join(
        f"{test}({name}, {literal(blank)})" for blank in blanks for test in ("starts_with", "ends_with")
    )
    return f"CASE WHEN {edges} THEN trim({name}, {literal(BLANK_EDGES)}) ELSE {name} END"


def is_word_sql(text: str, words: Iterable[str]) -> str:
    """SQL that is true when the text is one of the words (given in lower case), or blank, whatever its case."""
    known = sorted(words)
    longest = max(map(len, known), default=0)
    pattern = "|".join(re.escape(word).replace("\\ ", " ") for word in known)
    return f"(length({text}) <= {longest} AND regexp_full_match({text}, {literal(f'(?i:{pattern})?')}))"


def is_empty_sql(text: str, kind: Kind, more: Iterable[str] = ()) -> str:
    """SQL that is true when the text means "nothing here" in a column of that kind."""
    return is_word_sql(text, empty_words(kind, more))
