"""What people said they would win: month by month and quarter by quarter, sellers and their managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from merilo.core.time import Calendar, Period, add_months
from merilo.demo.clock import HOUR, Bools, Floats, Ints
from merilo.demo.money import euro_rates
from merilo.demo.pipeline import WON, Deals
from merilo.demo.staff import Staff
from merilo.demo.truth import Spell, Truth

COMMIT, BEST_CASE = range(2)
CATEGORIES = ("commit", "best_case")
NOBODY = -1
_STEP = 1000  # people call whole thousands
_MORNING, _LATER = 10 * HOUR, 12 * HOUR


@dataclass(frozen=True)
class Calls:
    """One row per call, in order of time. `seller` NOBODY: a team's; `team` NOBODY: a seller's; `manager`: the index of
    the team whose manager gave it, NOBODY: the seller himself. `first` and `last` are day numbers, `at` local seconds.
    """

    seller: Ints
    team: Ints
    manager: Ints
    first: Ints
    last: Ints
    category: Ints
    amount: Ints
    at: Ints


@dataclass(frozen=True)
class _Round:
    """Who is asked on one occasion of one period: what he will win, what he usually wins, and how far the period is."""

    seller: Ints
    team: Ints
    manager: Ints
    bias: Floats
    will: Floats
    usual: Floats
    day: Ints
    elapsed: Floats


def call(truth: Truth, staff: Staff, deals: Deals) -> Calls:
    """All calls up to the company's last day, about periods that lie within its time or are running."""
    caller = _Caller(truth, staff, deals)
    found = [part for period in (Period.MONTH, Period.QUARTER) for part in caller.all_of(period)]
    if not found:
        return Calls(*(np.zeros((len(fields(Calls)), 0), dtype=np.int64)))
    whole = {each.name: np.concatenate([getattr(part, each.name) for part in found]) for each in fields(Calls)}
    order = np.lexsort([whole[name] for name in ("category", "manager", "team", "seller", "last", "at")])
    return Calls(**{name: values[order] for name, values in whole.items()})


class _Caller:
    """Everybody's forecasts, one occasion after another."""

    def __init__(self, truth: Truth, staff: Staff, deals: Deals) -> None:
        self.facts, self.staff, self.clock, self.deals = truth.calls, staff, staff.clock, deals
        self.rng = np.random.default_rng([truth.seed, 13])
        self.bias = np.array([seller.call_bias for seller in truth.sellers])
        self.manager_bias = np.array([truth.manager_call_bias[team.manager_id] for team in staff.teams])
        self.worth = np.where(deals.euro, deals.amount * self._rates(truth, deals), deals.amount)

    def _rates(self, truth: Truth, deals: Deals) -> Floats:
        """What a euro was worth on the day on which each deal was closed; of open ones it does not matter."""
        day = np.clip(self.clock.day_of(deals.closed), 0, self.clock.days - 1)
        rates: Floats = euro_rates(truth, self.clock)[day]
        return rates

    def all_of(self, period: Period) -> Iterator[Calls]:
        """The calls of all periods of a length, occasion by occasion."""
        spans = [span for span in Calendar().periods(self.clock.start, self.clock.until, period)
                 if span[0] >= self.clock.start]  # fmt: skip
        if not spans:
            return
        here, won, usual = self._expected(spans)
        for n, span in enumerate(spans):
            will = usual if span[1] > self.clock.until else won[:, n]
            days = [*_occasions(*span), span[1] + timedelta(days=1)]
            for place, (day, following) in enumerate(pairwise(days)):
                yield from self._occasion(here[:, n], will, usual, span, (day, following), look=place == 1)

    def _expected(self, spans: list[tuple[date, date]]) -> tuple[Bools, Floats, Floats]:
        """Per seller and period whether he is there for all of it, and what he wins; per seller what is usual."""
        first, last = (np.array([self.clock.index(span[end]) for span in spans]) for end in (0, 1))
        here = np.array([_there(seller.first, seller.last, first, last) for seller in self.staff.sellers])
        sold = np.flatnonzero(self.deals.status == WON)
        period = np.searchsorted(first, self.clock.day_of(self.deals.closed[sold]), "right") - 1
        sold, period = sold[period >= 0], period[period >= 0]
        won = np.zeros(here.shape)
        np.add.at(won, (self.deals.seller[sold], period), self.worth[sold])
        over = here & (last < self.clock.days)
        n = over.sum(axis=1)
        everyone = won[over].mean() if over.any() else 0.0
        usual = np.where(n > 0, (won * over).sum(axis=1) / np.maximum(n, 1), everyone)
        return here, won, usual

    def _occasion(
        self, here: Bools, will: Floats, usual: Floats, span: tuple[date, date], days: tuple[date, date], *, look: bool
    ) -> Iterator[Calls]:
        """All calls from an occasion's day until before the following one's; who does not work in between gives none.

        With `look` also the managers' own figures for their sellers, and for their teams.
        """
        first, last, day, following = (self.clock.index(each) for each in (*span, *days))
        people = np.flatnonzero(here) if day < self.clock.days else np.zeros(0, dtype=np.int64)
        given = self.staff.next_day[people, min(day, self.clock.horizon)]
        in_time = given < min(following, self.clock.days)
        people, given = people[in_time], given[in_time]
        nobody = np.full(len(people), NOBODY)
        elapsed = (given - first) / (last - first + 1)
        own = _Round(people, nobody, nobody, self.bias[people], will[people], usual[people], given, elapsed)
        yield self._given(own, (first, last), _MORNING)
        if look:
            led = self._teams(people, days[0])
            by_manager = replace(own, manager=led, bias=self.manager_bias[led])
            yield self._given(by_manager, (first, last), _LATER, manager=True)
            yield self._given(_summed(by_manager), (first, last), _LATER, manager=True)

    def _teams(self, people: Ints, day: date) -> Ints:
        """The index of the team that each is in on the day."""
        names = {team.name: n for n, team in enumerate(self.staff.teams)}
        spells = [self.staff.sellers[who].spells for who in people]
        return np.array([names[_spell_on(own, day).team] for own in spells], dtype=np.int64)

    def _given(self, asked: _Round, span: tuple[int, int], second: int, *, manager: bool = False) -> Calls:
        """A commit and a best case of everybody who is asked."""
        facts, n = self.facts, len(asked.seller)
        knows, sigma = (low + (high - low) * asked.elapsed for low, high in (facts.knows, facts.sigma))
        if manager:
            knows, sigma = np.minimum(knows + facts.manager_knows, 1.0), sigma * facts.manager_sigma
        error = np.exp(sigma * self.rng.normal(size=n) - sigma**2 / 2)
        commit = (1 + asked.bias) * (knows * asked.will + (1 - knows) * asked.usual) * error
        best = commit * self.rng.uniform(*facts.best_case, n)
        amounts = (np.rint(amount / _STEP).astype(np.int64) * _STEP for amount in (commit, best))
        first, last = (np.full(n, day) for day in span)
        columns = (asked.seller, asked.team, asked.manager, first, last, self.clock.at(asked.day, second))
        seller, team, led, first, last, at = (np.tile(each, 2) for each in columns)
        category = np.repeat([COMMIT, BEST_CASE], n)
        return Calls(seller, team, led, first, last, category, np.concatenate([*amounts]), at)


def _there(first: int, last: int | None, starts: Ints, ends: Ints) -> Bools:
    """Whether somebody is employed for the whole of each period."""
    stays: Bools = (first <= starts) & (True if last is None else ends <= last)
    return stays


def _occasions(first: date, last: date) -> list[date]:
    """When people are asked: about a month on its first day and the 15th, about a quarter as each month begins."""
    if add_months(first, 1) > last:
        return [first, first.replace(day=15)]
    return [add_months(first, n) for n in range(3)]


def _spell_on(spells: tuple[Spell, ...], day: date) -> Spell:
    return next((each for each in spells if each.last is None or each.last >= day), spells[-1])


def _summed(people: _Round) -> _Round:
    """The teams of these people as wholes, on the day of the first of them who is asked."""
    teams, place = np.unique(people.manager, return_index=True)
    will, usual = (np.bincount(people.manager, values)[teams] for values in (people.will, people.usual))
    nobody, day, elapsed = np.full(len(teams), NOBODY), people.day[place], people.elapsed[place]
    return _Round(nobody, teams, teams, people.bias[place], will, usual, day, elapsed)
