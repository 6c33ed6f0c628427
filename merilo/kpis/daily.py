"""Sums by day, from which those of any week, month or span are added: rows of millions are read once for all of them.

Worth it only to engines that keep what is shared; to others it would be one grouping more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from merilo.kpis.cuts import CUTS, PEOPLE
from merilo.kpis.declaration import Anchor, Kpi, Mean
from merilo.kpis.shared import shared
from merilo.kpis.sums import sums_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEW = frozenset((*PEOPLE, "origin", "pipeline", "product", "kind", "currency", "source"))
"""Cuts that have few values a day; by company there would be as many sums as rows."""


def by_day(kpi: Kpi, rows: ir.Table, cuts: Iterable[str]) -> ir.Table | None:
    """The sums of a KPI's rows by day and by what these cuts need; None where such sums do not say the same.

    What is defined by whole periods is added by period, as its rows are. None of a state, which has no day of its own,
    and of a mean, whose variance needs its values.
    """
    wanted = frozenset(cuts)
    if kpi.anchor is Anchor.AS_OF or not wanted <= _FEW or isinstance(kpi.value, Mean):
        return None
    # Who was in which team is told by seller and day, as it is of the rows themselves.
    keys = [cut for cut in sorted(wanted) if cut in rows.columns]
    seller = ["seller"] if "seller" not in keys and any(CUTS[cut].via for cut in wanted - set(keys)) else []
    period = ["period"] if kpi.anchor is Anchor.PERIOD else []
    return shared(rows.group_by([*keys, *seller, *period, "day"]).agg(**sums_of(kpi, rows)), f"{kpi.name}_by_day")
