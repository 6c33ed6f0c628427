"""What each stage should hold so that the target is met without gaps, what it holds, and where deals are stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np

from merilo.core.text import N_, _
from merilo.core.time import day_of_number, number_of_day
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.chain import Draws, Range
from merilo.insight.intervals import CONFIDENCE, Interval, poisson_interval
from merilo.insight.little import Hold, Stay, Visits, hold, visits
from merilo.insight.logrank import Change
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk, not_to_come
from merilo.reports.balance.inflow import Inflow, inflow
from merilo.reports.balance.stages import LONGER, StageVisits, stage_visits
from merilo.reports.listing import plain_json
from merilo.reports.plan.open_deals import Cell
from merilo.reports.plan.targets import day_of_plan
from merilo.reports.staff import Staff

_ENOUGH = 10  # ended visits of a stage
STAYING = 0.1
"""The share of deals that never left a stage, above which what it should hold cannot be told."""
_OWN = 200  # visits from which on a team's own conversions and times are used
_CHANCE = 0.01  # of calling any stage clogged that is not, over all stages together


class Balance(StrEnum):
    """How a stage stands."""

    FITS = N_("fits")
    MISSING = N_("missing")
    MORE = N_("more than needed")
    CLOGGED = N_("clogged")
    CANNOT_TELL = N_("cannot tell")


@dataclass(frozen=True)
class Clog:
    """Since when deals stay longer in a stage: the likeliest day and those that are possible; `longer` times as long.

    `p`: how likely so large a difference is by chance, all days that were looked at counted in; `stay`: since then.
    """

    since: date
    earliest: date
    latest: date
    longer: float
    p: float
    chi2: float
    stay: Stay


@dataclass(frozen=True)
class StageLine:
    """One stage: what it `holds` and, with Poisson's noise, may hold on such days; what it `should` hold.

    `least` to `most`: what chance alone lets it hold when all is as it should be; `per_win`: visits to it for one win
    in its pipeline; `stay`: the days that deals stay there (those before a clog).
    """

    pipeline: str | None
    stage: str | None
    holds: int
    interval: Interval
    hold: Hold | None
    per_win: float | None
    stay: Stay
    status: Balance
    clog: Clog | None = None


@dataclass(frozen=True)
class StageBalance:
    """All stages in their order. `basis`: from where the inflow is that they should hold: the target, or as it came."""

    day: date
    who: str
    basis: str
    target: float | None
    currency: str
    lines: tuple[StageLine, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        document = {
            "day": self.day,
            "who": self.who,
            "basis": self.basis,
            "target": self.target,
            "currency": self.currency,
            "stages": [line_record(line) for line in self.lines],
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


@dataclass(frozen=True)
class Whole:
    """Whose stages: of a seller (name or id), of a team, else of the company."""

    seller: str | None = None
    team: str | None = None


def balance(
    workspace: Workspace, whole: Whole | None = None, *, as_of: date | None = None, today: date | None = None
) -> StageBalance:
    """The balance of a workspace's stages. Raises UsageError for a name that does not exist, or a day to come."""
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
        return weigh(Desk(engine, settings, today), whole or Whole(), as_of=as_of)


def weigh(desk: Desk, whole: Whole, *, as_of: date | None = None) -> StageBalance:
    """The balance at a desk that is open."""
    not_to_come(as_of, desk.today)
    day, told = day_of_plan(desk, as_of)
    # Stays of deals that are still there run to the last day of data, not beyond it.
    as_of = as_of or (day if day < desk.today - timedelta(days=1) else None)
    staff = Staff(desk, day)
    seller = staff.seller_named(whole.seller) if whole.seller else None
    team = staff.team_named(whole.team) if whole.team else None
    where = (("seller", seller),) if seller else (("team", team),) if team else ()
    own, of_all = _learned_from(desk, day, as_of, where)
    needed = inflow(desk, staff, day, as_of, (seller, team))
    held = _holds(desk, as_of, where)
    lines = _lines(desk, own, needed, held)
    scope = ("seller", seller) if seller else ("team", team) if team else ("company", None)
    notes = [*told, *needed.notes, *([_from_all()] if of_all and where else [])]
    return StageBalance(day, staff.label(*scope), needed.basis, needed.target, needed.currency, lines, tuple(notes))


def _from_all() -> str:
    return _("Own visits to stages are few: conversions and times are those of the whole company.")


def _learned_from(
    desk: Desk, day: date, as_of: date | None, where: tuple[tuple[str, str], ...]
) -> tuple[StageVisits, bool]:
    """The visits to learn from: their own where they are many, else everyone's."""
    own = stage_visits(desk, day, as_of, where)
    if not where or len(own.cell) >= _OWN:
        return own, False
    return stage_visits(desk, day, as_of, ()), True


def _holds(desk: Desk, as_of: date | None, where: tuple[tuple[str, str], ...]) -> dict[Cell, int]:
    question = Question("pipeline", by=("pipeline", "stage"), as_of=as_of, where=where)
    sums = desk.sums(desk.inquiry(kpi_named("pipeline"), question))
    return {(group[0], group[1]): int(own.columns.get("deals") or 0) for group, own in sums.items()}


def _lines(desk: Desk, own: StageVisits, needed: Inflow, held: dict[Cell, int]) -> tuple[StageLine, ...]:
    """All stages that deals visit; stages in which deals stand of which no visit is known say nothing."""
    known = visits(own.moves()) if len(own.cells) else None
    deals = needed.deals(own.cells, known) if known is not None else None
    made = [_line(own, place, held.get(cell, 0), known, deals) for place, cell in enumerate(own.cells)]
    unknown = [
        StageLine(*cell, n, _noise(n), None, None, Stay(0.0, 0.0, None, 0), Balance.CANNOT_TELL)
        for cell, n in held.items()
        if cell not in own.cells
    ]
    return tuple(sorted([*made, *unknown], key=lambda each: _order(desk, each)))


def _order(desk: Desk, line: StageLine) -> tuple[Any, ...]:
    return (line.pipeline or "", desk.place("stage", line.stage), line.stage or "")


def _line(own: StageVisits, place: int, holds: int, known: Visits | None, deals: Draws | None) -> StageLine:
    clog = _clog(own, place)
    usual = own.stay(place, number_of_day(clog.since) if clog else None)
    k = len(own.cells)
    enough = usual.ended >= _ENOUGH and usual.staying <= STAYING
    should, per_win = None, None
    if known is not None and enough:
        per_win = _per_win(own, place, known)
        if deals is not None:
            should = hold(deals * known.expected[:, place], usual, tail=(1 - CONFIDENCE) / 2 / k)
    status = Balance.CLOGGED if clog else _status(holds, should)
    return StageLine(*own.cells[place], holds, _noise(holds), should, per_win, usual, status, clog)


def _per_win(own: StageVisits, place: int, known: Visits) -> float | None:
    """How many visits to the stage there are for one win in its pipeline."""
    pipeline = own.cells[place][0]
    wins = known.won[:, [cell[0] == pipeline for cell in own.cells]].sum(axis=1)
    return float(np.median(known.expected[:, place] / wins)) if wins.min() > 0 else None


def _noise(holds: int) -> Interval:
    return poisson_interval(holds, 1.0) or Interval(0.0, 0.0)


def _status(holds: int, should: Hold | None) -> Balance:
    if should is None:
        return Balance.CANNOT_TELL
    if holds < should.least:
        return Balance.MISSING
    return Balance.MORE if holds > should.most else Balance.FITS


def _clog(own: StageVisits, place: int) -> Clog | None:
    """Whether deals stay longer than they did, said only when chance over all stages and days is ruled out."""
    change = own.change(place)
    if change is None or change.longer < LONGER or change.p * len(own.cells) > _CHANCE:
        return None
    return _told(own, place, change)


def _told(own: StageVisits, place: int, change: Change) -> Clog:
    return Clog(
        since=day_of_number(change.since),
        earliest=day_of_number(change.earliest),
        latest=day_of_number(change.latest),
        longer=change.longer,
        p=change.p,
        chi2=change.test.chi2,
        stay=own.stay_since(place, change.since),
    )


def line_record(line: StageLine) -> dict[str, Any]:
    """One stage as plain values."""
    should, clog = line.hold, line.clog
    return {
        "pipeline": line.pipeline,
        "stage": line.stage,
        "status": line.status.value,
        "holds": line.holds,
        "holds_low": line.interval.low,
        "holds_high": line.interval.high,
        "should": _median(should),
        "should_low": should.should.low if should else None,
        "should_high": should.should.high if should else None,
        "least": should.least if should else None,
        "most": should.most if should else None,
        "visits_per_win": line.per_win,
        "mean_days": line.stay.mean if line.stay.ended else None,
        "median_days": line.stay.median,
        "never_left": line.stay.staying,
        "n": line.stay.ended,
        "clogged": None if clog is None else {
            "since": clog.since, "earliest": clog.earliest, "latest": clog.latest, "times_as_long": clog.longer,
            "p": clog.p, "log_rank_chi2": clog.chi2, "mean_days": clog.stay.mean, "n": clog.stay.ended,
        },
    }  # fmt: skip


def _median(should: Hold | None) -> float | None:
    points: Range | None = should.should if should else None
    return points.median if points else None
