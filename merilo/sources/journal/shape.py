"""What becomes of the journal's records: for each kind the table of the facts, and the columns that it fills.

A record is a mapping of its fields and `source_id`, `modified_at` and `deleted`. Names and values are those of the
facts already, since the journal was made for them; so shaping is choosing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SOURCE = "journal"
_ABOUT = ("account", "contact", "lead", "deal")


@dataclass(frozen=True)
class Shape:
    """The table that a kind of record goes to, and the columns it fills; `constant`: what is the same for all."""

    table: str
    columns: tuple[str, ...]
    constant: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shaped:
    """Rows to bring in, with all of `columns`; and the ids of rows that are gone."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    gone: tuple[str, ...]


SHAPES: Mapping[str, Shape] = {
    "stage": Shape("stages", ("pipeline", "name", "position", "kind")),
    "account": Shape("accounts", ("name", "domain", "owner", "industry", "region", "created_at")),
    "contact": Shape("contacts", ("account", "name", "email", "phone", "title")),
    "lead": Shape(
        "leads",
        ("owner", "account", "contact", "origin", "source_detail", "created_at", "qualified_at", "disqualified_at",
         "reason", "deal"),
    ),
    # Before the deals: what the journal tells of a deal itself is never told by comparison.
    "move": Shape("deal_changes", ("deal", "field", "old", "new", "at"), (("evidence", "history"),)),
    "deal": Shape(
        "deals",
        ("name", "account", "seller", "pipeline", "stage", "status", "amount", "currency", "product", "origin",
         "source_detail", "created_at", "expected_close_on", "closed_at", "lost_reason"),
    ),
    "touch": Shape("touches", ("seller", "kind", "direction", "at", "duration_s", "outcome", *_ABOUT)),
    "meeting": Shape(
        "meetings", ("seller", *_ABOUT, "booked_at", "starts_at", "ends_at", "status", "origin", "source_detail")
    ),
    "step": Shape("next_steps", ("seller", *_ABOUT, "created_at", "due_on", "done_at", "subject")),
}  # fmt: skip
"""By kind, in the order in which they are to be brought in."""


def shaped(kind: str, records: Iterable[Mapping[str, Any]]) -> Shaped:
    """The records of one kind as rows of their table; raises KeyError for an unknown kind."""
    shape = SHAPES[kind]
    constant = dict(shape.constant)
    rows, gone = [], []
    for record in records:
        if record["deleted"]:
            gone.append(f"{SOURCE}:{record['source_id']}")
            continue
        own = {name: record[name] for name in shape.columns}
        rows.append(
            {"source": SOURCE, "source_id": record["source_id"], "modified_at": record["modified_at"]} | own | constant
        )
    return Shaped(shape.table, ("modified_at", *shape.columns, *constant), tuple(rows), tuple(gone))
