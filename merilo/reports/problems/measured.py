"""What happened in each step: counts by seller, team and company over whole quarters, one query per KPI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from merilo.core.text import N_
from merilo.core.time import Period
from merilo.insight.shrinkage import Numbers
from merilo.insight.spread import Moments, together
from merilo.kpis.declaration import Anchor
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.kpis.series import as_series
from merilo.reports.asking import Desk

Quarters = Sequence[tuple[date, date]]
Key = tuple[str, ...]


class Level(StrEnum):
    """Whose loss it is."""

    COMPANY = N_("company")
    TEAM = N_("team")
    SELLER = N_("seller")


@dataclass(frozen=True, eq=False)
class Counted:
    """Of one level: the keys (subject, then further cuts) and each part's sums, shape (keys, quarters).

    `months`: the same month by month, shape (keys, 3 · quarters), where that was asked.
    """

    keys: tuple[Key, ...]
    parts: dict[str, Numbers]
    months: dict[str, Numbers] | None = None

    def added(self, names: Sequence[str]) -> Numbers:
        """The sum of several parts."""
        return np.asarray(sum(self.parts[name] for name in names))

    def added_by_month(self, names: Sequence[str]) -> Numbers | None:
        """The sum of several parts, month by month; None where that was not asked."""
        return None if self.months is None else np.asarray(sum(self.months[name] for name in names))


def counted(
    desk: Desk,
    kpi_name: str,
    quarters: Quarters,
    *,
    policies: tuple[tuple[str, str], ...] = (),
    further: tuple[str, ...] = (),
    monthly: bool = False,
) -> dict[Level, Counted]:
    """The sums of every part of a KPI, per level; `further`: cuts beside people, such as pipeline and stage.

    `monthly`: asked by month and added to quarters; only for KPIs of what happened in a time.
    """
    kpi = kpi_named(kpi_name)
    first, last = quarters[0][0], quarters[-1][1]
    every = Period.MONTH if monthly else Period.QUARTER
    question = Question(kpi_name, ("seller", "team", *further), every, first, last, policies=policies)
    if kpi.anchor is Anchor.AS_OF:
        kpi, question = as_series(kpi, question, quarters[0][1], last)
    inquiry = desk.inquiry(kpi, question, only_sums=True)
    starts = [start for start, _end in quarters]
    place = {start: index for index, start in enumerate(_months(desk, starts) if monthly else starts)}
    names = [part.name for part in kpi.parts]
    found: dict[Level, dict[Key, Numbers]] = {level: {} for level in Level}
    for group, sums in desk.sums(inquiry).items():
        seller, team, *rest, quarter = group[: 3 + len(further)]
        if inquiry.undated(group) or quarter not in place or None in rest:
            continue
        own = np.array([float(sums.columns.get(name) or 0) for name in names])
        for level, who in ((Level.COMPANY, ""), (Level.TEAM, team), (Level.SELLER, seller)):
            if who is not None:
                sheet = found[level].setdefault((who, *rest), np.zeros((len(names), len(place))))
                sheet[:, place[quarter]] += own
    return {level: _stacked(names, rows, len(place), len(quarters)) for level, rows in found.items()}


def _months(desk: Desk, quarters: Sequence[date]) -> list[date]:
    """The first days of the three months of each quarter."""
    found = []
    for start in quarters:
        for _month in range(3):
            found.append(start)
            start = desk.settings.calendar.next(start, Period.MONTH)  # noqa: PLW2901 - it walks through the quarter
    return found


def _stacked(names: list[str], rows: dict[Key, Numbers], times: int, quarters: int) -> Counted:
    keys = tuple(sorted(rows))
    stack = np.stack([rows[key] for key in keys]) if keys else np.zeros((0, len(names), times))
    parts = {name: stack[:, place, :] for place, name in enumerate(names)}
    if times == quarters:
        return Counted(keys, parts)
    whole = {name: each.reshape(len(keys), quarters, times // quarters).sum(2) for name, each in parts.items()}
    return Counted(keys, whole, parts)


def average_deals(desk: Desk, quarters: Quarters) -> tuple[dict[Level, dict[str, Moments]], str]:
    """The moments of won amounts over all these quarters, per level and subject; and their currency."""
    kpi = kpi_named("average_deal")
    question = Question(kpi.name, ("seller", "team"), start=quarters[0][0], end=quarters[-1][1])
    inquiry = desk.inquiry(kpi, question)
    found: dict[Level, dict[str, list[Moments]]] = {level: {} for level in Level}
    for group, sums in desk.sums(inquiry).items():
        if inquiry.undated(group) or sums.moments is None:
            continue
        for level, who in ((Level.COMPANY, ""), (Level.TEAM, group[1]), (Level.SELLER, group[0])):
            if who is not None:
                found[level].setdefault(who, []).append(sums.moments)
    together_ = {level: {who: together(own) for who, own in rows.items()} for level, rows in found.items()}
    known = {level: {w: m for w, m in rows.items() if m is not None} for level, rows in together_.items()}
    return known, inquiry.context.currency
