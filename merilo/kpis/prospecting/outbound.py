"""What sellers did to reach someone: outbound touches, and one mail to many people told from many mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.columns import without
from merilo.kpis.declaration import Aside
from merilo.kpis.shared import shared
from merilo.kpis.working_time import working_time

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

ANSWERS = ("connected", "replied")
KINDS = ("call", "email", "message", "social", "visit", "other")
_WRITTEN = ("email",)
WITHOUT_RATE = Aside(
    "no_time",
    N_("{n} rows have no rate per week: working time belongs to people and cannot be divided by this cut."),
)


def outbound(facts: Facts, *columns: str) -> ir.Table:
    """The outbound touches, with only these columns."""
    touches = facts.touches.filter(facts.touches.direction == "outbound")
    return touches.select(*columns) if columns else touches


def by_day_looked_at(rows: ir.Table, context: Context) -> ir.Table:
    """Those of these touches that had happened by the end of the day looked at."""
    return rows.filter(rows["at"] < over_after(context.as_of, context.calendar))


def with_copies(touches: ir.Table, facts: Facts) -> ir.Table:
    """The touches with `copies`, 1 for a mail that the same seller sent at the same instant as one before it by id.

    Systems log one mail to many people once per person. A mail whose time is local midnight has a day but no time.
    """
    twins = _at_one_instant(facts)
    first = ibis.window(group_by=["seller", "kind", "at"], order_by="id")
    placed = twins.mutate(place=ibis.row_number().over(first))
    later = shared(placed.filter(placed.place > 0).select(copy="id"), "copies")
    joined = touches.left_join(later, touches.id == later.copy)
    return without(joined.mutate(copies=joined.copy.notnull().cast("int64")), "copy")


def _at_one_instant(facts: Facts) -> ir.Table:
    """The mails whose instant is also another mail's. The instants alone are found first: they are few and cheap."""
    mails = _mails(facts.touches.select("at", "kind", "direction"))
    counted = mails.group_by(instant=mails["at"]).agg(n=lambda t: t.count())
    shared = counted.filter(counted.n > 1).select("instant")
    written = _mails(facts.touches)
    same = written.semi_join(shared, written["at"] == shared.instant)
    timed = (same["at"].hour() != 0) | (same["at"].minute() != 0) | (same["at"].second() != 0)
    return same.filter(timed, same.seller.notnull()).select("id", "seller", "kind", "at")


def _mails(touches: ir.Table) -> ir.Table:
    return touches.filter(touches.direction == "outbound", touches.kind.isin(_WRITTEN))


def worked(facts: Facts, context: Context) -> ir.Table:
    """Columns seller, day: the working days of everyone who reaches out (see `working_time`)."""
    touches = outbound(facts, "seller", "at")
    own = touches.group_by("seller").agg(first_at=touches["at"].min(), last_at=touches["at"].max())
    ends = ibis.array([own.first_at.cast("date"), own.last_at.cast("date")])
    return working_time(facts, context, own.select("seller", day=ends.unnest()))


def splits_time(context: Context, people: tuple[str, ...]) -> bool:
    """Whether the cuts asked can divide working time: it belongs to people, not to channels or accounts."""
    return context.cuts <= set(people)
