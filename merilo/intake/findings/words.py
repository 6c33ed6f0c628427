"""Category words that are nearly equal to others, or to words that everybody spells alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale

from merilo.core.sql import quoted
from merilo.core.text import N_, _
from merilo.intake.aliases import nearest
from merilo.intake.findings.ground import Check, Ground, some
from merilo.sources.raw import Finding

_MOST = 200
_CATEGORIES = (
    ("accounts", "industry"), ("accounts", "region"), ("deals", "product"), ("deals", "stage"),
    ("deals", "lost_reason"), ("deals", "source_detail"), ("leads", "source_detail"), ("memberships", "team"),
    ("sellers", "role"),
)  # fmt: skip
_INDUSTRIES = (
    "agriculture", "automotive", "banking", "biotechnology", "chemicals", "construction", "consulting", "education",
    "electronics", "employment", "energy", "engineering", "entertainment", "finance", "government", "healthcare",
    "hospitality", "insurance", "logistics", "manufacturing", "marketing", "media", "medical", "mining",
    "pharmaceuticals", "retail", "services", "software", "technology", "telecommunications", "tourism",
    "transportation", "utilities", "wholesale",
)  # fmt: skip


@cache
def _countries() -> tuple[str, ...]:
    names = {str(name) for code in ("en", "ru") for name in Locale(code).territories.values()}
    return tuple(sorted(names))


def _spellings(ground: Ground) -> Iterable[Finding]:
    for table, column in _CATEGORIES:
        if not ground.gives(table, column):
            continue
        relation, name = ground.computed.finals[table].relation, quoted(column)
        words = ground.rows(
            f"SELECT {name}, count(*) FROM {relation} WHERE {name} IS NOT NULL GROUP BY 1 "
            f"ORDER BY 2 DESC, 1 LIMIT {_MOST + 1}"
        )
        # Many different values are names, not categories.
        if len(words) > _MOST:
            continue
        known = {"industry": _INDUSTRIES, "region": _countries()}.get(column, ())
        near = _near(words, known)
        message = _("words are nearly equal to others: a slip? An alias in the mapping would mend it")
        counted = (
            sum(rows for __, __, rows in near),
            tuple(f"{wrong} ~ {right} ({rows})" for wrong, right, rows in near),
        )
        yield from some("nearly_equal_words", message, counted, f"{table}.{column}")


def _near(words: Sequence[tuple[str, int]], known: Sequence[str]) -> list[tuple[str, str, int]]:
    """Words that a commoner word of the column, or a word that everybody knows, nearly is."""
    plain = {word.casefold() for word in known}
    found = []
    for place, (word, rows) in enumerate(words):
        if word.casefold() in plain:
            continue
        commoner = [other for other, more in words[:place] if more > rows]
        best = nearest(word, commoner) or nearest(word, known)
        if best and best[0] != word:
            found.append((word, best[0], rows))
    return found


CHECKS = (Check("nearly_equal_words", N_("Which category words are nearly equal?"), _spellings),)
