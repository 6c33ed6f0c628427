"""Which rows of a file an entry uses: conditions as SQL over the raw text columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from merilo.core.sql import literal
from merilo.intake.mapping import Condition


def plain_word(word: str) -> str:
    """A word as it is compared: without case, blanks and underscores."""
    return word.casefold().replace(" ", "").replace("_", "").replace("\u00a0", "")


def plain_word_sql(text: str) -> str:
    """`plain_word` in SQL."""
    return f"translate(lower({text}), ' _\u00a0', '')"


def condition_sql(conditions: Iterable[Condition], column: Callable[[str], str], number: Callable[[str], str]) -> str:
    """A boolean SQL expression, never NULL, true for rows that pass all conditions.

    `column` gives a column's SQL, `number` a column's SQL as a number. An empty cell equals no word.
    """
    tests = [test for condition in conditions for test in _tests(condition, column, number)]
    return " AND ".join(f"coalesce({test}, false)" for test in tests) or "true"


def _tests(condition: Condition, column: Callable[[str], str], number: Callable[[str], str]) -> list[str]:
    text = column(condition.column)
    tests = []
    if condition.equals:
        tests.append(f"{plain_word_sql(text)} IN ({_words(condition.equals)})")
    if condition.not_equals:
        tests.append(f"({text} IS NULL OR {plain_word_sql(text)} NOT IN ({_words(condition.not_equals)}))")
    if condition.starts_with is not None:
        tests.append(f"starts_with(lower(ltrim({text})), {literal(condition.starts_with.lower())})")
    if condition.not_starts_with is not None:
        prefix = literal(condition.not_starts_with.lower())
        tests.append(f"({text} IS NULL OR NOT starts_with(lower(ltrim({text})), {prefix}))")
    if condition.above is not None:
        tests.append(f"{number(condition.column)} > {condition.above!r}")
    if condition.filled is not None:
        tests.append(f"{text} IS {'NOT ' if condition.filled else ''}NULL")
    return tests


def _words(words: Iterable[str]) -> str:
    return ", ".join(literal(plain_word(word)) for word in words)
