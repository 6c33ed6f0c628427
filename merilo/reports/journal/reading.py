"""What the journal holds, as one person sees it, as of this very moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from merilo.people.journal import outbox, undoing
from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import Record, listed, source_id
from merilo.reports.journal.known import OthersDeals, deals_of_others, record
from merilo.reports.journal.pipelines import Pipeline, Stage, pipeline_named
from merilo.reports.journal.rights import sees
from merilo.reports.seen import Seen

_MOST = 500
_SHOWN = timedelta(days=30)
_SHOWN_OF_OTHERS = 50
"""Deals of other systems in a column, the largest first; the journal's own are all there, to be worked with."""


@dataclass(frozen=True)
class Column:
    """A stage of the board with its deals, those of other systems too, which cannot be moved. Amounts by currency.

    `n`: how many there are; of other systems the largest are shown.
    """

    stage: Stage
    deals: tuple[Record, ...]
    amounts: dict[str, Any]
    n: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.deals)


@dataclass(frozen=True)
class Board:
    """A pipeline with its deals as columns; closed ones for 30 days."""

    pipeline: Pipeline
    columns: tuple[Column, ...]


def board(seen: Seen, pipeline: str | None = None, sellers: Sequence[str] = ()) -> Board:
    """The deals of a pipeline (default: the first) that the person sees; with `sellers`, of these alone."""
    found = pipeline_named(seen, pipeline)
    recent = seen.place.settings.calendar.start_of_day(seen.today) - _SHOWN
    own = [deal for deal in listed(Kind.DEAL, order=("-amount", "id"), limit=10 * _MOST, pipeline=found.name)
           if sees(seen, deal) and (not sellers or deal.owner in sellers)
           and (deal.fields["status"] == "open" or _closed(deal) >= recent)]  # fmt: skip
    others = deals_of_others(seen, found.name, sellers, recent, _SHOWN_OF_OTHERS)
    return Board(found, tuple(_column(stage, own, others) for stage in found.stages))


def steps(seen: Seen, sellers: Sequence[str] = (), until: date | None = None) -> tuple[Record, ...]:
    """Next steps of the journal not yet done, by day: the person's own, or those of `sellers` as far as he sees them.

    `until`: due by that day.
    """
    whose = list(sellers) or [seen.person.seller]
    by_day = {"due_on__lte": until} if until else {}
    found = listed(Kind.STEP, order=("due_on", "id"), limit=_MOST, seller__in=whose, done_at=None, **by_day)
    return tuple(step for step in found if sees(seen, step))


def latest(seen: Seen, kind: Kind, *, own: bool = True, limit: int = 50) -> tuple[Record, ...]:
    """The records of a kind changed last: the person's own, or all that he sees."""
    owner = KINDS[kind].owner
    if owner and own:
        return tuple(listed(kind, limit=limit, **{owner: seen.person.seller}))
    whose = {} if seen.reach.everything or not owner or kind is Kind.ACCOUNT else {f"{owner}__in": seen.reach.sellers}
    return tuple(listed(kind, limit=limit, **whose))


def of_account(seen: Seen, kind: Kind, account: str, limit: int = 200) -> tuple[Record, ...]:
    """The records of the journal about an account (of whatever source) that the person sees, changed last first."""
    return tuple(each for each in listed(kind, limit=limit, account=account) if sees(seen, each))


def history(seen: Seen, kind: Kind, number: str) -> tuple[undoing.Edit, ...]:
    """Who changed what of a record when, the latest first; nothing is told of records of other systems."""
    found = record(seen, kind, number)
    return undoing.history(kind, source_id(found.id)) if found.ours else ()


def waiting() -> int:
    """How many changes are not among the facts yet: 0 a second or two after a change, more while an import writes."""
    return outbox.waiting()


def waiting_since() -> datetime | None:
    """Since when (UTC) the longest of them waits."""
    return outbox.oldest()


def _closed(deal: Record) -> datetime:
    closed: datetime = deal.fields["closed_at"] or deal.changed_at
    return closed


def _column(stage: Stage, own: Sequence[Record], others: OthersDeals) -> Column:
    held = [deal for deal in own if deal.fields["stage"] == stage.name]
    n, amounts = others.sums.get(stage.name, (0, {}))
    amounts = dict(amounts)
    for deal in held:
        if deal.fields["amount"] is not None:
            currency = deal.fields["currency"] or ""
            amounts[currency] = amounts.get(currency, 0) + deal.fields["amount"]
    shown = [*held, *(deal for deal in others.deals if deal.fields["stage"] == stage.name)]
    return Column(stage, tuple(shown), amounts, len(held) + n)
