"""The time in which people could work: one row per seller and working day, holidays and absences taken out.

What a seller did is only comparable over the days that he worked: a holiday week is no fall, a new colleague no
failure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
from ibis.formats.pyarrow import PyArrowTableProxy

from merilo.core.working_days import FIVE_DAYS, known_country, working_days
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def working_time(facts: Facts, context: Context, events: ir.Table) -> ir.Table:
    """Columns seller, day: the days on which each seller worked, from the first that the data reach to the last.

    `events` (columns seller, day) are what the sellers did: who has no hiring day begins with the first of his own,
    and who is not in `sellers` at all is there from his first to his last. Who manages others and never did any
    such thing is no seller here.
    """
    people = _people(facts, context, events)
    days = _calendar_days(context)
    present = people.inner_join(days, [people.country == days.calendar_country])
    there = present.filter(present.day >= present.begins, present.day <= present.ends)
    if context.since is None:
        # Nothing was ever done, so nobody is known to have worked: no "nothing per week".
        there = there.filter(ibis.literal(False))
    away = facts.absences.select(away="seller", away_from="starts_on", away_to="ends_on")
    absent = [there.seller == away.away, there.day >= away.away_from, there.day <= away.away_to]
    return shared(there.anti_join(away, absent).select("seller", "day"), "working_time")


def _people(facts: Facts, context: Context, events: ir.Table) -> ir.Table:
    """Columns seller, country, begins, ends: those who sell, and between which days they were there."""
    own = events.filter(events.seller.notnull())
    seen = own.group_by("seller").agg(first_seen=own.day.min(), last_seen=own.day.max())
    hired = facts.sellers.select(
        "hired_on", "left_on", known=facts.sellers.id,
        home=facts.sellers.country.fill_null(context.countries[0]),
    )  # fmt: skip
    everyone = hired.outer_join(seen, hired.known == seen.seller)
    managers = facts.memberships.filter(facts.memberships.manager.notnull()).select(boss="manager").distinct()
    everyone = everyone.left_join(managers, everyone.known == managers.boss)
    sells = everyone.filter(everyone.seller.notnull() | everyone.boss.isnull())
    since, until = ibis.literal(context.since or context.horizon), ibis.literal(context.horizon)
    begins = sells.hired_on.fill_null(sells.first_seen).fill_null(since)
    ends = ibis.ifelse(sells.known.isnull(), sells.last_seen, sells.left_on.fill_null(until))
    country = sells.home.fill_null(ibis.literal(context.countries[0]))
    return sells.select(
        seller=sells.known.fill_null(sells.seller),
        country=ibis.ifelse(country.isin(_known(context)), country, FIVE_DAYS),
        begins=ibis.greatest(begins, since), ends=ibis.least(ends, until),
    )  # fmt: skip


def _known(context: Context) -> list[str]:
    return [country for country in context.countries if known_country(country)] or [FIVE_DAYS]


def _calendar_days(context: Context) -> ir.Table:
    """Columns calendar_country, day: every working day of each country between the data's first and last day."""
    since = context.since or context.horizon
    return calendar_days(tuple(sorted({*_known(context), FIVE_DAYS})), since.year, context.horizon.year)


@lru_cache(maxsize=32)
def calendar_days(countries: tuple[str, ...], first_year: int, last_year: int) -> ir.Table:
    """Every working day of these countries in these years; the same table for the same arguments."""
    years = range(first_year, last_year + 1)
    rows = [(country, day) for country in countries for year in years for day in working_days(country, year)]
    days = pa.table(
        {
            "calendar_country": pa.array([country for country, _day in rows], pa.string()),
            "day": pa.array([day for _country, day in rows], pa.date32()),
        }
    )
    name = f"working_days_{first_year}_{last_year}{'_'.join(countries).lower()}"
    # `ibis.memtable` gives every table a name of its own, so that equal questions would never have equal SQL.
    return ops.InMemoryTable(
        name=name, schema=ibis.Schema.from_pyarrow(days.schema), data=PyArrowTableProxy(days)
    ).to_expr()
