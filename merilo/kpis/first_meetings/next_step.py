"""Whether a first meeting leads on: a next meeting or a dated next step in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import as_day
from merilo.kpis.declaration import Aside, Better, Family, Kpi, Part, Policy, Share, Unit
from merilo.kpis.first_meetings.held import CUTS
from merilo.kpis.first_meetings.rule import NOBODY, PER, READS, WINDOW, held_first, with_whom

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MET = ("id", "day", "seller", "origin", "source_detail", "account", "source")


def met_and_after(facts: Facts, context: Context) -> ir.Table:
    """One row per first meeting: whether its days are over, and whether something was agreed in them."""
    within = int(context.policies["within"])
    met = held_first(facts, context).mutate(fact=ibis.literal("meetings"))
    after = _agreed(facts, context)
    until = as_day(met.day + ibis.interval(days=within))
    then = [met.whom == after.after_whom, after.agreed_on >= met.day, after.agreed_on <= until,
            after.comes_at > met.starts_at]  # fmt: skip
    # Several steps after one meeting are one yes: the rows are met together again by their id.
    found = met.left_join(after, then).group_by("fact", *_MET).agg(agreed=lambda t: t.agreed_on.count() > 0)
    over = ibis.literal(context.horizon).delta(found.day, unit="day") >= within
    return found.select(
        "fact", *_MET,
        next_steps=(over & found.agreed).cast("int64"), meetings=over.cast("int64"), immature=(~over).cast("int64"),
    )  # fmt: skip


def _agreed(facts: Facts, context: Context) -> ir.Table:
    """Columns after_whom, agreed_on, comes_at: meetings, by the day of booking, and next steps, by that of planning.

    Where that day is unknown the thing itself stands for it: what took place in time was agreed in time.
    """
    # The same expression as in the rule, so that engines may work it out once.
    meetings = with_whom(facts.meetings, facts, context)
    booked = meetings.select(
        after_whom="whom", agreed_on=meetings.booked_at.fill_null(meetings.starts_at).cast("date"), comes_at="starts_at"
    )
    planned = facts.next_steps.select("account", "lead", "deal", "created_at", "due_on")
    # Due by the end of its day: a step for the day of the meeting is still after it.
    over = as_day(planned.due_on + ibis.interval(days=1)).cast("timestamp").cast("timestamp('UTC', 6)")
    steps = with_whom(planned.mutate(comes_at=over), facts, context)
    planned_on = steps.created_at.cast("date").fill_null(steps.due_on)
    return booked.union(steps.select(after_whom="whom", agreed_on=planned_on, comes_at="comes_at"))


NEXT_STEP_RATE = Kpi(
    name="next_step_rate",
    family=Family.FIRST_MEETINGS,
    label=N_("Next step rate"),
    question=N_("After how many first meetings was it agreed in time how to go on?"),
    formula=N_("first meetings after which a next meeting was booked or a dated next step was planned within the days "
               "allowed / first meetings whose days are over"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=(*READS, "next_steps"),
    rows=met_and_after,
    parts=(
        Part("next_steps", N_("With a next step"), Unit.COUNT),
        Part("meetings", N_("First meetings whose time is over"), Unit.COUNT),
        Part("immature", N_("First meetings whose time is not over"), Unit.COUNT),
    ),
    value=Share("next_steps", "meetings"),
    n="meetings",
    n_is=N_("first meetings whose days for a next step are over"),
    enough=20,
    cuts=CUTS,
    policies=(Policy("within", ("7", "14", "30"), "14", N_("days in which a next step must be agreed")), WINDOW, PER),
    asides=(Aside("immature", N_("{n} first meetings still have time for a next step: they are in neither number.")),),
    checks=(NOBODY,),
    traps=(
        N_("What was booked at the meeting itself counts, whatever became of it later; what was booked before it "
           "does not."),
        N_("Where the time of booking is unknown, the next meeting counts when it takes place within the days."),
        N_("A step that nobody wrote down is not seen: a low rate may be poor notes."),
    ),
    advice=N_("Never leave a first meeting without a date: agree the next step before the talk ends."),
)  # fmt: skip
