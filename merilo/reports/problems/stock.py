"""Where deals stand still: what stands in a stage against what enters it, by Little's law, and the money held up there.

Days in stage W = L / λ: the deals that stand there at the end of a quarter over those that entered a day in it (Little
1961, Oper. Res. 9, 383–387). Open deals are in it, so a stage that nobody leaves shows at once. L is a Poisson number
where deals come independently of each other, however long they stay (M/G/∞: Mirasol 1963, Oper. Res. 11, 292–293); λ is
estimated from N entries, so Var(W)/W² ≈ 1/L + 1/N, and the counts are weighed by N/(N + L).

Held up is the part of the open amount that would not stand there at the benchmark's pace, times the chance that deals
of that stage are won: (1 − W_b/W) · amount · p. It comes later, once; it is no loss for good.
"""

from __future__ import annotations

import numpy as np

from merilo.insight.funnel import win_chances
from merilo.insight.shrinkage import Numbers
from merilo.reports.problems.declared import STEPS, STOCK
from merilo.reports.problems.measured import Counted, Level
from merilo.reports.problems.sheets import Company, place_of, scatter_of
from merilo.reports.problems.steps import Gap, Sheet, gaps

_CUTS = ("pipeline", "stage")
Stage = tuple[str, str]


def stalled(company: Company, level: Level) -> list[tuple[Stage, Gap]]:
    """Every stage with the gap of each subject; empty where the data have no history of stages."""
    standing = company.counts("pipeline", further=_CUTS)[level]
    entered = company.counts("stage_conversion", further=_CUTS)[level]
    chances = _chances(company)
    found = []
    for number, stage in enumerate(sorted({(key[1], key[2]) for key in standing.keys})):
        sheet = _sheet(company, level, stage, (standing, entered), chances.get(stage, 0.0))
        if sheet is not None:
            company.sheets.setdefault((level, STOCK), sheet)
            found += [(stage, gap) for gap in gaps(sheet, place_of(level, STOCK) * 1000 + number)]
    return found


def _sheet(
    company: Company, level: Level, stage: Stage, counts: tuple[Counted, Counted], chance: float
) -> Sheet | None:
    standing, entered = counts
    subjects = [key[0] for key in standing.keys if (key[1], key[2]) == stage]
    deals, amount = (_of_stage(standing, subjects, stage, part) for part in ("deals", "amount"))
    visits, days = _of_stage(entered, subjects, stage, "visits"), _days(company)
    if not visits[:, -1].sum() > 0:
        return None
    weight = np.divide(visits, visits + deals, out=np.zeros_like(visits), where=visits + deals > 0)
    step = STEPS[STOCK]
    of, over = deals * weight, visits / days * weight
    volume = amount[:, -1] * chance
    return Sheet(
        step, subjects, of, over, volume, (), company.active(level, subjects),
        apart=level is not Level.COMPANY, comparable=company.filled, roles=company.roles_of(level, subjects),
        scatter=scatter_of(step, of, over, company.filled) if level is Level.SELLER else 1.0,
        relative=True, counted=deals,
    )  # fmt: skip


def _days(company: Company) -> Numbers:
    return np.array([(end - start).days + 1 for start, end in company.quarters], dtype=float)


def _of_stage(found: Counted, subjects: list[str], stage: Stage, part: str) -> Numbers:
    rows = {key[0]: place for place, key in enumerate(found.keys) if (key[1], key[2]) == stage}
    width = found.parts[part].shape[1]
    return np.array([found.parts[part][rows[s]] if s in rows else np.zeros(width) for s in subjects])


def _chances(company: Company) -> dict[Stage, float]:
    """The chance to be won from each stage, from what became of all visits."""
    moved = company.counts("stage_conversion", further=_CUTS)[Level.COMPANY]
    found: dict[Stage, float] = {}
    for pipeline in {key[1] for key in moved.keys}:
        places = [place for place, key in enumerate(moved.keys) if key[1] == pipeline]
        # Stages that deals end in are no stages to wait in.
        open_ = [p for p in places if moved.parts["ended"][p].sum() < moved.parts["visits"][p].sum()]
        open_.sort(key=lambda p: company.desk.place("stage", moved.keys[p][2]))
        if open_:
            sums = [moved.parts[name][open_].sum(1) for name in ("forward", "won", "back", "decided")]
            chances = win_chances(*sums)
            found |= {(pipeline, moved.keys[p][2]): float(c) for p, c in zip(open_, chances, strict=True)}
    return found
