"""How many first meetings it takes: per deal that came of them, and per win; by cohort of first meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import COMPANY, PEOPLE
from merilo.kpis.declaration import Aside, Better, Family, Kpi, Part, Policy, Ratio, Unit
from merilo.kpis.first_meetings.rule import NOBODY, PER, READS, WINDOW, held_first

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MET = ("id", "day", "seller", "origin", "source_detail", "account", "source")
_NO_DAY = ibis.null("date")
_CUTS = (*PEOPLE, "origin", "source_detail", *COMPANY, "source")


def met_for_deals(facts: Facts, context: Context) -> ir.Table:
    """One row per first meeting: whether its days are over, and whether a deal came of it in them."""
    deals = facts.deals
    return _matured(facts, context, _deals(deals, deals.created_at.fill_null(deals.closed_at)))


def met_for_wins(facts: Facts, context: Context) -> ir.Table:
    """One row per first meeting: whether its days are over, and whether a won deal came of it in them."""
    won = facts.deals.filter(facts.deals.status == "won")
    return _matured(facts, context, _deals(won, won.closed_at))


def _deals(deals: ir.Table, reached_at: ir.Value) -> ir.Table:
    """Columns came, came_account, began_on, reached_on: what may have come of a meeting, and when it did."""
    began = deals.created_at.fill_null(deals.closed_at).cast("date")
    return deals.select(came="id", came_account="account", began_on=began, reached_on=reached_at.cast("date"))


def _matured(facts: Facts, context: Context, deals: ir.Table) -> ir.Table:
    rows = _counted_once(_with_its_deal(held_first(facts, context), deals))
    within, horizon = context.policies["within"], ibis.literal(context.horizon)
    waited = rows.reached_on.delta(rows.day, unit="day")
    over = ibis.literal(True) if within == "ever" else horizon.delta(rows.day, unit="day") >= int(within)
    in_time = rows.reached_on <= horizon if within == "ever" else waited <= int(within)
    # A deal that the meeting names but that has no days did come of it.
    came = rows.came.notnull() & in_time.fill_null(True)
    return rows.select(
        *_MET, fact=ibis.literal("meetings"), meetings=over.cast("int64"), came=(over & came).cast("int64"),
        immature=(~over).cast("int64"),
    )  # fmt: skip


def _with_its_deal(met: ir.Table, deals: ir.Table) -> ir.Table:
    """The deal that it names, else the account's first that began on its day or after it, before the next first one."""
    following = ibis.window(group_by="whom", order_by=["starts_at", "id"])
    met = met.mutate(next_on=met.day.lead().over(following).fill_null(ibis.date(9999, 12, 31)))
    named = deals.select(own_deal="came", own_on="reached_on")
    joined = met.left_join(named, met.deal == named.own_deal)
    seeks = ibis.ifelse(joined.deal.isnull(), joined.account, ibis.null("string"))
    then = [seeks == deals.came_account, deals.began_on >= joined.day, deals.began_on < joined.next_on]
    candidates = joined.left_join(deals, then)
    # Several deals of one account are met together again: the first of them, ties by id.
    told = ibis.struct({"on": candidates.began_on, "id": candidates.came, "reached": candidates.reached_on})
    first = candidates.group_by(*_MET, "starts_at", "own_deal", "own_on").agg(
        theirs=told.min(where=candidates.came.notnull())
    )
    own = first.own_deal.notnull()
    return first.select(
        *_MET, "starts_at", came=first.own_deal.fill_null(first.theirs["id"]),
        reached_on=ibis.ifelse(own, first.own_on, first.theirs["reached"]),
    )  # fmt: skip


def _counted_once(met: ir.Table) -> ir.Table:
    """A deal that several first meetings lead to came of the earliest of them."""
    same = ibis.window(group_by="came", order_by=["starts_at", "id"])
    ranked = met.mutate(place=ibis.row_number().over(same))
    earliest = ranked.place == 0
    return ranked.select(
        *_MET, came=ibis.ifelse(earliest, ranked.came, ibis.null("string")),
        reached_on=ibis.ifelse(earliest, ranked.reached_on, _NO_DAY),
    )  # fmt: skip


_IMMATURE = Aside("immature", N_("{n} first meetings still have time: they are in neither number."))
_MEETINGS = Part("meetings", N_("First meetings whose time is over"), Unit.COUNT)
_STILL = Part("immature", N_("First meetings whose time is not over"), Unit.COUNT)
_DAYS = ("30", "60", "90", "180", "ever")
_COHORT = N_("Both numbers are of the same first meetings, counted on the day of the meeting: dividing a month's "
             "meetings by the same month's deals would compare different ones.")  # fmt: skip
_ONCE = N_("A deal came of one first meeting, and a meeting brought at most one deal: the one that it or its lead "
           "names, else the account's first that began on that day or later.")  # fmt: skip

FIRST_MEETINGS_PER_DEAL = Kpi(
    name="first_meetings_per_deal",
    family=Family.RATIOS,
    label=N_("First meetings per deal"),
    question=N_("How many first meetings does it take until a deal comes of one?"),
    formula=N_("first meetings whose days are over / those of which a deal came in these days, by the day of the first "
               "meeting"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    needs=READS,
    rows=met_for_deals,
    parts=(_MEETINGS, Part("came", N_("Deals that came of them"), Unit.COUNT), _STILL),
    value=Ratio(("meetings",), "came", sampled=True),
    n="meetings",
    n_is=N_("first meetings whose time to become a deal is over"),
    enough=30,
    cuts=_CUTS,
    policies=(Policy("within", _DAYS, "90", N_("days in which a deal must come of a first meeting")), WINDOW, PER),
    asides=(_IMMATURE,),
    checks=(NOBODY,),
    traps=(_COHORT, _ONCE),
    advice=N_("Many first meetings per deal: ask with whom they are before asking how they are held; compare origins."),
)  # fmt: skip

FIRST_MEETINGS_PER_WIN = Kpi(
    name="first_meetings_per_win",
    family=Family.RATIOS,
    label=N_("First meetings per win"),
    question=N_("How many first meetings does it take for one won deal?"),
    formula=N_("first meetings whose days are over / those of which a deal came that was won in these days, by the day "
               "of the first meeting"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    needs=READS,
    rows=met_for_wins,
    parts=(_MEETINGS, Part("came", N_("Wins that came of them"), Unit.COUNT), _STILL),
    value=Ratio(("meetings",), "came", sampled=True),
    n="meetings",
    n_is=N_("first meetings whose time to become a win is over"),
    enough=50,
    cuts=_CUTS,
    policies=(Policy("within", _DAYS, "180", N_("days in which a first meeting must become a win")), WINDOW, PER),
    asides=(_IMMATURE,),
    checks=(NOBODY,),
    traps=(
        _COHORT,
        _ONCE,
        N_("A win that takes longer than the days allowed does not count: allow more than the usual time to close."),
    ),
    advice=N_("Take it apart: first meetings per deal, then win rate; the larger loss is where to begin."),
)  # fmt: skip
