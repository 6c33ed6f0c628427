"""A call given in Merilo: checked, written into the book, and published as facts, so that every report knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from merilo.core.errors import BusyError, UsageError
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.schema import SCHEMA
from merilo.facts.store import FactStore
from merilo.people.calls.book import About, Category, Written, last, write, written
from merilo.reports.forecast.calls import PERIODS, PersonsCall, Place, calls_until, currency_of, standing
from merilo.reports.forecast.calls import About as Days
from merilo.reports.staff import Staff

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

SOURCE = "calls"
"""The source of calls that were given here; its ids are their numbers in the book."""

_COLUMNS = ("seller", "team", "given_by", "starts_on", "ends_on", "category", "amount", "currency", "submitted_at")
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Wanted:
    """A call as somebody wants to give it, about a seller (id), a team or (neither) the company.

    `period`: a label such as 2026-03 or 2026Q1. `given_by`: the id of who gives it, by default the seller himself, of
    a team's its manager. `currency` by default that of the report.
    """

    period: str
    amounts: Mapping[Category, Decimal]
    seller: str = ""
    team: str = ""
    given_by: str = ""
    currency: str = ""


def give(
    workspace: Workspace, desk: Desk, wanted: Wanted, *, by: str, patience: float | None = None
) -> tuple[Written, ...]:
    """Give a call; `by`: who types it in. `desk`: the workspace's facts of today.

    While an import is writing, waits up to `patience` seconds; the call is kept then, and becomes a fact later.
    Raises UsageError for a period that is over, or none, somebody unknown, another currency, an amount below zero, and
    a best case below the commit, whether given now or standing since.
    """
    starts_on, ends_on = days_of(desk, wanted.period)
    about = _about(desk, wanted, starts_on, ends_on)
    currency = _currency(desk, wanted.currency)
    if not wanted.amounts:
        raise UsageError(_("No amount was called."), allowed=_("a commit, a best case, or both"))
    _check_order(about, wanted.amounts, currency, calls_until(desk, about=Days(ends_on, ends_on)))
    made = write(workspace, about, wanted.amounts, currency=currency, by=by)
    try:
        publish(workspace, patience)
    except BusyError:
        if patience is None:
            raise  # nobody follows who would bring it in
    return made


def days_of(desk: Desk, label: str) -> tuple[date, date]:
    """First and last day of a period that may still be called; raises UsageError for another one."""
    calendar, today = desk.settings.calendar, desk.today
    named = calendar.named(label)
    if named is None or named[1] not in PERIODS:
        known = ", ".join(calendar.label(calendar.start(today, each), each) for each in PERIODS)
        raise UsageError(
            _("{text} is not a period.").format(text=label), where="period",
            allowed=_("a week, month, quarter or year: {examples}").format(examples=known),
        )  # fmt: skip
    starts_on, ends_on = named[0], calendar.next(*named) - timedelta(days=1)
    if ends_on < today:
        raise UsageError(
            _("{period} is over since {day}: what is known is no forecast any more.").format(period=label, day=ends_on),
            where="period", allowed=_("a period that ends on {day} or later").format(day=today),
        )  # fmt: skip
    if starts_on > today + _AHEAD:
        raise UsageError(
            _("{day} is more than a year ahead.").format(day=starts_on), where="period",
            allowed=_("a day up to {day}").format(day=today + _AHEAD),
        )  # fmt: skip
    return starts_on, ends_on


def _about(desk: Desk, wanted: Wanted, starts_on: date, ends_on: date) -> About:
    if wanted.seller and wanted.team:
        raise UsageError(_("A call is about a seller or a team, not about both."), where="team")
    staff = Staff(desk, desk.today)
    giver = staff.giver_named(wanted.given_by) if wanted.given_by else ""
    about = About("", "", "", starts_on, ends_on)
    if wanted.seller:
        seller = staff.seller_named(wanted.seller)
        return replace(about, seller=seller, given_by=giver or seller)
    if wanted.team:
        team = staff.team_named(wanted.team)
        return replace(about, team=team, given_by=giver or staff.manager_of(team))
    return replace(about, given_by=giver)


def _currency(desk: Desk, asked: str) -> str:
    """The currency asked for, if calls in it can be held against anything."""
    base = currency_of(desk)
    rates = desk.engine.facts.rates
    rated = desk.records(rates.filter(rates.base == base).select("currency").distinct())
    known = {base} | {row["currency"] for row in rated}
    currency = asked.upper() or base
    if currency not in known:
        raise UsageError(
            _("There is no exchange rate from {currency} to {base}.").format(currency=asked, base=base),
            where="currency", allowed=", ".join(sorted(known)),
        )  # fmt: skip
    return currency


def _check_order(
    about: About, amounts: Mapping[Category, Decimal], currency: str, calls: tuple[PersonsCall, ...]
) -> None:
    """A best case is at least the commit; what is not given now is what stands."""
    given = {category: (amount, currency) for category, amount in amounts.items()}
    sides = _standing(about, calls) | given
    commit, best = sides.get(Category.COMMIT), sides.get(Category.BEST_CASE)
    if commit and best and commit[1] == best[1] and best[0] < commit[0]:
        shown = {name: f"{number(side[0], 'money')} {side[1]}" for name, side in (("best", best), ("commit", commit))}
        raise UsageError(
            _("The best case ({best}) is below the commit ({commit}).").format(**shown), where="best_case",
            way_out=_("Give both together, the best case no lower than the commit."),
        )  # fmt: skip


def _standing(about: About, calls: tuple[PersonsCall, ...]) -> dict[Category, tuple[Decimal, str]]:
    stand = standing(calls)
    found = {category: stand.get(place_of(about, category)) for category in Category}
    return {category: (Decimal(str(call.amount)), call.currency) for category, call in found.items() if call}


def place_of(about: About, category: Category) -> Place:
    """Where the call stands among all calls."""
    scope = "seller" if about.seller else "team" if about.team else "company"
    override = bool(about.seller) and about.given_by != about.seller
    return Place(scope, about.seller or about.team, override, about.starts_on, about.ends_on, category)


class Publisher:
    """Makes facts of calls that were kept while facts could not be written, or by a process that died."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._done = workspace, 0

    def bring_in(self, patience: float | None = None) -> None:
        """Make facts of what is in the book since this was done last; raises BusyError while another writes."""
        newest = last(self._workspace)
        if newest > self._done:
            publish(self._workspace, patience)
            self._done = newest


def publish(workspace: Workspace, patience: float | None = None) -> None:
    """Make the facts hold every call of the book. Doing it again changes nothing.

    Waits up to `patience` seconds for another writer, then raises BusyError.
    """
    rows = [{"source": SOURCE, "source_id": str(each.id), **_row(each)} for each in written(workspace)]
    table = SCHEMA.tables["forecast_calls"].arrow
    types = pa.schema([field for field in table if field.name in ("source", "source_id", *_COLUMNS)])
    store = FactStore.create(workspace.facts)
    with duckdb.connect() as con, store.writing(_("calls"), timeout=patience, light=True) as writer:
        con.register("given", pa.Table.from_pylist(rows, schema=types))
        con.execute("CREATE TABLE called AS FROM given")
        writer.upsert("forecast_calls", con, "called", frozenset(_COLUMNS))
        writer.commit({"source": SOURCE})


def _row(each: Written) -> dict[str, object]:
    about = {name: value or None for name, value in vars(each.about).items()}
    return about | {
        "category": each.category.value, "amount": each.amount.quantize(Decimal("0.0001")),
        "currency": each.currency, "submitted_at": each.made_at,
    }  # fmt: skip
