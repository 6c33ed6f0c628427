"""The pipeline of a day: open deals by stage with amount and age, and those that are past the acceptable age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.reports.asking import not_to_come
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
MOST_CARDS = 30
"""Cards of a stage that are shown, the largest first."""
MOST_OLD = 20
"""Over-age deals that are listed, the largest first."""
MOVEMENTS = (Period.WEEK, Period.MONTH, Period.QUARTER)
"""The periods whose movement may be looked at."""


@dataclass(frozen=True)
class Looked:
    """What is looked at: a day (None: now), whose deals, which pipeline, and the period of the movement."""

    day: date | None = None
    seller: str = ""
    team: str = ""
    pipeline: str = ""
    every: Period = Period.MONTH

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The cuts that are asked for."""
        pairs = (("seller", self.seller), ("team", self.team), ("pipeline", self.pipeline))
        return tuple(pair for pair in pairs if pair[1])

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        said = {"as_of": self.day.isoformat() if self.day else "", **dict(self.where), "every": self.every.value}
        return urlencode({key: value for key, value in said.items() if value})

    @property
    def question(self) -> Question:
        """The deals of the stages."""
        return Question("pipeline", by=("stage",), as_of=self.day, where=self.where)

    def as_kpi(self) -> str:
        """The query of a KPI about the same deals on the same day."""
        return urlencode(({"as_of": self.day.isoformat()} if self.day else {}) | dict(self.where))


def looked(words: Mapping[str, str], today: date) -> Looked:
    """What the words of an address ask for; raises UsageError for what is no day or no period."""
    day, every = _day(words.get("as_of", "")), words.get("every") or Period.MONTH
    if every not in MOVEMENTS:
        raise UsageError(_("There is no period {value}.").format(value=every), allowed=", ".join(MOVEMENTS))
    not_to_come(day, today)
    # Today is the present, not the evening of a day: what came in an hour ago is in it.
    return Looked(None if day == today else day, words.get("seller", ""), words.get("team", ""),
                  words.get("pipeline", ""), Period(every))  # fmt: skip


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

    looked: Looked
    day: date
    currency: str
    stages: tuple[Stage, ...]
    notes: tuple[str, ...]
    movement: str

    @property
    def n(self) -> int:
        """All open deals of the day."""
        return sum(stage.n for stage in self.stages)

    @property
    def amount(self) -> float:
        """Their amount."""
        return sum(stage.amount for stage in self.stages)


def pipeline_board(seen: Seen, at: Looked) -> PipelineBoard:
    """The pipeline as it was known at the end of a day, or now."""
    found = seen.answer(at.question, rows=True)
    needing = _needing(seen) if at.day is None else {}
    stages = [
        Stage(
            name=line.labels["stage"],
            n=int(line.figure.value or 0),
            amount=float(line.figure.parts.get("amount") or 0),
            age=line.figure.spreads["age_days"].median if "age_days" in line.figure.spreads else None,
            cards=tuple(_cards(found.rows, line.keys["stage"], needing)),
        )
        for line in found.lines
    ]
    day = at.day or seen.today
    return PipelineBoard(at, day, found.currency, tuple(stages), found.notes, _movement(seen, at, day))


def _cards(rows: pa.Table | None, stage: str | None, needing: Mapping[str, Any]) -> list[dict[str, Any]]:
    if rows is None:
        return []
    of_stage = rows.filter(pc.is_null(rows["stage"]) if stage is None else pc.equal(rows["stage"], stage))
    largest = of_stage.sort_by([("amount", "descending"), ("id", "ascending")]).slice(0, MOST_CARDS)
    return [row | {"why": needing.get(row["id"], ())} for row in largest.to_pylist()]


def _needing(seen: Seen) -> dict[str, Any]:
    """Why deals need somebody today, by deal."""
    return {deal["id"]: deal["why"] for deal in seen.sheet("next_up").content["deals"]}


def _movement(seen: Seen, at: Looked, day: date) -> str:
    """The query of the movement of the period around the day, as far as the day."""
    start = seen.place.settings.calendar.start(day, at.every)
    span = {"every": at.every.value, "from": start.isoformat(), "to": day.isoformat()}
    return urlencode(span) + "&" + at.as_kpi()


@dataclass(frozen=True)
class OverAge:
    """Open deals past their acceptable age: how many, their amount, the largest of them."""

    n: int
    amount: float
    currency: str
    deals: tuple[Record, ...]
    notes: tuple[str, ...]
    query: str

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.n - len(self.deals)


def over_age(seen: Seen, at: Looked) -> OverAge:
    """The over-age deals of the day."""
    found = seen.answer(Question("over_age", as_of=at.day, where=at.where), rows=True)
    total = found.total.figure if found.total else None
    rows = found.rows.sort_by([("amount", "descending"), ("id", "ascending")]) if found.rows is not None else None
    return OverAge(
        n=int(total.value or 0) if total else 0,
        amount=float(total.parts.get("amount") or 0) if total else 0.0,
        currency=found.currency,
        deals=tuple(rows.slice(0, MOST_OLD).to_pylist()) if rows is not None else (),
        notes=found.notes,
        query=at.as_kpi(),
    )


@dataclass(frozen=True)
class Choices:
    """What can be chosen on the page: the first day that is known, sellers (id and name), teams, pipelines."""

    first: date
    sellers: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
    pipelines: tuple[str, ...]


def choices(seen: Seen) -> Choices:
    """What the person who looks can choose from."""
    sheet, reach = seen.sheet("stages").content, seen.reach
    whom = seen.staff["names"] if reach.everything else reach.ever
    sold = [who for who in whom if who in seen.staff["sellers"] or not reach.everything]
    teams = set(seen.staff["teams"].values()) if reach.everything else reach.teams
    first = date.fromisoformat(sheet["first"]) if sheet["first"] else seen.today
    return Choices(
        first=min(first, seen.today),
        sellers=tuple(sorted(((who, seen.name(who)) for who in sold), key=lambda each: each[1])),
        teams=tuple(sorted(teams)),
        pipelines=tuple(sheet["pipelines"]),
    )


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(
            _("{value} is no day.").format(value=word), where="as_of", allowed=_("a day such as 2026-03-31")
        ) from None
