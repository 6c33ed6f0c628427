"""Several KPIs of the same rows asked in one query: of the moves of revenue alone five KPIs are made."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from merilo.core.time import Period
from merilo.kpis.declaration import Anchor, Beside, Context, Kpi, Ratio, Share, Total
from merilo.kpis.query import PERIOD, UNDATED, totals
from merilo.kpis.question import Question, checked
from merilo.kpis.series import as_series
from merilo.reports.asking import Desk
from merilo.reports.kept import Kept
from merilo.reports.many import Many, many
from merilo.reports.targets import with_known_target

Spans = Sequence[tuple[date, date]]
_NUMBERS = ("n", "value", "low", "high")
_PART, _PLACE = "part ", "place"


@dataclass(frozen=True, eq=False)
class Keys:
    """Whose each figure is, of which period (its first day; None: of no period), and whether it has no day at all."""

    seller: pa.ChunkedArray
    period: npt.NDArray[np.datetime64] | None
    undated: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Together:
    """One query: a KPI that has the parts of all, its question and context, and the KPIs that are made of it."""

    merged: Kpi
    question: Question
    context: Context
    kpis: tuple[Kpi, ...]

    @property
    def key(self) -> str:
        """All that its figures depend on besides the facts and the program."""
        return repr(([kpi.name for kpi in self.kpis], self.question, replace(self.context, cuts=frozenset())))


def asked_together(desk: Desk, kpis: Sequence[Kpi], every: Period, spans: Spans) -> Iterator[Together]:
    """The questions by seller and period, as few as there are kinds of rows."""
    groups: dict[Hashable, list[tuple[Kpi, Question, Context]]] = {}
    for kpi in kpis:
        question = _question(desk, kpi, every, spans)
        context = desk.context(kpi, question)
        groups.setdefault(_same_rows(kpi, context), []).append((kpi, question, context))
    for group in groups.values():
        _first, question, context = group[0]
        made = tuple(kpi for kpi, _question, _context in group)
        merged = made[0] if len(made) == 1 else _merged(made)
        if merged.anchor is Anchor.AS_OF and merged.series is not None:
            last = min(spans[-1][1], desk.today)
            merged, question = as_series(merged, question, min(spans[0][1], last), last)
        yield Together(merged, question, context, made)


def _question(desk: Desk, kpi: Kpi, every: Period, spans: Spans) -> Question:
    question = Question(kpi.name, ("seller",), every, spans[0][0], spans[-1][1])
    if kpi.anchor is Anchor.AS_OF and kpi.series is None:
        question = Question(kpi.name, ("seller",), as_of=min(spans[-1][1], desk.today))
    return with_known_target(desk, kpi, checked(question, kpi))


def _same_rows(kpi: Kpi, context: Context) -> Hashable:
    """What KPIs must have in common to be asked together; one that cannot be is alone with its name."""
    alone = not isinstance(kpi.value, Share | Ratio | Total) or kpi.spreads or kpi.series or kpi.by_policy
    policies = tuple(sorted(context.policies.items()))
    return (kpi.rows, kpi.anchor, kpi.needs, kpi.money, policies, kpi.name if alone else "")


def _merged(kpis: Sequence[Kpi]) -> Kpi:
    """A KPI with the parts of all, each one's ratio beside it under its own name."""
    parts = {part.name: part for kpi in kpis for part in kpi.parts}
    asides = {aside.column: aside for kpi in kpis for aside in kpi.asides}
    beside = tuple(
        Beside(kpi.name, kpi.label, kpi.unit, kpi.value) for kpi in kpis if isinstance(kpi.value, Ratio)
    )  # fmt: skip
    plain = Total(kpis[0].n)
    return replace(
        kpis[0], parts=tuple(parts.values()), asides=tuple(asides.values()), beside=beside, value=plain
    )  # fmt: skip


def figures_of(desk: Desk, asked: Together, kept: Kept | None = None) -> Iterator[tuple[Kpi, Keys, Many]]:
    """Each KPI with the keys of its groups and their figures; those that are `kept` are not made again."""
    for place, kpi in enumerate(asked.kpis):
        chosen = kpi.under(asked.context.policies)
        if kept is None:
            yield (chosen, *_unpacked(_made(desk, asked)[place]))
            continue
        # All KPIs of one query are kept at once, one after another in one table.
        whole = kept.table(
            asked.key, lambda: pa.concat_tables(_numbered(_made(desk, asked)), promote_options="default")
        )
        own = whole.filter(pc.equal(whole[_PLACE], place))
        yield (chosen, *_unpacked(own))


def _numbered(tables: Sequence[pa.Table]) -> list[pa.Table]:
    return [t.append_column(_PLACE, pa.array([place] * t.num_rows, pa.int64())) for place, t in enumerate(tables)]


def _made(desk: Desk, asked: Together) -> list[pa.Table]:
    """The figures of each KPI as a table: keys, numbers, parts."""
    inquiry = desk.inquiry(asked.merged, asked.question, only_sums=True)
    kpis = asked.kpis if len(asked.kpis) > 1 else (inquiry.kpi,)
    # Of several distributions only the value's is shown here.
    found = desk.table(totals(replace(inquiry.kpi, spreads=()), inquiry.rows, inquiry.question))
    keys = {name: found[name] for name in inquiry.keys}
    estimates = ["value"] if len(kpis) == 1 else [kpi.name for kpi in kpis]
    return [_packed(keys, many(kpi, found, name)) for kpi, name in zip(kpis, estimates, strict=True)]


def _packed(keys: Mapping[str, Any], found: Many) -> pa.Table:
    numbers = {name: getattr(found, name) for name in _NUMBERS}
    parts = {f"{_PART}{name}": each for name, each in found.parts.items()}
    return pa.table({**keys, "too_few": found.too_few, **numbers, **parts})


def _unpacked(table: pa.Table) -> tuple[Keys, Many]:
    def column(name: str) -> Any:
        return table[name].to_numpy()

    size = table.num_rows
    names = table.column_names
    undated = np.asarray(column(UNDATED), dtype=bool) if UNDATED in names else np.zeros(size, dtype=bool)
    periods = column(PERIOD) if PERIOD in names else None
    parts = {name.removeprefix(_PART): column(name) for name in names if name.startswith(_PART)}
    numbers = {name: column(name) for name in _NUMBERS}
    found = Many(too_few=np.asarray(column("too_few"), dtype=bool), parts=parts, **numbers)
    return Keys(table["seller"], periods, undated), found
