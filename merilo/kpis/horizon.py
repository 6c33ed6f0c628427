"""How far the data reach: the last day on which anything is known to have happened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.core.time import Calendar
    from merilo.facts.tables import Facts

# Days that something happened on; planned days (expected_close_on, due_on) and the periods that costs are booked for
# say nothing about what is known.
HAPPENED: dict[str, tuple[str, ...]] = {
    "deals": ("created_at", "closed_at"),
    "deal_changes": ("at",),
    "leads": ("created_at", "qualified_at", "disqualified_at"),
    "touches": ("at",),
    "meetings": ("starts_at",),
    "next_steps": ("created_at",),
    "revenue": ("starts_on", "ends_on"),
}


# What people did: where it is known, it says how far the data go better than a contract that runs on.
ACTED = tuple(name for name in HAPPENED if name != "revenue")


def last_days(facts: Facts, tables: tuple[str, ...], as_of: date, calendar: Calendar) -> ir.Table | None:
    """The column `last_day`, one row per table that has days; None when none has. Days after `as_of` do not count.

    A subscription that runs on beyond `as_of` is known to be running, so its data reach `as_of`.
    """
    found = [_last_day(getattr(facts, name), name, as_of, calendar) for name in tables if name in HAPPENED]
    if not found:
        return None
    return shared(ibis.union(*found) if len(found) > 1 else found[0], "last_days")


def _last_day(rows: ir.Table, name: str, as_of: date, calendar: Calendar) -> ir.Table:
    limit = ibis.literal(as_of)
    if name == "meetings":
        rows = rows.filter(rows.status != "booked")  # still to come, or never updated
    days = [rows[column] for column in HAPPENED[name]]
    if name == "revenue":
        endless = rows.ends_on.isnull() | (rows.ends_on > limit)
        runs_on = (rows.kind == "recurring") & endless & (rows.starts_on <= limit)
        days[1] = ibis.ifelse(runs_on, limit, rows.ends_on)
    known = [day < over_after(as_of, calendar) if day.type().is_timestamp() else day <= limit for day in days]
    latest = [day.max(where=by_then).cast("date") for day, by_then in zip(days, known, strict=True)]
    # Empty ones are replaced by a day before all data: greatest() of an empty value differs between engines.
    before_all = ibis.date(1, 1, 1)
    return rows.agg(last_day=ibis.greatest(*(day.fill_null(before_all) for day in latest)))


def first_days(facts: Facts, tables: tuple[str, ...]) -> ir.Table | None:
    """The column `first_day`, one row per table that has days: the first of them; None when none has."""
    found = []
    for name in (name for name in tables if name in HAPPENED):
        rows = getattr(facts, name)
        days = [rows[column].min().cast("date").fill_null(ibis.date(9999, 12, 31)) for column in HAPPENED[name]]
        found.append(rows.agg(first_day=ibis.least(*days) if len(days) > 1 else days[0]))
    if not found:
        return None
    return shared(ibis.union(*found) if len(found) > 1 else found[0], "first_days")


def last_sale(facts: Facts, as_of: date) -> ir.Table:
    """The column `last_day`: the last day, not after `as_of`, on which a customer's payment began."""
    starts = facts.revenue.starts_on
    return facts.revenue.agg(last_day=starts.max(where=starts <= ibis.literal(as_of)))


def reaches_end(horizon: date, last: date) -> bool:
    """Whether data up to `horizon` cover a period that ends on `last`: they reach its last working day (Mon–Fri)."""
    weekend = max(0, last.weekday() - 4)
    return horizon >= date.fromordinal(last.toordinal() - weekend)
