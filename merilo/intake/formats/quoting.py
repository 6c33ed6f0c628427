"""Names and values of the data inside SQL text: always quoted here, nowhere else."""

from __future__ import annotations

from collections.abc import Iterable


def identifier(name: str) -> str:
    """A column or relation name as SQL; any character may occur in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text value as SQL."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Several text values as SQL, separated by commas, sorted so that the same set gives the same SQL."""
    return ", ".join(literal(text) for text in sorted(texts))
