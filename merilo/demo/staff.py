"""Who sells: hires and leavers, teams and a re-organisation, absences, and which seller works on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from merilo.demo.clock import Bools, Clock, Ints, next_true, open_days, public_holidays
from merilo.demo.names import COUNTRIES, Person, person
from merilo.demo.truth import Absence, Spell

_TEAM_NAMES = ("Москва", "London", "Регионы", "Berlin", "Сибирь", "Manchester", "Урал", "Hamburg")
DOMAIN = "polaris.example"
"""The invented company's own mail domain."""
ROLE = "Seller"
"""What everyone who sells is called in his team."""


@dataclass(frozen=True)
class Team:
    """A team, the country it sits in, and its manager (who does not sell)."""

    name: str
    country: str
    manager_id: str
    manager: Person


@dataclass(frozen=True)
class Seller:
    """A seller's employment. `first` and `last` are day numbers; `last` is the last day worked, or None."""

    index: int
    id: str
    person: Person
    team: Team
    hired_on: date
    first: int
    last: int | None
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Staff:
    """All sellers, and their days to the horizon as arrays of shape (sellers, days).

    `works`: at work. `owner`: whose desk it is that day (a leaver's desk passes to his successor). `next_day`: the next
    day on which the desk's owner works; one column more; the horizon's number means never.
    """

    clock: Clock
    teams: tuple[Team, ...]
    sellers: tuple[Seller, ...]
    successors: tuple[int, ...]
    holidays: dict[str, frozenset[date]]
    absences: tuple[Absence, ...]
    works: Bools
    owner: Ints
    next_day: Ints

    @property
    def countries(self) -> list[str]:
        """Each seller's country."""
        return [seller.team.country for seller in self.sellers]


def hire(clock: Clock, sellers: int, teams: int, seed: int) -> Staff:
    """The staff of a company of that size."""
    crews = _teams(teams)
    people = tuple(_seller(clock, i, sellers, crews, seed) for i in range(sellers))
    closed = {team.country: public_holidays(clock, team.country) for team in crews}
    absences = tuple(a for seller in people for a in _absences(clock, seller, seed))
    works = np.array([_works(clock, s, closed[s.team.country], absences) for s in people])
    heirs = tuple(_successor(seller, people) for seller in people)
    owner = np.array([_desk(clock, seller, heirs[seller.index]) for seller in people])
    desk_works = np.take_along_axis(works, owner, axis=0)
    return Staff(clock, crews, people, heirs, closed, absences, works, owner, next_true(desk_works))


def _teams(count: int) -> tuple[Team, ...]:
    teams = []
    for i in range(count):
        # Every second team is Russian; the others take turns through the other countries.
        country = COUNTRIES[0] if i % 2 == 0 else COUNTRIES[1 + i // 2 % (len(COUNTRIES) - 1)]
        again = i // len(_TEAM_NAMES)
        name = _TEAM_NAMES[i % len(_TEAM_NAMES)] + (f" {again + 1}" if again else "")
        teams.append(Team(name, country, f"M-{i + 1:02d}", person(100 + i, country)))
    return tuple(teams)


def _seller(clock: Clock, index: int, of: int, teams: tuple[Team, ...], seed: int) -> Seller:
    team = teams[index % len(teams)]
    first, last = _employment(clock, index, of)
    rng = np.random.default_rng([seed, 0, index])
    hired = clock.day(first) if first > 0 else clock.start - timedelta(days=int(rng.integers(60, 1500)))
    left = clock.day(last) if last is not None else None
    spells: tuple[Spell, ...] = (Spell(team.name, team.manager_id, hired, left),)
    if of > 6 and index % 12 == 6:
        spells = _reorganised(clock, spells[0], team, teams)
    return Seller(index, f"U-{index + 1:03d}", person(index, team.country), team, hired, first, last, spells)


def _employment(clock: Clock, index: int, of: int) -> tuple[int, int | None]:
    """First and last day number: of every twelve sellers two are hired on the way and one leaves; a few all stay."""
    place = index % 12
    if of < 6:
        return 0, None
    if place in (9, 10):
        day = int(clock.days * (0.3 if place == 9 else 0.55))
        return day - day % 7, None  # people start on Mondays
    if place == 8:
        day = int(clock.days * 0.62)
        return 0, day - day % 7 + 4  # and leave on Fridays
    return 0, None


def _reorganised(clock: Clock, spell: Spell, team: Team, teams: tuple[Team, ...]) -> tuple[Spell, ...]:
    """The spell cut in two at 60 % of the time: the rest is in another team of the country, if there is one."""
    same = [t for t in teams if t.country == team.country and t is not team]
    if not same:
        return (spell,)
    moved = clock.day(int(clock.days * 0.6) // 7 * 7)
    before = Spell(team.name, team.manager_id, spell.first, moved - timedelta(days=1))
    return (before, Spell(same[0].name, same[0].manager_id, moved, spell.last))


def _absences(clock: Clock, seller: Seller, seed: int) -> list[Absence]:
    """Each year two weeks in summer, one in another month, a training, and a few days of illness."""
    rng = np.random.default_rng([seed, 1, seller.index])
    found: list[Absence] = []
    for year in range(clock.start.year, clock.until.year + 1):
        summer = date(year, 6, 1) + timedelta(days=int(rng.integers(0, 75)))
        found.append(_away(seller.id, summer, 14, "Отпуск"))
        found.append(_away(seller.id, date(year, int(rng.integers(2, 5)), 10), 7, "Отпуск"))
        autumn = date(year, int(rng.integers(9, 12)), 5)
        training = autumn + timedelta(days=(1 - autumn.weekday()) % 7)  # a Tuesday
        found.append(_away(seller.id, training, 2, "Training"))
        for _ in range(int(rng.poisson(1.6))):
            ill = date(year, 1, 1) + timedelta(days=int(rng.integers(0, 364)))
            found.append(_away(seller.id, ill, int(rng.integers(1, 6)), "Болезнь"))
    employed_to = clock.day(seller.last) if seller.last is not None else clock.until
    employed_from = max(seller.hired_on, clock.start)
    return _apart([a for a in found if employed_from <= a.first and a.last <= employed_to])


def _apart(absences: list[Absence]) -> list[Absence]:
    """In order of time, without those that begin within another."""
    kept: list[Absence] = []
    for away in sorted(absences, key=lambda a: (a.first, a.last)):
        if not kept or away.first > kept[-1].last:
            kept.append(away)
    return kept


def _away(seller: str, first: date, days: int, reason: str) -> Absence:
    return Absence(seller, first, first + timedelta(days=days - 1), reason)


def _works(clock: Clock, seller: Seller, closed: frozenset[date], absences: tuple[Absence, ...]) -> Bools:
    works = open_days(clock, closed)
    works[: max(seller.first, 0)] = False
    if seller.last is not None:
        works[seller.last + 1 :] = False
    for away in absences:
        if away.seller == seller.id:
            works[clock.index(away.first) : clock.index(away.last) + 1] = False
    return works


def _successor(seller: Seller, people: tuple[Seller, ...]) -> int:
    """Who takes over: the first of the team who was there from the start and stays; else of the company."""
    stays = [p for p in people if p.last is None and p.first <= 0]
    mates = [p for p in stays if p.team is seller.team]
    return (mates or stays)[0].index if seller.last is not None else seller.index


def _desk(clock: Clock, seller: Seller, heir: int) -> Ints:
    owner = np.full(clock.horizon, seller.index, dtype=np.int64)
    if seller.last is not None:
        owner[seller.last + 1 :] = heir
    return owner
