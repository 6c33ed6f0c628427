"""Deals, their history and their stages as columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.demo.clock import Bools, Ints
from merilo.demo.columns import (
    Columns,
    by_country,
    currencies,
    days,
    ids,
    mixed,
    origins,
    same,
    seller_ids,
    times,
    words,
)
from merilo.demo.company import Company
from merilo.demo.names import companies
from merilo.demo.pipeline import AMOUNT, EXPECTED, FIELDS, LOST, LOST_REASONS, SELLER, STAGE, STATUS, STATUSES


def _stage_names(company: Company) -> list[list[str]]:
    return [[*(s.name for s in p.stages), "Won", "Lost"] for p in company.truth.pipelines]


def _stages_of(company: Company, pipeline: Ints, stage: Ints) -> pa.Array:
    names = _stage_names(company)
    begins = np.cumsum([0, *(len(n) for n in names)])[:-1]
    flat = [name for pipeline_names in names for name in pipeline_names]
    return words(flat, np.where(stage < 0, -1, begins[pipeline] + stage))


def deals(company: Company, rows: Ints) -> Columns:
    """The deals with these numbers, as they stand."""
    deals = company.deals
    lead, pipeline = deals.lead[rows], deals.pipeline[rows]
    products = [p.product for p in company.truth.pipelines]
    parts = [(mask, {"name": companies(lead[mask], country).name}) for country, mask in by_country(company, lead)]
    product = words(products, pipeline)
    return {
        "source_id": ids("D-", rows),
        "name": pc.binary_join_element_wise(mixed(parts)["name"], product, ": "),
        "account": ids("A-", lead),
        "seller": seller_ids(company, deals.seller[rows]),
        "pipeline": words([p.name for p in company.truth.pipelines], pipeline),
        "stage": _stages_of(company, pipeline, deals.stage[rows]),
        "status": words(STATUSES, deals.status[rows]),
        "amount": pa.array(deals.amount[rows]),
        "currency": currencies(company, rows),
        "product": product,
        **origins(company, lead),
        "created_at": times(deals.created[rows]),
        "expected_close_on": days(company, deals.expected[rows]),
        "closed_at": times(deals.closed[rows]),
        "lost_reason": words(LOST_REASONS, np.where(deals.status[rows] == LOST, deals.reason[rows], -1)),
    }


def changes(company: Company, rows: Ints) -> Columns:
    """The changes with these numbers."""
    changes = company.changes
    return {
        "source_id": ids("H-", rows),
        "deal": ids("D-", changes.deal[rows]),
        "field": words(FIELDS, changes.field[rows]),
        "old": _values(company, rows, changes.old[rows]),
        "new": _values(company, rows, changes.new[rows]),
        "at": times(changes.at[rows]),
        "evidence": same("history", rows),
    }


def _values(company: Company, rows: Ints, values: Ints) -> pa.Array:
    """What a change's numbers mean, as text."""
    field = company.changes.field[rows]
    pipeline = company.deals.pipeline[company.changes.deal[rows]]
    meaning: dict[int, Callable[[Bools], pa.Array]] = {
        STAGE: lambda at: _stages_of(company, pipeline[at], values[at]),
        AMOUNT: lambda at: pa.array(values[at]).cast(pa.string()),
        EXPECTED: lambda at: days(company, values[at]).cast(pa.string()),
        SELLER: lambda at: seller_ids(company, values[at]),
        STATUS: lambda at: words(STATUSES, values[at]),
    }
    parts = [(field == code, {"text": text(field == code)}) for code, text in meaning.items()]
    return mixed(parts)["text"]


def stages(company: Company, rows: Ints) -> Columns:
    """Every pipeline's stages; small, so `rows` is not looked at."""
    found = []
    for pipeline in company.truth.pipelines:
        ends = len(pipeline.stages)
        found += [(pipeline.name, s.name, i + 1, "open", s.crm_probability) for i, s in enumerate(pipeline.stages)]
        found += [(pipeline.name, "Won", ends + 1, "won", 1.0), (pipeline.name, "Lost", ends + 2, "lost", 0.0)]
    names = ("pipeline", "name", "position", "kind", "crm_probability")
    columns = {name: pa.array([row[i] for row in found]) for i, name in enumerate(names)}
    return {"source_id": pa.array([f"{row[0]}|{row[1]}" for row in found]), **columns}
