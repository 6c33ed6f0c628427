"""One row per visit of a deal to a stage: since when, until when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.columns import without
from merilo.kpis.cuts import DEAL_COLUMNS
from merilo.kpis.declaration import Aside, Policy
from merilo.kpis.sales_cycle.stage_events import LOST, OPEN, WON, stage_events, state_of, step_of, steps_of
from merilo.kpis.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_MICROSECONDS_A_DAY = 86_400_000_000
REPEATS = Policy(
    "repeats", ("merged", "each"), "merged",
    N_("the same stage told again goes on with the visit (merged), or begins another one (each)"),
)  # fmt: skip
DAYS = Policy(
    "days", ("calendar", "elapsed"), "calendar",
    N_("calendar days between two dates, or days of 24 hours between two instants"),
)  # fmt: skip
NO_HISTORY = Aside(
    "no_history",
    N_("{n} visits ({share}) are of deals without a stage history: only their present stage is known, not since when."),
    "visits",
)
REOPENED = Aside("reopened", N_("{n} visits ({share}) began because a closed deal was opened again."), "visits")


def visit_rows(facts: Facts, context: Context) -> ir.Table:
    """One row per visit; `day` is the day of entry (empty: not known), `left_on` the end, empty while it goes on.

    `entered_at` and `left_at` are the instants. Exactly one of forward, back, won, lost, repeated, open and ended is
    1; `ended`: the stage is itself an end.
    """
    turns = _turns(stage_events(facts, context), each=context.policies["repeats"] == "each")
    in_turn = ibis.window(group_by="deal", order_by="seq")
    columns = ("at", "day", "stage", "state", "place")
    followed = turns.mutate(**{f"next_{name}": turns[name].lead().over(in_turn) for name in columns})
    visits = followed.filter(followed.starts)
    first = visits.seq.min().over(ibis.window(group_by=["deal", "stage"]))
    return shared(_rows(_with_end(visits.mutate(is_first=visits.seq == first))), "visits")


def _turns(events: ir.Table, *, each: bool) -> ir.Table:
    """The events by which a visit begins (`starts`), or a deal closes, which ends one."""
    opened = (events.state == OPEN) & (events.state_before != OPEN).fill_null(True)
    other = events.stage_before.isnull() | (events.stage != events.stage_before)
    other = (other | events.by_stage) if each else other
    # A closed deal whose stage is put right is not visiting that stage, unless the stage is an end itself.
    may_start = (events.state == OPEN) | (state_of(events.place) != OPEN)
    marked = events.mutate(
        starts=events.stage.notnull() & may_start & (other | opened),
        reopened=opened & events.state_before.notnull(),
    )
    closes = (marked.state != OPEN) & (marked.state_before == OPEN).fill_null(False)
    return without(marked.filter(marked.starts | closes), "stage_before", "state_before", "by_stage")


def _with_end(visits: ir.Table) -> ir.Table:
    """`became` of each visit; a deal that is closed without any event saying so ends its last one."""
    silent = visits.next_state.isnull() & ~visits.told_status & (visits.status_now != OPEN)
    closing = ibis.ifelse(silent, visits.status_now, visits.next_state)
    became = ibis.cases(
        (visits.state != OPEN, "ended"),
        (closing == WON, "won"),
        (closing == LOST, "lost"),
        (closing.isnull(), "open"),
        (visits.next_stage == visits.stage, "repeated"),
        ((step_of(visits.next_place) < step_of(visits.place)).fill_null(False), "back"),
        else_="forward",
    )
    return visits.select(
        "id", *DEAL_COLUMNS, "next_stage", "no_history", "is_first", "reopened", became=became,
        entered_at=ibis.ifelse(visits.known, visits["at"], None), day=ibis.ifelse(visits.known, visits.day, None),
        left_at=ibis.ifelse(silent, visits.closed_at, visits.next_at),
        left_on=ibis.ifelse(silent, visits.closed_at.cast("date"), visits.next_day),
        step=step_of(visits.place), next_step=step_of(visits.next_place), steps=steps_of(visits.place),
    )  # fmt: skip


def _rows(visits: ir.Table) -> ir.Table:
    became, one = visits.became, ibis.literal(1, "int64")
    kinds = ("forward", "back", "won", "lost", "repeated", "open", "ended")
    parts = {name: (became == name).cast("int64") for name in kinds}
    moved = became.isin(("forward", "back"))
    over = ibis.ifelse(became == "won", visits.steps, visits.next_step) - visits.step > 1
    skipped = became.isin(("forward", "won")) & over.fill_null(False)
    no_place = moved & (visits.step.isnull() | visits.next_step.isnull())
    return visits.select(
        "id", *DEAL_COLUMNS, "left_at", "left_on", "entered_at", "day", "next_stage", "no_history",
        **parts,
        fact=ibis.literal("deals"), visits=one,
        advanced=became.isin(("forward", "won")).cast("int64"),
        decided=became.isin(("forward", "back", "won", "lost")).cast("int64"),
        skipped=skipped.cast("int64"), deals=visits.is_first.cast("int64"),
        reopened=visits.reopened.cast("int64"), no_place=no_place.cast("int64"),
    )  # fmt: skip


def days_so_far(visits: ir.Table, context: Context) -> ir.Value:
    """Days from entry to the last day that the data reach, calendar days or days of 24 hours."""
    if context.policies["days"] == "calendar":
        return ibis.literal(context.horizon).delta(visits.day, unit="day")
    return (
        over_after(context.horizon, context.calendar).delta(visits.entered_at, unit="microsecond") / _MICROSECONDS_A_DAY
    )


def days_in_stage(visits: ir.Table, context: Context) -> ir.Value:
    """Days from entry to end: calendar days or days of 24 hours, by policy; empty while either is not known."""
    if context.policies["days"] == "calendar":
        return visits.left_on.delta(visits.day, unit="day")
    # Between instants, so that a change of the clock is no hour more or less.
    return visits.left_at.delta(visits.entered_at, unit="microsecond") / _MICROSECONDS_A_DAY
