"""What targets ask: of whom, how much, and how much of it by the day looked at.

A team's and the company's target is due along the workspace's working days. A seller's own target is agreed as it
stands, and due along the days on which he works. A role's target is asked of each person who has the role, as far as
he is there: hired or gone, in another role, away, or still new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis

from merilo.core.time import Period
from merilo.core.working_days import FIVE_DAYS, known_country
from merilo.kpis.calendar_cut import period_number, start_of_number
from merilo.kpis.columns import without
from merilo.kpis.cuts import with_membership, with_role
from merilo.kpis.money import MONEY, convert
from merilo.kpis.working_time import calendar_days

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

NO_RAMP = "none"
# Targets reach years that the data do not; beyond these no working day is counted.
_YEARS_BACK, _YEARS_ON = 2, 2


@dataclass(frozen=True)
class Asked:
    """Which targets: of one KPI and scope; `money`: in their currency; `ramp`: months of growing into a role's target.

    `between`: only those that lie between these days.
    """

    kpi: str
    scope: str
    money: bool
    ramp: str = NO_RAMP
    between: tuple[date, date] | None = None

    def of(self, targets: ir.Table) -> ir.Table:
        """Their rows of the fact table."""
        found = targets.filter(targets.scope == self.scope, targets.kpi == self.kpi)
        if self.between is None:
            return found
        return found.filter(found.starts_on >= self.between[0], found.ends_on <= self.between[1])


def expected_rows(facts: Facts, context: Context, asked: Asked) -> ir.Table:
    """One row per target of the KPI and scope; of a role: one per target and person who had the role in its period.

    Columns: id, subject, seller (empty for a team or the company), day and starts_on, ends_on, currency, low and high
    as asked (money in the reporting currency), `share` of it that is asked of this person, `elapsed` share of his time
    that is over, `first_there` (a role's: his first day in it), no_rate.
    """
    targets, money = asked.of(facts.targets), asked.money
    rows = targets.select(
        "id", "subject", "starts_on", "ends_on",
        # A target is set in the reporting currency unless it says otherwise.
        currency=targets.currency.fill_null(context.currency), day=targets.starts_on,
        low=targets.low.cast(MONEY) if money else targets.low, high=targets.high.cast(MONEY) if money else targets.high,
    )  # fmt: skip
    rows = convert(rows, facts, context, ("low", "high")) if money else rows.mutate(no_rate=ibis.literal(0, "int64"))
    if asked.scope == "role":
        return _of_role(rows, targets, facts, context, asked.ramp)
    return _as_asked(rows, targets, asked.scope, facts, context)


def _as_asked(rows: ir.Table, targets: ir.Table, scope: str, facts: Facts, context: Context) -> ir.Table:
    """Targets that are asked in full; only of those that run does it matter which days are over."""
    today = ibis.literal(_last_over(context))
    running = targets.filter(targets.starts_on <= today, targets.ends_on > today)
    running = running.select("id", "starts_on", "ends_on", who=_seller(running, scope))
    if scope == "seller":
        days = _at_work(_working_days(_with_person(running, facts), context), facts)
    else:
        days = _working_days(running.mutate(country=ibis.literal(context.countries[0])), context)
    timed = days.group_by(timed="id").agg(there=days.count(), passed=days.count(where=days.day <= today))
    joined = rows.left_join(timed, rows.id == timed.timed)
    over = (joined.ends_on <= today).cast("float64")
    return without(
        joined.mutate(
            seller=_seller(joined, scope), share=ibis.literal(1.0), first_there=joined.starts_on,
            elapsed=ibis.ifelse(joined.there > 0, joined.passed / joined.there, over),
        ),
        "timed", "there", "passed",
    )  # fmt: skip


def _last_over(context: Context) -> date:
    """The last day that is over: of a past day asked for itself; today still runs, and its data are not all in."""
    return context.as_of if context.dated else context.as_of - timedelta(days=1)


def _seller(rows: ir.Table, scope: str) -> ir.Value:
    return rows.subject if scope == "seller" else ibis.null("string")


def _of_role(rows: ir.Table, targets: ir.Table, facts: Facts, context: Context, ramp: str) -> ir.Table:
    """Targets of a role, for each person who had it on a day of theirs, by his time in it."""
    today = ibis.literal(_last_over(context))
    begun = targets.filter(targets.starts_on <= ibis.literal(context.as_of))
    begun = begun.select("id", "subject", "starts_on", "ends_on")
    holders = _holders(facts)
    pairs = begun.inner_join(holders, begun.subject == holders.held)
    pairs = pairs.select("id", "subject", "starts_on", "ends_on", "who")
    days = _in_role(_working_days(_with_person(pairs, facts), context), facts, context)
    days = days.mutate(asked=days.there * _ramped(days, ramp))
    timed = days.group_by(timed="id", seller="who").agg(
        days=days.day.count(), asked=days.asked.sum(), passed=days.asked.sum(where=days.day <= today),
        first_there=days.day.min(where=days.there > 0),
    )  # fmt: skip
    joined = rows.inner_join(timed.filter(timed.asked > 0), rows.id == timed.timed)
    return without(
        joined.mutate(share=joined.asked / joined.days, elapsed=joined.passed.fill_null(0.0) / joined.asked),
        "timed", "days", "asked", "passed",
    )  # fmt: skip


def _holders(facts: Facts) -> ir.Table:
    """Columns held, who: every person and each role that he ever had."""
    titles = facts.sellers.select(held="role", who="id")
    roles = titles.union(facts.memberships.select(held="role", who="seller"))
    return roles.filter(roles.held.notnull()).distinct()


def _in_role(days: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """`there` is 1.0 on days on which the person was at work and had the role, else 0.0."""
    then = with_role(with_membership(days.mutate(seller=days.who), facts, context), facts)
    away = _away(facts, context)
    found = then.left_join(away, [then.who == away.away, then.day == away.away_on])
    there = found.away.isnull() & (found.role == found.subject).fill_null(False) & _employed(found)
    return without(found.mutate(there=there.cast("float64")), "away", "away_on")


def _employed(days: ir.Table) -> ir.Value:
    return (days.day >= days.hired_on).fill_null(True) & (days.day <= days.left_on).fill_null(True)


def _at_work(days: ir.Table, facts: Facts) -> ir.Table:
    """Only the days between hiring and leaving on which the person was not away."""
    there = days.filter(_employed(days))
    away = facts.absences.select(away="seller", away_from="starts_on", away_to="ends_on")
    return there.anti_join(away, [there.who == away.away, there.day >= away.away_from, there.day <= away.away_to])


def _ramped(times: ir.Table, ramp: str) -> ir.Value:
    """What may be expected of a new person: (k − ½) / N of the full amount in the k-th of his first N months."""
    if ramp == NO_RAMP:
        return ibis.literal(1.0)
    hired, day = times.hired_on, times.day
    months = (day.year() - hired.year()) * 12 + (day.month() - hired.month()) - (day.day() < hired.day()).cast("int64")
    return ibis.least((months + 0.5) / int(ramp), 1.0).fill_null(1.0)


def _with_person(rows: ir.Table, facts: Facts) -> ir.Table:
    """With the time for which the person of the row is there, and the country whose holidays he has."""
    people = facts.sellers.select("hired_on", "left_on", "country", person="id")
    return without(rows.left_join(people, rows.who == people.person), "person")


def _working_days(rows: ir.Table, context: Context) -> ir.Table:
    """Each row once per working day, in its country, from `starts_on` to `ends_on`, as far as such days are known."""
    days = _spread(rows.mutate(country=_country(rows.country, context)), context, "day")
    calendar = calendar_days(_known(context), *_years(context)).select("calendar_country", worked_on="day")
    working = days.inner_join(calendar, [days.country == calendar.calendar_country, days.day == calendar.worked_on])
    return without(working, "calendar_country", "worked_on")


def _country(country: ir.Value, context: Context) -> ir.Value:
    own = country.fill_null(context.countries[0])
    return ibis.ifelse(own.isin(list(_known(context))), own, FIVE_DAYS)


def _known(context: Context) -> tuple[str, ...]:
    return tuple(sorted({country for country in context.countries if known_country(country)} | {FIVE_DAYS}))


def _years(context: Context) -> tuple[int, int]:
    first = min(context.since or context.as_of, context.as_of).year
    return min(first, context.as_of.year - _YEARS_BACK), context.as_of.year + _YEARS_ON


def _away(facts: Facts, context: Context) -> ir.Table:
    """Columns away, away_on: each day of each absence once, however many absences hold it."""
    rows = facts.absences.select("starts_on", "ends_on", away="seller")
    return _spread(rows, context, "away_on").select("away", "away_on").distinct()


def _spread(rows: ir.Table, context: Context, name: str) -> ir.Table:
    """Each row once per day from `starts_on` to `ends_on`, within the years whose working days are known."""
    first, last = _years(context)
    starts = ibis.greatest(rows.starts_on, ibis.date(first, 1, 1))
    ends = ibis.least(rows.ends_on, ibis.date(last, 12, 31))
    begin, end = (period_number(day, Period.DAY, context.calendar) for day in (starts, ends))
    spread = rows.mutate(number=ibis.range(begin, end + 1).unnest())
    days = spread.mutate(**{name: start_of_number(spread.number, Period.DAY, context.calendar)})
    return without(days, "number")
