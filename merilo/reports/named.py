"""Rows behind a number with the names of the people and companies that their ids stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from merilo.kpis.cuts import CUTS

if TYPE_CHECKING:
    from merilo.reports.asking import Desk


def named(desk: Desk, rows: pa.Table) -> pa.Table:
    """The rows with a column `seller_name` behind `seller`, and so on for every id that has a name."""
    for cut in CUTS.values():
        if cut.named_in and cut.name in rows.column_names:
            column = desk.names_of(cut.named_in, rows[cut.name])
            rows = rows.add_column(rows.column_names.index(cut.name) + 1, f"{cut.name}_name", column)
    return rows


def shown_columns(rows: pa.Table) -> list[str]:
    """The columns worth a person's eyes: a name stands for its id, and what is empty in every row is left out."""
    names = set(rows.column_names)
    return [
        name for name in rows.column_names if f"{name}_name" not in names and rows[name].null_count < rows.num_rows
    ]  # fmt: skip
