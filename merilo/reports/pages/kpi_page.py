"""A KPI's own page: the question in the address, its answer, the chart that fits, the rows behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.core.time import Period
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Family, Kpi
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL, kpi_named
from merilo.reports.answer import Answer
from merilo.reports.seen import Seen

EVERY = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)
_PERIODS = {Period.WEEK: N_("week"), Period.MONTH: N_("month"), Period.QUARTER: N_("quarter"), Period.YEAR: N_("year")}


def families() -> list[tuple[Family, list[Kpi]]]:
    """All KPIs by family."""
    return [(family, [kpi for kpi in ALL if kpi.family is family]) for family in Family]


def asked(name: str, words: Mapping[str, str]) -> Question:
    """The question that an address asks; raises UsageError naming what was wrong.

    `words`: by, every, from, to, as_of, seller, team, and where_CUT for any other cut; empty ones are not said.
    """
    kpi = kpi_named(name)
    said = {key: value for key, value in words.items() if value}
    where: list[tuple[str, str]] = [(cut, said[cut]) for cut in ("seller", "team") if cut in said]
    where += [(key.removeprefix("where_"), value) for key, value in said.items() if key.startswith("where_")]
    question = Question(
        name,
        by=tuple(said["by"].split(",")) if "by" in said else (),
        every=_every(said.get("every", "")),
        start=_day("from", said.get("from", "")),
        end=_day("to", said.get("to", "")),
        as_of=_day("as_of", said.get("as_of", "")),
        where=tuple(where),
    )
    if kpi.anchor is Anchor.AS_OF and question.as_of and (question.start or question.end or question.every):
        raise UsageError(
            _("A state has one day: either as of a day, or a series of days."),
            where=_(kpi.label),
            way_out=_("Leave out the one or the other."),
        )
    return question


def _every(word: str) -> Period | None:
    if not word:
        return None
    try:
        return Period(word)
    except ValueError:
        raise UsageError(_("There is no period {value}.").format(value=word), allowed=", ".join(EVERY)) from None


def _day(where: str, word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(
            _("{value} is no day.").format(value=word), where=where, allowed=_("a day such as 2026-03-31")
        ) from None


def answered(seen: Seen, question: Question) -> Answer:
    """The answer, with how far to rely on it."""
    return seen.answer(question, trust=True)


def period_words(periods: Iterable[Period] = EVERY) -> list[tuple[str, str]]:
    """Lengths of periods to choose from: name and label."""
    return [(period.value, _(_PERIODS[period])) for period in periods]


def cuts(kpi: Kpi) -> list[tuple[str, str]]:
    """The cuts that a KPI allows: name and label."""
    return [(name, _(CUTS[name].label)) for name in kpi.cuts if name in CUTS]


MOST_GROUPS = 40
"""Groups that a chart shows."""

LESS = frozenset({"decreased", "slipped", "won", "lost", "contraction", "churn"})
"""Parts of a movement that take away from its opening."""


def movement(found: Answer) -> list[tuple[str, float, bool]]:
    """The steps from opening to closing of an answer about one period: label, signed amount, whether it is a level.

    Empty for KPIs that are no movement. What does not add up is not shown as if it did: ValueError.
    """
    figure = found.total.figure if found.total else found.lines[0].figure if len(found.lines) == 1 else None
    parts = {part.name: part for part in found.kpi.parts}
    if figure is None or not {"opening", "closing"} <= figure.parts.keys():
        return []
    names = list(parts)
    between = names[names.index("opening") + 1 : names.index("closing")]
    amounts = {name: float(figure.parts[name] or 0) * (-1 if name in LESS else 1) for name in ("opening", *between)}
    closing = float(figure.parts["closing"] or 0)
    if abs(sum(amounts.values()) - closing) > max(0.01 * len(amounts), 1e-9 * abs(closing)):
        raise ValueError(f"{found.kpi.name}: {amounts} do not make {closing}")
    steps = [(_(parts[name].label), amount, name == "opening") for name, amount in amounts.items()]
    return [*steps, (_(parts["closing"].label), closing, True)]


OUTCOMES = ("forward", "won", "back", "lost", "open")
"""Parts of a KPI about stages that say what became of those who entered one."""


def outcomes(found: Answer) -> list[dict[str, Any]]:
    """Of an answer by stage: per stage, in order, how many had which outcome; empty for other KPIs.

    A stage in which deals end has nothing behind it and is left out.
    """
    parts = {part.name: part for part in found.kpi.parts}
    if found.question.by != ("stage",) or found.question.every or not parts.keys() >= set(OUTCOMES):
        return []
    return [
        {"group": line.labels["stage"], "what": _(parts[name].label), "place": place, "n": int(n)}
        for line in found.lines
        if any(line.figure.parts.get(name) for name in OUTCOMES)
        for place, name in enumerate(OUTCOMES)
        if (n := line.figure.parts.get(name) or 0)
    ]


def spread_out(found: Answer) -> list[dict[str, Any]]:
    """Of an answer by one cut: the quartiles of what the KPI measures, per line; empty where it is no distribution."""
    of_it = [each for each in found.kpi.distributions if each.unit is found.kpi.unit]
    if len(found.question.by) != 1 or found.question.every or not of_it:
        return []
    column, cut = of_it[0].column, found.question.by[0]
    return [
        {"group": line.labels[cut]}
        | {name: getattr(line.figure.spreads[column], name) for name in ("p25", "median", "p75", "p90")}
        for line in found.lines[:MOST_GROUPS]
        if column in line.figure.spreads and not line.figure.too_few
    ]


@dataclass(frozen=True)
class Detail:
    """What a figure is made of: parts (label, value, unit), and distributions (label, unit, spread)."""

    parts: tuple[tuple[str, Any, str], ...]
    spreads: tuple[tuple[str, str, Any], ...]


def detail(found: Answer) -> Detail | None:
    """What the figure of an answer about everything is made of; None where there are several lines."""
    if found.total is None or found.question.by or found.question.every:
        return None
    figure = found.total.figure
    parts = [(_(part.label), figure.parts.get(part.name), part.unit.value) for part in found.kpi.parts]
    spreads = [(_(each.label), each.unit.value, figure.spreads[each.column])
               for each in found.kpi.distributions if each.column in figure.spreads]  # fmt: skip
    return Detail(tuple(part for part in parts if part[1] is not None), tuple(spreads))
