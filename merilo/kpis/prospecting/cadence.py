"""How many touches it takes, and when sellers give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Beside, Better, Distribution, Family, Kpi, Part, Policy, Ratio, Share, Unit
from merilo.kpis.prospecting.threads import threads

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def touched_threads(facts: Facts, context: Context) -> ir.Table:
    """One row per thread of touches: how many there were until it ended, and how it ended."""
    rows = threads(facts, context)
    counts = ~rows.early
    ended = counts & rows.ended
    flags = {
        "threads": counts, "ended": ended, "answered": ended & rows.answered, "dropped": ended & rows.dropped,
        "converted": ended & rows.converted, "going": counts & ~rows.ended, "early": rows.early,
    }  # fmt: skip
    return rows.select(
        "fact", "id", "day", "seller", "origin", "source_detail", "account", "source", "cadence",
        touch=ibis.ifelse(counts, rows.touches, ibis.null("int64")),
        **{name: flag.cast("int64") for name, flag in flags.items()},
        touches=ibis.ifelse(counts, rows.touches, 0).cast("int64"),
        ended_touches=ibis.ifelse(ended, rows.touches, 0).cast("int64"),
        gap=ibis.ifelse(counts, rows.gap, ibis.null("float64")),
    )  # fmt: skip


CADENCE = Kpi(
    name="cadence",
    family=Family.PROSPECTING,
    label=N_("Cadence"),
    question=N_("How many touches does it take until a lead answers, and after how many do we give up?"),
    formula=N_("outbound touches until the first answer or giving up / leads that answered or were given up, by the "
               "day of the first touch and for its seller. An answer is a touch connected or replied, a touch of the "
               "lead's own after ours, or that it became a prospect; given up is who was disqualified, or not touched "
               "for the quiet days. Of deals (policy): touches until they closed / deals won or lost"),
    unit=Unit.RATIO,
    better=Better.NEITHER,
    needs=("leads", "touches", "meetings", "deals"),
    rows=touched_threads,
    parts=(
        Part("threads", N_("Leads or deals touched"), Unit.COUNT),
        Part("touches", N_("Touches"), Unit.COUNT),
        Part("ended", N_("Decided"), Unit.COUNT),
        Part("ended_touches", N_("Touches of those decided"), Unit.COUNT),
        Part("answered", N_("Answered"), Unit.COUNT),
        Part("dropped", N_("Given up or lost"), Unit.COUNT),
        Part("converted", N_("Became prospects or won"), Unit.COUNT),
        Part("going", N_("Still going"), Unit.COUNT),
    ),
    value=Ratio(("ended_touches",), "ended", sampled=True),
    beside=(
        Beside("answered_share", N_("Share answered"), Unit.SHARE, Share("answered", "ended")),
        Beside("dropped_share", N_("Share given up or lost"), Unit.SHARE, Share("dropped", "ended")),
        Beside("converted_share", N_("Share that became prospects or won"), Unit.SHARE, Share("converted", "ended")),
        Beside("per_converted", N_("Touches per prospect or won deal"), Unit.RATIO,
               Ratio(("touches",), "converted", sampled=True)),
    ),
    n="ended",
    n_is=N_("leads that answered or were given up (deals: won or lost)"),
    enough=30,
    cuts=(*PEOPLE, "origin", "source_detail", "cadence", "touch", *COMPANY, "source"),
    spreads=(Distribution("gap", N_("Mean days between touches"), Unit.DAYS),),
    policies=(
        Policy("unit", ("lead", "deal"), "lead", N_("what is touched until it ends: a lead, or a deal")),
        Policy("quiet", ("14", "30", "60"), "30", N_("days without a touch after which a silent lead is given up")),
        Policy("counted", ("until_end", "all"), "until_end", N_("which touches count: those until the end, or all")),
        Policy("thread", ("one", "cadence"), "one", N_("whether a lead's touches are one thread or one per cadence")),
    ),
    asides=(
        Aside("going", N_("{n} are still going: they are in no share and not in the touches until the end.")),
        Aside("early", N_("{n} were decided before their first touch: they are left out.")),
    ),
    traps=(
        N_("Who answers at the third touch had no tenth: a low share at ten touches speaks of those who are left, not "
           "of the tenth touch."),
        N_("Open ones are in no share; young cohorts consist mostly of those who answered or said no at once."),
        N_("An answer that nobody logged is not seen, so that the touches until it look like more."),
        N_("Leads touched shortly before the data end may answer yet; their share that becomes prospects still grows."),
    ),
    advice=N_("Cut by touch: if many answer at the last touch before giving up, giving up comes too early."),
)  # fmt: skip
