"""The open deals of a forecast: how likely each is to be won, by when, and which facts about it move that chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.text import N_, _, ngettext
from merilo.core.time import Period, day_of_number, number_of_day
from merilo.insight.forecast.history import History
from merilo.insight.forecast.model import moved
from merilo.insight.forecast.standing import AGES, BY_NAME, STAYS

if TYPE_CHECKING:
    from merilo.reports.forecast.foreseen import Foreseen

_FEW = 1.12
"""A factor that changes a rate by less is not worth a word."""
_SAID = 4


@dataclass(frozen=True)
class DealChance:
    """One open deal: its `chances` to be won by the last days of the running month, quarter and next quarter.

    `expected`: amount × chance in the running quarter. None: too few deals were won to say.
    `reasons`: what about it makes it likelier or less likely than a
    usual open deal, in words, the strongest first, each with how many times as often such deals are won.
    """

    id: str
    name: str | None
    account: str | None
    seller: str
    pipeline: str | None
    stage: str | None
    amount: float | None
    created: date
    chances: tuple[float | None, ...]
    lost: float | None
    expected: float | None
    reasons: tuple[tuple[str, float], ...]

    def record(self) -> dict[str, Any]:
        """The deal as plain values."""
        plain = asdict(self)
        return plain | {"reasons": [{"what": what, "times": round(times, 2)} for what, times in self.reasons]}


def chances_of(
    found: Foreseen, sellers: Sequence[str] | None = None, only: str | None = None, most: int | None = None
) -> list[DealChance]:
    """The open deals (of these sellers; or `only` the one of this id), the largest expected amount first.

    `most`: of each seller no more than so many.
    """
    table = _Table(found)
    return [table.chance(place) for place in table.chosen(sellers, only, most)]


class _Table:
    """The open deals of a forecast side by side."""

    def __init__(self, found: Foreseen) -> None:
        self._found, self._history, self._deals = found, found.deals.history, found.outlook.deals
        first = found.lines[0]
        ends = [found.line(every, ahead, first.scope, first.subject).span.end for every, ahead in
                ((Period.MONTH, 0), (Period.QUARTER, 0), (Period.QUARTER, 1))]  # fmt: skip
        self._at = [int(np.searchsorted(found.outlook.ends, number_of_day(end))) for end in ends]
        self._moved = moved(found.model, self._deals)

    def chosen(self, sellers: Sequence[str] | None, only: str | None, most: int | None) -> Iterator[int]:
        """The places of these deals, in order."""
        worth = np.nan_to_num(self._deals.rows.amount)
        order = np.lexsort(
            (self._deals.deal, -self._deals.won[:, self._at[1]], -worth * self._deals.won[:, self._at[1]])
        )
        taken: Counter[int] = Counter()
        wanted = None if sellers is None else set(sellers)
        for place in order.tolist():
            seller = int(self._deals.rows.seller[place])
            if wanted is not None and self._seller(seller) not in wanted:
                continue
            if only is not None and self._history.ids[self._deals.deal[place]] != only:
                continue
            taken[seller] += 1
            if most is None or taken[seller] <= most:
                yield place

    def _seller(self, code: int) -> str:
        return self._history.sellers[code] if code >= 0 else ""

    def chance(self, place: int) -> DealChance:
        """One deal, with what moves its chance."""
        history, deals, found = self._history, self._deals, self._found
        deal = int(deals.deal[place])
        amount = float(deals.rows.amount[place])
        known = amount if np.isfinite(amount) else None
        told = found.model.won is not None
        chances = tuple(float(deals.won[place, span]) if told else None for span in self._at)
        stage, pipeline = int(deals.rows.codes["stage"][place]) - 1, int(history.pipeline[deal])
        return DealChance(
            id=history.ids[deal],
            name=found.deals.names[deal],
            account=found.deals.accounts[deal],
            seller=self._seller(int(deals.rows.seller[place])),
            pipeline=history.pipelines[pipeline] if pipeline >= 0 else None,
            stage=history.stages[stage] if stage >= 0 else None,
            amount=known,
            created=day_of_number(int(history.created[deal])),
            chances=chances,
            lost=float(deals.lost[place, self._at[1]]) if told else None,
            expected=None if known is None or chances[1] is None else known * chances[1],
            reasons=self._reasons(place),
        )

    def _reasons(self, place: int) -> tuple[tuple[str, float], ...]:
        codes = self._deals.rows.codes
        found = [(name, float(times[place])) for name, times in self._moved.items()]
        strong = sorted(
            (each for each in found if max(each[1], 1 / each[1]) >= _FEW), key=lambda each: -abs(np.log(each[1]))
        )
        return tuple((_WORDS[name](self._history, int(codes[name][place])), times) for name, times in strong[:_SAID])


def _days(ends: Sequence[int], band: int) -> str:
    """A band of days in words: up to 7 days, 8 to 14 days, over 56 days."""
    if band == 0:
        return ngettext("up to {n} day", "up to {n} days", ends[0]).format(n=ends[0])
    if band == len(ends):
        return ngettext("over {n} day", "over {n} days", ends[-1]).format(n=ends[-1])
    return ngettext("{low} to {n} day", "{low} to {n} days", ends[band]).format(low=ends[band - 1] + 1, n=ends[band])


def _labelled(factor: str, what: str) -> str:
    return f"{_(BY_NAME[factor].label)}: {what}"


def _name(labels: Sequence[str], level: int) -> str:
    return labels[level - 1] if level > 0 else _("not known")


_TOUCHED, _MET = (3, 7, 14, 28, 56), (7, 14, 28, 56)
_NEXT = (N_("none"), N_("one is planned"), N_("overdue"))
_AMOUNTS = (N_("not known"), N_("far below the usual one"), N_("below the usual one"), N_("as usual"),
            N_("above the usual one"), N_("far above the usual one"))  # fmt: skip
_COUNTS = ("0", "1", "2 – 3", "4 – 6", "> 6")
_DUE = (N_("none is given"), N_("more than a month ago"), N_("in the past"), N_("within a week"),
        N_("within two weeks"), N_("within a month"), N_("within two months"), N_("within four months"),
        N_("later"))  # fmt: skip

_WORDS: dict[str, Callable[[History, int], str]] = {
    "stage": lambda history, level: _labelled("stage", _name(history.stages, level)),
    "stay": lambda _history, level: _labelled("stay", _days(STAYS, level)),
    "age": lambda _history, level: _labelled("age", _days(AGES, level)),
    "pipeline": lambda history, level: _labelled("pipeline", _name(history.pipelines, level)),
    "origin": lambda history, level: _labelled("origin", _(_name(history.origins, level))),
    "seller": lambda _history, _level: _(BY_NAME["seller"].label),
    "amount": lambda _history, level: _labelled("amount", _(_AMOUNTS[level])),
    "last_touch": lambda _history, level: _labelled("last_touch", _days(_TOUCHED, level - 1) if level else _("never")),
    "touches_lately": lambda _history, level: _labelled("touches_lately", _COUNTS[level]),
    "touches": lambda _history, level: _labelled("touches", _COUNTS[level]),
    "last_meeting": lambda _history, level: _labelled("last_meeting", _days(_MET, level - 1) if level else _("never")),
    "next_step": lambda _history, level: _labelled("next_step", _(_NEXT[level])),
    "due": lambda _history, level: _labelled("due", _(_DUE[level])),
    "pushes": lambda _history, level: _labelled("pushes", _times(level)),
    "moved_back": lambda _history, level: _labelled("moved_back", _("yes") if level else _("no")),
}


def _times(level: int) -> str:
    if level >= 3:
        return _("three times or more")
    return ngettext("{n} time", "{n} times", level).format(n=level)
