"""Who may see what: the one rule that every page, export and call of the API goes through.

A seller sees his own rows. A manager sees the rows of sellers for the time in which they were in a team of his, past
teams included, and his own. Analysts and administrators see everything. Seeing is all that is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from merilo.core.errors import MeriloError
from merilo.core.text import _
from merilo.kpis.cuts import membership_spans
from merilo.kpis.question import Question
from merilo.people.roles import Person, Role
from merilo.reports.asking import Desk


class NotAllowedError(MeriloError):
    """Somebody asks for what he may not see."""

    exit_code = 2


@dataclass(frozen=True)
class Reach:
    """How far a person sees on a day. `everything`: no limits; else only these sellers (ids) and teams.

    `sellers` and `teams` are those of the day, `ever` the sellers who were in a team of his at any time.
    """

    person: Person
    everything: bool
    sellers: frozenset[str]
    teams: frozenset[str]
    ever: frozenset[str]

    def sees_seller(self, seller: str, *, ever: bool = False) -> bool:
        """Whether the numbers of a seller may be seen as of the day; `ever`: at least for some past time."""
        return self.everything or seller in (self.ever if ever else self.sellers)

    def sees_team(self, team: str) -> bool:
        """Whether the numbers of a team as a whole may be seen."""
        return self.everything or team in self.teams

    def sees(self, scope: str, subject: str | None) -> bool:
        """Whether what is said of a company, team or seller may be seen."""
        if scope == "seller":
            return self.sees_seller(subject or "")
        return self.sees_team(subject or "") if scope == "team" else self.everything

    def check_seller(self, seller: str, *, ever: bool = False) -> None:
        """Raise NotAllowedError for a seller whose numbers are not to be seen."""
        if not self.sees_seller(seller, ever=ever):
            raise refused()

    def check_team(self, team: str) -> None:
        """Raise NotAllowedError for a team whose numbers as a whole are not to be seen."""
        if not self.sees_team(team):
            raise refused()

    def narrowed(self, question: Question) -> Question:
        """The question about nothing but what may be seen: a seller's own rows, a manager's teams at the time.

        A manager who asks for himself as seller gets his own rows, in whatever team. Raises NotAllowedError where
        another seller or manager is asked for.
        """
        if self.everything:
            return question
        own = self.person.seller
        if not own:
            raise refused()
        asked = {cut: [value for name, value in question.where if name == cut] for cut in ("seller", "manager")}
        if self.person.role is Role.SELLER or asked["seller"] == [own]:
            return self._limited(question, "seller", asked["seller"])
        if not all(self.sees_seller(seller, ever=True) for seller in asked["seller"]):
            raise refused()
        return self._limited(question, "manager", asked["manager"])

    def _limited(self, question: Question, cut: str, asked: list[str]) -> Question:
        own = self.person.seller
        if any(value != own for value in asked):
            raise refused()
        return question if asked else replace(question, where=(*question.where, (cut, own)))


def refused() -> NotAllowedError:
    """The same answer to everybody, whether what he asks for exists or not."""
    return NotAllowedError(_("This is not yours to see."), way_out=_("Ask the person who administers Merilo."))


@dataclass(frozen=True)
class Leading:
    """One time in which a seller was in a manager's team, both days inclusive."""

    seller: str
    team: str
    manager: str
    since: date
    until: date


def led(desk: Desk) -> tuple[Leading, ...]:
    """Who was led by whom, when."""
    spans = membership_spans(desk.engine.facts)
    known: list[dict[str, Any]] = desk.records(spans.filter(spans.manager.notnull()))
    return tuple(
        Leading(row["span_seller"], row["team"] or "", row["manager"], row["span_from"], row["span_to"])
        for row in known
    )  # fmt: skip


def reach_of(person: Person, leading: tuple[Leading, ...], day: date) -> Reach:
    """How far the person sees on the day."""
    everything = person.role in (Role.ANALYST, Role.ADMIN)
    own = frozenset({person.seller} - {""})
    mine = [each for each in leading if each.manager == person.seller] if person.role is Role.MANAGER and own else []
    now = [each for each in mine if each.since <= day <= each.until]
    return Reach(
        person,
        everything,
        own | {each.seller for each in now},
        frozenset(each.team for each in now if each.team),
        own | {each.seller for each in mine},
    )


def only(records: list[Mapping[str, Any]], reach: Reach) -> list[Mapping[str, Any]]:
    """Of records with `scope` and `subject`, those that may be seen."""
    return [row for row in records if reach.sees(str(row["scope"]), row["subject"])]
