"""How often sellers reach out in a week of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Beside, Better, Family, Kpi, Part, Policy, Rate, Unit
from merilo.kpis.prospecting.outbound import KINDS, WITHOUT_RATE, outbound, splits_time, with_copies, worked

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_OF_KIND = {
    "call": ("calls", N_("Calls")),
    "email": ("emails", N_("E-mails")),
    "message": ("messages", N_("Messages")),
    "social": ("social", N_("Social")),
    "visit": ("visits", N_("Visits")),
    "other": ("other", N_("Other")),
}
_CUTS = ("kind", "cadence", "account", "source")


def touches_and_time(facts: Facts, context: Context) -> ir.Table:
    """One row per outbound touch, and under them one row per seller and working day, where the cuts let time be split.

    A copy of a mail is a row that counts nothing but itself.
    """
    done = _touches(facts, context)
    return ibis.union(done, _days(facts, context)) if splits_time(context, PEOPLE) else done


def _touches(facts: Facts, context: Context) -> ir.Table:
    touches = outbound(facts, "id", "seller", *_CUTS, "at")
    kind = context.policies["kind"]
    if kind != "all":
        touches = touches.filter(touches.kind == kind)
    rows = with_copies(touches, facts)
    counts = rows.copies == 0
    kinds = {part: (counts & (rows.kind == name)).cast("int64") for name, (part, _label) in _OF_KIND.items()}
    return rows.select(
        "id", "seller", *_CUTS,
        fact=ibis.literal("touches"), day=rows["at"].cast("date"),
        touches=counts.cast("int64"), **kinds, working_days=ibis.literal(0, "int64"), copies=rows.copies,
        no_time=ibis.literal(0 if splits_time(context, PEOPLE) else 1, "int64"),
    )  # fmt: skip


def _days(facts: Facts, context: Context) -> ir.Table:
    days, none = worked(facts, context), ibis.null("string")
    nothing = ibis.literal(0, "int64")
    return days.select(
        id=days.seller.concat(":", days.day.cast("string")), seller="seller", **dict.fromkeys(_CUTS, none),
        fact=ibis.literal("working_days"), day="day",
        touches=nothing, **dict.fromkeys((part for part, _label in _OF_KIND.values()), nothing),
        working_days=ibis.literal(1, "int64"), copies=nothing, no_time=nothing,
    )  # fmt: skip


TOUCHES = Kpi(
    name="touches",
    family=Family.PROSPECTING,
    label=N_("Touches"),
    question=N_("How often does a seller reach out in a week of work?"),
    formula=N_("outbound touches / working days × 5; days off, holidays of the seller's country, absences and the time "
               "before hiring and after leaving are no working days"),
    unit=Unit.PER_WEEK,
    better=Better.HIGHER,
    needs=("touches", "absences"),
    rows=touches_and_time,
    parts=(
        Part("touches", N_("Touches"), Unit.COUNT),
        *(Part(part, label, Unit.COUNT) for part, label in _OF_KIND.values()),
        Part("working_days", N_("Working days"), Unit.COUNT),
    ),
    value=Rate("touches", "working_days"),
    beside=(
        Beside("calls_per_week", N_("Calls per week"), Unit.PER_WEEK, Rate("calls", "working_days")),
        Beside("emails_per_week", N_("E-mails per week"), Unit.PER_WEEK, Rate("emails", "working_days")),
    ),
    n="touches",
    n_is=N_("outbound touches"),
    enough=30,
    cuts=(*PEOPLE, "kind", "cadence", *COMPANY, "source"),
    policies=(Policy("kind", ("all", *KINDS), "all", N_("which touches count")),),
    asides=(
        Aside("copies", N_("{n} touches are the same mail to further people and are not counted again.")),
        WITHOUT_RATE,
    ),
    traps=(
        N_("A holiday week or an absence is no fall: the rate is per week worked."),
        N_("Cut by channel, cadence or account there is no rate, as a seller's week is not divided among them; ask "
           "with the policy `kind` for the rate of one channel."),
        N_("The range assumes touches that come independently of each other; mails sent in a batch do not."),
        N_("One mail to many is told by sender and instant: sources that give only minutes make one of two mails."),
    ),
    advice=N_("Look at calls and e-mails beside the sum: a cheap channel can hide that the telephone is silent."),
)  # fmt: skip
