"""People's calls as they stood: imported ones and those given in Merilo, read in one way.

A call is frozen with the moment at which it was given. What stands on a day is the last one given by then; a manager's
own figure for a seller stands beside the seller's, never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from merilo.core.time import Calendar, Period
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.declaration import Context
from merilo.kpis.money import convert
from merilo.people.calls.book import Category

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.reports.asking import Desk

MONEY = ("deals", "forecast_calls")
"""A call and what was won are held against each other in one currency: that of these tables, if they have but one."""

PERIODS = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)


@dataclass(frozen=True)
class Place:
    """Which call a call follows upon: the same kind of figure of the same people for the same days.

    `scope`: company, team or seller; `subject`: the team's name, the seller's id, empty for the company. `override`:
    somebody else's figure for a seller, his manager's as a rule.
    """

    scope: str
    subject: str
    override: bool
    starts_on: date
    ends_on: date
    category: Category


@dataclass(frozen=True)
class About:
    """Periods that end between two days, both included."""

    ends_from: date
    ends_to: date = date.max


@dataclass(frozen=True)
class PersonsCall:
    """One call as it was given: `amount` in `currency`, and `worth` in the currency of the report (None: no rate).

    `given_by`: the id of who gave it, empty where that is not known; `given_on`: the local day of `submitted_at` (UTC).
    """

    id: str
    place: Place
    given_by: str
    amount: float
    currency: str
    worth: float | None
    submitted_at: datetime
    given_on: date

    @property
    def whose(self) -> str:
        """The id of who answers for it: of a seller's own call the seller himself; empty where it is not known."""
        at = self.place
        return self.given_by or (at.subject if at.scope == "seller" else "")


def calls_until(desk: Desk, day: date | None = None, about: About | None = None) -> tuple[PersonsCall, ...]:
    """Every call given by the end of the day (default: the desk's today), the earliest first; of some days `about`.

    Calls without an amount are left out. Which currency `worth` is in: `currency_of`.
    """
    found = desk.table(_rows(desk, day or desk.today, about).order_by(["submitted_at", "id"]))
    # Column by column: rows as dicts would take three times as long, and there may be a hundred thousand.
    columns = {name: found[name].to_pylist() for name in found.column_names}
    places = map(_place, zip(*(columns[name] for name in _PLACED), strict=True))
    others = (columns[name] for name in ("id", "given_by", "amount", "currency", "worth", "submitted_at", "day"))
    return tuple(
        PersonsCall(key, place, by or "", float(amount), currency, None if worth is None else float(worth), at, on)
        for place, key, by, amount, currency, worth, at, on in zip(places, *others, strict=True)
    )


def standing(calls: Iterable[PersonsCall], day: date | None = None) -> dict[Place, PersonsCall]:
    """Of calls in their order the last one of each place, given by the end of the day; None: of all."""
    return {call.place: call for call in calls if day is None or call.given_on <= day}


def currency_of(desk: Desk) -> str:
    """The currency in which calls are held against what was won."""
    found = desk.currencies(MONEY)
    return next(iter(found)) if len(found) == 1 else desk.settings.currency


@lru_cache(maxsize=4096)
def period_of(calendar: Calendar, starts_on: date, ends_on: date) -> Period | None:
    """The calendar's week, month, quarter or year that these days are; None when they are none."""
    for period in PERIODS:
        if (starts_on, ends_on) in set(calendar.periods(starts_on, starts_on, period)):
            return period
    return None


def _rows(desk: Desk, day: date, about: About | None) -> ir.Table:
    calls, currency = desk.engine.facts.forecast_calls, currency_of(desk)
    known = calls.filter(calls.submitted_at < over_after(day, desk.settings.calendar), calls.amount.notnull())
    if about:
        known = known.filter(known.ends_on >= about.ends_from, known.ends_on <= about.ends_to)
    rows = known.select(
        "id", "seller", "team", "given_by", "starts_on", "ends_on", "category", "submitted_at", "amount",
        currency=known.currency.fill_null(currency), worth=known.amount, day=known.submitted_at.cast("date"),
    )  # fmt: skip
    return convert(rows, desk.engine.facts, context_of(desk, day), ("worth",))


def context_of(desk: Desk, day: date) -> Context:
    """What calls and what was won depend on besides the facts, so that both are in one currency."""
    currency = currency_of(desk)
    return Context(desk.settings.calendar, day, day, currency, single_currency=desk.currencies(MONEY) <= {currency})


_PLACED = ("seller", "team", "given_by", "starts_on", "ends_on", "category")


def _place(placed: tuple[Any, ...]) -> Place:
    seller, team, given_by, starts_on, ends_on, category = placed
    scope = "seller" if seller else "team" if team else "company"
    override = bool(seller and given_by and given_by != seller)
    return Place(scope, seller or team or "", override, starts_on, ends_on, Category(category))
