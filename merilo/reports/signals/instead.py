"""Whether less of one thing is an improvement, or only makes room for another that is no better."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from merilo.reports.signals.finding import Finding
from merilo.reports.signals.watched import YEAR, History


def in_its_place(finding: Finding, members: Sequence[int], history: History) -> bool:
    """Whether what is told as better came with at least as much more of what the KPI's `instead` counts.

    Both together, per case, since the change against the year before it: whoever no longer looks at his closing days
    puts off no deal, but leaves as many past their day. `members`: the sellers (by place) of whom it is told.
    """
    table = history.tables.get(finding.watched.name)
    if not finding.good or table is None or table.instead is None:
        return False
    who, weeks = list(members), np.array(history.weeks)
    end = history.end if finding.shift or finding.interval is not None else finding.at
    now = (weeks >= finding.since) & (weeks <= end)
    before = (weeks < finding.since) & (weeks >= finding.since - timedelta(weeks=YEAR))
    both, size = (table.value + table.instead)[who].sum(axis=0), table.size[who].sum(axis=0)
    return bool(both[now].sum() * size[before].sum() >= both[before].sum() * size[now].sum())
