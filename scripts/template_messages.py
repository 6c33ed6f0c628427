"""Finds the messages of templates for pybabel: `{% t "…" %}` and `{% tn "…" "…" n %}`, by Django's own lexer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.template.base import Lexer, TokenType

Found = tuple[int, str, str | tuple[str, str], list[str]]


def extract(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Found]:
    """Line, function, message (singular and plural) and comments of every message."""
    del keywords, comments, options  # messages are told by the tags alone
    for token in Lexer(file.read().decode("utf-8")).tokenize():
        if token.token_type is not TokenType.BLOCK:
            continue
        name, *words = token.split_contents()
        if name == "t":
            yield token.lineno or 0, "_", _text(words[0]), []
        elif name == "tn":
            yield token.lineno or 0, "ngettext", (_text(words[0]), _text(words[1])), []


def _text(word: str) -> str:
    if word[:1] not in "\"'" or word[-1:] != word[:1]:
        raise ValueError(f"a message must be written in quotes, not {word}")
    return word[1:-1]
