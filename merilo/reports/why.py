"""Why did it move: the change of a KPI between two periods, split over the groups of each cut, exact to the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.decomposition import NOTHING, Effect, Pair, factors, ratio_effects, shared_effects, total_effects
from merilo.insight.intervals import Interval, difference_interval
from merilo.kpis.declaration import (
    Anchor,
    Chance,
    Distribution,
    Family,
    Kpi,
    Mean,
    Product,
    Rate,
    Ratio,
    Share,
    TimeUntil,
    Total,
    Value,
)
from merilo.kpis.question import Question, checked, policies_of
from merilo.kpis.registry import kpi_named
from merilo.reports.answer import ENGINE, Line, in_period, label_of
from merilo.reports.asking import Desk, Group, Inquiry
from merilo.reports.figures import Sums, added, figure
from merilo.reports.listing import plain_json
from merilo.reports.targets import with_known_target

CUTS_ASKED = ("seller", "team", "origin", "stage", "product", "pipeline", "kind")
"""The cuts that are tried where nobody names one, as far as the KPI has them."""
_EVERY = Period.MONTH


@dataclass(frozen=True)
class Span:
    """One of the two periods: its first day and its length."""

    start: date
    every: Period


@dataclass(frozen=True)
class GroupEffect:
    """What one group did to the change, in the unit of the value; `before` and `after` are its own values.

    `weight_*`: its share of what stands below the line (of the cases, for a sum). volume + mix + rate = together.
    """

    key: str | None
    label: str
    before: float | None
    after: float | None
    weight_before: float
    weight_after: float
    volume: float
    mix: float
    rate: float
    together: float


@dataclass(frozen=True)
class CutEffects:
    """The change split over the groups of one cut: the largest effect first. The sums are over all groups."""

    cut: str
    groups: tuple[GroupEffect, ...]
    volume: float
    mix: float
    rate: float


@dataclass(frozen=True)
class Why:
    """The change of a KPI from one period to another.

    `unsplit`: cuts in which a group has less than nothing below the line (a target more than reached): shares of such
    a whole mean nothing. `interval`: how sure the change itself is. `factors`: for a product, what each of its factors
    did (the mean logarithmic split), instead of cuts; none where one of them is nothing. `of_mean`: the KPI is a
    median; what is split is the change of its mean. `plainly`: the KPI counts those who still wait as far as they were
    followed, which no sum does; what is split is the change among those whose end is known.
    """

    kpi: Kpi
    question: Question
    currency: str
    policies: Mapping[str, str]
    before: Line
    after: Line
    value_before: float
    value_after: float
    interval: Interval | None
    cuts: tuple[CutEffects, ...]
    unsplit: tuple[str, ...]
    factors: Mapping[str, float]
    of_mean: bool
    plainly: bool = False

    @property
    def change(self) -> float:
        """After − before."""
        return self.value_after - self.value_before

    def to_json(self) -> dict[str, Any]:
        """The whole answer as JSON-ready values."""
        sides = {"before": (self.before, self.value_before), "after": (self.after, self.value_after)}
        document = {
            "kpi": self.kpi.name,
            "unit": self.kpi.unit,
            "currency": self.currency if self.kpi.money else None,
            "policies": dict(self.policies),
            "split": "mean" if self.of_mean else "decided" if self.plainly else "value",
            **{
                side: {"value": value, "period": line.period, "from": line.start, "to": line.end}
                | {"n": line.figure.n, "partial": line.partial}
                for side, (line, value) in sides.items()
            },
            "change": self.change,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "cuts": [asdict(cut) for cut in self.cuts],
            "unsplit": list(self.unsplit),
            "factors": dict(self.factors),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain


def why(workspace: Workspace, question: Question, before: str, after: str, *, today: date | None = None) -> Why:
    """Why the KPI moved from the period named `before` to that named `after` (2026-03, 2026Q1, a day …).

    Raises UsageError when the two are no different periods of one length, or one of them has no value.
    """
    snapshot = FactStore.open(workspace.facts).snapshot()
    settings = workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=question.as_of) as engine:
        return explain(Desk(engine, settings, today), question, before, after)


def explain(desk: Desk, question: Question, before: str, after: str) -> Why:
    """The same, at a desk that is open."""
    kpi = kpi_named(question.kpi)
    spans = _spans(desk, question, before, after)
    question = replace(question, every=spans[0].every, start=None, end=None)
    question = with_known_target(desk, kpi, checked(question, kpi))
    context = desk.context(kpi, question)
    kpi = _under(desk, question)
    whole = [_whole(desk, kpi, question, span) for span in spans]
    pairs = [_pair(kpi, sums) for _line, sums in whole]
    values = [_value(kpi, line, pair) for (line, _sums), pair in zip(whole, pairs, strict=True)]
    cuts = {cut: _cut(desk, question, spans, cut, pairs) for cut in _cuts(kpi, question)}
    return Why(
        kpi=kpi,
        question=question,
        currency=context.currency,
        policies=context.policies,
        before=whole[0][0],
        after=whole[1][0],
        value_before=values[0],
        value_after=values[1],
        interval=_sure(kpi, whole[0][0], whole[1][0]),
        cuts=tuple(effects for effects in cuts.values() if effects),
        unsplit=tuple(cut for cut, effects in cuts.items() if effects is None),
        factors=_factors(kpi, whole[0][1], whole[1][1]),
        of_mean=isinstance(_split(kpi), Distribution),
        plainly=isinstance(kpi.value, Chance | TimeUntil),
    )


def _under(desk: Desk, question: Question) -> Kpi:
    kpi = kpi_named(question.kpi)
    return kpi.under(policies_of(kpi, desk.settings.policies, question))


def _split(kpi: Kpi) -> Value:
    """The value that sums can be split of."""
    return kpi.value.plainly if isinstance(kpi.value, Chance | TimeUntil) else kpi.value


def _spans(desk: Desk, question: Question, before: str, after: str) -> list[Span]:
    calendar = desk.settings.calendar
    spans = []
    for option, word in (("--from", before), ("--to", after)):
        found = calendar.named(word)
        if found is None:
            raise UsageError(
                _("{text} is neither a period nor a day.").format(text=word or _("(none)")),
                where=option,
                allowed=_("a day (YYYY-MM-DD), or a period such as 2026-03, 2026Q1, 2026-W10 or 2026"),
            )
        day, length = found
        every = question.every or (_EVERY if length is Period.DAY else length)
        spans.append(Span(calendar.start(day, every), every))
    if spans[0].every is not spans[1].every or spans[0].start == spans[1].start:
        raise UsageError(
            _("A change is one between two periods of the same length."),
            where=f"--from {before} --to {after}",
            way_out=_("Name two different periods, such as --from 2026-02 --to 2026-03."),
        )
    return spans


def _inquiry(desk: Desk, kpi: Kpi, question: Question, span: Span, by: tuple[str, ...]) -> Inquiry:
    end = date.fromordinal(desk.settings.calendar.next(span.start, span.every).toordinal() - 1)
    question = replace(question, by=by)
    if kpi.anchor is Anchor.AS_OF:
        return desk.inquiry(kpi, replace(question, every=None, as_of=min(end, desk.today)))
    every = span.every if kpi.anchor is Anchor.PERIOD else None
    return desk.inquiry(kpi, replace(question, every=every, start=span.start, end=end))


def _groups(desk: Desk, inquiry: Inquiry) -> dict[Group, Sums]:
    return {group: sums for group, sums in desk.sums(inquiry).items() if not inquiry.undated(group)}


def _whole(desk: Desk, kpi: Kpi, question: Question, span: Span) -> tuple[Line, Sums]:
    inquiry = _inquiry(desk, kpi, question, span, ())
    sums = added(list(_groups(desk, inquiry).values()))
    line = in_period(Line({}, {}, figure(kpi, sums)), inquiry.context, span.every, span.start)
    return line, sums


def _value(kpi: Kpi, line: Line, pair: Pair | None) -> float:
    """The value that is taken apart; raises UsageError where the period has none."""
    value = line.figure.value if pair is None or isinstance(kpi.value, Total) else None
    if pair is not None and not isinstance(kpi.value, Total) and pair.below > 0:
        value = float(pair.above / pair.below)
    if value is None:
        raise UsageError(
            _("{kpi} has no value in {period}.").format(kpi=kpi.name, period=line.period),
            way_out=_("Ask for two periods that have one: `merilo kpi {kpi} --every {every}` shows them.").format(
                kpi=kpi.name, every=_EVERY
            ),
        )
    return float(value)


def _pair(kpi: Kpi, sums: Sums) -> Pair | None:
    """What a group has above and below the line; None where the KPI has no line."""
    value = _split(kpi)
    if isinstance(value, Product):
        return None
    if isinstance(value, Distribution):
        values = sums.values.get(value.column)
        return Pair(_exact(values.mean) * values.n, Fraction(values.n)) if values and values.n else NOTHING
    plus, minus, below, times = _line(kpi)
    added_up = sum(_column(sums, name) for name in plus) - sum(_column(sums, name) for name in minus)
    return Pair(Fraction(added_up * times), _column(sums, below))


def _column(sums: Sums, name: str) -> Fraction:
    """The sum of a column; nothing where there were no rows at all."""
    return _exact(sums.columns.get(name))


def _line(kpi: Kpi) -> tuple[tuple[str, ...], tuple[str, ...], str, int]:
    """The parts above the line that are added, those that are taken away, the part below, and a factor."""
    match _split(kpi):
        case Share(of, out_of):
            return (of,), (), out_of, 1
        case Mean(total, count):
            return (total,), (), count, 1
        case Ratio(plus, out_of, minus):
            return plus, minus, out_of, 1
        case Rate(of, exposure, per):
            return (of,), (), exposure, per
        case Total(of):
            return (of,), (), kpi.n, 1
        case _:
            raise TypeError(f"{kpi.name} has no line")


def _exact(value: Any) -> Fraction:
    return Fraction(0) if value is None else Fraction(value)


def _sure(kpi: Kpi, before: Line, after: Line) -> Interval | None:
    was, now = before.figure, after.figure
    # What is split of a median or a censored share is another number than the one that has the interval.
    if isinstance(kpi.value, Distribution | Chance | TimeUntil) or was.interval is None or now.interval is None:
        return None
    if was.value is None or now.value is None:
        return None
    return difference_interval(float(was.value), was.interval, float(now.value), now.interval)


def _cuts(kpi: Kpi, question: Question) -> tuple[str, ...]:
    # The stage of a deal that is closed says how it ended, and explains nothing.
    asked = tuple(cut for cut in CUTS_ASKED if cut != "stage" or kpi.family is Family.SALES_CYCLE)
    if isinstance(kpi.value, Product):
        return ()
    return question.by or tuple(cut for cut in asked if cut in kpi.cuts)


def _cut(desk: Desk, question: Question, spans: list[Span], cut: str, whole: list[Pair | None]) -> CutEffects | None:
    kpi, sides = _under(desk, question), []
    for span in spans:
        groups = _groups(desk, _inquiry(desk, kpi, question, span, (cut,)))
        pairs = {group[0]: _pair(kpi, sums) for group, sums in groups.items()}
        sides.append({key: pair for key, pair in pairs.items() if pair is not None})
    if any(pair.below < 0 for side in sides for pair in side.values()):
        return None
    total = isinstance(kpi.value, Total)
    effects = total_effects(*sides) if total else _of_ratio(sides, whole)
    wholes = tuple(sum(side.values(), NOTHING).below for side in sides)
    found = [
        _group(key, label_of(desk, cut, key, question.every), effect, wholes, total=total)
        for key, effect in effects.items()
    ]
    return CutEffects(
        cut,
        tuple(sorted(found, key=lambda group: (-abs(group.together), group.label))),
        volume=float(sum(effect.volume for effect in effects.values())),
        mix=float(sum(effect.mix for effect in effects.values())),
        rate=float(sum(effect.rate for effect in effects.values())),
    )


def _of_ratio(sides: list[dict[Any, Pair]], whole: list[Pair | None]) -> dict[Any, Effect]:
    """Where the groups have nothing below the line (working time cannot be split by origin), they share the whole's."""
    if any(pair.below for side in sides for pair in side.values()):
        return ratio_effects(sides[0], sides[1])
    before, after = (pair.below if pair else Fraction(0) for pair in whole)
    return shared_effects(sides[0], sides[1], (before, after))


def _group(key: Any, label: str, effect: Effect, wholes: tuple[Fraction, ...], *, total: bool) -> GroupEffect:
    sides = (effect.before, effect.after)
    before, after = (float(p.above) if total else float(p.above / p.below) if p.below else None for p in sides)
    was, now = (float(p.below / whole) if whole else 0.0 for p, whole in zip(sides, wholes, strict=True))
    volume, mix, rate = float(effect.volume), float(effect.mix), float(effect.rate)
    return GroupEffect(key, label, before, after, was, now, volume, mix, rate, float(effect.together))


def _factors(kpi: Kpi, before: Sums, after: Sums) -> dict[str, float]:
    if not isinstance(kpi.value, Product):
        return {}
    sides = [_factor_values(kpi.value, sums) for sums in (before, after)]
    if min(*sides[0].values(), *sides[1].values(), 1) <= 0:
        return {}
    return factors(sides[0], sides[1], {f.label: -1 if f.divides else 1 for f in kpi.value.factors})


def _factor_values(product: Product, sums: Sums) -> dict[str, float]:
    """Each factor's own value by its label; nothing where it has none."""
    values = {}
    for factor in product.factors:
        below = _column(sums, factor.out_of) if factor.out_of else Fraction(1)
        values[factor.label] = float(_column(sums, factor.of) / below) if below else 0.0
    return values
