"""A raw table read as one fact table: which of its columns fill what, before it becomes an entry of a mapping."""

from __future__ import annotations

from dataclasses import dataclass, field

from merilo.facts.schema import TABLES, Kind
from merilo.intake.mapping import Lookup
from merilo.intake.recognise.systems import Layout, System
from merilo.sources.raw import RawTable

_PARTS = {
    "source_id": Kind.TEXT, "deleted": Kind.FLAG, "quantity": Kind.NUMBER, "unit_price": Kind.MONEY, "cost": Kind.MONEY,
    "won_at": Kind.TIME, "lost_at": Kind.TIME, "closed": Kind.FLAG, "won": Kind.FLAG, "position": Kind.COUNT,
    "region": Kind.TEXT, "account_name": Kind.TEXT, "seller_name": Kind.TEXT,
}  # fmt: skip
"""Kinds of the columns that a reading may have beyond the fact table's own."""


def kind_of(table: str, column: str) -> Kind:
    """The kind of a fact column or of a part."""
    own = {each.name: each.kind for each in TABLES[table].columns}
    return own.get(column) or _PARTS[column]


@dataclass(frozen=True)
class Pick:
    """The raw columns chosen for one fact column. `first`: row by row the first that is not empty."""

    columns: tuple[str, ...]
    confidence: float
    why: str
    first: bool = False
    lookup: Lookup | None = None


@dataclass(frozen=True)
class Rivals:
    """Raw columns that are about equally likely for one fact column."""

    target: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A raw table read as fact table `to`. `doubtful` holds picks below the threshold: asked, not mapped."""

    raw: RawTable
    to: str
    picks: dict[str, Pick]
    confidence: float
    why: str
    doubtful: dict[str, Pick] = field(default_factory=dict)
    rivals: tuple[Rivals, ...] = ()
    stage_dates: dict[str, Pick] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    system: System | None = None
    layout: Layout | None = None

    def column(self, name: str) -> str | None:
        """The one raw column that fills `name`, or None."""
        pick = self.picks.get(name)
        return pick.columns[0] if pick else None
