"""Problem first: each of the five with those who have it, as far as the person who looks may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merilo.core.text import _
from merilo.kpis.registry import ALL, kpi_named
from merilo.reports.seen import Seen

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """One problem: its declaration, the losses that are more than chance (dearest first), its KPIs (name, label)."""

    problem: Record
    losses: tuple[Record, ...]
    kpis: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProblemFirst:
    """The five problems for one period; `quiet`: nobody the person sees has any of them."""

    period: str
    currency: str
    shown: tuple[Shown, ...]
    notes: tuple[str, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing is to be said."""
        return not any(each.losses for each in self.shown)


def problem_first(seen: Seen) -> ProblemFirst:
    """The prepared problems, filtered by what the person may see; the dearest problem comes first."""
    found = seen.sheet("problems").content
    subjects = [each for each in found["subjects"] if seen.reach.sees(each["level"], each["subject"])]
    losses = [loss for subject in subjects for loss in subject["losses"]]
    shown = [
        Shown(
            problem,
            tuple(sorted((each for each in losses if each["problem"] == problem["name"]), key=_dearest)),
            tuple((name, _(kpi_named(name).label)) for name in problem["kpis"] if _is_kpi(name)),
        )
        for problem in found["problems"]
    ]
    shown.sort(key=lambda each: _dearest(each.losses[0]) if each.losses else 0.0)
    return ProblemFirst(found["period"], found["currency"], tuple(shown), tuple(found["notes"]))


def _dearest(loss: Record) -> float:
    return -float(loss["amount"] or 0.0)


def _is_kpi(name: str) -> bool:
    """Whether a page exists for it: some of what belongs to a problem is a report of its own."""
    return any(kpi.name == name for kpi in ALL)
