"""What a KPI is: one frozen declaration, from which every total, cut, period, row list and page is made.

The core is `rows`: a table with one row per item behind the number. Totals, cuts and periods only ever filter, group
and add these rows, so what `--rows` lists re-adds to what was shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from merilo.core.text import N_
from merilo.core.time import Calendar, Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts


class Family(StrEnum):
    """The eight families of KPIs."""

    PROSPECTING = N_("Prospecting")
    FIRST_MEETINGS = N_("First meetings")
    SALES_CYCLE = N_("Sales cycle")
    TIME_TO_CLOSE = N_("Time to close")
    FORECAST = N_("Forecast accuracy")
    RATIOS = N_("Ratios")
    RETENTION = N_("Retention")
    EXPECTATIONS = N_("Expectations")


class Unit(StrEnum):
    """What a number is measured in, and so how it is shown."""

    SHARE = "share"
    COUNT = "count"
    MONEY = "money"
    DAYS = "days"
    HOURS = "hours"
    RATIO = "ratio"
    PER_WEEK = "per_week"


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Anchor(StrEnum):
    """What a row's `day` is: the day of the event, the day looked at, or the last day of a period."""

    DAY = "day"
    AS_OF = "as_of"
    PERIOD = "period"


@dataclass(frozen=True)
class Part:
    """An additive column of a KPI's rows: its sum over any group is a number that people may see."""

    name: str
    label: str
    unit: Unit


@dataclass(frozen=True)
class Share:
    """Counted `of` / counted `out_of`."""

    of: str
    out_of: str


@dataclass(frozen=True)
class Mean:
    """Sum of `total` / number `count` of the rows that have one."""

    total: str
    count: str


@dataclass(frozen=True)
class Ratio:
    """(sum of `plus` − sum of `minus`) / `out_of`, of money or other amounts; no value unless `out_of` is above zero.

    `sampled`: each row is one independent case (a customer, a lead), so that the ratio has an interval; it cannot be
    below zero, nor above `at_most`.
    """

    plus: tuple[str, ...]
    out_of: str
    minus: tuple[str, ...] = ()
    sampled: bool = False
    at_most: float = math.inf


@dataclass(frozen=True)
class Rate:
    """Counted `of` over the time in which it could happen: `of` / `exposure` × `per` (five working days: a week)."""

    of: str
    exposure: str
    per: int = 5


@dataclass(frozen=True)
class Factor:
    """One factor of a product: counted `of`, over `out_of` where that is named; `divides`: what is divided by.

    `given`: where its `of` is nothing, it is not known rather than nothing (costs that nobody entered).
    """

    label: str
    of: str
    out_of: str = ""
    divides: bool = False
    given: bool = False


@dataclass(frozen=True)
class Product:
    """The product of factors, each of its own sums; no value where one of them has none or would be divided by."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Total:
    """The sum of one part."""

    of: str


@dataclass(frozen=True)
class Distribution:
    """The values of a column that is not additive: median, mean, quartiles, 90 % point."""

    column: str
    label: str
    unit: Unit


@dataclass(frozen=True)
class Course:
    """How each row went on: three columns of the rows that are never added.

    `since` and `until`: the days from and to which the row was followed, both included; `outcome`: 1 it happened, 2 it
    ended otherwise, 0 it goes on. A row with an empty `until` was not followed. `label`: what happened, in words.
    """

    name: str
    label: str
    since: str
    until: str
    outcome: str

    @property
    def columns(self) -> tuple[str, str, str]:
        """The three columns."""
        return self.since, self.until, self.outcome


@dataclass(frozen=True)
class Chance:
    """The share of all to which it happens: within so many days of their beginning, or ever; the others may still wait.

    It is the cumulative incidence of `course` (see `merilo.insight.survival`), so rows that have had no time yet count
    as far as they were followed. `plainly`: the share of those whose end is known, which is what can be split by cuts.
    """

    course: Course
    plainly: Share
    within: int | None = None


@dataclass(frozen=True)
class TimeUntil:
    """The median time until it happens, with quartiles and the 90 % point; the others may still wait, or never come.

    Of those to whom it ever happens, or (`of_all`) of all. `plainly`: the distribution of those to whom it has happened
    so far, which is too short while others wait.
    """

    course: Course
    plainly: Distribution
    of_all: bool = False


Value = Share | Mean | Ratio | Rate | Product | Total | Distribution | Chance | TimeUntil


@dataclass(frozen=True)
class Beside:
    """A second value of the same parts, shown beside the first, with its own interval."""

    name: str
    label: str
    unit: Unit
    value: Share | Ratio | Rate | Product | Chance


@dataclass(frozen=True)
class Policy:
    """A choice that the field makes differently: printed beside the number, set by a workspace or one question."""

    name: str
    allowed: tuple[str, ...]
    default: str
    meaning: str


@dataclass(frozen=True)
class Aside:
    """A 0/1 column of the rows whose sum is said beside the number. `{n}` and `{share}` (of part `out_of`) in the text.

    With `detail` the count is also split by that column, `{detail}` in the text ("EUR 3, RUB 1").
    """

    column: str
    message: str
    out_of: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """Facts that could not become rows: `count` gives a table with the column `n`, said when it is above 0."""

    message: str
    count: Callable[[Facts, Context], ir.Table]


@dataclass(frozen=True)
class Context:
    """All that the rows of a KPI may depend on besides the facts.

    `as_of`: the last day that is looked at; `dated`: it was asked for, so the state of that day is rebuilt.
    `horizon`: the last day that the data themselves reach, never after `as_of`.
    `single_currency`: all money is in `currency`, so that nothing needs a rate. `cuts`: those that the question uses.
    `since`: the first day that the data reach; `countries`: those whose holidays count (the first is the workspace's
    own), both known to KPIs that read `absences`. `learned`: what the KPI's `learns` names, found in the data as they
    were known on the day looked at.
    """

    calendar: Calendar
    as_of: date
    horizon: date
    currency: str
    dated: bool = False
    single_currency: bool = True
    every: Period | None = None
    cuts: frozenset[str] = frozenset()
    since: date | None = None
    countries: tuple[str, ...] = ("",)
    policies: Mapping[str, str] = field(default_factory=dict)
    learned: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Kpi:
    """One KPI. `n` names the part that counts the cases; below `enough` of them the value is too few to say.

    `rows` has the columns fact, id, day, the native cut columns, every part, every aside, every distribution and every
    course. `needs` are the fact tables it reads, `money` those whose amounts it adds; a KPI whose policy chooses among
    them says by `reads_by_policy` which of its `needs` are really read. `compares`: the value holds one period against
    another, so an unfinished period has none. `by_policy`: the KPI as it is under chosen policies, where they make
    another value of the same rows. `learns`: numbers that its rows need from the data themselves. `series`: the rows of
    a state at the end of every period from a first day to a last one, in one query, with a column `period`; without it
    each period's end is a question of its own.
    """

    name: str
    family: Family
    label: str
    question: str
    formula: str
    unit: Unit
    better: Better
    needs: tuple[str, ...]
    rows: Callable[[Facts, Context], ir.Table]
    parts: tuple[Part, ...]
    value: Value
    n: str
    n_is: str
    enough: int
    cuts: tuple[str, ...]
    anchor: Anchor = Anchor.DAY
    money: tuple[str, ...] = ()
    reads_by_policy: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    beside: tuple[Beside, ...] = ()
    compares: bool = False
    series: Callable[[Facts, Context, date, date], ir.Table] | None = None
    spreads: tuple[Distribution, ...] = ()
    policies: tuple[Policy, ...] = ()
    asides: tuple[Aside, ...] = ()
    checks: tuple[Check, ...] = ()
    traps: tuple[str, ...] = ()
    advice: str = ""
    by_policy: Callable[[Kpi, Mapping[str, str]], Kpi] | None = None
    learns: tuple[str, ...] = ()

    def under(self, policies: Mapping[str, str]) -> Kpi:
        """The KPI as it is under these policies."""
        return self.by_policy(self, policies) if self.by_policy else self

    @property
    def courses(self) -> tuple[Course, ...]:
        """Every course that its values follow, each once."""
        followed = (value.course for value in self.estimates.values() if isinstance(value, Chance | TimeUntil))
        return tuple({course.name: course for course in followed}.values())

    @property
    def estimates(self) -> dict[str, Value]:
        """The value, then those beside it, by name."""
        return {"value": self.value} | {other.name: other.value for other in self.beside}

    @property
    def distributions(self) -> tuple[Distribution, ...]:
        """Every distribution, that of the value first."""
        return ((self.value,) if isinstance(self.value, Distribution) else ()) + self.spreads

    def reads(self, policies: Mapping[str, str]) -> tuple[str, ...]:
        """The fact tables that the KPI reads under these policies."""
        return self.reads_by_policy(policies) if self.reads_by_policy else self.needs

    @property
    def additive(self) -> str | None:
        """The part that is the value itself, when the value is a plain sum over days."""
        return self.value.of if isinstance(self.value, Total) and self.anchor is Anchor.DAY else None
