"""What targets ask and what was reached of each: one question per KPI, scope and period, however many targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from merilo.core.text import _
from merilo.core.time import Calendar, Period
from merilo.insight.intervals import Interval
from merilo.kpis.declaration import Anchor, Context, Kpi, Unit
from merilo.kpis.expectations.attainment import ATTAINMENT
from merilo.kpis.expectations.expected import Asked, expected_rows
from merilo.kpis.expectations.measured import MEASURED
from merilo.kpis.expectations.reached import reached_rows
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.reports.judgement import Status, of_amount, of_value
from merilo.reports.targets import with_known_target

if TYPE_CHECKING:
    from merilo.reports.answer import Answer, Line
    from merilo.reports.asking import Desk

_PERIODS = (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)


@dataclass(frozen=True)
class Target:
    """One row of `targets`."""

    id: str
    kpi: str
    scope: str
    subject: str | None
    starts_on: date
    ends_on: date
    low: float
    high: float | None
    currency: str | None


@dataclass(frozen=True)
class Held:
    """A target held against what was reached; of a role's, one per person (`seller`).

    `low` and `high`: what is asked of him, money in `currency`; `elapsed`: the share of his working days that is over,
    for amounts only; `no_rate`: rows left out for want of an exchange rate.
    """

    target: Target
    seller: str | None
    low: float
    high: float | None
    status: Status
    value: float | None = None
    interval: Interval | None = None
    n: int = 0
    too_few: bool = False
    elapsed: float | None = None
    currency: str = ""
    no_rate: int = 0

    @property
    def due(self) -> float | None:
        """What should be there today, of an amount."""
        return None if self.elapsed is None else round(self.low * self.elapsed, 4)

    @property
    def pace(self) -> float | None:
        """What is there / what should be; 1.0 is exactly where he should be."""
        return self.value / self.due if self.value is not None and self.due else None


@dataclass(frozen=True)
class Problem:
    """A target that cannot be held against anything, and why."""

    target: Target
    reason: str


Found = tuple[list[Held], list[Problem]]


def is_amount(kpi: str) -> bool:
    """Whether a target of the KPI is an amount that is due day by day, not a range of the KPI's value."""
    return kpi in MEASURED


def unit_of(kpi: str) -> Unit:
    """The unit of the KPI's targets: of touches their number, not their number per week."""
    if is_amount(kpi):
        return Unit.MONEY if MEASURED[kpi].money else Unit.COUNT
    return kpi_named(kpi).unit


def period_of(calendar: Calendar, target: Target) -> Period | None:
    """The calendar's period that the target's days are; None when they are no such period."""
    for period in _PERIODS:
        following = calendar.next(target.starts_on, period)
        if calendar.start(target.starts_on, period) == target.starts_on and target.ends_on == _before(following):
            return period
    return None


def _before(day: date) -> date:
    return day - timedelta(days=1)


def amounts(desk: Desk, targets: Sequence[Target], as_of: date | None) -> Found:
    """Targets of one KPI and scope whose KPI adds up over days: all periods by two queries."""
    kpi, scope = targets[0].kpi, targets[0].scope
    facts, context = desk.engine.facts, _amount_context(desk, kpi, scope, as_of)
    wanted = {target.id: target for target in targets}
    span = min(each.starts_on for each in targets), max(each.ends_on for each in targets)
    asked = Asked(kpi, scope, MEASURED[kpi].money, context.policies["ramp"], span)
    rows = desk.records(expected_rows(facts, context, asked).select(*_ASKED))
    reached = {(row["id"], row.get("seller")): row for row in desk.records(reached_rows(facts, context, asked))}
    held, problems = [], []
    for row in (row for row in rows if row["id"] in wanted):
        target = wanted[row["id"]]
        if row["low"] is None:
            problems.append(Problem(target, _("its currency has no exchange rate for its first day")))
            continue
        done = reached.get((row["id"], row["seller"] if scope == "role" else None), {})
        held.append(_held_amount(target, row, done, context))
    return held, problems


_ASKED = ("id", "seller", "low", "high", "share", "elapsed")


def _amount_context(desk: Desk, kpi: str, scope: str, as_of: date | None) -> Context:
    question = Question(ATTAINMENT.name, as_of=as_of, policies=(("target", kpi), ("scope", scope)))
    context = desk.context(ATTAINMENT, with_known_target(desk, ATTAINMENT, question))
    return replace(context, cuts=frozenset({scope} - {"company"}))


def _held_amount(target: Target, row: dict[str, object], done: dict[str, object], context: Context) -> Held:
    low, share, elapsed = (_number(row[name]) for name in ("low", "share", "elapsed"))
    high = None if row["high"] is None else round(_number(row["high"]) * share, 4)
    value = _number(done.get("reached"))
    # Without any data of that time nothing was not necessarily nothing.
    known = context.horizon >= target.starts_on or bool(done)
    low = round(low * share, 4)
    status = of_amount(value, low * elapsed, None if high is None else high * elapsed)
    return Held(
        target, str(row["seller"]) if row["seller"] else None, low, high,
        status if known else Status.NO_DATA, value if known else None,
        n=int(_number(done.get("n"))), elapsed=elapsed, currency=context.currency if MEASURED[target.kpi].money else "",
        no_rate=int(_number(done.get("no_rate"))),
    )  # fmt: skip


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else 0.0


def values(desk: Desk, targets: Sequence[Target], as_of: date | None) -> Found:
    """Targets of one KPI, scope and period whose range is one of the KPI's value: one question."""
    first = targets[0]
    kpi = kpi_named(first.kpi)
    answered = _answer(desk, kpi, first, as_of)
    if isinstance(answered, str):
        return [], [Problem(target, answered) for target in targets]
    lines = {_whose(first.scope, line): line for line in answered.lines if not line.start or _same(line, first)}
    held, problems = [], []
    for target, seller in _asked_of(desk, targets, as_of):
        if kpi.unit is Unit.MONEY and target.currency not in (None, answered.currency):
            reason = _("it is in {currency}, what was reached in {other}")
            problems.append(Problem(target, reason.format(currency=target.currency, other=answered.currency)))
            continue
        own = None if target.scope == "company" else target.subject
        held.append(_held_value(target, seller, lines.get((own, seller if target.scope == "role" else None)), answered))
    return held, problems


def _answer(desk: Desk, kpi: Kpi, target: Target, as_of: date | None) -> Answer | str:
    """The KPI for everyone of the target's scope in its period; else why it cannot be asked."""
    from merilo.reports.answer import ask  # noqa: PLC0415 - answers know which KPI targets are for

    by = {"company": (), "role": ("role", "seller")}.get(target.scope, (target.scope,))
    missing = [cut for cut in by if cut not in kpi.cuts]
    if missing:
        return _("{kpi} cannot be cut by {value}.").format(kpi=kpi.name, value=missing[0])
    # A target is about what was decided in its days: what began in them is for the most part not decided when they end.
    cohort = tuple((policy.name, "closed") for policy in kpi.policies if policy.name == "cohort")
    question = Question(kpi.name, by=by, as_of=as_of, policies=cohort)
    if kpi.anchor is Anchor.AS_OF:
        last = min(target.ends_on, as_of or desk.today)
        return ask(desk, replace(question, as_of=last if last < desk.today else as_of))
    every = period_of(desk.settings.calendar, target) if kpi.anchor is Anchor.PERIOD else None
    if kpi.anchor is Anchor.PERIOD and every is None:
        return _("{kpi} moves from one whole period to the next, and these days are none").format(kpi=kpi.name)
    return ask(desk, replace(question, every=every, start=target.starts_on, end=target.ends_on))


def _same(line: Line, target: Target) -> bool:
    return line.start == target.starts_on


def _whose(scope: str, line: Line) -> tuple[str | None, str | None]:
    return (None if scope == "company" else line.keys[scope], line.keys.get("seller") if scope == "role" else None)


def _asked_of(desk: Desk, targets: Sequence[Target], as_of: date | None) -> Iterable[tuple[Target, str | None]]:
    """Each target and the seller whom it is asked of: of a role's, everyone who had the role in its period."""
    scope = targets[0].scope
    if scope != "role":
        return [(target, target.subject if scope == "seller" else None) for target in targets]
    context = _amount_context(desk, next(iter(MEASURED)), scope, as_of)
    span = targets[0].starts_on, targets[0].ends_on
    rows = expected_rows(desk.engine.facts, context, Asked(targets[0].kpi, scope, money=False, between=span))
    wanted = {target.id: target for target in targets}
    return [(wanted[row["id"]], row["seller"]) for row in desk.records(rows.select(*_ASKED)) if row["id"] in wanted]


def _held_value(target: Target, seller: str | None, line: Line | None, answered: Answer) -> Held:
    low, high, kpi = target.low, target.high, answered.kpi
    currency = answered.currency if kpi.unit is Unit.MONEY else ""
    if line is None or line.figure.value is None:
        return Held(target, seller, low, high, Status.NO_DATA, currency=currency)
    figure = line.figure
    value = float(line.figure.value)
    status = of_value(value, figure.interval, low, high, too_few=figure.too_few)
    return Held(target, seller, low, high, status, value, figure.interval, figure.n, figure.too_few, currency=currency)
