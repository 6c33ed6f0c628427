"""How many first meetings there are per working week, and what becomes of those that were booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Beside, Better, Family, Kpi, Part, Rate, Share, Unit
from merilo.kpis.first_meetings.rule import NOBODY, PER, READS, WINDOW, first_kind
from merilo.kpis.working_time import working_time

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

CUTS = (*PEOPLE, "origin", "source_detail", *COMPANY, "source")
_CUT_COLUMNS = ("seller", "origin", "source_detail", "account", "source")
_COUNTED = ("held", "no_show", "cancelled", "due", "not_updated", "planned")


def booked_and_worked(facts: Facts, context: Context) -> ir.Table:
    """One row per meeting of the first kind, then one per seller and working day.

    A meeting still to come stands on the day looked at. A question cut by anything but people has no working days:
    nobody's week can be split by origin or region.
    """
    meetings = _meetings(facts, context)
    if context.cuts - set(PEOPLE):
        return meetings
    return meetings.union(_working_days(facts, context).select(meetings.columns))


def _meetings(facts: Facts, context: Context) -> ir.Table:
    meetings = first_kind(facts, context)
    today, waits = ibis.literal(context.as_of), meetings.status == "booked"
    ahead = waits & (meetings.day >= today)
    found = {name: meetings.status == name for name in _COUNTED[:3]}
    found |= {"due": ~waits, "not_updated": waits & ~ahead, "planned": ahead}
    return meetings.select(
        "id", *_CUT_COLUMNS, fact=ibis.literal("meetings"), day=ibis.ifelse(ahead, today, meetings.day),
        **{name: yes.cast("int64") for name, yes in found.items()}, working_days=ibis.literal(0, "int64"),
    )  # fmt: skip


def _working_days(facts: Facts, context: Context) -> ir.Table:
    events = facts.meetings.select("seller", day=facts.meetings.starts_at.cast("date"))
    days = working_time(facts, context, events)
    # Deals or invoices may go back further than anyone kept his meetings here.
    days = days.filter(days.day >= events.day.min().as_scalar())
    nothing = {name: ibis.null("string") for name in _CUT_COLUMNS if name != "seller"}
    return days.select(
        "seller", "day", **nothing, id="seller", fact=ibis.literal("working_days"),
        **dict.fromkeys(_COUNTED, ibis.literal(0, "int64")), working_days=ibis.literal(1, "int64"),
    )  # fmt: skip


FIRST_MEETINGS = Kpi(
    name="first_meetings",
    family=Family.FIRST_MEETINGS,
    label=N_("First meetings"),
    question=N_("How many first meetings does a seller hold in a working week, and how many fall through?"),
    formula=N_("first meetings held / working days × 5; a first meeting is the first held one with an account that is "
               "not then a customer and had no held meeting in the days of the window before; beside it held and "
               "missed ones / those whose time came"),
    unit=Unit.PER_WEEK,
    better=Better.HIGHER,
    needs=(*READS, "absences"),
    rows=booked_and_worked,
    parts=(
        Part("held", N_("Held"), Unit.COUNT),
        Part("no_show", N_("No-show"), Unit.COUNT),
        Part("cancelled", N_("Cancelled"), Unit.COUNT),
        Part("due", N_("Held, missed or cancelled"), Unit.COUNT),
        Part("not_updated", N_("Booked, day over"), Unit.COUNT),
        Part("planned", N_("Booked ahead"), Unit.COUNT),
        Part("working_days", N_("Working days"), Unit.COUNT),
    ),
    value=Rate("held", "working_days"),
    beside=(
        Beside("held_share", N_("Share held"), Unit.SHARE, Share("held", "due")),
        Beside("no_show_share", N_("Share of no-shows"), Unit.SHARE, Share("no_show", "due")),
    ),
    n="held",
    n_is=N_("first meetings held"),
    enough=10,
    cuts=CUTS,
    policies=(WINDOW, PER),
    asides=(
        Aside("not_updated", N_("{n} first meetings are still booked though their day is over: mend their status.")),
        Aside("planned", N_("{n} first meetings are booked for later; they stand on the last day.")),
    ),
    checks=(NOBODY,),
    traps=(
        N_("Cut by origin, region or anything else that is not people there are counts but no rate: a working week "
           "cannot be split by where a meeting came from."),
        N_("A meeting that was missed and held later counts once as missed and once as held."),
        N_("A second meeting is no first one because another seller holds it: the account counts, not the seller."),
        N_("A week of holidays is no fall: only days on which the seller worked are counted."),
    ),
    advice=N_("Look at touches and connect rate first: few first meetings are mostly few conversations, not bad ones."),
)  # fmt: skip
