"""Which of all gaps that were looked at may be said: no more than a stated part of those named is named by chance.

At each level (company, teams, sellers) everybody is looked at in five problems, each in several steps and stages, and
held against several things. Each problem of each subject gets one chance of all its gaps (Simes); over all subjects and
problems of a level Benjamini and Hochberg's rule decides (`insight.discovery`). Of a problem that is found so, those of
its gaps are said that the same rule finds at the rate R·q/m (selected families: Benjamini & Bogomolov 2014, J. R. Stat.
Soc. B 76, 297–318); their intervals are as wide as being picked out demands. A gap whose 95 % interval does not lie
above nothing is not said in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from merilo.insight.discovery import any_of, discoveries
from merilo.reports.problems.measured import Level

if TYPE_CHECKING:
    from merilo.reports.problems.report import Found


def selected(found: Sequence[Found]) -> list[Found]:
    """The same gaps in the same order, each told whether it may be said."""
    said: dict[int, float] = {}
    for level in Level:
        problems: dict[tuple[str, str], list[int]] = {}
        for place, each in enumerate(found):
            if each.level is level:
                problems.setdefault((each.gap.subject, each.problem.name), []).append(place)
        chances = [np.array([found[place].gap.chance for place in gaps]) for gaps in problems.values()]
        threshold = discoveries([float(any_of(own)) for own in chances]).threshold
        for gaps, own in zip(problems.values(), chances, strict=True):
            if threshold > 0:
                said |= dict.fromkeys(np.array(gaps)[discoveries(own, threshold).found].tolist(), threshold)
    return [_told(each, said.get(place)) for place, each in enumerate(found)]


def _told(found: Found, threshold: float | None) -> Found:
    loss = found.gap.loss
    if threshold is None or not loss.certain:
        return found
    return replace(found, gap=replace(found.gap, loss=loss.widened(1 - threshold)), said=True)
