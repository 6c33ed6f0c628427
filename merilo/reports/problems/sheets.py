"""From what happened to the sheets of every step: counts, what comes to the step, and what follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

import ibis
import numpy as np
import numpy.typing as npt

from merilo.insight.shrinkage import Family, Numbers, moderated_variances, shrink_means
from merilo.insight.spread import Moments
from merilo.insight.standing import Counted as Counts
from merilo.insight.standing import scatter
from merilo.kpis.cuts import membership_spans
from merilo.reports.asking import Desk
from merilo.reports.problems.asked import asked
from merilo.reports.problems.declared import (
    CHURN,
    DEALS_PER_MEETING,
    EXCHANGE_APART,
    MEETINGS,
    MONTHLY,
    NEW_DEALS,
    SHRUNK,
    SLIPPED,
    STEPS,
    WIN_RATE,
    Step,
)
from merilo.reports.problems.measured import Counted, Level, Quarters, average_deals, counted
from merilo.reports.problems.steps import DRAWS, Sheet, random_for, shrunk
from merilo.reports.target_values import Target

_YEAR, _MONTHS = 4, 3
QUARTERS = 12
"""How many quarters are looked at."""
_A_YEAR, _FILLED = timedelta(days=365), timedelta(days=180)
_PLACES = {name: place for place, name in enumerate(STEPS)}
_LEVELS = {level: place for place, level in enumerate(Level)}


def place_of(level: Level, step: str) -> int:
    """A number of its own for each level and step, to seed its draws."""
    return _LEVELS[level] * 100 + _PLACES[step]


@dataclass
class Company:
    """All that the problems of one company rest on; each KPI is asked once, when it is first needed."""

    desk: Desk
    quarters: Quarters
    sheets: dict[tuple[Level, str], Sheet | None] = field(default_factory=dict)
    _counted: dict[tuple[object, ...], dict[Level, Counted]] = field(default_factory=dict)

    def counts(
        self, kpi: str, policies: tuple[tuple[str, str], ...] = (), further: tuple[str, ...] = ()
    ) -> dict[Level, Counted]:
        """The sums of a KPI by level."""
        key = (kpi, policies, further)
        if key not in self._counted:
            self._counted[key] = counted(
                self.desk, kpi, self.quarters, policies=policies, further=further, monthly=(kpi, policies) in MONTHLY
            )
        return self._counted[key]

    @cached_property
    def money(self) -> tuple[dict[Level, dict[str, Moments]], str]:
        """The moments of won deals in the last four quarters, and the currency."""
        return average_deals(self.desk, self.quarters[-_YEAR:])

    @cached_property
    def targets(self) -> list[Target]:
        """All targets that were set."""
        rows = self.desk.records(self.desk.engine.facts.targets.select(*Target.__dataclass_fields__))
        return [Target(**row) for row in rows]

    @cached_property
    def left(self) -> frozenset[str]:
        """The sellers who left before the last quarter was over: nobody can coach them any more."""
        end = self.quarters[-1][1]
        rows = self.desk.records(self.desk.engine.facts.sellers.select("id", "left_on"))
        return frozenset(row["id"] for row in rows if row["left_on"] and row["left_on"] <= end)

    def known_for(self, time: timedelta) -> npt.NDArray[np.bool_]:
        """Which quarters begin when the data have gone back that long."""
        since = self.desk.since(("deals", "meetings", "touches"))
        return _mask(since is not None and start - since >= time for start, _end in self.quarters)

    @property
    def filled(self) -> npt.NDArray[np.bool_]:
        """Quarters in which a pipeline that was empty when the data began has filled; and the last one."""
        return self.known_for(_FILLED) | _mask(quarter == self.quarters[-1] for quarter in self.quarters)

    def active(self, level: Level, subjects: list[str]) -> npt.NDArray[np.bool_]:
        """Which of the subjects are still there."""
        return _mask(level is not Level.SELLER or who not in self.left for who in subjects)

    @cached_property
    def roles(self) -> dict[str, str]:
        """What each seller works as at the end of the last quarter, where that is known."""
        facts, end = self.desk.engine.facts, self.quarters[-1][1]
        spans = membership_spans(facts)
        now = spans.filter(spans.span_from <= ibis.literal(end), spans.span_to >= ibis.literal(end))
        own = {row["id"]: row["role"] for row in self.desk.records(facts.sellers.select("id", "role"))}
        own |= {row["span_seller"]: row["role"] for row in self.desk.records(now.select("span_seller", "role"))
                if row["role"]}  # fmt: skip
        return {who: role.strip().casefold() for who, role in own.items() if role}

    def roles_of(self, level: Level, subjects: list[str]) -> list[str] | None:
        """Who may be compared with whom: sellers with those of the same role; None where that makes no difference."""
        return [self.roles.get(who, "") for who in subjects] if level is Level.SELLER else None

    def sheet(self, level: Level, name: str) -> Sheet | None:
        """The sheet of a step; None when the data have nothing for it, or it cannot be put in money."""
        if (level, name) not in self.sheets:
            self.sheets[level, name] = _sheet(self, level, STEPS[name])
        return self.sheets[level, name]


def _mask(flags: Iterable[bool] | npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.array(list(flags), dtype=bool)


def _sheet(company: Company, level: Level, step: Step) -> Sheet | None:
    found = company.counts(step.kpi, step.policies)[level]
    subjects = [key[0] for key in found.keys]
    of = found.added(step.of) if subjects else np.zeros((0, len(company.quarters)))
    over = found.added(step.over) if step.over and subjects else _days(of, company.quarters)
    if not over[:, -step.quarters :].sum() > 0 or not of.sum() > 0:
        return None
    volume = _volume(company, level, step, subjects, over)
    factors = _factors(company, level, step, subjects)
    if volume is None or factors is None:
        return None
    return Sheet(
        step, subjects, of, over, volume, factors,
        active=company.active(level, subjects),
        apart=level is not Level.COMPANY,
        comparable=_comparable(company, level, step),
        roles=company.roles_of(level, subjects),
        scatter=_scatter(company, step),
        months=_by_month(found, step, over, company.quarters),
        lead=_lead(company, level, step, subjects),
        asked=asked(company, level, subjects, over[:, -1]) if step.name == MEETINGS else None,
    )  # fmt: skip


def _by_month(found: Counted, step: Step, over: Numbers, quarters: Quarters) -> tuple[Numbers, Numbers] | None:
    """The step's counts month by month, where they were asked so."""
    of = found.added_by_month(step.of) if found.keys else None
    if of is None:
        return None
    if step.over:
        return of, np.asarray(found.added_by_month(step.over))
    there = np.repeat(over > 0, _MONTHS, axis=1)
    # A quarter's days in equal parts: months are as long as each other to a twentieth.
    return of, np.where(there, np.repeat(_days(np.ones_like(over), quarters) / _MONTHS, _MONTHS, axis=1), 0.0)


def _lead(company: Company, level: Level, step: Step, subjects: list[str]) -> Counts | None:
    """What the step's cases come of, by month; None where the data have nothing of it."""
    if step.led_by is None:
        return None
    found = company.counts(step.led_by.kpi)
    of, over = (_months_of(found[level], subjects, names) for names in (step.led_by.of, step.led_by.over))
    if not of.sum() > 0:
        return None
    sellers = [key[0] for key in found[Level.SELLER].keys]
    each, time = (_months_of(found[Level.SELLER], sellers, names) for names in (step.led_by.of, step.led_by.over))
    return Counts(Family.RATE, of, over, step.higher, scatter_of(step, each, time, np.repeat(company.filled, _MONTHS)))


def _months_of(found: Counted, subjects: list[str], names: Sequence[str]) -> Numbers:
    """The sum of several parts month by month for these subjects; nothing for those it does not know."""
    rows, months = {key[0]: place for place, key in enumerate(found.keys)}, found.added_by_month(names)
    if months is None:
        return np.zeros((len(subjects), 0))
    return np.array([months[rows[who]] if who in rows else np.zeros(months.shape[1]) for who in subjects])


def _scatter(company: Company, step: Step) -> float:
    """By how much sellers' cases scatter from quarter to quarter beyond chance; teams and the company add them."""
    found = company.counts(step.kpi, step.policies)[Level.SELLER]
    if not found.keys:
        return 1.0
    of = found.added(step.of)
    over = found.added(step.over) if step.over else _days(of, company.quarters)
    return scatter_of(step, of, over, company.filled)


def scatter_of(step: Step, of: Numbers, over: Numbers, times: npt.NDArray[np.bool_]) -> float:
    """The scatter of counts, shape (sellers, quarters or months), in the last two years where they are known well."""
    recent = times & (np.arange(len(times)) >= len(times) * (1 - 2 * _YEAR / QUARTERS))
    return scatter(Family.RATE if step.per_time else Family.SHARE, of[:, recent], over[:, recent])


def _days(of: Numbers, quarters: Quarters) -> Numbers:
    """Calendar days of every quarter from the first to the last in which the subject had anything."""
    days = np.array([(end - start).days + 1 for start, end in quarters], dtype=float)
    seen = of > 0
    begun = np.maximum.accumulate(seen, axis=1)
    on = np.maximum.accumulate(seen[:, ::-1], axis=1)[:, ::-1]
    return np.where(begun & on, days, 0.0)


def _comparable(company: Company, level: Level, step: Step) -> npt.NDArray[np.bool_]:
    """Which quarters may be the own best one: none of the first half year of the data.

    What closes then is what closes fast, and won deals often close faster than lost ones.
    """
    if level is Level.COMPANY and step.name in (MEETINGS, NEW_DEALS):
        return _same_season(company)
    if step.name in (CHURN, SHRUNK):
        # Contracts of a year cannot end in the first year of the data.
        return company.known_for(_A_YEAR)
    return company.filled


def _same_season(company: Company) -> npt.NDArray[np.bool_]:
    """The last quarter and the same ones of years before, not within the first year of the data.

    In that year many a meeting looks like a first one because nobody knows of those before.
    """
    back = np.arange(len(company.quarters))[::-1]
    return _mask(back == 0) | (_mask(back % _YEAR == 0) & company.known_for(_A_YEAR))


def _volume(company: Company, level: Level, step: Step, subjects: list[str], over: Numbers) -> Numbers | None:
    """What comes to the step in a quarter: working days, first meetings, decided deals, or money that customers pay."""
    if step.name in (CHURN, SHRUNK):
        paid = _aligned(company.counts(STEPS[SHRUNK].kpi, EXCHANGE_APART)[level], subjects, "opening")
        return paid[:, -1]
    if step.name == DEALS_PER_MEETING:
        held = _aligned(company.counts(STEPS[MEETINGS].kpi)[level], subjects, "held")
        return held[:, -_YEAR:].sum(1) / _YEAR
    return over[:, -step.quarters :].sum(1) / step.quarters


def _aligned(found: Counted, subjects: list[str], part: str) -> Numbers:
    """A part's counts for these subjects; nothing for those it does not know."""
    rows = {key[0]: place for place, key in enumerate(found.keys)}
    width = found.parts[part].shape[1]
    return np.array([found.parts[part][rows[s]] if s in rows else np.zeros(width) for s in subjects])


_AFTER = {MEETINGS: (DEALS_PER_MEETING, WIN_RATE), NEW_DEALS: (WIN_RATE,), DEALS_PER_MEETING: (WIN_RATE,)}


def _factors(company: Company, level: Level, step: Step, subjects: list[str]) -> tuple[Numbers, ...] | None:
    """Draws of what follows the step, down to the money of a win; None where something of that is not known."""
    shape = (DRAWS, len(subjects))
    if step.name == CHURN:
        return ()
    if step.name in (SHRUNK, SLIPPED):
        size = _size_of_cut(company) if step.name == SHRUNK else _size_of_slip(company)
        return None if size is None else (np.full(shape, size),)
    ratios = [_drawn(company, level, STEPS[name], subjects) for name in _AFTER.get(step.name, ())]
    money = _drawn_money(company, level, subjects)
    known = [draws for draws in (*ratios, money) if draws is not None]
    return tuple(known) if len(known) == len(ratios) + 1 else None


def _drawn(company: Company, level: Level, step: Step, subjects: list[str]) -> Numbers | None:
    """Draws of a later step of the funnel; whoever has no case there has that of all."""
    found = company.counts(step.kpi, step.policies)[level]
    if not found.keys:
        return None
    of, over = (sum(_aligned(found, subjects, part) for part in parts) for parts in (step.of, step.over))
    of, over = np.asarray(of)[:, -step.quarters :].sum(1), np.asarray(over)[:, -step.quarters :].sum(1)
    if not over.sum() > 0:
        return None
    return shrunk(step, of, over).draws(DRAWS, random_for(place_of(level, step.name), 1))


def _drawn_money(company: Company, level: Level, subjects: list[str]) -> Numbers | None:
    """Draws of the average won deal; None where fewer than two won deals have an amount."""
    known = company.money[0][level]
    moments = [known.get(who, Moments(0, 0.0, None)) for who in subjects]
    counts = np.array([m.n for m in moments], dtype=float)
    spread = moderated_variances(counts, [np.nan if m.variance is None else m.variance for m in moments])
    if not np.isfinite(spread).any() or counts.sum() < 2:
        return None
    error = np.divide(np.maximum(spread, 1e-9), counts, out=np.full(len(counts), np.inf), where=counts > 0)
    found = shrink_means([m.mean for m in moments], error)
    # An average of amounts is not below nothing, however wide its interval.
    return np.maximum(found.draws(DRAWS, random_for(_LEVELS[level], 99)), 0.0)


def _size_of_cut(company: Company) -> float | None:
    """By what share of his payments a customer who cuts back does so, over the last year."""
    parts = company.counts(STEPS[SHRUNK].kpi, EXCHANGE_APART)[Level.COMPANY].parts
    sums = {name: float(each[:, -_YEAR:].sum()) for name, each in parts.items()}
    if not sums["customers_contraction"] or not sums["opening"]:
        return None
    return sums["contraction"] / sums["customers_contraction"] / (sums["opening"] / sums["customers_opening"])


def _size_of_slip(company: Company) -> float | None:
    """The amount of a deal that was due and is not closed, over the last year."""
    parts = company.counts("pipeline_movement")[Level.COMPANY].parts
    amount, deals = (
        sum(float(parts[name][:, -_YEAR:].sum()) for name in names)
        for names in (("slipped", "closing"), ("deals_slipped", "deals_closing"))
    )
    return amount / deals if deals else None
