"""Names and values of the data inside SQL text: always quoted here, nowhere else."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A column or relation name as SQL; any character may occur in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text value as SQL."""
    return "'" + text.replace("'", "''") + "'"
