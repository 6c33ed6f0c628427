"""A cell before it is parsed: blanks at its edges trimmed, words for "nothing here" recognised.

Every test here runs on every cell of an import, so the cheap ones come first and the dear ones (a pattern of words,
rare kinds of blanks) see only the rows, or the columns, that need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from merilo.core.sql import literal
from merilo.facts.schema import Kind
from merilo.intake.formats.words import empty_words

_MANY_LETTERS = 6
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
    is_one = f"length({text}) <= {longest} AND regexp_full_match({text}, {literal(f'(?i:{pattern})?')})"
    return f"(CASE WHEN {may_begin_sql(text, known)} THEN {is_one} ELSE false END)"


def may_begin_sql(text: str, words: Iterable[str]) -> str:
    """SQL: could the text be one of the words, in any case, or blank? Its first character is all that is compared.

    What sorts before the figures or behind the Latin letters is always suspect: most marks that mean nothing, and all
    that is not ASCII. With many first letters every letter is suspect, for such columns hold figures.
    """
    first = {sign for word in words if word for sign in (word[0].lower(), word[0].upper())}
    single = sorted(sign for sign in first if "0" <= sign <= "z" and len(sign) == 1)
    letters = sum(sign >= "A" for sign in single)
    tests = [f"{text} < '0'", f"{text} >= '{{'"]
    if letters > _MANY_LETTERS:
        single, tests = [sign for sign in single if sign < "A"], [f"{text} < '0'", f"{text} >= 'A'"]
    tests += [f"({text} >= {literal(sign)} AND {text} < {literal(chr(ord(sign) + 1))})" for sign in single]
    return " OR ".join(tests)


def may_need_cleaning(text: str, blanks: str, words: Iterable[str]) -> str:
    """SQL: could the text have one of the blanks at an edge, or be one of the words (in any case)?

    This costs a tenth of comparing the words.
    """
    return " OR ".join([may_begin_sql(text, [*words, *blanks]), *(f"ends_with({text}, {literal(b)})" for b in blanks)])


def is_empty_sql(text: str, kind: Kind, more: Iterable[str] = ()) -> str:
    """SQL that is true when the text means "nothing here" in a column of that kind."""
    return is_word_sql(text, empty_words(kind, more))


def is_changed_sql(text: str, kind: Kind, blanks: str, more: Iterable[str] = ()) -> str:
    """SQL that is true when the text would be trimmed or made empty before it is read as that kind."""
    trimmed = trimmed_sql(text, blanks)
    return f"{trimmed} <> {text} OR {is_empty_sql(trimmed, kind, more)}"
