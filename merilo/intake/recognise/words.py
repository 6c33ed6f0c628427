"""What makes two headers the same: case, punctuation, camelCase, ё/е, plural and Russian endings do not."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

SAME = 0.88
"""From this likeness (0 to 1) on, two headers that are not equal are taken for spellings of one another."""

_COPY = re.compile(r"\s*\(\d+\)$")
_CAMEL = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё])")
_NOT_WORD = re.compile(r"[^0-9a-zа-я]+")
_RUSSIAN_ENDING = re.compile(
    r"(иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ией|ии|ия|ию|ие|ий|ый|ой|ей|ая|яя|ое|ее|ые|ов|ев|ам|ям|ах|ях"
    r"|ом|ем|ую|юю|ы|и|а|я|о|е|у|ю|ь)$"
)
_FILLERS = frozenset({"the", "of", "an"})


@lru_cache(maxsize=8192)
def words(header: str) -> tuple[str, ...]:
    """The header's words in order, lower case, without the reader's copy mark: `Товар (2)` gives `товар`."""
    plain = _COPY.sub("", header.strip()).replace("ё", "е").replace("Ё", "Е")
    spaced = _CAMEL.sub(" ", plain).lower()
    return tuple(word for word in _NOT_WORD.split(spaced) if word)


def key(header: str) -> str:
    """The header as one comparable text: `CreatedDate`, `created_date` and `Created date *` are the same."""
    return " ".join(words(header))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its plural or case ending; short words stay whole."""
    if word.isascii() and len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.isascii():
        return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    if len(word) < 5:
        return word
    cut = _RUSSIAN_ENDING.sub("", word)
    return cut if len(cut) >= 3 else word


@lru_cache(maxsize=8192)
def stems(header: str) -> tuple[str, ...]:
    """The stems of the header's words, fillers left out unless nothing else is there."""
    every = tuple(stem(word) for word in words(header))
    return tuple(word for word in every if word not in _FILLERS) or every


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two headers are, 0 to 1: 1 for the same stems in order, 0.97 in another order, less for misspellings.

    Below `SAME` the answer is 0: half-alike headers (`close date`, `create date`) mean different things.
    """
    ours, theirs = stems(one), stems(other)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 1.0
    if sorted(ours) == sorted(theirs) or "".join(ours) == "".join(theirs):
        return 0.97
    # Words are compared one by one: over whole headers `won date` and `own date` would be nearly the same.
    if len(ours) != len(theirs):
        return 0.0
    each = [_word_likeness(a, b) for a, b in zip(ours, theirs, strict=True)]
    alike = min(each)
    return alike * 0.95 if alike >= SAME else 0.0


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    # A slip in a short word makes another word (`lost`, `cost`), so only long words may differ.
    if min(len(one), len(other)) < 6 or one[0] != other[0]:
        return 0.0
    return fuzz.ratio(one, other) / 100


def without(header: str, nouns: frozenset[str]) -> str:
    """The header's stems without those that only name its table: `deal_stage` gives `stage`."""
    return " ".join(word for word in stems(header) if word not in nouns)
