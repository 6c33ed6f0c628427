"""How often someone answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Better, Family, Kpi, Part, Share, Unit
from merilo.kpis.prospecting.outbound import ANSWERS, outbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


def touches_with_outcome(facts: Facts, _context: Context) -> ir.Table:
    """One row per outbound touch: whether it is known what came of it, and whether someone was reached."""
    touches = outbound(facts)
    known = (touches.outcome != "unknown").fill_null(False).cast("int64")
    return touches.select(
        "id", "seller", "kind", "cadence", "account", "source",
        fact=ibis.literal("touches"), day=touches["at"].cast("date"),
        answered=touches.outcome.isin(ANSWERS).fill_null(False).cast("int64"),
        known=known,
        touches=ibis.literal(1, "int64"),
        unknown=1 - known,
    )  # fmt: skip


CONNECT_RATE = Kpi(
    name="connect_rate",
    family=Family.PROSPECTING,
    label=N_("Connect rate"),
    question=N_("Of the touches whose outcome is known, how many reached someone?"),
    formula=N_("outbound touches connected or replied / outbound touches with a known outcome"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("touches",),
    rows=touches_with_outcome,
    parts=(
        Part("answered", N_("Connected or replied"), Unit.COUNT),
        Part("known", N_("Touches with a known outcome"), Unit.COUNT),
        Part("touches", N_("Touches"), Unit.COUNT),
    ),
    value=Share("answered", "known"),
    n="known",
    n_is=N_("outbound touches with a known outcome"),
    enough=30,
    cuts=(*PEOPLE, "kind", "cadence", *COMPANY, "source"),
    asides=(
        Aside("unknown", N_("{n} touches ({share}) have no known outcome and are in neither number."), "touches"),
    ),
    traps=(
        N_("A seller who logs only successes has a rate of 100 %: compare the share of unknown outcomes first."),
        N_("Calls and mails answer at different rates, so a different mix moves the sum: cut by kind."),
        N_("A mail that bounced has a known outcome: nobody was reached."),
    ),
    advice=N_("Compare sellers within one channel and one cadence; what is left is the hour of the day and the list."),
)  # fmt: skip
