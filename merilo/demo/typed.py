"""The company as fact tables: ids with their source, instants in UTC, money exact."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.demo.columns import Columns
from merilo.demo.company import SOURCE, TIME_ZONE, Company
from merilo.demo.layout import ARROW, MONEY, REF, SHEETS, TEXT, TIME, Cell, Sheet
from merilo.demo.sheets import sheet


def fact_tables(company: Company, chunk_rows: int) -> dict[str, pa.Table]:
    """Every fact table that the company has rows for, by name."""
    chunks: dict[str, list[pa.Table]] = {}
    for described in SHEETS:
        for columns in sheet(company, described.file, chunk_rows):
            chunks.setdefault(described.fact, []).append(_facts(company, described, columns))
    return {name: pa.concat_tables(parts) for name, parts in chunks.items()}


def _facts(company: Company, described: Sheet, columns: Columns) -> pa.Table:
    ids = columns["source_id"]
    observed = datetime.combine(company.truth.until, time.min, ZoneInfo(TIME_ZONE)) + timedelta(days=1)
    facts = {
        "id": _own(ids),
        "source": _constant(SOURCE, len(ids), ARROW[TEXT]),
        "source_id": ids,
        "observed_at": _constant(observed.astimezone(UTC), len(ids), ARROW[TIME]),
        "modified_at": pa.nulls(len(ids), ARROW[TIME]),
    }
    facts |= {cell.fact: _fact(cell, columns[cell.fact]) for cell in described.cells}
    return pa.table(_with_sellers(described.fact, facts))


def _constant(value: object, rows: int, kind: pa.DataType) -> pa.Array:
    return pa.array([value], kind).take(pa.array(np.zeros(rows, dtype=np.int64)))


def _own(ids: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(SOURCE, ids, ":")


def _fact(cell: Cell, values: pa.Array) -> pa.Array:
    if cell.kind == REF:
        return _own(values)
    if cell.kind == TIME:
        return pc.assume_timezone(values, TIME_ZONE).cast(ARROW[TIME])
    if cell.kind == MONEY:
        # Arrow casts a whole number only to a decimal that holds all of its digits.
        return values.cast(pa.decimal128(19, 0)).cast(pa.decimal128(23, 4)).cast(ARROW[MONEY])
    return values.cast(ARROW[cell.kind])


def _with_sellers(fact: str, facts: Columns) -> Columns:
    """Where a text column names a seller, it too carries the source."""
    if fact == "deal_changes":
        of_seller = pc.equal(facts["field"], "seller")
        return facts | {name: pc.if_else(of_seller, _own(facts[name]), facts[name]) for name in ("old", "new")}
    if fact == "targets":
        of_seller = pc.equal(facts["scope"], "seller")
        return facts | {"subject": pc.if_else(of_seller, _own(facts["subject"]), facts["subject"])}
    return facts
