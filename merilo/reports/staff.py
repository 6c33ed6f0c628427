"""Who sells, in which team, and how many days everyone works between two days, also days to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import ibis

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.working_days import FIVE_DAYS, known_country, working_days
from merilo.kpis.cuts import membership_spans
from merilo.reports.asking import Desk

A_WEEK = 5
"""Working days that are one working week, as in the KPIs per week."""


class Staff:
    """Sellers as they stand on a day: names, teams, and the working days of each."""

    def __init__(self, desk: Desk, day: date) -> None:
        facts = desk.engine.facts
        spans = membership_spans(facts)
        now = spans.filter(spans.span_from <= ibis.literal(day), spans.span_to >= ibis.literal(day))
        people = desk.records(facts.sellers.select("id", "role", "hired_on", "left_on", "country"))
        managers = {row["manager"] for row in desk.records(facts.memberships.select("manager").distinct())}
        self.day, self.home, self._own = day, desk.settings.country, desk.own
        self.names = desk.names("sellers")
        members = desk.records(now.select("span_seller", "team", "role", "manager"))
        self.teams: dict[str, str] = {row["span_seller"]: row["team"] for row in members if row["team"]}
        self.leaders: dict[str, str] = {row["span_seller"]: row["manager"] for row in members if row["manager"]}
        self._people = {row["id"]: row for row in people}
        self.roles: dict[str, str] = {row["id"]: row["role"] for row in people if row["role"]}
        self.roles |= {row["span_seller"]: row["role"] for row in members if row["role"]}
        self._away: dict[str, list[tuple[date, date]]] = {}
        for row in desk.records(facts.absences.select("seller", "starts_on", "ends_on")):
            self._away.setdefault(row["seller"], []).append((row["starts_on"], row["ends_on"]))
        there = {who for who, row in self._people.items() if row["left_on"] is None or row["left_on"] >= day}
        # Who manages others and is in no team himself sells nothing.
        self.sellers = sorted(there - (managers - self.teams.keys()))

    def manager_of(self, team: str) -> str:
        """Who leads most of a team (ties: the smaller id); empty where nobody is said to."""
        led = Counter(self.leaders.get(who, "") for who, own in self.teams.items() if own == team)
        led.pop("", None)
        return min(led, key=lambda who: (-led[who], who), default="")

    def giver_named(self, name: str) -> str:
        """The id of somebody who sells or leads, given by name or id; raises UsageError for nobody, or for several."""
        known = self.names | {who: self.names.get(who, who) for who in self.leaders.values()}
        found = [key for key, own in known.items() if name == key or name.casefold() == own.casefold()]
        if len(found) == 1 or name == self._own:
            return found[0] if found else name
        if found:
            what = _("Several people are named {value}.").format(value=name)
            raise UsageError(what, where="--by", allowed=", ".join(found))
        raise UsageError(
            _("Nobody who sells or leads is named {value}.").format(value=name),
            where="--by",
            allowed=_("Known are: {values}").format(values=", ".join(sorted(known.values())[:20]) or _("nothing")),
        )

    def hired_on(self, seller: str) -> date | None:
        """The first day of a seller, where it is known."""
        found: date | None = self._people.get(seller, {}).get("hired_on")
        return found

    def members(self, scope: str, subject: str | None) -> list[str]:
        """The sellers of a scope (company, team, seller) who are there."""
        if scope == "company":
            return self.sellers
        if scope == "team":
            return [who for who in self.sellers if self.teams.get(who) == subject]
        return [subject] if subject else []

    def label(self, scope: str, subject: str | None) -> str:
        """A scope as people read it."""
        if scope == "seller" and subject:
            return self.names.get(subject, subject)
        return subject or _("The whole company")

    def seller_named(self, name: str) -> str:
        """The id of a seller given by name or id; raises UsageError for nobody, or for several of one name."""
        found = [key for key, known in self.names.items() if name == key or name.casefold() == known.casefold()]
        if len(found) == 1:
            return found[0]
        if name and name == self._own:
            return name
        if found:
            raise UsageError(
                _("Several sellers are named {value}.").format(value=name), where="--seller", allowed=", ".join(found)
            )
        known = ", ".join(sorted(self.names[who] for who in self.sellers)[:20]) or _("nothing")
        raise UsageError(
            _("There is no {cut} {value}.").format(cut=_("Seller"), value=name),
            where="--seller",
            allowed=_("Known are: {values}").format(values=known),
        )

    def team_named(self, name: str) -> str:
        """The team of that name; raises UsageError for one that nobody is in."""
        found: dict[str, str] = {team.casefold(): team for team in self.teams.values()}
        if name.casefold() in found:
            return found[name.casefold()]
        known = ", ".join(sorted(found.values())[:20]) or _("nothing")
        raise UsageError(
            _("There is no {cut} {value}.").format(cut=_("Team"), value=name),
            where="--team",
            allowed=_("Known are: {values}").format(values=known),
        )

    def weeks(self, sellers: Iterable[str], start: date, end: date) -> float:
        """Working weeks (five working days each) of these sellers together, both days inclusive.

        Holidays of each one's country, absences known by now, and days before hiring or after leaving are not in it.
        """
        return sum(len(self.days(who, start, end)) for who in sellers) / A_WEEK

    def days(self, seller: str, start: date, end: date) -> list[date]:
        """The working days of a seller between two days, both inclusive."""
        known: dict[str, Any] = self._people.get(seller, {})
        first = max(start, known.get("hired_on") or start)
        last = min(end, known.get("left_on") or end)
        country = known.get("country") or self.home
        country = country if known_country(country) else self.home if known_country(self.home) else FIVE_DAYS
        days = [day for year in range(first.year, last.year + 1) for day in working_days(country, year)]
        away = self._away.get(seller, [])
        return [d for d in days if first <= d <= last and not any(since <= d <= until for since, until in away)]
