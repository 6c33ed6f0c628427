"""Choosing columns so that the SQL is the same every time and on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def without(table: ir.Table, *names: str) -> ir.Table:
    """The table without these columns. (Ibis' `drop` writes `EXCLUDE` in any order, and not every engine has it.)"""
    return table.select([name for name in table.columns if name not in names])
