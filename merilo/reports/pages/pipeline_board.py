"""The pipeline of a day: open deals by stage with amount and age, those past their acceptable age marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis.question import Question
from merilo.reports.seen import Seen, about

Record = Mapping[str, Any]
MOST_CARDS = 30
"""Cards of a stage that are shown, the largest first."""


@dataclass(frozen=True)
class Stage:
    """One column: how many deals are in the stage, their amount, the median days in it, and its largest deals."""

    name: str
    n: int
    amount: float
    age: float | None
    cards: tuple[Record, ...]

    @property
    def more(self) -> int:
        """How many deals are not shown."""
        return self.n - len(self.cards)


@dataclass(frozen=True)
class PipelineBoard:
    """The stages in their order on a day, and what must be said beside them."""

    day: date
    today: date
    currency: str
    stages: tuple[Stage, ...]
    notes: tuple[str, ...]
    seller: str


def pipeline_board(seen: Seen, as_of: str = "", seller: str = "") -> PipelineBoard:
    """The pipeline as it was known at the end of a day (ISO text), of all or of one seller (id)."""
    day = _day(as_of)
    found = seen.answer(about(Question("pipeline", by=("stage",), as_of=day), seller), rows=True)
    records = found.rows.to_pylist() if found.rows is not None else []
    stages = [
        Stage(
            name=line.labels["stage"],
            n=int(line.figure.value or 0),
            amount=float(line.figure.parts.get("amount") or 0),
            age=line.figure.spreads["age_days"].median if "age_days" in line.figure.spreads else None,
            cards=tuple(_cards(records, line.keys["stage"])),
        )
        for line in found.lines
    ]
    return PipelineBoard(day or seen.today, seen.today, found.currency, tuple(stages), found.notes, seller)


def _cards(records: list[Record], stage: str | None) -> list[Record]:
    own = [record for record in records if record["stage"] == stage]
    return sorted(own, key=lambda each: (-(each["amount"] or 0), each["id"]))[:MOST_CARDS]


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(
            _("{value} is no day.").format(value=word), where="as_of", allowed=_("a day such as 2026-03-31")
        ) from None
