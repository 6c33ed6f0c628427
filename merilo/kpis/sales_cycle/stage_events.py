"""What happened to the stage of a deal, in order: stages that it came into, and its closings and reopenings."""

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
_NO_TIME = ibis.null("timestamp('UTC', 6)")
_NO_TEXT = ibis.null("string")
_COLUMNS = ("deal", "at", "change", "told", "came", "status", "entered_at", "no_history")
# Within one day a stage comes before a status: closing dates without a clock lie before the day's last moves.
_BORN, _STAGE, _STATUS = 0, 1, 2
_DIGITS = 7  # of an event's number within its deal


def stage_events(facts: Facts, context: Context) -> ir.Table:
    """One row per event of a deal by the end of the day looked at, with what held after it, and before it.

    `seq` orders the events of a deal; `stage` and `state` (open, won, lost) hold after the event, `stage_before` and
    `state_before` before it (empty: nothing is known); `at_end`: the stage is itself an end; `by_stage`: a stage was
    told, even if it was the same again; `entered_at`: when, if it is known; `told_status`: any status was told by then.
    """
    deals = _deals(facts, context)
    changes = facts.deal_changes
    moves = _moves(changes, context).union(_statuses(changes, context)).union(_beginnings(deals, changes, context))
    with_deals = moves.inner_join(deals.select(**_deal_names(deals)), moves.deal == deals.id)
    return _with_what_held(_of_kind(with_deals, facts))


def _deal_names(deals: ir.Table) -> dict[str, ir.Value]:
    names = [name for name in DEAL_COLUMNS if name != "stage"]
    return {name: deals[name] for name in ("id", *names, "closed_at", "pipeline_key")} | {"status_now": deals.status}


def _deals(facts: Facts, context: Context) -> ir.Table:
    """The deals that existed by then, and the pipeline in which their stages are to be found."""
    deals, over = facts.deals, over_after(context.as_of, context.calendar)
    existed = deals.filter(deals.created_at.isnull() | (deals.created_at < over))
    named = existed.pipeline.isin(facts.stages.pipeline).fill_null(False)
    closed_since = (existed.closed_at >= over).fill_null(False)
    return existed.mutate(
        # Stages that name no pipeline are those of every pipeline without stages of its own.
        pipeline_key=ibis.ifelse(named, existed.pipeline, ""),
        status=ibis.ifelse(closed_since, "open", existed.status),
        stage=ibis.ifelse(closed_since, _NO_TEXT, existed.stage),
    )


def _moves(changes: ir.Table, context: Context) -> ir.Table:
    moves = changes.filter(
        changes.field == "stage", changes.new.notnull(), changes["at"] < over_after(context.as_of, context.calendar)
    )
    return _events(moves, told=_STAGE, came=moves.new, status=_NO_TEXT, entered_at=moves["at"])


def _statuses(changes: ir.Table, context: Context) -> ir.Table:
    told = changes.filter(
        changes.field == "status",
        changes.new.isin(("open", *CLOSED)),
        changes["at"] < over_after(context.as_of, context.calendar),
    )
    return _events(told, told=_STATUS, came=_NO_TEXT, status=told.new, entered_at=told["at"])


def _events(rows: ir.Table, told: int, **more: ir.Value) -> ir.Table:
    plain = rows.mutate(change=rows.id, told=ibis.literal(told, "int8"), no_history=ibis.literal(0, "int64"), **more)
    return plain.select(*_COLUMNS)


def _beginnings(deals: ir.Table, changes: ir.Table, context: Context) -> ir.Table:
    """The stage before a deal's first move; for a deal without moves the present one, since when is not known."""
    moves = changes.filter(changes.field == "stage")
    first = moves.group_by(first_deal="deal").agg(
        before=ibis.struct({"at": moves["at"], "id": moves.id, "old": moves.old}).min()
    )
    joined = deals.left_join(first, deals.id == first.first_deal)
    moved = joined.first_deal.notnull()
    first_at = joined.before["at"]
    known = (joined.created_at <= first_at).fill_null(False)
    began = joined.select(
        deal="id",
        at=ibis.coalesce(ibis.ifelse(known | ~moved, joined.created_at, first_at), joined.created_at, joined.closed_at),
        change="id",
        told=ibis.literal(_BORN, "int8"),
        came=ibis.ifelse(moved, joined.before["old"], joined.stage),
        status=_NO_TEXT,
        entered_at=ibis.ifelse(moved & known, joined.created_at, _NO_TIME),
        no_history=(~moved).cast("int64"),
    )  # fmt: skip
    over = over_after(context.as_of, context.calendar)
    return began.filter(began.came.notnull(), began["at"].isnull() | (began["at"] < over)).select(*_COLUMNS)


def _of_kind(events: ir.Table, facts: Facts) -> ir.Table:
    """With the kind of the stage that the deal came into, as one letter: w(on), l(ost), else o(pen)."""
    stages = facts.stages
    letter = ibis.cases((stages.kind == "won", "w"), (stages.kind == "lost", "l"), else_="o")
    kinds = stages.select(kind_pipeline=stages.pipeline.fill_null(""), kind_stage=stages.name, letter=letter)
    kinds = kinds.group_by("kind_pipeline", "kind_stage").agg(letter=kinds.letter.min())
    joined = events.left_join(kinds, [events.pipeline_key == kinds.kind_pipeline, events.came == kinds.kind_stage])
    return without(joined.mutate(letter=joined.letter.fill_null("o")), "kind_pipeline", "kind_stage")


def with_places(visits: ir.Table, facts: Facts) -> ir.Table:
    """With the place of the stage in its pipeline: `step` from 0 (empty: not known, or an end) of `steps`."""
    stages = facts.stages.filter(facts.stages.position.notnull(), ~facts.stages.kind.isin(CLOSED).fill_null(False))
    placed = stages.select("position", place_pipeline=stages.pipeline.fill_null(""), place_stage="name")
    in_order = ibis.window(group_by="place_pipeline", order_by="position")
    ranked = placed.mutate(step=ibis.dense_rank().over(in_order).cast("int64"))
    places = ranked.group_by("place_pipeline", "place_stage").agg(step=ranked.step.min())
    places = places.mutate(steps=(places.step.max() + 1).over(ibis.window(group_by="place_pipeline")))
    same = [visits.pipeline_key == places.place_pipeline, visits.stage == places.place_stage]
    return without(visits.left_join(places, same), "place_pipeline", "place_stage")


def _with_what_held(events: ir.Table) -> ir.Table:
    """What held after and before each event, carried with its number in front so that the last one told is largest.

    One pass in one order: carrying words by windows of their own costs several times as much.
    """
    day = events["at"].cast("date").fill_null(ibis.date(1900, 1, 1))
    order = [day, events.told, events["at"], events.change]
    rows = events.mutate(seq=ibis.row_number().over(ibis.window(group_by="deal", order_by=order)))
    number = rows.seq.cast("string").lpad(_DIGITS, "0")
    carried = {"place": number + rows.letter + rows.came, "told_status": number + rows.status}
    spans = {name: ibis.window(group_by="deal", order_by="seq", preceding=None, following=0) for name in carried}
    until = {f"{name}_before": ibis.window(group_by="deal", order_by="seq", preceding=(None, 1)) for name in carried}
    held = rows.mutate(
        **{name: carried[name].max().over(window) for name, window in spans.items()},
        **{name: carried[name.removesuffix("_before")].max().over(window) for name, window in until.items()},
    )
    return held.mutate(
        stage=held.place.substr(_DIGITS + 1), stage_before=held.place_before.substr(_DIGITS + 1),
        state=_state(held.place, held.told_status), state_before=_state(held.place_before, held.told_status_before),
        at_end=held.place[_DIGITS] != "o", told_status=held.told_status.notnull(), by_stage=held.told < _STATUS,
    )  # fmt: skip


def _state(place: ir.Value, told_status: ir.Value) -> ir.Value:
    """A status that says closed outranks the stage; one that says open leaves it to the stage; empty before all."""
    status, letter = told_status.substr(_DIGITS), place[_DIGITS]
    by_stage = ibis.cases((letter == "w", "won"), (letter == "l", "lost"), (letter == "o", "open"))
    return ibis.ifelse(status.isin(CLOSED).fill_null(False), status, by_stage)
