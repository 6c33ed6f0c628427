"""The page that tells a reader which facts there are: `docs/facts.md`, made from the schema."""

from __future__ import annotations

from merilo.facts.schema import COMMON, TABLES, Column, FactTable

_HEAD = """# Facts

Made from `merilo/facts/schema.py` by `scripts/docs`; change it there.

Every table also has these columns:

"""


def facts_page() -> str:
    """The page in Markdown: the common columns, then one section per table."""
    sections = [_HEAD + _columns(COMMON), *(_section(table) for table in TABLES.values())]
    return "\n".join(sections)


def _section(table: FactTable) -> str:
    return f"## {table.name}\n\nOne row is {table.one_row_is}.\n\n{_columns(table.own_columns)}"


def _columns(columns: tuple[Column, ...]) -> str:
    lines = ["| column | holds | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {_holds(column)} | {column.meaning}{_needed(column)} |" for column in columns]
    return "\n".join(lines) + "\n"


def _holds(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    return f"id in `{column.refers_to}`" if column.refers_to else str(column.kind)


def _needed(column: Column) -> str:
    return "; never empty" if column.required else ""
