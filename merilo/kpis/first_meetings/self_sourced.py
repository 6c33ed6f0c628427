"""Whose work brought the first meetings: the sellers' own search, or others'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.declaration import Aside, Beside, Better, Family, Kpi, Part, Share, Unit
from merilo.kpis.first_meetings.held import CUTS
from merilo.kpis.first_meetings.rule import NOBODY, PER, READS, WINDOW, held_first

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_ORIGINS = ("self", "marketing", "partner", "referral", "customer")


def met_by_origin(facts: Facts, context: Context) -> ir.Table:
    """One row per first meeting, and where it came from."""
    met = held_first(facts, context)
    from_where = {f"from_{origin}": (met.origin == origin).fill_null(False) for origin in _ORIGINS}
    known = met.origin.isin(_ORIGINS).fill_null(False)
    counted = {**from_where, "known": known, "not_known": ~known}
    return met.select(
        "id", "day", "seller", "origin", "source_detail", "account", "source", fact=ibis.literal("meetings"),
        **{name: yes.cast("int64") for name, yes in counted.items()}, meetings=ibis.literal(1, "int64"),
    )  # fmt: skip


SELF_SOURCED_SHARE = Kpi(
    name="self_sourced_share",
    family=Family.FIRST_MEETINGS,
    label=N_("Self-sourced share"),
    question=N_("How many of the first meetings did the sellers find themselves?"),
    formula=N_("first meetings that the sellers found themselves / first meetings whose origin is known; beside it "
               "those from marketing, partners and referrals"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=READS,
    rows=met_by_origin,
    parts=(
        Part("from_self", N_("Found by sellers"), Unit.COUNT),
        Part("from_marketing", N_("From marketing"), Unit.COUNT),
        Part("from_partner", N_("From partners"), Unit.COUNT),
        Part("from_referral", N_("From referrals"), Unit.COUNT),
        Part("from_customer", N_("From customers"), Unit.COUNT),
        Part("known", N_("Origin known"), Unit.COUNT),
        Part("meetings", N_("First meetings"), Unit.COUNT),
    ),
    value=Share("from_self", "known"),
    beside=(
        Beside("marketing_share", N_("Share from marketing"), Unit.SHARE, Share("from_marketing", "known")),
        Beside("partner_share", N_("Share from partners"), Unit.SHARE, Share("from_partner", "known")),
        Beside("referral_share", N_("Share from referrals"), Unit.SHARE, Share("from_referral", "known")),
    ),
    n="known",
    n_is=N_("first meetings whose origin is known"),
    enough=20,
    cuts=CUTS,
    policies=(WINDOW, PER),
    asides=(
        Aside("not_known", N_("{share} of first meetings ({n}) have no known origin: they are in neither number."),
              "meetings"),
    ),
    checks=(NOBODY,),
    traps=(
        N_("A meeting without an origin takes that of its lead, else of its deal."),
        N_("The share also rises when marketing brings less: look at the number of first meetings beside it."),
    ),
    advice=N_("Where it is low, ask who fills the seller's week when marketing pauses; then look at his own touches."),
)  # fmt: skip
