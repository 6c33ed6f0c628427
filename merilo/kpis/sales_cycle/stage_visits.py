"""One row per visit of a deal to a stage: since when, until when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.cuts import DEAL_COLUMNS
from merilo.kpis.declaration import Aside, Policy
from merilo.kpis.sales_cycle.stage_events import CLOSED, stage_events, with_places

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
    """One row per visit; `day` is the day of entry (empty: not known), `left_at` the end, empty while it goes on.

    Exactly one of forward, back, won, lost, repeated, open and ended is 1; `ended`: the stage is itself an end.
    """
    events = stage_events(facts, context)
    marked = _marked(events, each=context.policies["repeats"] == "each")
    turns = with_places(marked.filter(marked.starts | marked.closes), facts)
    in_turn = ibis.window(group_by="deal", order_by="seq")
    columns = ("at", "stage", "state", "step")
    followed = turns.mutate(**{f"next_{name}": turns[name].lead().over(in_turn) for name in columns})
    visits = followed.filter(followed.starts)
    first = ibis.row_number().over(ibis.window(group_by=["deal", "stage"], order_by="seq")) == 0
    return _rows(_with_end(visits.mutate(is_first=first)))


def _marked(events: ir.Table, *, each: bool) -> ir.Table:
    """`starts`: a visit begins; `closes`: the deal closes, which ends one."""
    opened = (events.state == "open") & (events.state_before != "open").fill_null(True)
    other = events.stage_before.isnull() | (events.stage != events.stage_before)
    other = (other | events.by_stage) if each else other
    # A closed deal whose stage is put right is not visiting that stage, unless the stage is an end itself.
    may_start = (events.state == "open") | events.at_end
    return events.mutate(
        starts=events.stage.notnull() & may_start & (other | opened),
        closes=(events.state != "open") & (events.state_before == "open").fill_null(False),
        reopened=opened & events.state_before.notnull(),
    )


def _with_end(visits: ir.Table) -> ir.Table:
    """`became` of each visit; a deal that is closed without any event saying so ends its last one."""
    silent = visits.next_state.isnull() & ~visits.told_status & visits.status_now.isin(CLOSED)
    moved = ibis.ifelse(visits.next_stage == visits.stage, "repeated", _direction(visits))
    became = ibis.cases(
        (visits.state != "open", "ended"),
        (visits.next_state.isin(CLOSED), visits.next_state),
        (visits.next_state.notnull(), moved),
        (silent, visits.status_now),
        else_="open",
    )
    return visits.mutate(became=became, left_at=ibis.ifelse(silent, visits.closed_at, visits.next_at))


def _direction(visits: ir.Table) -> ir.Value:
    return ibis.ifelse((visits.next_step < visits.step).fill_null(False), "back", "forward")


def _rows(visits: ir.Table) -> ir.Table:
    became, one = visits.became, ibis.literal(1, "int64")
    kinds = ("forward", "back", "won", "lost", "repeated", "open", "ended")
    parts = {name: (became == name).cast("int64") for name in kinds}
    moved = became.isin(("forward", "back"))
    over = ibis.ifelse(became == "won", visits.steps, visits.next_step) - visits.step > 1
    skipped = became.isin(("forward", "won")) & over.fill_null(False)
    no_place = moved & (visits.step.isnull() | visits.next_step.isnull())
    return visits.select(
        "id", *DEAL_COLUMNS, "left_at", "entered_at", "next_stage", "no_history",
        **parts,
        fact=ibis.literal("deals"), day=visits.entered_at.cast("date"), visits=one,
        advanced=became.isin(("forward", "won")).cast("int64"),
        decided=became.isin(("forward", "back", "won", "lost")).cast("int64"),
        skipped=skipped.cast("int64"), deals=visits.is_first.cast("int64"),
        reopened=visits.reopened.cast("int64"), no_place=no_place.cast("int64"),
    )  # fmt: skip


def days_in_stage(visits: ir.Table, context: Context) -> ir.Value:
    """Days from entry to end: calendar days or days of 24 hours, by policy; empty while either is not known."""
    if context.policies["days"] == "calendar":
        return visits.left_at.cast("date").delta(visits.day, unit="day")
    # Between instants, so that a change of the clock is no hour more or less.
    return visits.left_at.delta(visits.entered_at, unit="microsecond") / _MICROSECONDS_A_DAY
