"""Rows that several KPIs are made of: an engine may work them out once and keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def shared(rows: ir.Table, name: str) -> ir.Table:
    """The same rows under a name of their own: a common table expression in plain SQL, kept by engines that keep.

    Worth it for what is few beside the facts that it is made of. What it depends on is seen in the expression itself:
    the same name may stand for several.
    """
    return rows.alias(name)
