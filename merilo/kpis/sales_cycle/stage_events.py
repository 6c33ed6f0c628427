"""What happened to the stage of a deal, in order: stages that it came into, and its closings and reopenings.

Places, states and statuses are small whole numbers on the way: windows carry them far cheaper than words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.kpis.calendar_cut import over_after
from merilo.kpis.columns import without
from merilo.kpis.cuts import DEAL_COLUMNS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

CLOSED = ("won", "lost")
LOST, OPEN, WON = 1, 2, 3
"""A state: of a deal, or that which a stage stands for."""

_NO_TEXT = ibis.null("string")
# What an event tells. Within one day a stage comes before a status: closing dates without a clock lie before the day's
# last moves. A deal's beginning comes first; of some it is not known when it was, of some there are no moves at all.
_NO_MOVES, _BORN_SOMETIME, _BORN, _STAGE, _STATUS = -2, -1, 0, 1, 2
# A place is a number: the state that the stage stands for, its step + 1 (0: not known), the number of steps.
_STATES, _STEPS = 10, 10_000
_PLACES = _STATES * _STEPS * _STEPS


def stage_events(facts: Facts, context: Context) -> ir.Table:
    """One row per event of a deal by the end of the day looked at, with what held after it, and before it.

    `seq` orders the events of a deal; `stage` and `state` hold after the event, `stage_before` and `state_before`
    before it (empty: nothing is known); `place` is that of `stage`; `by_stage`: a stage was told, even if it was the
    same again; `known`: it is known when; `no_history`: the deal has no moves; `told_status`: any was told by then.
    """
    events = _told(facts, context).union(_beginnings(facts, context))
    in_turn = ibis.window(group_by="deal", order_by=["day", "told", "at", "change"])
    numbered = without(events.mutate(seq=ibis.row_number().over(in_turn)), "change")
    deals = _deals(facts, context)
    placed = numbered.inner_join(deals, numbered.deal == deals.id)
    places = _places(facts)
    same = [placed.pipeline_key == places.place_pipeline, placed.came == places.place_stage]
    return _with_what_held(placed.left_join(places, same))


def state_of(place: ir.Value) -> ir.Value:
    """The state that a stage at the place stands for."""
    return place % _STATES


def step_of(place: ir.Value) -> ir.Value:
    """The place of a stage among those of its pipeline that are open, from 0; empty: not known, or an end."""
    return (place // _STATES % _STEPS).cast("int64").nullif(0) - 1


def steps_of(place: ir.Value) -> ir.Value:
    """How many steps the pipeline of the place has."""
    return (place // (_STATES * _STEPS)).cast("int64")


def code_of(word: ir.Value) -> ir.Value:
    """The number of a status; of any other word, and of none, that of open."""
    return ibis.cases((word == "won", WON), (word == "lost", LOST), else_=OPEN).cast("int64")


def _closed_since(deals: ir.Table, context: Context) -> ir.BooleanValue:
    return (deals.closed_at >= over_after(context.as_of, context.calendar)).fill_null(False)


def _existed(facts: Facts, context: Context) -> ir.Table:
    deals = facts.deals
    born_later = (deals.created_at >= over_after(context.as_of, context.calendar)).fill_null(False)
    return deals.filter(~born_later)


def _deals(facts: Facts, context: Context) -> ir.Table:
    """The deals that existed by then, and the pipeline in which their stages are to be found."""
    deals = _existed(facts, context)
    named = deals.pipeline.isin(facts.stages.pipeline).fill_null(False)
    status_now = ibis.ifelse(_closed_since(deals, context), OPEN, code_of(deals.status))
    return deals.select(
        "id", *(name for name in DEAL_COLUMNS if name != "stage"), "closed_at",
        # Stages that name no pipeline are those of every pipeline without stages of its own.
        pipeline_key=ibis.ifelse(named, deals.pipeline, ""), status_now=status_now,
    )  # fmt: skip


def _told(facts: Facts, context: Context) -> ir.Table:
    """The stages and statuses that were told."""
    changes = facts.deal_changes
    by_stage = changes.field == "stage"
    real = ibis.ifelse(by_stage, changes.new.notnull(), changes.new.isin(("open", *CLOSED)))
    over = over_after(context.as_of, context.calendar)
    told = changes.filter(changes.field.isin(("stage", "status")), changes["at"] < over, real)
    by_stage = told.field == "stage"
    return told.select(
        "deal", "at", change="id", told=ibis.ifelse(by_stage, _STAGE, _STATUS).cast("int8"),
        day=told["at"].cast("date"), came=ibis.ifelse(by_stage, told.new, _NO_TEXT),
        status=ibis.ifelse(by_stage, ibis.null("int64"), code_of(told.new)),
    )  # fmt: skip


def _beginnings(facts: Facts, context: Context) -> ir.Table:
    """The stage before a deal's first move; for a deal without moves the present one, since when is not known."""
    changes, deals = facts.deal_changes, _existed(facts, context)
    moves = changes.filter(changes.field == "stage")
    first = moves.group_by(first_deal="deal").agg(
        before=ibis.struct({"at": moves["at"], "id": moves.id, "old": moves.old}).min()
    )
    joined = deals.left_join(first, deals.id == first.first_deal)
    moved = joined.first_deal.notnull()
    present = ibis.ifelse(_closed_since(joined, context), _NO_TEXT, joined.stage)
    came = ibis.ifelse(moved, joined.before["old"], present)
    first_at = joined.before["at"]
    known = (joined.created_at <= first_at).fill_null(False)
    began = joined.filter(came.notnull()).select(
        deal="id",
        at=ibis.coalesce(ibis.ifelse(known | ~moved, joined.created_at, first_at), joined.created_at, joined.closed_at),
        change="id",
        told=ibis.cases((~moved, _NO_MOVES), (known, _BORN), else_=_BORN_SOMETIME).cast("int8"),
        came=came,
    )
    later = (began["at"] >= over_after(context.as_of, context.calendar)).fill_null(False)
    return began.filter(~later).select(
        "deal", "at", "change", "told",
        day=began["at"].cast("date").fill_null(ibis.date(1900, 1, 1)), came="came", status=ibis.null("int64"),
    )  # fmt: skip


def _places(facts: Facts) -> ir.Table:
    """The place of each stage, by pipeline and name."""
    stages = facts.stages
    state = code_of(stages.kind)
    laid = stages.select(
        "position", place_pipeline=stages.pipeline.fill_null(""), place_stage="name", state=state,
        is_step=stages.position.notnull() & (state == OPEN),
    )  # fmt: skip
    in_order = ibis.window(group_by=["place_pipeline", "is_step"], order_by="position")
    ranked = laid.mutate(step=ibis.dense_rank().over(in_order).cast("int64") + 1)
    one = ranked.group_by("place_pipeline", "place_stage").agg(
        state=ranked.state.min(), step=ranked.step.min(where=ranked.is_step)
    )
    steps = one.step.max().over(ibis.window(group_by="place_pipeline"))
    number = one.state + one.step.fill_null(0) * _STATES + steps.fill_null(0) * (_STATES * _STEPS)
    return one.select("place_pipeline", "place_stage", found=number)


def _with_what_held(events: ir.Table) -> ir.Table:
    """What held after and before each event: what was told last is found by the number of its event."""
    earlier = ibis.window(group_by="deal", order_by="seq", preceding=(None, 1))
    place = ibis.ifelse(events.came.notnull(), events.found.fill_null(OPEN), ibis.null("int64"))
    held = events.mutate(
        own_place=place,
        # All numbers have as many digits, so the last is also the largest word.
        told_before=((events.seq + _PLACES).cast("string") + events.came).max().over(earlier),
        place_before=(events.seq * _PLACES + place).max().over(earlier) % _PLACES,
        status_before=(events.seq * _STATES + events.status).max().over(earlier) % _STATES,
    )
    stage_before = held.told_before.substr(len(str(_PLACES)))
    place, status = held.own_place.fill_null(held.place_before), held.status.fill_null(held.status_before)
    return held.select(
        "deal", "id", *(name for name in DEAL_COLUMNS if name != "stage"), "closed_at", "status_now",
        "at", "day", "seq", stage_before=stage_before, stage=held.came.fill_null(stage_before),
        place=place, state=_state(place, status),
        state_before=_state(held.place_before, held.status_before), told_status=status.notnull(),
        by_stage=held.told < _STATUS, known=held.told >= _BORN, no_history=(held.told == _NO_MOVES).cast("int64"),
    )  # fmt: skip


def _state(place: ir.Value, status: ir.Value) -> ir.Value:
    """A status that says closed outranks the stage; one that says open leaves it to the stage; empty before all."""
    return ibis.ifelse((status != OPEN).fill_null(False), status, state_of(place))
